/// Whether Enter at the prompt should run `text`: not while a bracket or quote is open, nor when the text ends
/// in a comma, an operator, `|` or a clause word that wants more.
package func isCompleteInput(_ text: String, names lexicon: NameLexicon) -> Bool {
  let source = QuerySource(text)
  let (tokens, diagnostics) = Lexer.tokenize(source)
  if diagnostics.contains(where: { $0.fact == .unclosedQuote }) { return false }
  let last = StatementSplitter.split(tokens, names: lexicon).last
  guard let last, !last.isTerminated else { return true }
  if StatementSplitter.isHelp(last.tokens) { return true }
  let openBrackets = last.tokens.reduce(0) { depth, token in
    switch token.kind {
    case .symbol(.leftParenthesis), .symbol(.leftBrace): depth + 1
    case .symbol(.rightParenthesis), .symbol(.rightBrace): max(0, depth - 1)
    default: depth
    }
  }
  return openBrackets == 0 && !StatementSplitter.wantsMore(last.tokens, names: lexicon)
}
