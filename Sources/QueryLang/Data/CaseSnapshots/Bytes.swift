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

/// A checksum of bytes: four lanes of multiplied words, so that it is as fast as the memory. It finds damage; it is
/// no protection against somebody who means harm.
enum Checksum {
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0x9E37_79B9_7F4A_7C15 }
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
    var offset = 0
    while offset &+ 32 <= bytes.count {
      lanes.0 = mixed(lanes.0, base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      lanes.1 = mixed(lanes.1, base.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
      lanes.2 = mixed(lanes.2, base.loadUnaligned(fromByteOffset: offset &+ 16, as: UInt64.self))
      lanes.3 = mixed(lanes.3, base.loadUnaligned(fromByteOffset: offset &+ 24, as: UInt64.self))
      offset &+= 32
    }
    while offset < bytes.count {
      lanes.0 = mixed(lanes.0, UInt64(bytes[offset]) | 0x100)
      offset &+= 1
    }
    var sum = mixed(lanes.0, lanes.1)
    sum = mixed(sum, lanes.2)
    sum = mixed(sum, lanes.3)
    return mixed(sum, UInt64(bytes.count))
  }

  static func of(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { of($0) } }

  @inline(__always) private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* 0x9FB2_1C65_1E98_DF25
    return product ^ (product >> 29)
  }
}
