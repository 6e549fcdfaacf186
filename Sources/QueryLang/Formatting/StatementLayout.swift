/// Lays one statement out: on one line where it fits, else each clause and stage on an indented line of its own.
///
/// Tokens stay as they are, but for the case of the language's own words; only what is between them is decided
/// here. Every line after the first is indented, so that it goes on with the statement wherever it is broken.
struct StatementLayout {
  static let width = 100
  private static let clauseIndent = 2
  private static let restIndent = 4
  private static let beforeComment = "  "

  private let statement: ScriptReading.Statement
  /// Comments inside the statement, by the number of tokens before them.
  private let comments: [Int: [ScriptReading.Comment]]
  private let texts: [String]
  private let spacing: TokenSpacing
  private var lines: [String] = []
  private var line = ""
  private var mustBreak = false

  init(_ statement: ScriptReading.Statement, comments: [ScriptReading.Comment]) {
    self.statement = statement
    self.comments = Dictionary(grouping: comments) { comment in
      statement.tokens.count { $0.span.upper <= comment.span.lower }
    }
    spacing = TokenSpacing(statement)
    var texts = statement.tokens.indices.map { index in
      switch statement.roles[index] {
      case .keyword, .clause, .function: statement.tokens[index].text.lowercased()
      case .plain, .name, .nameRest: statement.tokens[index].text
      }
    }
    if statement.isTerminated { texts[texts.count - 1] += ";" }
    self.texts = texts
  }

  /// The lines of the statement, the first of them without indent.
  static func lines(_ statement: ScriptReading.Statement, comments: [ScriptReading.Comment]) -> [String] {
    var layout = StatementLayout(statement, comments: comments)
    return layout.run()
  }

  private mutating func run() -> [String] {
    let whole = text(0..<texts.count)
    if comments.isEmpty, displayWidth(whole) <= StatementLayout.width { return [whole] }
    for index in texts.indices {
      place(index)
      for comment in comments[index + 1] ?? [] { place(comment, before: index + 1) }
    }
    lines.append(line)
    return lines
  }

  private func text(_ range: Range<Int>) -> String {
    range.reduce(into: "") { text, index in
      if index > range.lowerBound, spacing.hasSpace(before: index) { text += " " }
      text += texts[index]
    }
  }

  private mutating func place(_ index: Int) {
    if index == 0 {
      line = texts[0]
    } else if startsLine(index) {
      lines.append(line)
      line = indent(of: index) + texts[index]
    } else {
      line += (spacing.hasSpace(before: index) ? " " : "") + texts[index]
    }
    mustBreak = false
  }

  private func startsLine(_ index: Int) -> Bool {
    if mustBreak || startsClause(index) { return true }
    guard spacing.canBreak(before: index) else { return false }
    let end = (index + 1..<texts.count).first { next in
      comments[next] != nil || startsClause(next) || spacing.canBreak(before: next)
    }
    return displayWidth(line + " " + text(index..<(end ?? texts.count))) > StatementLayout.width
  }

  private func startsClause(_ index: Int) -> Bool {
    index > 0 && (statement.roles[index] == .clause || statement.tokens[index].isSymbol(.pipe))
  }

  private func indent(of index: Int) -> String {
    let isClause = index < texts.count && startsClause(index)
    return String(
      repeating: " ", count: isClause ? StatementLayout.clauseIndent : StatementLayout.restIndent)
  }

  private mutating func place(_ comment: ScriptReading.Comment, before next: Int) {
    if comment.isTrailing, !mustBreak {
      line += StatementLayout.beforeComment + comment.text
    } else {
      lines.append(line)
      line = indent(of: next) + comment.text
    }
    mustBreak = true
  }
}

/// What stands between the tokens of a statement that share a line.
struct TokenSpacing {
  private let tokens: [Token]
  private let roles: [TokenRole]

  init(_ statement: ScriptReading.Statement) {
    tokens = statement.tokens
    roles = statement.roles
  }

  /// Before `and` and `or`, and behind the commas of lists.
  func canBreak(before index: Int) -> Bool {
    guard index > 0, roles[index] != .nameRest else { return false }
    if isPlain(index - 1, .comma) { return true }
    return roles[index] == .keyword && TokenSpacing.joiningWords.contains(folded(tokens[index].text))
  }

  private static let joiningWords = Set([Keyword.and, .or].flatMap(\.spellings).flatMap { $0 })

  func hasSpace(before index: Int) -> Bool {
    // Inside a name the white space that was written, or none, is part of it.
    if roles[index] == .nameRest { return tokens[index - 1].span.upper < tokens[index].span.lower }
    if sticksToNext(index - 1) { return false }
    guard roles[index] == .plain, case .symbol(let symbol) = tokens[index].kind else { return true }
    switch symbol {
    case .comma, .rightParenthesis, .rightBrace, .leftBrace, .range, .bang, .colon, .percent, .semicolon:
      return false
    case .leftParenthesis: return roles[index - 1] != .function
    default: return true
    }
  }

  private func sticksToNext(_ index: Int) -> Bool {
    if isPlain(index, .leftParenthesis) || isPlain(index, .leftBrace) || isPlain(index, .range) {
      return true
    }
    return isPlain(index, .minus) && isSign(index)
  }

  /// A minus with nothing before it to take away from.
  private func isSign(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    switch roles[index - 1] {
    case .keyword, .clause: return true
    case .name, .nameRest, .function: return false
    case .plain:
      guard case .symbol(let symbol) = tokens[index - 1].kind else { return false }
      return symbol != .rightParenthesis && symbol != .rightBrace && symbol != .percent
    }
  }

  private func isPlain(_ index: Int, _ symbol: Token.Symbol) -> Bool {
    roles[index] == .plain && tokens[index].isSymbol(symbol)
  }
}
