/// The keys by which a lexicon finds names, of one name after the other.
///
/// They share memory, and no closure is needed to make one, which would hold the lexicon anew at every name: that takes
/// longer than finding it.
struct NameKeys: ~Copyable {
  private var folded = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 128)
  private var separated = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256)

  deinit {
    folded.deallocate()
    separated.deallocate()
  }

  /// The name's key and how many pieces it has; it stands until the next one is asked for.
  mutating func key(of name: String) -> (bytes: UnsafeBufferPointer<UInt8>, pieces: Int) {
    var name = name
    return name.withUTF8 { key(of: $0) }
  }

  /// The key stands as that of a string does, and no longer than these keys.
  /// - Parameter name: UTF-8.
  mutating func key(of name: UnsafeBufferPointer<UInt8>) -> (bytes: UnsafeBufferPointer<UInt8>, pieces: Int) {
    let folded = fold(name)
    if let pieces = NameLexicon.plainPieces(folded) { return (folded, pieces) }
    let (count, pieces) = NameLexicon.separatePieces(of: folded, into: separated)
    return (UnsafeBufferPointer(rebasing: separated[..<count]), pieces)
  }

  private mutating func fold(_ name: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    makeRoom(name.count)
    var count = foldLatin(name, into: folded)
    if count == nil {
      var other = foldedScalarByScalar(String(validUTF8: name))
      count = other.withUTF8 { bytes in
        makeRoom(bytes.count)
        return folded.update(fromContentsOf: bytes)
      }
    }
    return UnsafeBufferPointer(rebasing: folded[..<(count ?? 0)])
  }

  private mutating func makeRoom(_ count: Int) {
    if count <= folded.count { return }
    folded.deallocate()
    separated.deallocate()
    folded = .allocate(capacity: 2 * count)
    separated = .allocate(capacity: 4 * count)
  }
}
