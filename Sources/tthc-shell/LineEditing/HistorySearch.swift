internal import QueryLang

/// A search backwards through the history that takes no notice of accents and capitals.
struct HistorySearch: Sendable {
  private(set) var pattern = ""
  private let entries: [String]
  private let foldedEntries: [String]
  /// Matches passed over.
  private var skipped = 0

  private static let longestPattern = 200

  /// - Complexity: O(n) in the size of the history.
  init(entries: [String]) {
    self.entries = entries.reversed()
    foldedEntries = self.entries.map(foldedForSearch)
  }

  /// The match shown, newest first; `nil` without a pattern or a match.
  ///
  /// - Complexity: O(n) in the size of the history.
  var match: String? {
    let wanted = foldedForSearch(pattern)
    guard !wanted.isEmpty else { return nil }
    let matches = foldedEntries.indices.lazy.filter { foldedEntries[$0].contains(wanted) }
    return matches.dropFirst(skipped).first.map { entries[$0] }
  }

  mutating func append(_ text: String) {
    let line = text.prefix { !$0.isNewline }
    pattern = nfc(pattern + line.prefix(max(Self.longestPattern - pattern.count, 0)))
    skipped = 0
  }

  mutating func removeLast() {
    if !pattern.isEmpty { pattern.removeLast() }
    skipped = 0
  }

  /// One match further back; stays at the oldest.
  mutating func goOlder() {
    skipped += 1
    if match == nil { skipped -= 1 }
  }

  mutating func goNewer() { skipped = max(skipped - 1, 0) }
}
