/// What is looked for in UTF-8, at a byte behind two others: byte by byte and, the same, sixteen at a time.
protocol ByteSearch {
  /// Before the first byte there are zeros.
  static func finds(_ byte: UInt8, _ previous: UInt8, _ beforePrevious: UInt8) -> Bool

  /// Masks alone: the compiler takes each operation for one instruction.
  static func finds(_ bytes: ByteBlock, _ previous: ByteBlock, _ beforePrevious: ByteBlock) -> ByteMask
}

typealias ByteBlock = SIMD16<UInt8>
typealias ByteMask = SIMDMask<ByteBlock.MaskStorage>

extension UnsafeBufferPointer<UInt8> {
  /// - Complexity: O(n); of more than a block, to the end whether it is found or not.
  @inline(__always) func contains<Search: ByteSearch>(_ search: Search.Type) -> Bool {
    let width = ByteBlock.scalarCount
    guard count >= 2 + width else { return contains(search, inFirst: count) }
    let bytes = UnsafeRawBufferPointer(self)
    func block(_ offset: Int) -> ByteBlock { bytes.loadUnaligned(fromByteOffset: offset, as: ByteBlock.self) }
    // The last block, which may share some bytes with the one before it.
    var found = Search.finds(block(count - width), block(count - width - 1), block(count - width - 2))
    for offset in stride(from: 2, to: count - width, by: width) {
      found = found .| Search.finds(block(offset), block(offset - 1), block(offset - 2))
    }
    return any(found) || contains(search, inFirst: 2)
  }

  @inline(__always) private func contains<Search: ByteSearch>(_ search: Search.Type, inFirst length: Int)
    -> Bool
  {
    var (previous, beforePrevious): (UInt8, UInt8) = (0, 0)
    for byte in prefix(length) {
      if Search.finds(byte, previous, beforePrevious) { return true }
      (previous, beforePrevious) = (byte, previous)
    }
    return false
  }
}
