/// Near names for did-you-mean.
package enum NearNames {
  /// At most `limit` of `candidates` that are near `wanted`, nearest first.
  ///
  /// Distance is Damerau–Levenshtein (optimal string alignment) over folded names, so accents and case never
  /// count. Near means within a third of the wanted name's length (at least 1), or beginning with it, or holding it
  /// as whole words where it has several words or five letters; one such word comes behind all slips. Of a word
  /// of two or three letters none may be another, or nearly every short word would be near. Of spellings that differ only
  /// in case, accents or `_` the first among the candidates is kept.
  /// - Complexity: O(candidates × length²).
  package static func of(_ wanted: String, among candidates: some Sequence<String>, limit: Int = 3)
    -> [String]
  {
    let target = Array(NameLexicon.usualSpelling(ofFolded: folded(wanted)).unicodeScalars)
    guard !target.isEmpty, target.count <= 64 else { return [] }
    let tolerance = max(1, target.count / 3)
    let hasSeveralWords = target.contains(" ")
    let isHeld = hasSeveralWords || target.count >= 5
    let isShortWord = (2...3).contains(target.count) && target.allSatisfy(\.properties.isAlphabetic)
    var found: [(distance: Int, name: String)] = []
    var seen: Set<[Unicode.Scalar]> = []
    for candidate in candidates {
      let scalars = Array(folded(candidate).unicodeScalars)
      guard scalars.count <= 80 else { continue }
      let isPrefix = target.count >= 3 && scalars.starts(with: target)
      let isInside = isPrefix || isHeld && holdsWords(scalars, target)
      guard isInside || abs(scalars.count - target.count) <= tolerance else { continue }
      if !isPrefix, isShortWord, scalars.count == target.count, scalars.sorted() != target.sorted() {
        continue
      }
      let isWhole = isPrefix || isInside && hasSeveralWords
      var steps = isWhole ? 0 : distance(target, scalars, atMost: tolerance)
      if isInside { steps = min(steps, tolerance) }
      if steps <= tolerance, seen.insert(scalars.map { $0 == "_" ? " " : $0 }).inserted {
        found.append((steps, candidate))
      }
    }
    found.sort { ($0.distance, $0.name.utf8.count, $0.name) < ($1.distance, $1.name.utf8.count, $1.name) }
    return found.prefix(limit).map(\.name)
  }

  /// Whether `name` has all of `words` one after the other, and whole.
  private static func holdsWords(_ name: [Unicode.Scalar], _ words: [Unicode.Scalar]) -> Bool {
    guard name.count > words.count else { return false }
    return (0...name.count - words.count).contains { start in
      let end = start + words.count
      return (start == 0 || name[start - 1].isBetweenWords)
        && (end == name.count || name[end].isBetweenWords)
        && name[start..<end].elementsEqual(words)
    }
  }

  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = previous
    for i in a.indices {
      current[0] = i + 1
      for j in b.indices {
        let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(previous[j + 1] + 1, current[j] + 1, substitution)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforePrevious[j - 1] + 1) }
        current[j + 1] = best
      }
      if (current.min() ?? 0) > limit { return limit + 1 }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[b.count]
  }
}

extension Unicode.Scalar {
  fileprivate var isBetweenWords: Bool { self == " " || self == "_" }
}
