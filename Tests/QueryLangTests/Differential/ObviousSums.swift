// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// What `top` left out and the total of the rows, as LANGUAGE.md says: the sum of the rows shown, ratios from the sums
/// of their parts, stocks of the last or first period, nothing counted twice.
extension ObviousEvaluator {
  static let others = "(others)"
  static let total = "(total of rows)"

  func sums(_ shown: [Group], _ cut: [Group]) -> [Row] {
    let left = query.ranking?.withOthers == true ? cut : []
    var rows: [Row] = []
    var wholes: [String] = []
    for group in left where !wholes.contains(within(group)) { wholes.append(within(group)) }
    for whole in wholes {
      let part = left.filter { within($0) == whole }
      rows.append(sum(Self.others, part, among: (shown + left).filter { within($0) == whole }))
    }
    let all = shown + left
    if query.showsTotals, !all.isEmpty { rows.append(sum(Self.total, all, among: all)) }
    return rows
  }

  private func within(_ group: Group) -> String { query.ranking?.perKey.map { text(group.keys[$0]) } ?? "" }

  private func sum(_ name: String, _ groups: [Group], among context: [Group]) -> Row {
    Row(
      keys: [name],
      cells: query.measures.map { column in
        sum(column.expression, addable(groups), among: context)
      })
  }

  // MARK: Rows that may be added

  private func member(_ group: Group, _ position: Int, _ dimension: Int) -> Member? {
    guard case .member(let index, _) = group.keys[position] else { return nil }
    return catalog.dimensions[dimension].members[index]
  }

  private func addable(_ groups: [Group]) -> [Group] {
    var groups = groups
    for (position, key) in query.keys.enumerated() {
      guard case .dimension(let dimension) = key else { continue }
      groups = groups.filter { !member($0, position, dimension)!.isCountedInside }
      guard Set(groups.map { member($0, position, dimension)!.index }).count > 1 else { continue }
      groups = groups.filter { group in
        let member = member(group, position, dimension)!
        return isSummable(dimension) && (member.isSummand || !member.unionOf.isEmpty)
      }
    }
    return groups
  }

  /// A union whose parts, or an earlier union with one of them, stand in a row that else is the same.
  private func isCountedTwice(_ group: Group, among context: [Group]) -> Bool {
    query.keys.indices.contains { position in
      guard case .dimension(let dimension) = query.keys[position] else { return false }
      let union = member(group, position, dimension)!
      return context.contains { other in
        let isAlike = query.keys.indices.allSatisfy {
          $0 == position || other.keys[$0] == group.keys[$0]
        }
        let beside = member(other, position, dimension)!
        let overlaps = beside.unionOf.contains(where: union.unionOf.contains) && beside.index < union.index
        return isAlike && (union.unionOf.contains(beside.index) || overlaps)
      }
    }
  }

  // MARK: The sum of one column

  private func sum(_ expression: BoundExpression, _ groups: [Group], among context: [Group]) -> ObviousAnswer
  {
    func value(_ group: Group) -> ObviousAnswer { evaluate(expression, group.scope) }
    let known = groups.filter { !value($0).isMissing }
    let knownBeside = context.filter { !value($0).isMissing }
    let kept = known.filter { !isCountedTwice($0, among: knownBeside) }
    if kept.isEmpty { return .missing }
    var answer = sum(expression, kept)
    if !answer.isMissing, known.contains(where: { value($0).marks.contains(.conflict) }) {
      answer.marks.insert(.conflict)
    }
    return answer
  }

  private func sum(_ expression: BoundExpression, _ groups: [Group]) -> ObviousAnswer {
    let answers = groups.map { evaluate(expression, $0.scope) }
    if answers.contains(where: { $0.value == .undefined }) {
      return ObviousAnswer.join(answers, value: .undefined)
    }
    let times = groups.map(\.scope.times).reduce(into: [[Period]]()) { found, time in
      if !found.contains(time) { found.append(time) }
    }
    let isOverTime = times.count > 1
    let isDisjoint = times.allSatisfy { one in
      times.allSatisfy { other in one == other || !one[0].overlaps(other[0]) }
    }
    if hasFallback(expression) { return sumOfRows(expression, answers, isOverTime, isDisjoint) }
    guard isDisjoint, let planned = expanded(expression, overTime: isOverTime),
      planned.measures.allSatisfy({ catalog.measures[$0.measure].kind.isAdditive })
    else { return .missing }
    let parts = groups.map { partialSums(planned.measures, $0.scope) }
    if parts.contains(where: { $0 == nil }) { return .missing }
    let values = planned.measures.indices.map { position -> ObviousAnswer in
      let kind = catalog.measures[planned.measures[position].measure].kind
      let last = times.map { $0.map(\.last).max()! }.max()
      let first = times.map { $0.map(\.first).min()! }.min()
      let counted = zip(groups, parts).filter { group, _ in
        switch kind {
        case .closing: group.scope.times.map(\.last).max()! == last
        case .opening: group.scope.times.map(\.first).min()! == first
        default: true
        }
      }
      return counted.isEmpty ? .missing : .sum(counted.map { $0.1!.values[position] })
    }
    if values.contains(where: \.isMissing) { return .missing }
    var position = 0
    let value = substitute(planned, values, &position).value
    // All rows stand behind the sum, also those of which a stock takes nothing.
    var answer = ObviousAnswer.join(parts.flatMap { $0!.values }, value: value)
    if answer.value != .undefined {
      let isPartial = parts.contains { $0!.isPartial }
      answer.status = isPartial ? .partial : .complete
      answer.coverage = parts.first { !$0!.coverage.isEmpty }??.coverage ?? []
    }
    return answer
  }

  /// Where parts may stand on different cells, only what is a sum itself adds up, and over time only flows.
  private func sumOfRows(
    _ expression: BoundExpression, _ answers: [ObviousAnswer], _ isOverTime: Bool, _ isDisjoint: Bool
  ) -> ObviousAnswer {
    let kinds = FigurePlanner(catalog).plan(expression).atoms.map { catalog.measures[$0.measure].kind }
    guard kinds.allSatisfy(\.isAdditive), FigurePlanner(catalog).plan(expression).expanded.isLinear,
      !isOverTime || isDisjoint && kinds.allSatisfy({ $0 == .flow })
    else { return .missing }
    return ObviousAnswer.sum(answers).worsened(to: .complete)
  }
}
