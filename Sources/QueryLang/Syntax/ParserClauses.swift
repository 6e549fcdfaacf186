extension Parser {
  mutating func parseClauses() -> ClausesSyntax {
    var clauses = ClausesSyntax()
    var seen: Set<Keyword> = []
    clausesSeen = seen
    while let keyword = clauseWordHere() {
      let start = current.span
      let length = length(of: keyword, at: position)
      note(.keyword, count: length)
      note(.clause)
      advance(by: length)
      if keyword != .with, !seen.insert(keyword).inserted {
        report(.duplicateClause(keyword), at: start)
      }
      do {
        try parseClause(keyword, at: start, into: &clauses)
      } catch {
        skipToNextClause()
      }
      clausesSeen = seen
      clauses.spans[keyword] = start.joined(with: tokens[position - 1].span)
      reportLeftover()
    }
    return clauses
  }

  /// What stands after a finished clause must be another clause; otherwise it is reported once and skipped.
  private mutating func reportLeftover() {
    guard !isAtEnd, !at(.pipe), !isAtClauseWord else { return }
    expectEnd()
    skipToNextClause()
  }

  func clauseWordHere() -> Keyword? { Keyword.clauseWords.first { at($0) } }

  private mutating func parseClause(
    _ keyword: Keyword, at start: SourceSpan, into clauses: inout ClausesSyntax
  ) throws(Abandoned) {
    switch keyword {
    case .from: clauses.from = try parseName(.dataset, expecting: .dataset)
    case .by: clauses.by = try parseKeys()
    case .where: clauses.condition = try parseCondition()
    case .having: clauses.having = try parseTest()
    case .vs: clauses.baseline = try parseBaseline()
    case .sort: clauses.sort = try parseSortKeys()
    case .top: clauses.ranking = try parseRanking(isBottom: false, at: start)
    case .bottom: clauses.ranking = try parseRanking(isBottom: true, at: start)
    case .pivot: clauses.pivot = try parseName(.field, expecting: .dimension)
    case .with: clauses.with.append(try parseWith(at: start))
    case .asOf: clauses.asOf = try parseTimeValue()
    default: break
    }
  }

  private mutating func parseKeys() throws(Abandoned) -> [NameSyntax] {
    var keys = [try parseName(.field, expecting: .dimension)]
    while take(.comma) { keys.append(try parseName(.field, expecting: .dimension)) }
    return keys
  }

  private mutating func parseSortKeys() throws(Abandoned) -> [SortKeySyntax] {
    var keys: [SortKeySyntax] = []
    repeat {
      let key = try parseExpression()
      let isDescending = take(.descending)
      if !isDescending { _ = take(.ascending) }
      keys.append(SortKeySyntax(key: key, isDescending: isDescending))
    } while take(.comma)
    return keys
  }

  // ("top" | "bottom") count [ "per" dimension ] [ "by" measure ] [ "with" "others" ]
  private mutating func parseRanking(isBottom: Bool, at start: SourceSpan) throws(Abandoned) -> RankingSyntax
  {
    let parameter = parameterHere
    guard let count = parameter != nil ? 1 : wholeNumberHere else { throw expected(.count) }
    var span = start.joined(with: current.span)
    advance()
    let per = take(.per) ? try parseName(.field, expecting: .dimension) : nil
    let by = take(.by) ? try parseExpression() : nil
    var withOthers = false
    if at(.with), length(of: .others, at: position + length(of: .with, at: position)) > 0 {
      _ = take(.with)
      withOthers = take(.others)
    }
    span = span.joined(with: tokens[position - 1].span)
    return RankingSyntax(
      isBottom: isBottom, count: count, countParameter: parameter, per: per, by: by, withOthers: withOthers,
      span: span)
  }

  private var wholeNumberHere: Int? {
    guard current.kind == .number, let count = Int(current.text.filter { $0 != "_" }), count > 0 else {
      return nil
    }
    return count
  }

  /// The parameter that stands here, as a name; the token is not taken.
  var parameterHere: NameSyntax? {
    guard case .parameter(let text) = current.kind else { return nil }
    var name = NameSyntax(text, span: current.span)
    name.isParameter = true
    return name
  }

  private mutating func parseWith(at start: SourceSpan) throws(Abandoned) -> WithSyntax {
    let words: [(Keyword, WithWord)] = [
      (.totals, .totals), (.missing, .missing), (.incomparable, .incomparable),
    ]
    for (keyword, word) in words where take(keyword) {
      return WithSyntax(word: word, span: start.joined(with: tokens[position - 1].span))
    }
    if at(.others) { throw report(.othersWithoutTop, at: current.span) }
    throw expected(.withWord)
  }

  // period | "previous" grain | "same" grain "last" "year" | "target" | member
  private mutating func parseBaseline() throws(Abandoned) -> BaselineSyntax {
    if at(.previous) {
      _ = take(.previous)
      return .previous(try parseName(.field, expecting: .grain))
    }
    if take(.same) {
      let grain = try parseName(.field, expecting: .grain)
      return try lastYear(of: grain)
    }
    if take(.target) { return .target(span: tokens[position - 1].span) }
    return .value(try parseMemberOrPeriod())
  }

  /// `same quarter last year`, `cùng quý năm trước`: the grain's name may have swallowed nothing of the rest.
  private mutating func lastYear(of grain: NameSyntax) throws(Abandoned) -> BaselineSyntax {
    if take(.year) {
      try require(.last)
    } else {
      try require(.last)
      try require(.year)
    }
    return .sameGrainLastYear(grain)
  }
}
