/// Numbers and texts as bytes, one behind the other; numbers little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) {
    append(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ values: [UInt32]) {
    append(UInt32(values.count))
    for value in values { append(value) }
  }

  mutating func append(_ values: [UInt8]) {
    append(UInt32(values.count))
    bytes += values
  }
}

/// Reads what ``ByteWriter`` wrote; a read beyond the end gives nothing.
struct ByteReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type = Number.self)
    -> Number?
  {
    let size = MemoryLayout<Number>.size
    guard bytes.count - offset >= size else { return nil }
    let number = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type).littleEndian }
    offset += size
    return number
  }

  /// A number of things of at least `size` bytes each that are still to come.
  mutating func count(ofSize size: Int) -> Int? {
    guard let count = number(UInt32.self), Int(count) * size <= bytes.count - offset else { return nil }
    return Int(count)
  }

  mutating func text() -> String? {
    guard let count = count(ofSize: 1) else { return nil }
    let text = bytes[offset..<offset + count].withUnsafeBufferPointer { part in
      UTF8Check.firstInvalidOffset(in: part) == nil ? String(validUTF8: part) : nil
    }
    if text != nil { offset += count }
    return text
  }

  /// As ``text()``; one that is the other is the other, which makes no text anew.
  mutating func text(perhaps other: String) -> String? {
    var other = other
    let start = offset
    guard let count = count(ofSize: 1) else { return nil }
    let isOther = other.withUTF8 { other in
      bytes.withUnsafeBufferPointer {
        UnsafeBufferPointer(rebasing: $0[offset..<offset + count]).elementsEqual(other)
      }
    }
    if !isOther {
      offset = start
      return text()
    }
    offset += count
    return other
  }

  mutating func byteList() -> [UInt8]? {
    guard let count = count(ofSize: 1) else { return nil }
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  mutating func numbers() -> [UInt32]? {
    guard let count = count(ofSize: 4) else { return nil }
    defer { offset += 4 * count }
    return [UInt32](unsafeUninitializedCapacity: count) { numbers, written in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(numbers).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 4 * count]))
      }
      for index in 0..<count { numbers[index] = UInt32(littleEndian: numbers[index]) }
      written = count
    }
  }
}
