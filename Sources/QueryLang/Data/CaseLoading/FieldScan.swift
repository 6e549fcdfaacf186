/// Finding the end of a field eight bytes at a time.
///
/// - Precondition of all: the sign looked for stands somewhere ahead, and eight bytes behind it may be read.
enum FieldScan {
  /// A sign in every byte of a word.
  @inline(__always) static func pattern(_ sign: UInt8) -> UInt64 { UInt64(sign) &* 0x0101_0101_0101_0101 }

  /// The high bit of the first byte that is the pattern's; bits above it mean nothing.
  @inline(__always) static func hits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// The length of the text before the sign and its hash.
  @inline(__always) static func hashed(
    _ start: UnsafeRawPointer, until pattern: UInt64
  ) -> (length: Int, hash: UInt64) {
    var hash = seed
    var position = start
    while true {
      let word = position.loadUnaligned(as: UInt64.self)
      let hits = hits(word, pattern)
      if hits != 0 {
        let bits = UInt64(truncatingIfNeeded: hits.trailingZeroBitCount) & ~7
        hash = mixed(hash, word & ((1 &<< bits) &- 1))
        return ((position - start) &+ Int(truncatingIfNeeded: bits >> 3), hash)
      }
      hash = mixed(hash, word)
      position += 8
    }
  }

  @inline(__always) static func length(_ start: UnsafeRawPointer, until pattern: UInt64) -> Int {
    var position = start
    while true {
      let hits = hits(position.loadUnaligned(as: UInt64.self), pattern)
      if hits != 0 { return (position - start) &+ (hits.trailingZeroBitCount >> 3) }
      position += 8
    }
  }

  /// The hash that ``hashed(_:until:)`` gives for the same text.
  @inline(__always) static func hash(_ start: UnsafeRawPointer, _ length: Int) -> UInt64 {
    var hash = seed
    var offset = 0
    while offset &+ 8 <= length {
      hash = mixed(hash, start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    let bits = UInt64(truncatingIfNeeded: length &- offset) &* 8
    let rest = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return mixed(hash, rest & ((1 &<< bits) &- 1))
  }

  private static let seed: UInt64 = 0x243F_6A88_85A3_08D3

  @inline(__always) private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 32)
  }

  /// Whether two texts of the same length are equal; eight bytes behind both may be read.
  @inline(__always) static func areEqual(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ length: Int
  ) -> Bool {
    var offset = 0
    while offset &+ 8 <= length {
      if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset &+= 8
    }
    let mask = (UInt64(1) &<< (UInt64(length & 7) &* 8)) &- 1
    let difference =
      left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      ^ right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return difference & mask == 0
  }
}
