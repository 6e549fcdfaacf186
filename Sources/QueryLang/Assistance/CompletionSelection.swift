/// A candidate with the name that fits what was typed.
struct CompletionMatch {
  let candidate: NamedCandidate
  let name: String
  let sortKey: String
  /// With the accents that were typed.
  let isExact: Bool
  /// Text between the start of the replaced part and where this candidate begins.
  private var typedBefore = ""

  init?(_ candidate: NamedCandidate, _ prefix: TypedPrefix) {
    guard let match = prefix.match(candidate.names) else { return nil }
    self.candidate = candidate
    (name, sortKey, isExact) = match
  }

  /// More than any rank of a measure.
  private static let rankOfWord = 10_000

  /// A candidate in whose name a later word begins so; the fewer words before it, the earlier it comes.
  init?(_ candidate: NamedCandidate, inside prefix: TypedPrefix) {
    guard let match = prefix.matchInside(candidate.names) else { return nil }
    var candidate = candidate
    candidate.rank += CompletionMatch.rankOfWord * (match.wordsBefore - 1)
    self.candidate = candidate
    (name, sortKey, isExact) = (match.name, match.sortKey, true)
  }

  /// The name in the language of the statement.
  var isFirstName: Bool { name == candidate.names.first }

  /// An alias in Vietnamese letters.
  var isVietnameseAlias: Bool {
    guard let proper = candidate.properNames else { return false }
    return name.utf8.contains { $0 >= 0x80 } && !candidate.names.prefix(proper).contains(name)
  }

  func prefixed(_ text: String) -> CompletionMatch {
    var copy = self
    copy.typedBefore = text + typedBefore
    return copy
  }

  /// What is inserted for `label`.
  func text(_ label: String) -> String {
    let name = (candidate.prefix + candidate.suffix).isEmpty ? label : self.name
    let isPlain = name.unicodeScalars.allSatisfy(\.isWordPart)
    let quoted = candidate.isQuotable && !isPlain ? SyntaxPrinter().quoted(name) : name
    // The path goes on behind a folder.
    let written = candidate.isPath && name.hasSuffix("/") ? String(quoted.dropLast()) : quoted
    return typedBefore + candidate.prefix + written + candidate.suffix
  }
}

/// The matches that are shown: one for each meaning, sorted, and not too many.
struct CompletionSelection {
  private let names: [CompletionMatch]
  private let words: [CompletionMatch]
  private let limit: Int
  /// Names before the words: of hundreds of measures the words would be pages away.
  private static let leadingNames = 8

  init(_ matches: [CompletionMatch], limit: Int) {
    names = matches.filter { !$0.candidate.isWord }
    words = matches.filter(\.candidate.isWord)
    self.limit = limit
  }

  /// Words of the language are few and always kept; names as many as there is room for.
  var kept: (matches: [CompletionMatch], leftOut: Int) {
    let shownWords = sorted(words, limit: limit)
    let shownNames = sorted(names, limit: limit - shownWords.count)
    let count = shownNames.count + shownWords.count
    let leading = shownNames.prefix(CompletionSelection.leadingNames)
    return (leading + shownWords + shownNames.dropFirst(leading.count), names.count + words.count - count)
  }

  /// Cut by folded name, which is quick; what is left in the Vietnamese order.
  private func sorted(_ matches: [CompletionMatch], limit: Int) -> [CompletionMatch] {
    guard matches.count > limit else { return inVietnameseOrder(matches) }
    // Keys and places: a match is large, and thousands would be moved about.
    let keys = matches.indices.map { (matches[$0].candidate.rank, matches[$0].sortKey, $0) }
    return inVietnameseOrder(keys.sorted { $0 < $1 }.prefix(limit).map { matches[$0.2] })
  }

  private func inVietnameseOrder(_ matches: [CompletionMatch]) -> [CompletionMatch] {
    matches.map { (match: $0, key: VietnameseSortKey($0.name)) }
      .sorted { ($0.match.candidate.rank, $0.key) < ($1.match.candidate.rank, $1.key) }
      .map(\.match)
  }
}
