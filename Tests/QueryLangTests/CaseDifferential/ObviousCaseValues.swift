// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

// What the cells of a row come to.
extension ObviousCases {
  typealias Counted = (ObviousCaseFacts.Leaf) -> [PlainCase]

  func value(_ expression: BoundExpression, _ group: Group) -> ObviousAnswer {
    evaluate(expression, group.windows) { facts.counted($0, group.scope) }
  }

  func evaluate(
    _ expression: BoundExpression, _ windows: [WindowCall: ObviousAnswer], _ counted: Counted
  ) -> ObviousAnswer {
    func again(_ part: BoundExpression) -> ObviousAnswer { evaluate(part, windows, counted) }
    switch expression {
    case .number(let number): return .constant(number)
    case .window(let window): return windows[window] ?? .missing
    case .negated(let operand): return again(operand).negated
    case .rounded(let operand, let digits):
      let answer = again(operand)
      guard case .real(let number) = answer.value else { return answer.rounded(to: digits) }
      let exact = ExactDecimal(nearestTo: number)!
      return ObviousAnswer(value: .exact(exact), status: .derived).rounded(to: digits)
    case .coalesce(let first, let second):
      let answer = again(first)
      guard answer.value == .missing || answer.value == .undefined else { return answer }
      var fallback = again(second)
      if !answer.isMissing { fallback.isConstant = false }
      return fallback
    case .binary(let operation, let left, let right): return .combine(operation, again(left), again(right))
    case .measure(let reference): return measure(reference, counted)
    }
  }

  private func measure(_ reference: MeasureReference, _ counted: Counted) -> ObviousAnswer {
    let parts = facts.leaves(reference, catalog).map { facts.answer($0, counted($0)) }
    if parts.count == 1 { return parts[0] }
    let id = catalog.measures[reference.measure].id
    if id == "online_share" { return .combine(.divide, parts[0], parts[1]) }
    if parts.count == 3 { return .combine(.divide, parts[0], .combine(.add, parts[1], parts[2])) }
    return .combine(.add, parts[0], parts[1])
  }

  // MARK: Columns

  /// A column, and with a baseline that and the change.
  func cells(_ group: Group) -> [ObviousAnswer] {
    let against = baseline(group)
    return query.measures.flatMap { column in
      let own = value(column.expression, group)
      let base = against.map { scope in
        evaluate(column.expression, [:]) { facts.counted($0, scope) }
      }
      return beside(own, base ?? .missing, column)
    }
  }

  /// `isSum`: of a sum of rows, whose change is not asked for where there is nothing to hold it against.
  private func beside(
    _ own: ObviousAnswer, _ base: ObviousAnswer, _ column: BoundMeasure, isSum: Bool = false
  ) -> [ObviousAnswer] {
    if query.baseline == nil { return [own] }
    if isSum, base.value == .missing { return [own] + Array(repeating: base, count: column.isShare ? 2 : 3) }
    var (left, right) = (own, base)
    left.isConstant = false
    right.isConstant = false
    let change = ObviousAnswer.combine(.subtract, left, right)
    if column.isShare { return [own, base, .combine(.multiply, change, .constant(ExactDecimal(100)))] }
    return [own, base, change, .combine(.divide, change, right)]
  }

  /// What the row is held against; `nil` where there is nothing.
  private func baseline(_ group: Group) -> Scope? {
    guard let baseline = query.baseline,
      let ranges = time.counterpart(of: period(group), baseline)
    else { return nil }
    var scope = group.scope
    scope.ranges = ranges
    guard case .member(let reference) = baseline else { return scope }
    let dimension = catalog.dimensions[reference.dimension]
    if !facts.isTold(reference.dimension), dimension.member(id: dimension.defaultMemberID) != reference.member
    {
      return nil
    }
    if facts.isTimeliness(reference.dimension) { scope.state = nil }
    scope.members[reference.dimension] = nil
    scope.selections.removeAll { $0.dimension == reference.dimension }
    scope.selections.append(Selection(dimension: reference.dimension, members: [reference.member]))
    return scope
  }

  // MARK: Sums

  /// Over all cases of the rows together; stocks are those of the last, or the first, of their periods.
  func sums(_ groups: [Group]) -> [ObviousAnswer] {
    let periods = Set(groups.compactMap(period)).sorted()
    let overlap = zip(periods, periods.dropFirst()).contains { $0.overlaps($1) }
    let scopes = groups.map(baseline)
    let isOfKey =
      switch query.baseline {
      case .member(let reference): query.keys.contains(.dimension(reference.dimension))
      case .period: query.keys.contains(where: \.isTime)
      default: false
      }
    return query.measures.flatMap { column -> [ObviousAnswer] in
      if groups.isEmpty || overlap { return beside(.missing, .missing, column, isSum: true) }
      let windows = sumWindows(column.expression, groups)
      if column.expression.windows.contains(where: { windows[$0] == nil }) {
        return [ObviousAnswer(value: .missing, status: .partial)]
      }
      let own = evaluate(column.expression, windows) { sum($0, groups.map(\.scope), groups) }
      let isKnown = !isOfKey && scopes.allSatisfy { $0 != nil }
      let base = isKnown ? evaluate(column.expression, [:]) { sum($0, scopes.map { $0! }, groups) } : .missing
      return beside(own, base, column, isSum: true)
    }
  }

