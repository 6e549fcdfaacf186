extension OwnNames {
  /// What is to be known of some texts that become own names, whatever their parents: so it can be found before those
  /// are.
  struct Facts: Sendable {
    /// By text, its number among those that the facts are of; `-1` for the others.
    let numberOfText: [Int]
    /// By number, its place among them in Vietnamese order; empty where nobody asked.
    let ranks: [Int]
    /// Ascending.
    let keyHashes: [UInt32]
    let longestByFirstPiece: [UInt8]

    /// - Parameters:
    ///   - numbers: of texts; more than once counts once.
    ///   - texts: composed.
    /// - Returns: `nil` where the work was stopped.
    init?(of numbers: [Int], in texts: [String], areRanked: Bool = true, isStopped: () -> Bool) {
      var numberOfText = [Int](repeating: -1, count: texts.count)
      var keyHashes: [UInt32] = []
      keyHashes.reserveCapacity(numbers.count)
      var longest = [UInt8](repeating: 0, count: NameLexicon.places)
      var keys = NameKeys()
      var sortKeys = VietnameseSortKeys()
      for (index, number) in numbers.enumerated() {
        if index & 0xFFF == 0, isStopped() { return nil }
        if numberOfText[number] >= 0 { continue }
        numberOfText[number] = keyHashes.count
        let (key, pieces) = keys.key(of: texts[number])
        keyHashes.append(ShortHash.of(key))
        NameLexicon.note(pieces, of: key, in: &longest)
        if areRanked { sortKeys.append(texts[number]) }
      }
      keyHashes.sort()
      self.numberOfText = numberOfText
      ranks = sortKeys.ranks()
      self.keyHashes = keyHashes
      longestByFirstPiece = longest
    }

    /// Whether they are of the texts that have a name, and of no others.
    func areOfAll(_ list: List) -> Bool {
      var hasName = [Bool](repeating: false, count: numberOfText.count)
      for text in list.textOfName { hasName[text] = true }
      return zip(hasName, numberOfText).allSatisfy { $0 == ($1 >= 0) }
    }
  }
}
