/// Reads the statements of a text one after the other, each by the names that are known when it is reached: a
/// definition or a load decides how the rest is read.
package struct StatementReader {
  private let source: QuerySource
  private var splitter: StatementSplitter
  /// By place.
  private let lexical: [Diagnostic]
  private var lexicalTaken = 0

  package init(_ source: QuerySource) {
    self.source = source
    let (tokens, lexical) = Lexer.tokenize(source)
    splitter = StatementSplitter(tokens)
    self.lexical = lexical.sorted { ($0.span?.lower ?? 0) < ($1.span?.lower ?? 0) }
  }

  /// The next statement, with everything that is wrong with its form; `nil` at the end. What stands where no
  /// statement is, and is wrong, comes without one.
  package mutating func next(names lexicon: NameLexicon) -> QueryPipeline.Parsed? {
    guard let piece = splitter.next(names: lexicon) else {
      let rest = takeLexical(before: .max)
      return rest.isEmpty ? nil : QueryPipeline.Parsed(statement: nil, diagnostics: rest)
    }
    let own = takeLexical(before: splitter.nextStart ?? .max)
    let (statement, syntactic) = Parser.parse(piece.tokens, in: source, names: lexicon)
    return QueryPipeline.Parsed(statement: statement, diagnostics: own + syntactic)
  }

  /// Reads statements about nothing, so that what reading takes is there: the words of the language, types that are made
  /// when they are first used, the program's code in memory. For a thread that waits for another as a run begins.
  static func rehearse() {
    var reader = StatementReader(QuerySource("load \"x\" as x; x by x where quarter = Q1/2021 | csv"))
    while reader.next(names: NameLexicon()) != nil {}
  }

  private mutating func takeLexical(before upper: Int) -> [Diagnostic] {
    let start = lexicalTaken
    while lexicalTaken < lexical.count, (lexical[lexicalTaken].span?.lower ?? 0) < upper { lexicalTaken += 1 }
    return Array(lexical[start..<lexicalTaken])
  }
}
