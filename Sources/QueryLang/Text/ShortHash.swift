/// FNV-1a of 32 bits: the same in every process, for what stands in files or needs a small place for short texts. Names
/// that somebody chooses to collide are no harm where it is used.
enum ShortHash {
  @inline(__always) static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }
}
