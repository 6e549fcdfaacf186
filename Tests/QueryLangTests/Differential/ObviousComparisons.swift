// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// `vs`: what each row is held against, and what has changed.
extension ObviousEvaluator {
  /// The columns of a row: each measure, with a baseline that and the change.
  func cells(_ group: Group) -> [ObviousAnswer] {
    query.measures.flatMap { column -> [ObviousAnswer] in
      let own = evaluate(column.expression, group)
      guard query.baseline != nil else { return [own] }
      return changes(column, own, heldAgainst(group).map { evaluate(column.expression, $0) } ?? .missing)
    }
  }

  /// A rate changes by percentage points, anything else by an amount and a part of the baseline.
  func changes(_ column: BoundMeasure, _ own: ObviousAnswer, _ baseline: ObviousAnswer) -> [ObviousAnswer] {
    guard query.baseline != nil else { return [own] }
    let change = difference(own, baseline)
    if column.isShare { return [own, baseline, points(change)] }
    return [own, baseline, change, quotient(change, baseline)]
  }

  func points(_ change: ObviousAnswer) -> ObviousAnswer {
    change.isMissing ? .missing : .combine(.multiply, change, .constant(ExactDecimal(100)))
  }

  func difference(_ own: ObviousAnswer, _ other: ObviousAnswer) -> ObviousAnswer {
    .combine(.subtract, own.ofFigures, other.ofFigures)
  }

  func quotient(_ own: ObviousAnswer, _ other: ObviousAnswer) -> ObviousAnswer {
    .combine(.divide, own.ofFigures, other.ofFigures)
  }

  /// The same row elsewhere; `nil` where there is no such period.
  func heldAgainst(_ group: Group) -> Group? {
    var scope = group.scope
    switch query.baseline {
    case nil: return nil
    case .period(let period)?: scope.times = [period]
    case .previous(let grain)?:
      let periods = scope.times.map { $0.grain == grain ? $0.previous : nil }
      if periods.contains(nil) { return nil }
      scope.times = periods.map { $0! }
    case .lastYear(let grain)?:
      let periods = scope.times.map { $0.grain == grain ? $0.aYearBefore : nil }
      if periods.contains(nil) { return nil }
      scope.times = periods.map { $0! }
    case .member(let reference)?:
      // Another place stands for all that the row says about places.
      for dimension in catalog.dimensions.indices where isSameHierarchy(dimension, reference.dimension) {
        scope.cell[dimension] = nil
        scope.choices[dimension] = nil
      }
      if query.keys.contains(.dimension(reference.dimension)) {
        scope.cell[reference.dimension] = reference.member
      } else {
        let chosen = Selection(dimension: reference.dimension, members: [reference.member])
        scope.choices[reference.dimension] = inForce(chosen, scope.times)
      }
      return Group(scope: scope, keys: group.keys)
    }
    for selection in query.selections {
      scope.choices[selection.dimension] = inForce(selection, scope.times)
    }
    return Group(scope: scope, keys: group.keys)
  }

  /// The same dimension, or one is a level above the other.
  private func isSameHierarchy(_ one: Int, _ other: Int) -> Bool {
    levels(one).contains(other) || levels(other).contains(one)
  }

  /// The dimension and all above it; those of what it unites.
  private func levels(_ dimension: Int) -> [Int] {
    let row = catalog.dimensions[dimension]
    return [dimension] + (row.parent.map(levels) ?? []) + row.unionOf.flatMap { levels($0).dropFirst() }
  }
}

extension ObviousAnswer {
  /// A number that stands in for a figure is held against figures like one.
  fileprivate var ofFigures: ObviousAnswer {
    var copy = self
    copy.isConstant = false
    return copy
  }
}

/// `share`, `rank`, `cumulative` and `change`: what a row is among all rows.
extension ObviousEvaluator {
  func withWindows(_ groups: [Group]) -> [Group] {
    var groups = groups
    for window in query.windows {
      let values = groups.map { evaluate(window.operand, $0.scope) }
      for index in groups.indices {
        groups[index].windows[window] =
          switch window.function {
          case .share: share(window, index, groups)
          case .rank: rank(values[index], values)
          case .cumulative: cumulative(index, groups, values)
          case .change: change(window, index, groups, values)
          }
      }
    }
    return groups
  }

