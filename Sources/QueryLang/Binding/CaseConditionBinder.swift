// What a condition says of the days and numbers of cases.
extension ConditionBinder {
  func caseValue(_ field: NameSyntax) -> CaseValue? {
    for case .caseValue(let value) in context.lexicon.meanings(of: field.text) {
      // A column of another dataset may be named like one of this.
      if case .number(let id) = value, let cases, !cases.numbers.contains(where: { $0.id == id }) { continue }
      return value
    }
    return nil
  }

  mutating func bindCasePart(_ part: ConditionSyntax, _ value: CaseValue, at field: NameSyntax) {
    let names = catalog.names(of: value, in: cases)
    guard let cases else { return report(.conditionNeedsCases(names), at: field.span) }
    if value == .identifier { return report(.noConditionOnIdentifier(names), at: field.span) }
    if !cases.has(value) { return report(.noCaseColumn(names), at: field.span) }
    let match = NameResolution.exactFirst(field.text, [value]) { _ in spellings(of: value) }.match
    if match == .forgiven { wasForgiving = true }
    guard var wanted = restriction(part, value) else { return }
    let known = restrictions.firstIndex { $0.value == value }
    if let known { wanted = wanted.intersection(restrictions[known]) }
    if wanted.isEmpty { report(.contradictoryConditions(dimension: names), at: field.span) }
    if let known { restrictions[known] = wanted } else { restrictions.append(wanted) }
  }

  private func spellings(of value: CaseValue) -> [String] {
    switch value {
    case .processingDays: CaseNumberField.processingDaysSpellings
    case .number:
      [catalog.id(of: value)]
        + [catalog.names(of: value, in: cases)].flatMap {
          [$0.vietnamese, $0.english]
        }
    case .identifier, .day: catalog.caseFields.first { CaseValue($0.role) == value }?.spellings ?? []
    }
  }

  /// What meets the part; `nil` when it was reported.
  private mutating func restriction(_ part: ConditionSyntax, _ value: CaseValue) -> CaseRestriction? {
    let decimals = cases?.decimals(of: value) ?? 0
    func everything(takesMissing: Bool) -> CaseRestriction {
      CaseRestriction(
        value, decimals: decimals, ranges: takesMissing ? [] : [CaseRestriction.everything],
        takesMissing: takesMissing)
    }
    switch part {
    case .comparison(_, let comparison, let written):
      return bounds(written, value, decimals).map { compared(comparison, $0, value, decimals) }
    case .membership(_, let values, let isNegated):
      let found = values.map { bounds($0, value, decimals) }
      guard !found.contains(where: { $0 == nil }) else { return nil }
      let union = found.compactMap { $0 }.map { compared(.equal, $0, value, decimals) }.reduce(
        CaseRestriction(value, decimals: decimals, ranges: [])
      ) { $0.union($1) }
      return isNegated ? union.complement : union
    case .range(_, let lower, let upper, let isNegated):
      guard let first = bounds(lower, value, decimals), let last = bounds(upper, value, decimals) else {
        return nil
      }
      if first.lower > last.upper {
        report(.reversedRange, at: lower.span.joined(with: upper.span))
        return nil
      }
      let range = CaseRestriction(value, decimals: decimals, from: first.lower, to: last.upper)
      return isNegated ? range.complement : range
    case .isMissing(_, let isNegated): return everything(takesMissing: !isNegated)
    case .contains(let field, _):
      report(.textOfCaseValue(catalog.names(of: value, in: cases)), at: field.span)
      return nil
    case .not(let inner):
      if case .isMissing(_, let isNegated) = inner { return everything(takesMissing: isNegated) }
      return restriction(inner, value)?.complement
    case .and(let parts): return combined(parts, value) { $0.intersection($1) }
    case .or(let parts): return combined(parts, value) { $0.union($1) }
    }
  }

  private mutating func combined(
    _ parts: [ConditionSyntax], _ value: CaseValue,
    _ operation: (CaseRestriction, CaseRestriction) -> CaseRestriction
  ) -> CaseRestriction? {
    let found = parts.map { restriction($0, value) }
    let known = found.compactMap { $0 }
    guard known.count == found.count, let first = known.first else { return nil }
    return known.dropFirst().reduce(first, operation)
  }

  private func compared(
    _ comparison: ComparisonOperator, _ bounds: (lower: Int, upper: Int), _ value: CaseValue, _ decimals: Int
  ) -> CaseRestriction {
    let all = CaseRestriction.everything
    func range(_ lower: Int, _ upper: Int) -> CaseRestriction {
      CaseRestriction(value, decimals: decimals, from: lower, to: upper)
    }
    return switch comparison {
    case .equal: range(bounds.lower, bounds.upper)
    case .notEqual: range(bounds.lower, bounds.upper).complement
    case .less: range(all.lowerBound, bounds.lower - 1)
    case .lessOrEqual: range(all.lowerBound, bounds.upper)
    case .greater: range(bounds.upper + 1, all.upperBound)
    case .greaterOrEqual: range(bounds.lower, all.upperBound)
    }
  }

  /// The first and the last value that a written one stands for: the days of a period, a number in the column's
  /// decimals. Of a number between two values of the column the first comes after the last.
  private mutating func bounds(
    _ written: ValueSyntax, _ value: CaseValue, _ decimals: Int
  ) -> (lower: Int, upper: Int)? {
    switch (written, value) {
    case (.invalid, _): return nil
    case (.parameter(let name, let span), _): report(.unknownParameter(name), at: span)
    case (.period(let period, _), .day):
      let days = context.periods.days(of: period)
      return (days.lowerBound.daysSince1970, days.upperBound.daysSince1970)
    case (.number(let number, let name), .processingDays), (.number(let number, let name), .number):
      if let bounds = number.bounds(decimals: decimals) { return bounds }
      report(.numberTooLong(name.text), at: name.span)
    case (_, .day): report(.dayOfCaseWanted(catalog.names(of: value, in: cases)), at: written.span)
    default: report(.numberOfCaseWanted(catalog.names(of: value, in: cases)), at: written.span)
    }
    return nil
  }
}

extension CaseTable {
  func has(_ value: CaseValue) -> Bool {
    switch value {
    case .identifier: identifiers != nil
    case .day(.received): true
    case .day(.due): due != nil
    case .day(.finished), .processingDays: finished != nil
    case .number(let id): numbers.contains { $0.id == id }
    }
  }

  func decimals(of value: CaseValue) -> Int {
    guard case .number(let id) = value else { return 0 }
    return numbers.first { $0.id == id }?.decimals ?? 0
  }
}

extension ExactDecimal {
  /// The nearest numbers of so many decimals that are not below and not above it, as integers of the last.
  fileprivate func bounds(decimals: Int) -> (lower: Int, upper: Int)? {
    guard let shifted = shifted(byDecimalPlaces: decimals) else { return nil }
    guard let unit = ExactDecimal.powerOfTen(max(shifted.scale, 0)) else { return nil }
    let (quotient, rest) = shifted.significand.quotientAndRemainder(dividingBy: unit)
    let floor = rest < 0 ? quotient - 1 : quotient
    let limit = Int128(Int.max / 2)
    guard floor.magnitude < limit.magnitude else { return nil }
    return (Int(rest == 0 ? floor : floor + 1), Int(floor))
  }
}