  private func sum(_ leaf: ObviousCaseFacts.Leaf, _ scopes: [Scope], _ groups: [Group]) -> [PlainCase] {
    let periods = groups.compactMap(period)
    return zip(scopes, groups).flatMap { scope, group -> [PlainCase] in
      let own = period(group)
      if leaf.placed == .closing, own != periods.max(by: { $0.last < $1.last }) { return [] }
      if leaf.placed == .opening, own != periods.min() { return [] }
      return facts.counted(leaf, scope)
    }
  }

  /// Shares of one whole add up.
  private func sumWindows(_ expression: BoundExpression, _ groups: [Group]) -> [WindowCall: ObviousAnswer] {
    var sums: [WindowCall: ObviousAnswer] = [:]
    for window in expression.windows where window.function == .share && window.within == nil {
      let values = groups.compactMap { $0.windows[window] }.filter { !$0.isMissing }
      sums[window] = values.isEmpty ? .missing : ObviousAnswer.sum(values)
    }
    return sums
  }

  // MARK: Windows

  func fillWindows(_ groups: inout [Group]) {
    for window in query.windows {
      let values = groups.map { value(window.operand, $0) }
      for index in groups.indices {
        groups[index].windows[window] = answer(window, index, values, groups)
      }
    }
  }

  private func answer(
    _ window: WindowCall, _ index: Int, _ values: [ObviousAnswer], _ groups: [Group]
  ) -> ObviousAnswer {
    let own = values[index]
    switch window.function {
    case .share:
      let position = window.within.map { query.keys.firstIndex(of: $0)! }
      let whole = groups.indices.filter { other in
        !values[other].isMissing
          && (position.map { groups[other].keys[$0] == groups[index].keys[$0] } ?? true)
      }
      if own.isMissing { return .missing }
      return .combine(.divide, own, .sum(whole.map { values[$0] }))
    case .rank:
      guard let number = own.number(exactly: true) else { return own }
      let larger = values.count { other in other.number(exactly: true).map { number < $0 } ?? false }
      return ObviousAnswer(value: .exact(ExactDecimal(larger + 1)), status: .derived)
    case .cumulative:
      if own.isMissing { return own }
      let before = series(index, groups).prefix { $0 != index } + [index]
      return .sum(before.map { values[$0] }.filter { !$0.isMissing })
    case .change:
      let before = groups.indices.first { other in
        isSameSeries(groups[other], groups[index]) && period(groups[index])!.previous == period(groups[other])
      }
      guard let before, !values[before].isMissing, !own.isMissing else { return .missing }
      let change = ObviousAnswer.combine(.subtract, own, values[before])
      return window.operand.isShare(in: catalog)
        ? .combine(.multiply, change, .constant(ExactDecimal(100))) : change
    }
  }

  /// Rows that differ in time alone, by time; without a key of time all rows.
  private func series(_ index: Int, _ groups: [Group]) -> [Int] {
    let isTimed = query.keys.contains(where: \.isTime)
    let same = groups.indices.filter { !isTimed || isSameSeries(groups[$0], groups[index]) }
    return isTimed ? same.sorted { period(groups[$0])! < period(groups[$1])! } : same
  }

  private func isSameSeries(_ left: Group, _ right: Group) -> Bool {
    query.keys.indices.allSatisfy { query.keys[$0].isTime || left.keys[$0] == right.keys[$0] }
  }

  // MARK: Tests

  /// `nil` where it cannot be decided.
  func holds(_ test: BoundTest, _ group: Group) -> Bool? {
    switch test {
    case .not(let inner): return holds(inner, group).map { !$0 }
    case .and(let parts):
      let answers = parts.map { holds($0, group) }
      return answers.contains(false) ? false : answers.contains(nil) ? nil : true
    case .or(let parts):
      let answers = parts.map { holds($0, group) }
      return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    case .state(let expression, let state, let isNegated):
      let answer = value(expression, group).value
      let found = answer == .missing ? "missing" : answer == .undefined ? "undefined" : "known"
      return (found == state.rawValue) != isNegated
    case .comparison(let left, let comparison, let right):
      guard let a = value(left, group).number(exactly: true),
        let b = value(right, group).number(exactly: true)
      else { return nil }
      switch comparison {
      case .equal: return !(a < b) && !(b < a)
      case .notEqual: return a < b || b < a
      case .less: return a < b
      case .lessOrEqual: return !(b < a)
      case .greater: return b < a
      case .greaterOrEqual: return !(a < b)
      }
    }
  }
}

extension ObviousAnswer {
  /// The number, if there is one.
  func number(exactly: Bool) -> Quantity? {
    switch value {
    case .exact(let number): .exact(number)
    case .real(let number): .real(number)
    case .missing, .undefined, .bounded: nil
    }
  }

  var text: String {
    switch value {
    case .missing: status == .partial ? "not_applicable" : "–"
    case .undefined: "∅"
    case .exact(let number): "\(number)"
    case .real(let number): "~\(number)"
    case .bounded: "?"
    }
  }
}
