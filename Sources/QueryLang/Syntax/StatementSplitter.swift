/// Cuts a text into statements (LANGUAGE.md, "Where a statement ends").
package struct StatementSplitter {
  package struct Piece: Sendable {
    /// The statement's tokens, newlines included, terminator excluded; never empty.
    package let tokens: [Token]
    /// `;` stands behind it.
    package let isTerminated: Bool
  }

  private let tokens: [Token]
  private var position = 0

  package init(_ tokens: [Token]) { self.tokens = tokens }

  /// All pieces, by names that do not change on the way.
  package static func split(_ tokens: [Token], names lexicon: NameLexicon) -> [Piece] {
    var splitter = StatementSplitter(tokens)
    var pieces: [Piece] = []
    while let piece = splitter.next(names: lexicon) { pieces.append(piece) }
    return pieces
  }

  /// The next statement; `nil` at the end.
  ///
  /// `;` always ends a statement. A newline ends it unless a bracket is open, the line ends in something that
  /// wants more, or the next line is indented or goes on with a clause word, `and`, `or`, an operator or `|`.
  package mutating func next(names lexicon: NameLexicon) -> Piece? {
    var statement: [Token] = []
    var brackets = 0
    while position < tokens.count {
      let token = tokens[position]
      position += 1
      var isTerminated = false
      switch token.kind {
      case .end: continue
      case .symbol(.semicolon): isTerminated = true
      case .newline(let nextIsIndented):
        let goesOn =
          brackets > 0 || nextIsIndented || StatementSplitter.wantsMore(statement, names: lexicon)
          || StatementSplitter.continues(at: position, in: tokens, names: lexicon)
        if goesOn {
          statement.append(token)
          continue
        }
      default:
        if token.isSymbol(.leftParenthesis) || token.isSymbol(.leftBrace) { brackets += 1 }
        if token.isSymbol(.rightParenthesis) || token.isSymbol(.rightBrace) {
          brackets = max(0, brackets - 1)
        }
        statement.append(token)
        continue
      }
      if let piece = piece(statement, isTerminated: isTerminated) { return piece }
      (statement, brackets) = ([], 0)
    }
    return piece(statement, isTerminated: false)
  }

  /// Where the statement after the last one begins; `nil` where there is none.
  package var nextStart: Int? {
    tokens[position...].first { token in
      switch token.kind {
      case .end, .newline, .symbol(.semicolon): false
      default: true
      }
    }?.span.lower
  }

  /// `nil` where there are only line ends.
  private func piece(_ statement: [Token], isTerminated: Bool) -> Piece? {
    let trimmed = statement.drop(while: \.isNewline)
    return trimmed.isEmpty ? nil : Piece(tokens: Array(trimmed), isTerminated: isTerminated)
  }

  /// The last token asks for something after it.
  static func wantsMore(_ statement: [Token], names lexicon: NameLexicon) -> Bool {
    // Only the ends are looked at: a statement may have very many lines.
    let end = Array(statement.reversed().lazy.filter { !$0.isNewline }.prefix(8).reversed())
    guard let last = end.last, !isHelp(statement) else { return false }
    switch last.kind {
    case .symbol(let symbol):
      if takesRawText(statement) { return symbol == .comma || symbol == .pipe }
      return ![.rightParenthesis, .rightBrace, .percent, .semicolon].contains(symbol)
    case .word:
      if takesRawText(statement) { return false }
      let word = folded(last.text)
      let words = end.filter { $0.kind == .word }.suffix(2).map { folded($0.text) }
      let isDemanding =
        demandingWords.contains(word) && end.count > 1
        || demandingPairs.contains(words.joined(separator: " "))
      return isDemanding && !endsInLongerName(end, names: lexicon)
    case .number, .string, .parameter, .newline, .invalid, .end:
      return false
    }
  }

  /// `help by`, `load data/`: words and signs at the end are text there.
  private static func takesRawText(_ statement: [Token]) -> Bool {
    begins(statement, with: rawTextSpellings)
  }

  /// `help |`, `help {`: signs are what is asked about.
  static func isHelp(_ statement: [Token]) -> Bool { begins(statement, with: Keyword.help.spellings) }

  private static func begins(_ statement: [Token], with spellings: [[String]]) -> Bool {
    let start = statement.lazy.drop(while: \.isNewline).prefix(3)
    let words = start.map { $0.kind == .word ? folded($0.text) : "" }
    return spellings.contains { words.starts(with: $0) }
  }

  private static let rawTextSpellings = [Keyword.help, .load, .source, .save, .attach, .set].flatMap(
    \.spellings)
  private static let continuingSpellings = (Keyword.clauseWords + [.and, .or]).flatMap(\.spellings)

  /// The last word belongs to a known name (`… hiện có`).
  private static func endsInLongerName(
    _ end: [Token], names lexicon: NameLexicon
  ) -> Bool {
    guard end.count > 1 else { return false }
    return (2...end.count).contains { count in
      return !lexicon.meanings(of: end.suffix(count).joinedText).isEmpty
    }
  }

  /// Clause words and joining words that cannot end a statement.
  private static let demandingWords: Set<String> = {
    let keywords = Keyword.clauseWords.filter { $0 != .asOf } + [.and, .or, .in, .on]
    return Set(keywords.flatMap(\.spellings).filter { $0.count == 1 }.map { $0[0] })
  }()

  private static let demandingPairs: Set<String> = {
    let spellings = Keyword.clauseWords.flatMap(\.spellings).filter { $0.count == 2 }
    return Set(spellings.map { $0.joined(separator: " ") })
  }()

  private static func continues(
    at start: Int, in tokens: [Token], names lexicon: NameLexicon
  ) -> Bool {
    var index = start
    while index < tokens.count, case .newline = tokens[index].kind { index += 1 }
    guard index < tokens.count else { return false }
    switch tokens[index].kind {
    case .symbol(let symbol):
      return symbol != .semicolon
    case .word:
      let here = Array(tokens[index...].prefix(8))
      let words = here.map { $0.kind == .word ? folded($0.text) : "" }
      let matches = continuingSpellings.filter { words.starts(with: $0) }
      guard let longest = matches.map(\.count).max() else { return false }
      return !beginsLongerName(here, than: longest, names: lexicon)
    case .number, .string, .parameter, .newline, .invalid, .end:
      return false
    }
  }

  /// `từ kỳ trước chuyển qua` on a new line is a measure, not the clause `từ`.
  private static func beginsLongerName(
    _ tokens: [Token], than count: Int, names lexicon: NameLexicon
  ) -> Bool {
    for length in stride(from: tokens.count, to: count, by: -1) {
      let meanings = lexicon.meanings(of: tokens[..<length].joinedText)
      if meanings.contains(where: \.isMeasureLike) { return true }
    }
    return false
  }
}

extension NameLexicon.Meaning {
  package var isMeasureLike: Bool {
    switch self {
    case .measure, .definition: true
    default: false
    }
  }
}

extension Token {
  var isNewline: Bool {
    if case .newline = kind { return true }
    return false
  }
}
