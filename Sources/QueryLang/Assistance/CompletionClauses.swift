// Clauses, conditions and expressions, as far as the cursor.
extension CompletionScanner {
  mutating func scanClauses(_ allowed: [Keyword] = Keyword.clauseWords) throws(Ended) {
    var available = allowed
    while true {
      if at(.pipe) { try scanStages() }
      guard let clause = takeAny(available) else {
        offer(.pipe)
        if !isAtEnd {
          offer(.fieldAlone(behind: [.by, .where, .and].filter((available + continuations).contains)))
        }
        throw offerAndEnd(.words(continuations + available))
      }
      if clause != .with { available.removeAll { $0 == clause } }
      continuations = []
      try scanClause(clause)
    }
  }

  private mutating func scanClause(_ clause: Keyword) throws(Ended) {
    switch clause {
    case .from:
      let start = position
      _ = try takeName(.dataset) { if case .dataset = $0 { true } else { false } }
      context.dataset = datasetName(start..<position)
    case .by: try scanKeys()
    case .where: try scanCondition(of: nil)
    case .having: try scanTest()
    case .sort: try scanSort()
    case .top, .bottom: try scanRanking()
    case .pivot: _ = try takeName(.ownKey, admitting: \.isGroupable)
    case .with:
      let words: [Keyword] = [.missing, .totals, .others, .incomparable]
      if takeAny(words) == nil { throw offerAndEnd(.words(words)) }
    case .vs: try scanBaseline()
    case .asOf: try scanPeriod(.date)
    default: throw Ended()
    }
  }

  mutating func scanKeys() throws(Ended) {
    repeat {
      let meanings = try takeName(.key, admitting: \.isGroupable)
      context.keys += meanings.prefix(1)
    } while take(.comma)
  }

  private mutating func scanSort() throws(Ended) {
    repeat {
      if context.isList {
        _ = try takeName(.listField, admitting: \.isOfCases)
      } else {
        try scanExpression(.column(withKeys: true))
      }
      continuations = takeAny([.ascending, .descending]) == nil ? [.descending, .ascending] : []
    } while take(.comma)
  }

  private mutating func scanRanking() throws(Ended) {
    if isAtEnd { throw offerAndEnd(.texts(["5", "10", "20"])) }
    if case .parameter = tokens[position].kind {
      position += 1
      return try scanRankingEnd()
    }
    guard tokens[position].kind == .number, position + 1 < tokens.count || !touchesCursor else {
      throw Ended()
    }
    position += 1
    try scanRankingEnd()
  }

  private mutating func scanRankingEnd() throws(Ended) {
    continuations = [.per, .by]
    if take(.per) {
      _ = try takeName(.ownKey, admitting: \.isGroupable)
      continuations = [.by]
    }
    if take(.by) {
      try scanExpression(.column(withKeys: false))
      continuations = []
    }
  }

  private mutating func scanBaseline() throws(Ended) {
    if take(.target) { return }
    if take(.previous) || take(.same) {
      _ = try takeName(.texts(TimeField.allCases.map(\.rawValue)), admitting: \.isTimeField)
      if take(.year) { _ = take(.last) } else if take(.last) { _ = take(.year) }
      return
    }
    offer(.words([.previous, .same, .target]))
    try scanPeriod(.period)
  }

  mutating func scanStages() throws(Ended) {
    while take(.pipe) {
      if isAtEnd { throw offerAndEnd(.stage) }
      let isChart = words[position] == "chart"
      let isFile = words[position] == StageSyntax.fileWord.english || takesFileInVietnamese
      if isAtBeginningOfFileWord || touchesCursor && position + 1 == tokens.count {
        throw offerAndEnd(.stage)
      }
      position += isFile && words[position] != StageSyntax.fileWord.english ? 2 : 1
      if isChart, isAtEnd || position + 1 == tokens.count {
        throw offerAndEnd(.texts(["bar", "line", "spark"]))
      }
      if isFile {
        try scanPath(isNew: !take(.bang))
        // A file that is named is the end of most statements.
        if isAtEnd { throw Ended() }
      }
      while !isAtEnd, !at(.pipe) { position += 1 }
    }
    throw offerAndEnd(.pipe)
  }

  /// `ghi`, `ghi v`; the whole word too while it is still being typed.
  private var isAtBeginningOfFileWord: Bool {
    let rest = words[position...].joined(separator: " ")
    let whole = folded(StageSyntax.fileWord.vietnamese)
    return !rest.isEmpty && whole.hasPrefix(rest) && (touchesCursor || rest != whole)
  }

  private var takesFileInVietnamese: Bool {
    words[position...].prefix(2).joined(separator: " ") == folded(StageSyntax.fileWord.vietnamese)
  }

  /// A path, quoted or a plain word.
  mutating func scanPath(isNew: Bool) throws(Ended) {
    if case .string? = isAtEnd ? nil : tokens[position].kind {
      position += 1
    } else {
      throw offerAndEnd(.file(isNew: isNew))
    }
  }

  // MARK: Expressions

  mutating func scanExpression(_ place: CompletionPlace) throws(Ended) {
    try scanOperand(place)
    while take(.plus) || take(.minus) || take(.star) || take(.slash) {
      try scanOperand(place == .statement ? .measure : place)
    }
  }

