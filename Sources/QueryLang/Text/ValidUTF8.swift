extension String {
  /// - Precondition: `bytes` are valid UTF-8, as every file is found to be when it is read.
  init(validUTF8 bytes: UnsafeBufferPointer<UInt8>) {
    var span = UTF8Span(unchecked: bytes.span)
    // Long texts are hashed and compared faster when known to be ASCII; short ones find out by themselves.
    if bytes.count > 15 { _ = span.checkForASCII() }
    self.init(copying: span)
  }
}

/// Whether bytes are well-formed UTF-8 (Unicode Standard, table 3-7), several times faster than the standard
/// library on Vietnamese text: every file is checked whole before it is read, also the largest.
enum UTF8Check {
  /// The offset of the first byte that is not UTF-8.
  static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    let raw = UnsafeRawPointer(start)
    var offset = 0
    while offset < bytes.count {
      if offset + 8 <= bytes.count {
        let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        let asciiBytes = (word & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
        if asciiBytes > 0 {
          offset += asciiBytes
          continue
        }
      } else if start[offset] < 0x80 {
        offset += 1
        continue
      }
      guard let length = scalarLength(start + offset, bytes.count - offset) else { return offset }
      offset += length
    }
    return nil
  }

  /// The length of the scalar that begins here, which is not ASCII; `nil` where there is none.
  @inline(__always)
  private static func scalarLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    let first = bytes[0]
    guard first >= 0xC2, first <= 0xF4, count > 1 else { return nil }
    let second = bytes[1]
    if first < 0xE0 { return isContinuation(second) ? 2 : nil }
    guard count > 2, isContinuation(bytes[2]) else { return nil }
    if first < 0xF0 {
      // Longer forms than needed, and surrogates.
      let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
      return second >= lowest && second <= highest ? 3 : nil
    }
    guard count > 3, isContinuation(bytes[3]) else { return nil }
    let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return second >= lowest && second <= highest ? 4 : nil
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
