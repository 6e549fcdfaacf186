import Testing

@testable import QueryLang

/// Short ways to read texts in the tests of this folder.
enum Reading {
  /// Kinds of all tokens but the last, which is always `end`.
  static func kinds(_ text: String) -> [Token.Kind] {
    Lexer.tokenize(QuerySource(text)).tokens.dropLast().map(\.kind)
  }

  static func texts(_ text: String) -> [String] {
    Lexer.tokenize(QuerySource(text)).tokens.dropLast().map(\.text)
  }

  /// What the lexer finds wrong.
  static func lexicalFacts(_ text: String) -> [DiagnosticFact] {
    Lexer.tokenize(QuerySource(text)).diagnostics.map(\.fact)
  }

  static func parsed(_ text: String) -> [QueryPipeline.Parsed] {
    QueryPipeline.parse(QuerySource(text), names: ShippedData.lexicon)
  }

  /// Everything wrong with the form of a text.
  static func facts(_ text: String) -> [DiagnosticFact] { parsed(text).flatMap(\.diagnostics).map(\.fact) }

  /// The texts of the statements, without blanks and line ends around them.
  static func statements(_ text: String) -> [String] {
    let source = QuerySource(text)
    let tokens = Lexer.tokenize(source).tokens
    return StatementSplitter.split(tokens, names: ShippedData.lexicon).map { piece in
      let visible = piece.tokens.filter { if case .newline = $0.kind { false } else { true } }
      return visible.map(\.text).joined(separator: " ")
    }
  }

  /// The one query of a text that has no errors.
  static func query(_ text: String) throws -> QuerySyntax {
    let parsed = parsed(text)
    try #require(parsed.count == 1, "‘\(text)’")
    try #require(parsed[0].diagnostics.isEmpty, "‘\(text)’: \(parsed[0].diagnostics.map(\.fact))")
    guard case .query(let query)? = parsed[0].statement?.kind else { throw NoQuery(text: text) }
    return query
  }

  struct NoQuery: Error {
    let text: String
  }
}
