/// The smallest pieces of the language.
package struct Token: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Letters, marks, digits and `_`, beginning with a letter or `_`.
    case word
    /// Digits with `_` and points between them, as written; `1%` ends with its sign.
    case number
    /// A text in double quotes, decoded.
    case string(String)
    /// `$name`; the name without the sign.
    case parameter(String)
    case symbol(Symbol)
    /// The end of a line; carries whether the next line with anything on it is indented.
    case newline(nextIsIndented: Bool)
    /// Something no statement can hold; reported by the lexer.
    case invalid
    case end
  }

  package enum Symbol: String, Sendable, CaseIterable {
    case comma = ","
    case semicolon = ";"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBrace = "{"
    case rightBrace = "}"
    case pipe = "|"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case tilde = "~"
    case range = ".."
    case bang = "!"
    case colon = ":"
    case percent = "%"
    case dot = "."
    case ampersand = "&"
    case apostrophe = "'"
  }

  package let kind: Kind
  package let span: SourceSpan
  /// The token as written; for a string, with its quotes.
  package let text: String
  /// White space (not a newline) or the text's start stands before it.
  package let followsSpace: Bool

  package init(kind: Kind, span: SourceSpan, text: String, followsSpace: Bool) {
    self.kind = kind
    self.span = span
    self.text = text
    self.followsSpace = followsSpace
  }

  package func isSymbol(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }

  package var isComparison: Bool {
    guard case .symbol(let symbol) = kind else { return false }
    return [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual].contains(symbol)
  }
}

extension Collection where Element == Token {
  /// What the tokens say together, one blank where there is space or a comment between them.
  package var joinedText: String {
    var text = ""
    for token in self {
      if token.followsSpace, !text.isEmpty { text += " " }
      text += token.text
    }
    return text
  }
}
