extension OwnNames {
  /// What a lexicon needs to know of some texts that become own names, whatever their parents: so it can be found before
  /// those are.
  struct Facts: Sendable {
    /// By text, whether the facts are of it.
    private let areOfText: [Bool]
    /// Ascending.
    let keyHashes: [UInt32]
    let longestByFirstPiece: [UInt8]

    /// - Parameters:
    ///   - numbers: of texts; more than once counts once.
    ///   - texts: composed.
    /// - Returns: `nil` where the work was stopped.
    init?(of numbers: [Int], in texts: [String], isStopped: () -> Bool) {
      var areOfText = [Bool](repeating: false, count: texts.count)
      var keyHashes: [UInt32] = []
      keyHashes.reserveCapacity(numbers.count)
      var longest = [UInt8](repeating: 0, count: NameLexicon.places)
      var keys = NameKeys()
      for (index, number) in numbers.enumerated() {
        if index & 0xFFF == 0, isStopped() { return nil }
        if areOfText[number] { continue }
        areOfText[number] = true
        let (key, pieces) = keys.key(of: texts[number])
        keyHashes.append(ShortHash.of(key))
        NameLexicon.note(pieces, of: key, in: &longest)
      }
      keyHashes.sort()
      self.areOfText = areOfText
      self.keyHashes = keyHashes
      longestByFirstPiece = longest
    }

    /// Whether they are of the texts that have a name, and of no others.
    func areOfAll(_ list: List) -> Bool {
      var hasName = [Bool](repeating: false, count: areOfText.count)
      for text in list.textOfName { hasName[text] = true }
      return hasName == areOfText
    }
  }
}
