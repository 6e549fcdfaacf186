extension Parser {
  // expression = term { ("+" | "-") term } ; term = factor { ("*" | "/") factor }
  mutating func parseExpression() throws(Abandoned) -> ExpressionSyntax {
    var operators = 0
    return try parseSum(&operators)
  }

  private mutating func parseSum(_ operators: inout Int) throws(Abandoned) -> ExpressionSyntax {
    var left = try parseTerm(&operators)
    while let operation = takeOperator(Parser.ofSums) {
      try count(&operators)
      left = .binary(operation, left, try parseTerm(&operators))
    }
    return left
  }

  private mutating func parseTerm(_ operators: inout Int) throws(Abandoned) -> ExpressionSyntax {
    var left = try parseFactor()
    while let operation = takeOperator(Parser.ofTerms) {
      try count(&operators)
      left = .binary(operation, left, try parseFactor())
    }
    return left
  }

  private mutating func takeOperator(_ chosen: (Token.Symbol) -> ArithmeticOperator?) -> ArithmeticOperator? {
    guard case .symbol(let symbol) = current.kind, let operation = chosen(symbol) else { return nil }
    advance()
    return operation
  }

  private static func ofSums(_ symbol: Token.Symbol) -> ArithmeticOperator? {
    symbol == .plus ? .add : symbol == .minus ? .subtract : nil
  }

  private static func ofTerms(_ symbol: Token.Symbol) -> ArithmeticOperator? {
    symbol == .star ? .multiply : symbol == .slash ? .divide : nil
  }

  private mutating func count(_ operators: inout Int) throws(Abandoned) {
    operators += 1
    if operators > Parser.operatorLimit {
      throw report(.tooManyOperators(limit: Parser.operatorLimit), at: current.span)
    }
  }

  private mutating func parseFactor() throws(Abandoned) -> ExpressionSyntax {
    let start = current.span
    switch current.kind {
    case .symbol(.minus):
      advance()
      return try nested { parser throws(Abandoned) in
        let operand = try parser.parseFactor()
        return .negated(operand, span: start.joined(with: operand.span))
      }
    case .symbol(.leftParenthesis):
      advance()
      return try nested { parser throws(Abandoned) in
        let inner = try parser.parseExpression()
        try parser.require(.rightParenthesis)
        return inner
      }
    case .parameter(let name):
      advance()
      return .parameter(name, span: start)
    case .number where longestKnownName(at: position, for: .measure) == nil:
      let value = numberValue(current)
      advance()
      return value.map { .number($0, span: start) } ?? .invalid(span: start)
    case .word where token(ahead: 1).isSymbol(.leftParenthesis):
      return try parseCall()
    default:
      let name = try parseName(.measure, expecting: .measure)
      return .name(name, filter: try parseMeasureFilter())
    }
  }

  /// The exact value of a number token; `nil` when the lexer or this method reported it.
  mutating func numberValue(_ token: Token) -> ExactDecimal? {
    if token.text.utf8.contains(UInt8(ascii: ",")) {
      reportDecimalComma(token.text, at: token.span)
      return nil
    }
    let isPercentage = token.text.hasSuffix("%")
    let digits = isPercentage ? String(token.text.dropLast()) : token.text
    guard let value = ExactDecimal(plainASCII: digits.utf8),
      let scaled = isPercentage ? value.shifted(byDecimalPlaces: -2) : value
    else {
      if !diagnostics.contains(where: { $0.severity == .error }), digits.split(separator: ".").count <= 2 {
        report(.numberTooLong(digits), at: token.span)
      }
      return nil
    }
    return scaled
  }

  mutating func reportDecimalComma(_ text: String, at span: SourceSpan) {
    let commas = text.utf8.count { $0 == UInt8(ascii: ",") }
    let instead = String(text.map { $0 == "," ? (commas == 1 ? "." : "_") : $0 })
    report(.decimalComma(text), at: span, suggestions: [.write(instead)])
  }

  // call = function "(" [ expression { "," expression } [ [","] "of" dimension ] ] ")"
  private mutating func parseCall() throws(Abandoned) -> ExpressionSyntax {
    let start = current.span
    guard let function = FunctionName(rawValue: words[position]) else {
      let names = FunctionName.allCases.map(\.rawValue)
      let near = NearNames.of(current.text, among: names)
      let suggestion: Suggestion = near.isEmpty ? .choices(names) : .didYouMean(near)
      throw report(.unknownFunction(current.text), at: start, suggestions: [suggestion])
    }
    note(.function)
    advance(by: 2)
    var arguments: [ExpressionSyntax] = []
    var dimension: NameSyntax?
    while !at(.rightParenthesis) {
      if take(.of) {
        dimension = try parseName(.field, expecting: .dimension)
        break
      }
      let argument = try nested { parser throws(Abandoned) in try parser.parseExpression() }
      arguments.append(argument)
      if !take(.comma), !at(.of) { break }
    }
    let end = current.span
    try require(.rightParenthesis)
    return .call(function, arguments, ofDimension: dimension, span: start.joined(with: end))
  }

  // "{" condition "}"
  private mutating func parseMeasureFilter() throws(Abandoned) -> ConditionSyntax? {
    guard take(.leftBrace) else { return nil }
    let condition = try nested { parser throws(Abandoned) in try parser.parseCondition() }
    try require(.rightBrace)
    return condition
  }
}