  /// Of the sum of the rows that are alike in the key that the shares are within.
  private func share(_ window: WindowCall, _ index: Int, _ groups: [Group]) -> ObviousAnswer {
    let position = window.within.flatMap { query.keys.firstIndex(of: $0) }
    let whole = groups.filter { group in
      position.map { group.keys[$0] == groups[index].keys[$0] } ?? true
    }
    let summed = counted(window.operand, addable(whole), among: whole)
    guard summed.contains(where: { $0.keys == groups[index].keys }), addsUp(window.operand, summed) else {
      return .missing
    }
    let total = ObviousAnswer.sum(summed.map { evaluate(window.operand, $0.scope) })
    let own = evaluate(window.operand, groups[index].scope)
    return quotient(own, summed.count > 1 ? total.worsened(to: .derived) : total)
  }

  /// Rows of several periods add up where nothing is counted twice and only flows are counted.
  private func addsUp(_ operand: BoundExpression, _ groups: [Group]) -> Bool {
    let times = Set(groups.map(\.scope.times))
    if times.count < 2 { return true }
    let isDisjoint = times.allSatisfy { one in
      times.allSatisfy { other in one == other || !one[0].overlaps(other[0]) }
    }
    let atoms = FigurePlanner(catalog).plan(operand).atoms
    return isDisjoint && atoms.allSatisfy { catalog.measures[$0.measure].kind == .flow }
  }

  /// One more than there are larger ones.
  private func rank(_ own: ObviousAnswer, _ values: [ObviousAnswer]) -> ObviousAnswer {
    if own.isMissing { return .missing }
    if own.isBounded || own.value == .undefined { return ObviousAnswer.join([own], value: .undefined) }
    let larger = values.filter { !$0.isBounded && isLess(own, $0) }.count
    var answer = own.worsened(to: .derived)
    answer.value = .exact(ExactDecimal(larger + 1))
    return answer
  }

  private func isLess(_ own: ObviousAnswer, _ other: ObviousAnswer) -> Bool {
    if let a = own.exact, let b = other.exact { return a < b }
    guard let a = own.number, let b = other.number else { return false }
    return a < b
  }

  private var timePosition: Int {
    let order = [TimeField.period, .date, .month, .quarter, .half, .year]
    let field = order.first { query.keys.contains(.time($0)) }!
    return query.keys.firstIndex(of: .time(field))!
  }

  private func period(_ group: Group) -> Period {
    guard case .period(let period) = group.keys[timePosition] else { preconditionFailure("no time key") }
    return period
  }

  /// Alike in all keys but the periods; `withinLonger`: in the longer periods around them too.
  private func isSameSeries(_ one: Group, _ other: Group, withinLonger: Bool) -> Bool {
    query.keys.indices.allSatisfy { position in
      position == timePosition || !withinLonger && query.keys[position].isTime
        || one.keys[position] == other.keys[position]
    }
  }

  private func cumulative(_ index: Int, _ groups: [Group], _ values: [ObviousAnswer]) -> ObviousAnswer {
    if values[index].isMissing { return .missing }
    let before = groups.indices.filter {
      isSameSeries(groups[$0], groups[index], withinLonger: true) && !values[$0].isMissing
        && period(groups[$0]) <= period(groups[index])
    }.sorted { period(groups[$0]) < period(groups[$1]) }
    if before.count == 1 { return values[index] }
    return ObviousAnswer.sum(before.map { values[$0] }).worsened(to: .derived)
  }

  private func change(_ window: WindowCall, _ index: Int, _ groups: [Group], _ values: [ObviousAnswer])
    -> ObviousAnswer
  {
    let before = groups.indices.first {
      isSameSeries(groups[$0], groups[index], withinLonger: false)
        && period(groups[$0]) == period(groups[index]).previous
    }
    guard let before, !values[before].isMissing, !values[index].isMissing else { return .missing }
    let change = difference(values[index], values[before])
    return window.operand.isShare(in: catalog) ? points(change) : change
  }
}

extension ObviousAnswer {
  fileprivate var isBounded: Bool { if case .bounded = value { true } else { false } }
}
