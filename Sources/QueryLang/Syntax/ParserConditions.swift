extension Parser {
  // condition = conjunction { "or" conjunction } ; conjunction = negation { "and" negation }
  mutating func parseCondition() throws(Abandoned) -> ConditionSyntax {
    let parts = try parseChain(.or) { parser throws(Abandoned) in
      let parts = try parser.parseChain(.and) { parser throws(Abandoned) in try parser.parseConditionPart() }
      return parts.count == 1 ? parts[0] : ConditionSyntax.and(parts)
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  // test = the same over comparisons of expressions
  mutating func parseTest() throws(Abandoned) -> TestSyntax {
    let parts = try parseChain(.or) { parser throws(Abandoned) in
      let parts = try parser.parseChain(.and) { parser throws(Abandoned) in try parser.parseTestPart() }
      return parts.count == 1 ? parts[0] : TestSyntax.and(parts)
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func parseChain<Part>(
    _ keyword: Keyword, _ part: (inout Parser) throws(Abandoned) -> Part
  ) throws(Abandoned) -> [Part] {
    var parts = [try part(&self)]
    while take(keyword) { parts.append(try part(&self)) }
    return parts
  }

  private mutating func parseConditionPart() throws(Abandoned) -> ConditionSyntax {
    if at(.not), longestKnownName(at: position, for: .field).map({ $0.count > 1 }) != true {
      _ = take(.not)
      return .not(try nested { parser throws(Abandoned) in try parser.parseConditionPart() })
    }
    if take(.leftParenthesis) {
      let inner = try nested { parser throws(Abandoned) in try parser.parseCondition() }
      try require(.rightParenthesis)
      return inner
    }
    return try parseComparison(of: try parseName(.field, expecting: .field))
  }

  private mutating func parseComparison(of field: NameSyntax) throws(Abandoned) -> ConditionSyntax {
    let isNegated = take(.not)
    if take(.in) { return try parseMembership(of: field, isNegated: isNegated) }
    if isNegated { throw expected(.keyword(.in)) }
    if take(.tilde) {
      return .contains(field, try parseRawOrName())
    }
    if take(.is) {
      let isNegated = take(.not)
      try require(.missing)
      return .isMissing(field, isNegated: isNegated)
    }
    guard let comparison = takeComparisonOperator() else {
      let meant = withEqualSign(field.text, lexicon.meanings(of: field.text), valueAt: position)
      throw expected(.comparison, suggestions: meant.map { [.write($0)] } ?? [])
    }
    let value = try parseValue(of: field)
    if at(.range), comparison == .equal || comparison == .notEqual {
      advance()
      let upper = try parseValue(of: field)
      return .range(field, value, upper, isNegated: comparison == .notEqual)
    }
    return .comparison(field, comparison, value)
  }

  /// The text after `~`: quoted, or the words that stand there.
  private mutating func parseRawOrName() throws(Abandoned) -> NameSyntax {
    if let parameter = parameterHere {
      advance()
      return parameter
    }
    return try parseName(.member(dimensions: []), expecting: .text)
  }

  private mutating func parseMembership(
    of field: NameSyntax, isNegated: Bool
  ) throws(Abandoned) -> ConditionSyntax {
    guard take(.leftParenthesis) else {
      let lower = try parseValue(of: field)
      if !at(.range) { throw expected(.symbol("..")) }
      advance()
      return .range(field, lower, try parseValue(of: field), isNegated: isNegated)
    }
    var values = [try parseValue(of: field)]
    if take(.range) {
      let upper = try parseValue(of: field)
      try require(.rightParenthesis)
      return .range(field, values[0], upper, isNegated: isNegated)
    }
    while take(.comma) { values.append(try parseValue(of: field)) }
    try require(.rightParenthesis)
    return .membership(field, values, isNegated: isNegated)
  }

  mutating func takeComparisonOperator() -> ComparisonOperator? {
    guard case .symbol(let symbol) = current.kind,
      let comparison = ComparisonOperator(rawValue: symbol.rawValue)
    else { return nil }
    advance()
    return comparison
  }

  private mutating func parseTestPart() throws(Abandoned) -> TestSyntax {
    if at(.not), longestKnownName(at: position, for: .measure).map({ $0.count > 1 }) != true {
      _ = take(.not)
      return .not(try nested { parser throws(Abandoned) in try parser.parseTestPart() })
    }
    if at(.leftParenthesis), !parenthesisOpensExpression {
      advance()
      let inner = try nested { parser throws(Abandoned) in try parser.parseTest() }
      try require(.rightParenthesis)
      return inner
    }
    let left = try parseExpression()
    if take(.is) {
      let isNegated = take(.not)
      let states: [(Keyword, TestedState)] = [
        (.missing, .missing), (.undefined, .undefined), (.partial, .partial),
      ]
      for (keyword, state) in states where take(keyword) { return .state(left, state, isNegated: isNegated) }
      throw expected(.state)
    }
    guard let comparison = takeComparisonOperator() else { throw expected(.comparison) }
    return .comparison(left, comparison, try parseExpression())
  }

  /// Whether the bracket at the current token is arithmetic (`(a + b) > 3`) and not a group of tests: what
  /// follows its partner decides.
  private var parenthesisOpensExpression: Bool {
    var open = 0
    for index in position..<tokens.count {
      if tokens[index].isSymbol(.leftParenthesis) { open += 1 }
      if tokens[index].isSymbol(.rightParenthesis) { open -= 1 }
      guard open == 0 else { continue }
      let next = tokens[min(index + 1, tokens.count - 1)]
      if case .symbol(let symbol) = next.kind {
        return ComparisonOperator(rawValue: symbol.rawValue) != nil
          || ArithmeticOperator(rawValue: symbol.rawValue) != nil
      }
      return length(of: .is, at: min(index + 1, tokens.count - 1)) > 0
    }
    return false
  }
}

// MARK: - Values

extension Parser {
  /// A value that `field` is compared with; what the field is decides how it is read.
  mutating func parseValue(of field: NameSyntax) throws(Abandoned) -> ValueSyntax {
    let meanings = lexicon.meanings(of: field.text)
    for case .timeField(let time) in meanings { return try parseTimeValue(of: time) }
    for case .caseValue(let value) in meanings {
      switch value {
      case .day: return try parseTimeValue()
      case .processingDays, .number: return try parseNumberValue()
      case .identifier: return .name(try parseRawText(expecting: .text))
      }
    }
    if meanings.isEmpty, let period = takePeriodLiteral() { return period }
    var dimensions: Set<Int> = []
    for case .dimension(let index) in meanings { dimensions.insert(index) }
    return try parseValue(.member(dimensions: dimensions))
  }

  mutating func parseValue(_ place: NamePlace) throws(Abandoned) -> ValueSyntax {
    if case .parameter(let name) = current.kind {
      defer { advance() }
      return .parameter(name, span: current.span)
    }
    if let known = longestKnownName(at: position, for: place), !periodIsLonger(than: known.count) {
      return .name(takeName(tokenCount: known.count))
    }
    if take(.latest) { return .latest(span: tokens[position - 1].span) }
    if let period = takePeriodLiteral() ?? takeQuarterWithYear(place) { return period }
    if at(.minus), token(ahead: 1).kind == .number { return try parseNegativeNumber() }
    if current.kind == .number {
      let token = current
      advance()
      guard let number = numberValue(token) else { return .invalid(span: token.span) }
      return .number(number, NameSyntax(token.text, span: token.span))
    }
    return .name(try parseName(place, expecting: .value))
  }

  /// A number, where no name can stand that is written like one.
  private mutating func parseNumberValue() throws(Abandoned) -> ValueSyntax {
    let isNumber =
      current.kind == .number || at(.minus) && token(ahead: 1).kind == .number
      || { if case .parameter = current.kind { true } else { false } }()
    guard isNumber else { return .name(try parseName(.member(dimensions: []), expecting: .value)) }
    if current.kind != .number { return try parseValue(.member(dimensions: [])) }
    let token = current
    advance()
    guard let number = numberValue(token) else { return .invalid(span: token.span) }
    return .number(number, NameSyntax(token.text, span: token.span))
  }

  /// A member or a period: a number that names no member is the year it is written like.
  mutating func parseMemberOrPeriod() throws(Abandoned) -> ValueSyntax {
    let value = try parseValue(.member(dimensions: []))
    guard case .number(_, let name) = value, let year = try? TimeLiteral.parse(name.text) else {
      return value
    }
    return .period(year, span: name.span)
  }

  private mutating func parseNegativeNumber() throws(Abandoned) -> ValueSyntax {
    let start = current.span
    advance()
    let token = current
    advance()
    let span = start.joined(with: token.span)
    guard let number = numberValue(token)?.negated else { return .invalid(span: span) }
    return .number(number, NameSyntax("-" + token.text, span: span))
  }

  /// A period, a day or `latest`, where only those can stand.
  mutating func parseTimeValue(of field: TimeField? = nil) throws(Abandoned) -> ValueSyntax {
    if case .parameter(let name) = current.kind {
      defer { advance() }
      return .parameter(name, span: current.span)
    }
    if take(.latest) { return .latest(span: tokens[position - 1].span) }
    if case .string(let text) = current.kind {
      defer { advance() }
      return timeValue(text, of: field, span: current.span)
    }
    if let period = takePeriodWithYear(of: field) { return period }
    let count = timeLiteralLength()
    guard count > 0 else { throw expected(.period) }
    let span = current.span.joined(with: token(ahead: count - 1).span)
    let text = tokens[position...].prefix(count).joinedText
    noteName(count: count)
    advance(by: count)
    return timeValue(text, of: field, span: span)
  }

  /// The same where members of any dimension may stand too: only a Roman number is surely a quarter.
  private mutating func takeQuarterWithYear(_ place: NamePlace) -> ValueSyntax? {
    guard case .member(let dimensions) = place, dimensions.isEmpty else { return nil }
    return ["i", "ii", "iii", "iv"].contains(words[position]) ? takePeriodWithYear(of: .quarter) : nil
  }

  /// `II năm 2021` is reported whole, with the one literal that is meant.
  private mutating func takePeriodWithYear(of field: TimeField?) -> ValueSyntax? {
    let isIntroduced = lexicon.meanings(ofKey: words[position]).contains(where: \.isTimeField)
    let start = position + (isIntroduced ? 1 : 0)
    let name = isIntroduced ? words[position] : (field?.names.vietnamese ?? "")
    guard let (count, literal) = periodWithYear(at: start, of: name) else { return nil }
    let end = start + count
    let span = current.span.joined(with: tokens[end - 1].span)
    let text = tokens[position..<end].joinedText
    advance(by: end - position)
    report(.notAPeriod(text), at: span, suggestions: [.write(literal)])
    return .invalid(span: span)
  }

  /// Tokens of the time literal here: a run without blanks, after an optional `quý`, `tháng`, `năm` …
  private func timeLiteralLength() -> Int {
    let length = timeLiteralLength(at: position)
    guard length == 1, current.kind == .word, isTimePiece(token(ahead: 1)) else { return length }
    let isIntroduction = lexicon.meanings(ofKey: words[position]).contains(where: \.isTimeField)
    return isIntroduction ? 1 + timeLiteralLength(at: position + 1) : length
  }

  /// The same without an introduction.
  func timeLiteralLength(at start: Int) -> Int {
    var end = start
    while isTimePiece(tokens[end]), end == start || !tokens[end].followsSpace { end += 1 }
    return end - start
  }

  private func isTimePiece(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .number, .symbol(.slash), .symbol(.minus): true
    default: false
    }
  }

  private mutating func timeValue(_ text: String, of field: TimeField?, span: SourceSpan) -> ValueSyntax {
    do {
      return .period(try TimeLiteral.parse(text), span: span)
    } catch {
      switch error {
      case .noSuchPeriod: report(.noSuchPeriod(text), at: span, suggestions: withYear(text, field))
      case .notAPeriod where text.utf8.contains(UInt8(ascii: ",")): reportDecimalComma(text, at: span)
      case .notAPeriod: report(.notAPeriod(text), at: span, suggestions: [.choicesIn(TimeLiteral.examples)])
      }
      return .invalid(span: span)
    }
  }

  private func withYear(_ text: String, _ field: TimeField?) -> [Suggestion] {
    let period = field.flatMap { TimeLiteral.example(ofPart: text, in: $0) }
    return period.map { [.example(Localized(both: $0.display))] } ?? []
  }

  /// `Q1/2021` is a period, not the member `Q1` and something after it.
  private func periodIsLonger(than count: Int) -> Bool {
    let length = timeLiteralLength()
    guard length > count else { return false }
    return TimeLiteral.isPeriod(tokens[position...].prefix(length).joinedText)
  }

  /// A literal that can only be a period (it has a `/` or is a whole date), where names are also possible.
  private mutating func takePeriodLiteral() -> ValueSyntax? {
    let count = timeLiteralLength()
    guard count > 1 else { return nil }
    let span = current.span.joined(with: token(ahead: count - 1).span)
    let text = tokens[position...].prefix(count).joinedText
    do {
      let period = try TimeLiteral.parse(text)
      noteName(count: count)
      advance(by: count)
      return .period(period, span: span)
    } catch {
      guard error == .noSuchPeriod else { return nil }
      advance(by: count)
      report(.noSuchPeriod(text), at: span)
      return .invalid(span: span)
    }
  }
}

extension NameLexicon.Meaning {
  package var isTimeField: Bool {
    if case .timeField = self { return true }
    return false
  }
}

extension TimeLiteral {
  private static let exampleYear = 2021

  /// `2` where a quarter is wanted: Q2 of some year, for one.
  static func example(ofPart text: String, in field: TimeField) -> Period? {
    guard let part = Int(text) else { return nil }
    return switch field {
    case .quarter: Period(year: exampleYear, quarter: part)
    case .half: Period(year: exampleYear, half: part)
    case .month: Period(year: exampleYear, month: part)
    case .period, .year, .date: nil
    }
  }

  static let examples =
    [Localized(vi: "II/2021", en: "Q2/2021")]
    + ["H1/2021", "6T/2021", "2021", "06/2021", "30/06/2021"].map { Localized(both: $0) }
}
