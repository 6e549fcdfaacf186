/// Texts of a block, each as what it shares with the one before and what is its own.
enum PackedTexts {
  /// Lengths up to 254 take a byte, others five.
  static func pack(_ texts: [UnsafeRawBufferPointer]) -> [UInt8] {
    var writer = ByteWriter()
    var previous = UnsafeRawBufferPointer(start: nil, count: 0)
    for text in texts {
      var shared = 0
      while shared < min(previous.count, text.count), previous[shared] == text[shared] { shared += 1 }
      append(shared, &writer)
      append(text.count - shared, &writer)
      for byte in text[shared...] { writer.append(byte) }
      previous = text
    }
    return writer.bytes
  }

  private static func append(_ length: Int, _ writer: inout ByteWriter) {
    if length < 255 {
      writer.append(UInt8(length))
    } else {
      writer.append(UInt8.max)
      writer.append(UInt32(length))
    }
  }

  /// - Parameters:
  ///   - target: room for all texts one behind the other; `capacity` bytes.
  ///   - offsets: room for where each begins.
  /// - Returns: whether the block is well formed and holds just as many bytes.
  static func unpack(
    _ block: UnsafeRawBufferPointer, count: Int, into target: UnsafeMutableRawPointer, capacity: Int,
    _ offsets: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    var position = 0
    var written = 0
    var previous = 0
    func length() -> Int? {
      guard position < block.count else { return nil }
      let short = block[position]
      position += 1
      guard short == UInt8.max else { return Int(short) }
      guard position + 4 <= block.count else { return nil }
      defer { position += 4 }
      return Int(block.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }
    for row in 0..<count {
      guard let shared = length(), let own = length(), shared <= written - previous,
        own <= block.count - position, written + shared + own <= capacity
      else { return false }
      offsets[row] = UInt32(written)
      for index in 0..<shared {
        target.storeBytes(
          of: target.load(fromByteOffset: previous + index, as: UInt8.self), toByteOffset: written + index,
          as: UInt8.self)
      }
      for index in 0..<own {
        target.storeBytes(of: block[position + index], toByteOffset: written + shared + index, as: UInt8.self)
      }
      position += own
      previous = written
      written += shared + own
    }
    return position == block.count && written == capacity
  }
}
