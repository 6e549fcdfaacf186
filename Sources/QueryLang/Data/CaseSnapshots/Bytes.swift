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
}

/// Reads what ``ByteWriter`` wrote; a read beyond the end gives nothing.
struct ByteReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
    let size = MemoryLayout<Number>.size
    guard bytes.count - offset >= size else { return nil }
    var number: Number = 0
    for index in 0..<size {
      number |= Number(truncatingIfNeeded: bytes[offset + index]) << Number(truncatingIfNeeded: index * 8)
    }
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

  mutating func numbers() -> [UInt32]? {
    guard let count = count(ofSize: 4) else { return nil }
    var numbers: [UInt32] = []
    numbers.reserveCapacity(count)
    for _ in 0..<count {
      guard let number = number(UInt32.self) else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
