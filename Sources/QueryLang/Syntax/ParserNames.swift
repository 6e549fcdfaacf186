extension Parser {
  /// Which names may stand at a place.
  enum NamePlace {
    case measure, field, dataset, column
    /// A value of these dimensions, or of any when none is known.
    case member(dimensions: Set<Int>)

    func admits(_ meaning: NameLexicon.Meaning) -> Bool {
      switch (self, meaning) {
      case (.measure, .measure), (.measure, .definition), (.measure, .column), (.measure, .dimension),
        (.measure, .timeField), (.measure, .caseValue):
        true
      case (.field, .dimension), (.field, .timeField), (.field, .column), (.field, .measure),
        (.field, .definition), (.field, .caseValue):
        true
      case (.dataset, .dataset), (.column, .column): true
      case (.member(let dimensions), .member(let dimension, _)):
        dimensions.isEmpty || dimensions.contains(dimension)
      default: false
      }
    }
  }

  /// Tokens that may stand inside an unquoted name.
  private func isNamePiece(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .number: true
    case .symbol(let symbol):
      [.comma, .minus, .dot, .ampersand, .apostrophe, .slash, .leftParenthesis, .rightParenthesis]
        .contains(symbol)
    default: false
    }
  }

  /// The longest known name at the current token: how many tokens it has, and its meanings.
  func longestKnownName(at start: Int, for place: NamePlace) -> (count: Int, meanings: [NameLexicon.Meaning])?
  {
    guard tokens[start].kind == .word || tokens[start].kind == .number else { return nil }
    // A piece may be two tokens (`1A`), so look a little further.
    let first = NameLexicon.key(ofFolded: folded(tokens[start].text)).key
    let longest = lexicon.longestNameInPieces(beginningWith: first)
    var end = start
    while end < tokens.count, longest > 0, end - start < longest + 2, isNamePiece(tokens[end]) { end += 1 }
    while end > start {
      let key = NameLexicon.key(ofFolded: folded(tokens[start..<end].joinedText)).key
      let meanings = lexicon.meanings(ofKey: key).filter(place.admits)
      if !meanings.isEmpty { return (end - start, meanings) }
      end -= 1
    }
    return nil
  }

  /// Reads a name: quoted, the longest known one, or else the words up to the next word of the language.
  mutating func parseName(_ place: NamePlace, expecting what: Expectation) throws(Abandoned) -> NameSyntax {
    if case .string(let text) = current.kind {
      defer { advance() }
      return NameSyntax(text, isQuoted: true, span: current.span)
    }
    if let known = longestKnownName(at: position, for: place) { return takeName(tokenCount: known.count) }
    guard current.kind == .word && !isPlainClauseWord(place) || isMemberNumber(place) else {
      throw expected(what)
    }
    return takeName(tokenCount: unknownNameLength())
  }

  /// A measure is missing before `where`, `by` and their like. Words that begin Vietnamese names (`từ`, `có`,
  /// `đầu`) rather belong to a name with a slip in it.
  private func isPlainClauseWord(_ place: NamePlace) -> Bool {
    guard case .measure = place else { return false }
    let word = words[position]
    return Keyword.clauseWords.contains { $0.canonical == word } || ["khi", "theo"].contains(word)
  }

  private func isMemberNumber(_ place: NamePlace) -> Bool {
    if case .member = place { return current.kind == .number }
    return false
  }

  mutating func takeName(tokenCount: Int) -> NameSyntax {
    let span = current.span.joined(with: token(ahead: tokenCount - 1).span)
    noteName(count: tokenCount)
    defer { advance(by: tokenCount) }
    return NameSyntax(tokens[position...].prefix(tokenCount).joinedText, span: span)
  }

  /// An unknown name is read up to the next word or sign of the language, for one message about all of it.
  private func unknownNameLength() -> Int {
    var end = position + 1
    while tokens[end].kind == .word || tokens[end].kind == .number {
      if Parser.stoppers.contains(where: { length(of: $0, at: end) > 0 }) { break }
      end += 1
    }
    return end - position
  }

  private static let stoppers: [Keyword] =
    Keyword.clauseWords + [
      .and, .or, .not, .in, .is, .ascending, .descending, .per, .on, .as, .to, .against, .rejects,
    ]

  /// A free word or words before `stop`: the new name of `let`, `as`, `load … as`.
  mutating func parseNewName() throws(Abandoned) -> NameSyntax {
    if case .string(let text) = current.kind {
      defer { advance() }
      return NameSyntax(text, isQuoted: true, span: current.span)
    }
    guard current.kind == .word else { throw expected(.newName) }
    return takeName(tokenCount: unknownNameLength())
  }

  /// Text without blanks in it (a path, a setting's value), or a text in quotes.
  mutating func parseRawText(expecting what: Expectation) throws(Abandoned) -> NameSyntax {
    if case .string(let text) = current.kind {
      defer { advance() }
      return NameSyntax(text, isQuoted: true, span: current.span)
    }
    guard !isAtEnd, !at(.pipe), !at(.comma) else { throw expected(what) }
    var count = 1
    while !token(ahead: count).followsSpace, !token(ahead: count).isSymbol(.comma),
      !token(ahead: count).isSymbol(.pipe), token(ahead: count).kind != .end
    {
      count += 1
    }
    return takeName(tokenCount: count)
  }
}
