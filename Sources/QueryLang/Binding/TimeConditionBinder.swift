// What a condition says about time: spans, lists, open ranges, `latest`.
extension ConditionBinder {
  mutating func bindTime(_ part: ConditionSyntax) {
    switch part {
    case .comparison(let field, .equal, let value):
      guard let timeField = resolveTime(field) else { return }
      if case .latest = value {
        time.latest = timeField
        self.timeField = timeField
      } else if let period = period(value, timeField) {
        restrict(to: [period], isList: false, at: value.span)
      }
    case .comparison(let field, let comparison, let value) where comparison != .notEqual:
      bindBound(field, comparison, value)
    case .membership(let field, let values, false):
      guard let timeField = resolveTime(field) else { return }
      let periods = values.compactMap { period($0, timeField) }
      if periods.count == values.count { restrict(to: periods, isList: true, at: field.span) }
    case .range(let field, let lower, let upper, false):
      guard let timeField = resolveTime(field) else { return }
      guard let first = period(lower, timeField), let last = period(upper, timeField) else { return }
      guard let span = Period(first: first.first, last: last.last) else {
        return report(.reversedRange, at: lower.span.joined(with: upper.span))
      }
      restrict(to: [span], isList: false, at: field.span)
    case .comparison(let field, _, let value): exclude([value], field)
    case .membership(let field, let values, _): exclude(values, field)
    case .range(let field, let lower, let upper, _):
      guard let timeField = resolveTime(field) else { return }
      guard let first = period(lower, timeField), let last = period(upper, timeField) else { return }
      guard let span = Period(first: first.first, last: last.last) else {
        return report(.reversedRange, at: lower.span.joined(with: upper.span))
      }
      time.excluded.append(TimeScope.Exclusion(period: span, isExact: false))
    case .contains, .isMissing, .not, .and, .or:
      report(.timeConditionInsideOr, at: field(of: part)?.span)
    }
  }

  private mutating func exclude(_ values: [ValueSyntax], _ field: NameSyntax) {
    guard let timeField = resolveTime(field) else { return }
    time.excluded += values.compactMap { period($0, timeField) }.map {
      TimeScope.Exclusion(period: $0, isExact: timeField == .period)
    }
  }

  private mutating func bindBound(_ field: NameSyntax, _ comparison: ComparisonOperator, _ value: ValueSyntax)
  {
    guard let timeField = resolveTime(field), let period = period(value, timeField) else { return }
    self.timeField = timeField
    var bounds = timeBounds ?? (nil, nil)
    switch comparison {
    case .less: bounds.last = period.first.advanced(byDays: -1)
    case .lessOrEqual: bounds.last = period.last
    case .greater: bounds.first = period.last.advanced(byDays: 1)
    case .greaterOrEqual: bounds.first = period.first
    case .equal, .notEqual: break
    }
    timeBounds = bounds
  }

  private mutating func resolveTime(_ field: NameSyntax) -> TimeField? {
    for case .timeField(let timeField) in context.lexicon.meanings(of: field.text) {
      let (_, match) = NameResolution.exactFirst(field.text, [timeField]) { $0.spellings }
      if match == .forgiven { wasForgiving = true }
      return timeField
    }
    return nil
  }

  private mutating func period(_ value: ValueSyntax, _ field: TimeField) -> Period? {
    switch value {
    case .period(let period, let span):
      guard field == .period || field.grain == period.grain else {
        let right = TimeField.ofGrain(period.grain).names
        report(
          .wrongGrain(period: period.display, field: field.names, rightField: right), at: span,
          field.remedies(insteadOf: period))
        return nil
      }
      timeField = field
      return period
    case .parameter(let name, let span):
      report(.unknownParameter(name), at: span)
      return nil
    case .invalid: return nil
    case .name, .number, .latest:
      report(.valueIsNotAPeriod(field: field.names), at: value.span)
      return nil
    }
  }

  /// Several time conditions mean the days they have in common.
  private mutating func restrict(to periods: [Period], isList: Bool, at span: SourceSpan) {
    guard !time.spans.isEmpty else {
      time.spans = Set(periods).sorted()
      time.isList = isList
      return
    }
    let common = time.spans.flatMap { earlier in
      periods.compactMap { Period(first: max(earlier.first, $0.first), last: min(earlier.last, $0.last)) }
    }
    if common.isEmpty { report(.emptyTimeCondition, at: span) }
    time.spans = common
    time.isList = time.isList || isList
  }

  /// `date >= a and date <= b` is the span a..b; one open end stays open for groups.
  mutating func settleTime() {
    guard let bounds = timeBounds else { return }
    let first = bounds.first ?? TimeScope.earliestDay
    let last = bounds.last ?? TimeScope.latestDay
    guard let span = Period(first: first, last: last) else {
      return report(.emptyTimeCondition, at: nil)
    }
    restrict(to: [span], isList: false, at: SourceSpan(0, 0))
  }
}

extension TimeField {
  /// What was probably meant by a period of another grain: of a month `n` with a year the quarter `n`, as people
  /// write `quý 2/2021`; of a year its parts, or the year itself.
  fileprivate func remedies(insteadOf period: Period) -> [Suggestion] {
    let (year, month, _) = period.first.civil
    let parts: [Period] =
      switch (self, period.grain) {
      case (.quarter, .month): [Period(year: year, quarter: month)].compactMap { $0 }
      case (.half, .month): [Period(year: year, half: month)].compactMap { $0 }
      case (.quarter, .year): (1...4).compactMap { Period(year: year, quarter: $0) }
      case (.half, .year): (1...2).compactMap { Period(year: year, half: $0) }
      default: []
      }
    if parts.isEmpty { return [] }
    let names = TimeField.year.names
    let whole = Localized(
      vi: "\(names.vietnamese) = \(period.display)", en: "\(names.english) = \(period.display)")
    return [.didYouMean(parts.map(\.display))] + (period.grain == .year ? [.writeIn(whole)] : [])
  }
}

extension TimeScope {
  /// Stand for an open end of a range.
  static let earliestDay = Day(daysSince1970: -700_000)
  static let latestDay = Day(daysSince1970: 2_900_000)

  var isOpen: Bool { spans.contains { $0.first == TimeScope.earliestDay || $0.last == TimeScope.latestDay } }
}