  private mutating func scanOperand(_ place: CompletionPlace) throws(Ended) {
    let inner = place == .statement ? .measure : place
    while take(.minus) {}
    if take(.leftParenthesis) {
      try scanExpression(inner)
      if !take(.rightParenthesis) { throw Ended() }
      return
    }
    if isAtEnd { throw offerAndEnd(place) }
    if case .parameter = tokens[position].kind {
      position += 1
      return
    }
    if tokens[position].kind == .number, position + 1 < tokens.count || !touchesCursor {
      position += 1
      return
    }
    if position + 1 < tokens.count, tokens[position + 1].isSymbol(.leftParenthesis),
      FunctionName(rawValue: words[position]) != nil
    {
      return try scanCall(inner)
    }
    try scanMeasureName(place)
  }

  private mutating func scanMeasureName(_ place: CompletionPlace) throws(Ended) {
    // A dimension is no measure that clauses could follow; it may be sorted by.
    let meanings = try takeName(place) { $0.isMeasureLike || place.isColumn && $0.isGroupable }
    var measure: Int?
    for case .measure(let index) in meanings { measure = index }
    if let measure { context.measures.append(measure) }
    guard take(.leftBrace) else { return }
    try scanCondition(of: measure)
    if !take(.rightBrace) { throw offerAndEnd(.words([.and, .or])) }
  }

  private mutating func scanCall(_ place: CompletionPlace) throws(Ended) {
    let isStatistic = FunctionName(rawValue: words[position]).map(CaseNumberField.functions.contains) ?? false
    position += 2
    if isStatistic, !at(.rightParenthesis) { _ = try takeName(.caseNumber, admitting: \.isOfCases) }
    while !take(.rightParenthesis) {
      if take(.of) {
        _ = try takeName(.key, admitting: \.isGroupable)
      } else {
        try scanExpression(place)
      }
      if !take(.comma), !at(.rightParenthesis), length(of: .of, at: position) == 0 { throw Ended() }
    }
  }

  // MARK: Conditions and tests

  /// Of `where`, or of the `{…}` behind `measure`.
  mutating func scanCondition(of measure: Int?) throws(Ended) {
    repeat {
      _ = take(.not)
      while take(.leftParenthesis) {}
      let meanings = try takeName(.field(measure: measure)) { $0.isGroupable || $0.isOfCases }
      try scanComparison { scanner throws(Ended) in try scanner.scanValue(of: meanings) }
      while take(.rightParenthesis) {}
    } while takeAny([.and, .or]) != nil
    continuations = [.and, .or]
  }

  mutating func scanComparison(
    _ value: (inout CompletionScanner) throws(Ended) -> Void
  ) throws(Ended) {
    let isNegated = take(.not)
    if take(.in) {
      let isList = take(.leftParenthesis)
      repeat { try value(&self) } while take(.comma) || take(.range)
      if isList, !take(.rightParenthesis) { throw Ended() }
    } else if take(.is) {
      _ = take(.not)
      if takeAny([.missing]) == nil { throw offerAndEnd(.words([.missing])) }
    } else if !isNegated, takeComparisonSign() {
      repeat { try value(&self) } while take(.range)
    } else {
      throw offerAndEnd(isNegated ? .words([.in]) : .comparison)
    }
  }

  private mutating func takeComparisonSign() -> Bool {
    guard !isAtEnd, case .symbol(let symbol) = tokens[position].kind,
      symbol == .tilde || ComparisonOperator(rawValue: symbol.rawValue) != nil
    else { return false }
    position += 1
    return true
  }

  mutating func scanTest() throws(Ended) {
    repeat {
      _ = take(.not)
      try scanExpression(.column(withKeys: false))
      if take(.is) {
        _ = take(.not)
        let states: [Keyword] = [.missing, .undefined, .partial]
        if takeAny(states) == nil { throw offerAndEnd(.words(states)) }
      } else if takeComparisonSign() {
        try scanExpression(.column(withKeys: false))
      } else {
        throw offerAndEnd(.texts(["=", "!=", "<", "<=", ">", ">="]))
      }
    } while takeAny([.and, .or]) != nil
    continuations = [.and, .or]
  }

  mutating func scanValue(of field: [NameLexicon.Meaning]) throws(Ended) {
    for case .timeField(let time) in field { return try scanPeriod(time) }
    var dimensions: [Int] = []
    for case .dimension(let index) in field { dimensions.append(index) }
    for case .caseValue(.day) in field { return try scanPeriod(.date) }
    if dimensions.isEmpty {
      if isAtEnd { throw Ended() }
      position += 1
      return
    }
    let members = try takeName(.member(dimensions: dimensions)) { $0.isMember(of: dimensions) }
    for case .member(let dimension, let member) in members {
      context.chosen[dimension, default: []].insert(member)
    }
  }

  /// A literal of pieces without blanks between them, after an optional `quý`, `tháng` ….
  private mutating func scanPeriod(_ field: TimeField) throws(Ended) {
    if take(.latest) { return }
    offer(.period(field))
    if isAtEnd { throw Ended() }
    switch tokens[position].kind {
    case .string, .parameter:
      position += 1
      return
    default: break
    }
    let introduces = lexicon.meanings(ofKey: words[position]).contains(where: \.isTimeField)
    if introduces { position += 1 }
    let start = position
    while !isAtEnd, isTimePiece(tokens[position]), position == start || !tokens[position].followsSpace {
      position += 1
    }
    if start == position || (isAtEnd && touchesCursor) { throw Ended() }
  }

  private func isTimePiece(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .number, .symbol(.slash), .symbol(.minus): true
    default: false
    }
  }
}
