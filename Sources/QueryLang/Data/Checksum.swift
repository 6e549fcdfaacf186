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
