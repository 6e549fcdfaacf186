/// Turns the tokens of one statement into its syntax tree.
///
/// Recursive descent, one `parse…` method for each production of the grammar. A production that fails reports
/// why and throws ``Abandoned``; the clause around it is skipped and parsing goes on, so that one statement
/// reports all its errors at once.
package struct Parser {
  /// A production was given up; its diagnostic is already recorded.
  struct Abandoned: Error {}

  package static let nestingLimit = 256
  /// Longest chain of operators in one expression; keeps every later walk over the tree shallow.
  package static let operatorLimit = 1000

  let source: QuerySource
  let lexicon: NameLexicon
  let tokens: [Token]
  /// Folded text of each token, for keywords.
  let words: [String]
  var position = 0
  var depth = 0
  var diagnostics: [Diagnostic] = []
  var roles: [TokenRole]
  /// The clauses read so far; `nil` in a statement that has none.
  var clausesSeen: Set<Keyword>?

  private init(_ tokens: [Token], source: QuerySource, lexicon: NameLexicon) {
    self.source = source
    self.lexicon = lexicon
    let end = tokens.last?.span.upper ?? 0
    let visible = tokens.filter { token in
      if case .newline = token.kind { return false }
      return true
    }
    self.tokens = visible + [Token(kind: .end, span: SourceSpan(end, end), text: "", followsSpace: true)]
    words = self.tokens.map { $0.kind == .word ? folded($0.text) : "" }
    roles = Array(repeating: .plain, count: self.tokens.count)
  }

  /// The statement that `tokens` (of one statement, without its terminator) make.
  ///
  /// The tree holds what could be read; it may be used only when `diagnostics` has no error, or to look for
  /// more errors.
  package static func parse(
    _ tokens: [Token], in source: QuerySource, names lexicon: NameLexicon
  ) -> (statement: StatementSyntax?, diagnostics: [Diagnostic]) {
    let (statement, diagnostics, _) = parseWithRoles(tokens, in: source, names: lexicon)
    return (statement, diagnostics)
  }

  /// The same with the role of every token that is no newline.
  static func parseWithRoles(
    _ tokens: [Token], in source: QuerySource, names lexicon: NameLexicon
  ) -> (statement: StatementSyntax?, diagnostics: [Diagnostic], roles: [TokenRole]) {
    var parser = Parser(tokens, source: source, lexicon: lexicon)
    guard let first = tokens.first, let last = tokens.last else { return (nil, [], []) }
    let span = first.span.joined(with: last.span)
    guard span.upper - span.lower <= QuerySource.maximumStatementLength else {
      let fact = DiagnosticFact.statementTooLong(limitInBytes: QuerySource.maximumStatementLength)
      return (nil, [Diagnostic(fact, at: SourceSpan(span.lower, span.lower + 1))], [])
    }
    let kind = try? parser.parseStatementKind()
    let stages = parser.parseStages()
    parser.expectEnd()
    let roles = Array(parser.roles.dropLast())
    guard let kind else { return (nil, parser.diagnostics, roles) }
    return (StatementSyntax(kind: kind, stages: stages, span: span), parser.diagnostics, roles)
  }

  /// An expression or test that stands alone, as in the catalog's formulas and rules.
  package static func parseExpression(
    _ text: String, names lexicon: NameLexicon
  ) throws(QueryError) -> ExpressionSyntax {
    var parser = try Parser.alone(text, lexicon)
    let expression = try? parser.parseExpression()
    parser.expectEnd()
    return try parser.finished(expression)
  }

  package static func parseCondition(
    _ text: String, names lexicon: NameLexicon
  ) throws(QueryError) -> ConditionSyntax {
    var parser = try Parser.alone(text, lexicon)
    let condition = try? parser.parseCondition()
    parser.expectEnd()
    return try parser.finished(condition)
  }

  package static func parseTest(_ text: String, names lexicon: NameLexicon) throws(QueryError) -> TestSyntax {
    var parser = try Parser.alone(text, lexicon)
    let test = try? parser.parseTest()
    parser.expectEnd()
    return try parser.finished(test)
  }

  private static func alone(_ text: String, _ lexicon: NameLexicon) throws(QueryError) -> Parser {
    let source = QuerySource(text)
    let (tokens, diagnostics) = Lexer.tokenize(source)
    if !diagnostics.isEmpty { throw QueryError(diagnostics) }
    return Parser(tokens.dropLast(), source: source, lexicon: lexicon)
  }

  private func finished<Tree>(_ tree: Tree?) throws(QueryError) -> Tree {
    guard let tree, diagnostics.isEmpty else { throw QueryError(diagnostics) }
    return tree
  }
}

// MARK: - The cursor

extension Parser {
  var current: Token { tokens[position] }

  func token(ahead distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  var isAtEnd: Bool { current.kind == .end }

  mutating func advance(by count: Int = 1) { position = min(position + count, tokens.count - 1) }

  func at(_ symbol: Token.Symbol) -> Bool { current.isSymbol(symbol) }

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  /// How many tokens of `keyword` stand at `start`, 0 for none.
  func length(of keyword: Keyword, at start: Int) -> Int {
    for spelling in keyword.spellings where start + spelling.count <= tokens.count {
      if zip(spelling, words[start...]).allSatisfy(==) { return spelling.count }
    }
    return 0
  }

  func at(_ keyword: Keyword) -> Bool { length(of: keyword, at: position) > 0 }

  mutating func take(_ keyword: Keyword) -> Bool {
    let length = length(of: keyword, at: position)
    note(.keyword, count: length)
    advance(by: length)
    return length > 0
  }

  mutating func require(_ keyword: Keyword) throws(Abandoned) {
    if !take(keyword) { throw expected(.keyword(keyword)) }
  }

  mutating func require(_ symbol: Token.Symbol) throws(Abandoned) {
    if !take(symbol) { throw expected(.symbol(symbol.rawValue)) }
  }

  /// Records that `what` should stand at the current token. A token that the lexer reported needs no second word.
  mutating func expected(_ what: Expectation, suggestions: [Suggestion] = []) -> Abandoned {
    if current.kind == .invalid { return Abandoned() }
    let found: Found = isAtEnd ? .end : .text(current.text)
    return report(.expected(what, found: found), at: current.span, suggestions: suggestions)
  }

  @discardableResult
  mutating func report(
    _ fact: DiagnosticFact, at span: SourceSpan, suggestions: [Suggestion] = []
  ) -> Abandoned {
    diagnostics.append(Diagnostic(fact, at: span, suggestions: suggestions))
    return Abandoned()
  }

  mutating func expectEnd() {
    guard !isAtEnd, !(diagnostics.contains { $0.severity == .error }) else { return }
    _ = expected(.clauseOrEnd, suggestions: remediesForLeftover)
  }

  /// Runs `body` one level deeper; past the limit the statement is refused instead of the stack overflowing.
  mutating func nested<Tree>(_ body: (inout Parser) throws(Abandoned) -> Tree) throws(Abandoned) -> Tree {
    guard depth < Parser.nestingLimit else {
      throw report(.nestingTooDeep(limit: Parser.nestingLimit), at: current.span)
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Skips to the next clause word or `|` outside brackets.
  mutating func skipToNextClause() {
    var brackets = 0
    while !isAtEnd {
      if at(.leftParenthesis) || at(.leftBrace) { brackets += 1 }
      if at(.rightParenthesis) || at(.rightBrace) { brackets -= 1 }
      if brackets <= 0, at(.pipe) || isAtClauseWord { return }
      advance()
    }
  }

  var isAtClauseWord: Bool { Keyword.clauseWords.contains { at($0) } }
}
