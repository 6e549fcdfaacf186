// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// What `top` left out and the total of the rows, as LANGUAGE.md says: the sum of the rows shown, ratios from the sums
/// of their parts, stocks of the last or first period, nothing counted twice.
extension ObviousEvaluator {
  static let others = "(others)"
  static let total = "(total of rows)"

  func sums(_ shown: [Group], _ cut: [Group]) -> [Row] {
    let left = query.ranking?.withOthers == true ? cut : []
    let all = shown + left
    let pivoted = query.pivotKey.map { [$0] } ?? []
    var rows = parted(left, at: pivoted + (query.ranking?.perKey.map { [$0] } ?? [])).map { whole, part in
      sum(Self.others, part, whole, among: all.filter { isInside($0, whole) })
    }
    if query.showsTotals {
      rows += parted(all, at: pivoted).map { whole, part in sum(Self.total, part, whole, among: part) }
    }
    return rows
  }

  /// The groups by what they say at some of the keys.
  private func parted(_ groups: [Group], at positions: [Int]) -> [(whole: [Int: KeyValue], part: [Group])] {
    var wholes: [[Int: KeyValue]] = []
    for group in groups {
      let whole = Dictionary(positions.map { ($0, group.keys[$0]) }) { first, _ in first }
      if !wholes.contains(whole) { wholes.append(whole) }
    }
    return wholes.map { whole in (whole, groups.filter { isInside($0, whole) }) }
  }

  private func isInside(_ group: Group, _ whole: [Int: KeyValue]) -> Bool {
    whole.allSatisfy { group.keys[$0.key] == $0.value }
  }

  private func sum(_ name: String, _ groups: [Group], _ whole: [Int: KeyValue], among context: [Group]) -> Row
  {
    let summands = addable(groups)
    let cells = query.measures.flatMap { column -> [ObviousAnswer] in
      let own = sum(column.expression, summands, among: context)
      let isKnown = groups.contains { !evaluate(column.expression, $0).isMissing }
      if own.isMissing, isKnown { return changes(column, .missing, .missing).map { _ in .missing } }
      guard query.baseline != nil else { return [own] }
      return compared(column, own, summands, among: context)
    }
    return Row(keys: [name] + whole.sorted { $0.key < $1.key }.map { text($0.value) }, cells: cells)
  }

  /// The sum beside that of the baselines; what has changed only where both are of the same rows.
  private func compared(
    _ column: BoundMeasure, _ own: ObviousAnswer, _ groups: [Group], among context: [Group]
  ) -> [ObviousAnswer] {
    let held = groups.compactMap(heldAgainst)
    let heldBeside = context.compactMap(heldAgainst)
    let known = counted(column.expression, held, among: heldBeside)
    let isOneFigure = Set(known.map(\.scope)).count < known.count
    let baseline = isOneFigure ? .missing : sum(column.expression, held, among: heldBeside)
    let ownRows = counted(column.expression, groups, among: context).map(\.keys)
    let isUnmatched = !own.isMissing && ownRows != known.map(\.keys)
    guard baseline.isMissing || isUnmatched else { return changes(column, own, baseline) }
    return [own, baseline] + changes(column, .missing, .missing).dropFirst(2)
  }

  // MARK: Rows that may be added

  private func member(_ group: Group, _ position: Int, _ dimension: Int) -> Member? {
    guard case .member(let index, _) = group.keys[position] else { return nil }
    return catalog.dimensions[dimension].members[index]
  }

  func addable(_ groups: [Group]) -> [Group] {
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

  /// Of the rows with a value those that no other row counts already.
  func counted(_ expression: BoundExpression, _ groups: [Group], among context: [Group]) -> [Group] {
    func isKnown(_ group: Group) -> Bool { !evaluate(expression, group).isMissing }
    let beside = context.filter(isKnown)
    return groups.filter { isKnown($0) && !isCountedTwice($0, among: beside) }
  }

  private func sum(_ expression: BoundExpression, _ groups: [Group], among context: [Group]) -> ObviousAnswer
  {
    let kept = counted(expression, groups, among: context)
    if kept.isEmpty { return .missing }
    var answer = sum(expression, kept)
    let isConflict = groups.contains { evaluate(expression, $0).marks.contains(.conflict) }
    if !answer.isMissing, isConflict { answer.marks.insert(.conflict) }
    return answer
  }

  private func sum(_ expression: BoundExpression, _ groups: [Group]) -> ObviousAnswer {
    let answers = groups.map { evaluate(expression, $0) }
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
    if case .window(let window) = expression, window.function == .share {
      let position = window.within.flatMap { query.keys.firstIndex(of: $0) }
      let wholes = parted(groups, at: position.map { [$0] } ?? [])
      return wholes.count == 1 ? ObviousAnswer.sum(answers).worsened(to: .complete) : .missing
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
