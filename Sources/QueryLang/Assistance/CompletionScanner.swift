/// Walks the tokens of a statement up to the cursor, as the parser would, and notes what may stand there.
///
/// A last word that touches the cursor is still being typed: it is never taken as finished.
struct CompletionScanner {
  /// The cursor, or something that no statement has, was reached.
  struct Ended: Error {}

  let source: QuerySource
  let catalog: Catalog
  let tokens: [Token]
  /// Folded text of each token that is a word.
  let words: [String]
  /// The end of the text, as a UTF-8 offset.
  let cursor: Int
  var position = 0
  var offers: [CompletionOffer] = []
  var context = CompletionContext()
  /// Words that may go on with what was read last, beside new clauses.
  var continuations: [Keyword] = []
  var lexicon: NameLexicon { catalog.lexicon }

  /// `text` ends at the cursor.
  init(_ text: String, catalog: Catalog) {
    source = QuerySource(text)
    self.catalog = catalog
    cursor = source.utf8.count
    tokens = StatementSplitter.lastStatement(
      Lexer.tokenize(source).tokens, names: catalog.lexicon, in: source)
    words = tokens.map { $0.kind == .word ? folded($0.text) : "" }
    try? scanStatement()
  }

  // MARK: The cursor

  var isAtEnd: Bool { position >= tokens.count }

  /// The last word is still being typed.
  var touchesCursor: Bool { tokens.last?.span.upper == cursor }

  /// What stands before the cursor is whole without a blank: what comes next needs one.
  var endsWhole: Bool {
    guard touchesCursor, let last = tokens.last else { return false }
    switch last.kind {
    case .string: return true
    case .symbol(let symbol):
      return symbol == .tilde || [.rightParenthesis, .rightBrace, .comma, .pipe].contains(symbol)
        || ComparisonOperator(rawValue: symbol.rawValue) != nil
    default: return false
    }
  }

  func at(_ symbol: Token.Symbol) -> Bool { !isAtEnd && tokens[position].isSymbol(symbol) }

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    position += 1
    return true
  }

  /// Tokens of `keyword` at `start`, 0 for none or when its last word is still being typed.
  func length(of keyword: Keyword, at start: Int) -> Int {
    for spelling in keyword.spellings where start + spelling.count <= tokens.count {
      guard zip(spelling, words[start...]).allSatisfy(==) else { continue }
      return start + spelling.count == tokens.count && touchesCursor ? 0 : spelling.count
    }
    return 0
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    let length = length(of: keyword, at: position)
    guard length > 0 else { return false }
    let spelling = words[position..<position + length].joined(separator: " ")
    let isEnglish = folded(keyword.canonical) == spelling
    let isVietnamese = folded(keyword.vietnamese) == spelling
    if isEnglish != isVietnamese { context.keywordLanguage = isEnglish ? .english : .vietnamese }
    position += length
    return true
  }

  mutating func takeAny(_ keywords: [Keyword]) -> Keyword? { keywords.first { take($0) } }

  // MARK: Offers

  /// Notes `place` when what is left is nothing, or only the beginning of a name.
  mutating func offer(_ place: CompletionPlace) {
    if isAtEnd {
      offers.append(CompletionOffer(place: place, start: cursor, typed: ""))
    } else if let typed = typedName {
      offers.append(CompletionOffer(place: place, start: tokens[position].span.lower, typed: typed))
    }
  }

  mutating func offerAndEnd(_ place: CompletionPlace) -> Ended {
    offer(place)
    return Ended()
  }

  /// All that is left, if it can be the beginning of one name.
  private var typedName: String? {
    let rest = tokens[position...]
    if rest.count == 1, let token = rest.first, token.kind == .invalid, token.text.hasPrefix("\"") {
      return String(token.text.dropFirst())
    }
    guard let first = rest.first, first.kind == .word || first.kind == .number,
      rest.allSatisfy(isNamePiece)
    else { return nil }
    return source.slice(SourceSpan(first.span.lower, cursor))
  }

  private func isNamePiece(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .number: true
    case .symbol(let symbol): [.minus, .dot, .ampersand, .apostrophe, .slash, .comma].contains(symbol)
    default: false
    }
  }

  // MARK: Names

  /// Reads the longest known name, or an unknown one up to the next word of the language.
  mutating func takeName(
    _ place: CompletionPlace, admitting admits: (NameLexicon.Meaning) -> Bool
  ) throws(Ended) -> [NameLexicon.Meaning] {
    if isAtEnd { throw offerAndEnd(place) }
    if case .string(let text) = tokens[position].kind {
      position += 1
      return lexicon.meanings(of: text).filter(admits)
    }
    if case .parameter = tokens[position].kind {
      position += 1
      return []
    }
    let known = longestKnownName(admits)
    if known?.count != tokens.count - position || touchesCursor { offer(place) }
    guard tokens[position].kind == .word || tokens[position].kind == .number else { throw Ended() }
    let count = known?.count ?? unknownNameLength
    if position + count == tokens.count, known == nil || touchesCursor { throw Ended() }
    noteLanguage(tokens[position..<position + count])
    position += count
    return known?.meanings ?? []
  }

  private func longestKnownName(
    _ admits: (NameLexicon.Meaning) -> Bool
  ) -> (count: Int, meanings: [NameLexicon.Meaning])? {
    let reach = lexicon.longestNameInPieces(beginningWith: folded(tokens[position].text))
    var end = min(tokens.count, position + reach)
    while end > position {
      if tokens[position..<end].allSatisfy(isNamePiece) {
        let meanings = lexicon.meanings(of: text(position..<end)).filter(admits)
        if !meanings.isEmpty { return (end - position, meanings) }
      }
      end -= 1
    }
    return nil
  }

  private var unknownNameLength: Int {
    var end = position + 1
    let stoppers = Keyword.clauseWords + [.and, .or, .not, .in, .is, .on, .as]
    while end < tokens.count, tokens[end].kind == .word || tokens[end].kind == .number,
      !stoppers.contains(where: { length(of: $0, at: end) > 0 })
    {
      end += 1
    }
    return end - position
  }

  func text(_ range: Range<Int>) -> String {
    source.slice(tokens[range.lowerBound].span.joined(with: tokens[range.upperBound - 1].span))
  }

  private mutating func noteLanguage(_ name: ArraySlice<Token>) {
    if name.contains(where: { $0.text.utf8.contains { $0 >= 0x80 } }) {
      context.nameLanguage = .vietnamese
    } else if name.count == 1, name.allSatisfy({ catalog.hasIdentifier($0.text) }) {
      context.nameLanguage = .english
    }
  }
}

extension Catalog {
  /// Measures and dimensions have English identifiers.
  fileprivate func hasIdentifier(_ text: String) -> Bool {
    measureIndexByID[text] != nil || dimensionIndexByID[text] != nil
  }
}
