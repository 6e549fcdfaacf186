extension StatementSplitter {
  /// The tokens of the statement that the end of a text belongs to, newlines left out; none when a new
  /// statement begins there.
  static func lastStatement(_ tokens: [Token], names lexicon: NameLexicon, in source: QuerySource) -> [Token]
  {
    guard let last = split(tokens, names: lexicon).last, !last.isTerminated else { return [] }
    let lineEnds = tokens.last { $0.isNewline }?.span.lower ?? 0
    guard let end = last.tokens.last, end.span.upper > lineEnds || end.isNewline else { return [] }
    return last.tokens.filter { !$0.isNewline }
  }
}
