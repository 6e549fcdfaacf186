/// A script as the formatter sees it: statements with the roles of their tokens, and comments.
struct ScriptReading {
  struct Statement {
    let syntax: StatementSyntax
    /// Without newlines; never empty.
    let tokens: [Token]
    let roles: [TokenRole]
    var isTerminated: Bool
    var span: SourceSpan { tokens[0].span.joined(with: tokens[tokens.count - 1].span) }
  }

  struct Comment: Equatable {
    /// From its sign on, without blanks at its end.
    let text: String
    let span: SourceSpan
    /// Something stands before it on its line.
    let isTrailing: Bool
  }

  let source: QuerySource
  private(set) var statements: [Statement] = []
  let comments: [Comment]

  /// - Throws: everything that is wrong with the form of the script.
  init(_ source: QuerySource, names: NameLexicon) throws(QueryError) {
    self.source = source
    let (tokens, lexical) = Lexer.tokenize(source)
    comments = ScriptReading.comments(between: tokens, in: source)
    var diagnostics = lexical
    var names = names
    var splitter = StatementSplitter(tokens)
    while let piece = splitter.next(names: names) {
      let (statement, wrong, roles) = Parser.parseWithRoles(piece.tokens, in: source, names: names)
      diagnostics += wrong
      guard let statement else { continue }
      statements.append(
        Statement(
          syntax: statement, tokens: piece.tokens.filter { !$0.isNewline }, roles: roles,
          isTerminated: piece.isTerminated))
      // The name of a definition decides how the rest is read, as when the script is run.
      if case .define(let name, _) = statement.kind { names.add(name.text, .definition) }
    }
    let errors = diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw QueryError(errors).inOrder }
    terminateStatements(by: tokens)
  }

  /// A `;` on a line of its own belongs to the statement before it.
  private mutating func terminateStatements(by tokens: [Token]) {
    var next = 0
    for token in tokens where token.isSymbol(.semicolon) {
      while next < statements.count, statements[next].span.upper <= token.span.lower { next += 1 }
      if next > 0 { statements[next - 1].isTerminated = true }
    }
  }

  /// What stands between two tokens is white space, and a comment at its end.
  private static func comments(between tokens: [Token], in source: QuerySource) -> [Comment] {
    var comments: [Comment] = []
    var end = 0
    var lineHasToken = false
    for token in tokens {
      let gap = source.slice(SourceSpan(end, token.span.lower))
      let text = gap.trimmedBlanks
      if !text.isEmpty {
        let lower = end + gap.prefix { $0.isWhitespace }.utf8.count
        let span = SourceSpan(lower, lower + text.utf8.count)
        comments.append(Comment(text: text, span: span, isTrailing: lineHasToken))
      }
      lineHasToken = !token.isNewline
      end = token.span.upper
    }
    return comments
  }

  /// Lines that end between two places.
  func lineEnds(from lower: Int, to upper: Int) -> Int {
    source.utf8[min(lower, upper)..<upper].count { $0 == UInt8(ascii: "\n") }
  }
}

extension String {
  /// Without white space at both ends.
  fileprivate var trimmedBlanks: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
