extension OwnNames {
  /// What a lexicon needs to know of some texts that become own names, whatever their parents: so it can be found before
  /// those are.
  struct Facts: Sendable {
    /// By text, whether the facts are of it.
    private var areOfText: [Bool]
    /// Ascending once all are noted.
    private(set) var keyHashes: [UInt32] = []
    private(set) var longestByFirstPiece = [UInt8](repeating: 0, count: NameLexicon.places)

    /// None yet, of so many texts.
    init(textCount: Int) { areOfText = [Bool](repeating: false, count: textCount) }

    /// Those of some texts.
    /// - Parameters:
    ///   - numbers: of texts; more than once counts once.
    ///   - texts: composed.
    /// - Returns: `nil` where the work was stopped.
    init?(of numbers: [Int], in texts: NameList, isStopped: () -> Bool) {
      self.init(textCount: texts.count)
      keyHashes.reserveCapacity(numbers.count)
      var keys = NameKeys()
      for (index, number) in numbers.enumerated() {
        if index & 0xFFF == 0, isStopped() { return nil }
        if areOfText[number] { continue }
        texts.withBytes(of: number) { text in
          let (key, pieces) = keys.key(of: text)
          note(number, key: key, pieces)
        }
      }
      endNoting()
    }

    var isEmpty: Bool { keyHashes.isEmpty }

    /// Those of one text more, which is noted once; ``endNoting()`` is due after the last one.
    mutating func note(_ text: Int, key: UnsafeBufferPointer<UInt8>, _ pieces: Int) {
      areOfText[text] = true
      keyHashes.append(ShortHash.of(key))
      NameLexicon.note(pieces, of: key, in: &longestByFirstPiece)
    }

    mutating func endNoting() { keyHashes.sort() }

    /// Whether they are of the texts that have a name, and of no others.
    func areOfAll(_ list: List) -> Bool {
      var hasName = [Bool](repeating: false, count: areOfText.count)
      for text in list.textOfName { hasName[text] = true }
      return hasName == areOfText
    }
  }
}
