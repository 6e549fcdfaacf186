/// One cell that is stated several times, in one document or in several, is stated alike.
struct RepeatCheck {
  let ground: CheckGround
  private var resolver: FigureResolver { ground.resolver }

  /// Figures that must agree.
  private struct Key: Hashable {
    let cell: Cell
    let first: Day?
    let last: Day?
    /// What counts a period only up to a day is the same only up to that day.
    let cutOff: Day?
    let isIncomplete: Bool
  }

  func trials() -> [CheckTrial] {
    ground.catalog.measures.flatMap { measure -> [CheckTrial] in
      var order: [Key] = []
      var groups: [Key: [Int]] = [:]
      for position in resolver.figures(of: measure.index) {
        let figure = resolver.index[position]
        guard !figure.isApproximate, ground.isInScope(figure.cell, figure.period) else { continue }
        let key = key(figure, measure.kind)
        if groups[key] == nil { order.append(key) }
        groups[key, default: []].append(position)
      }
      return order.compactMap { groups[$0] }.filter { $0.count > 1 }.flatMap { trials(measure, $0) }
    }
  }

  /// Stocks of the same end are the same stock.
  private func key(_ figure: Figure, _ kind: MeasureKind) -> Key {
    Key(
      cell: figure.cell, first: kind == .closing ? nil : figure.period.first,
      last: kind == .opening ? nil : figure.period.last,
      cutOff: figure.isIncomplete ? figure.exactDates.last : nil, isIncomplete: figure.isIncomplete)
  }

  /// The first against each value that differs; one trial that holds where none does.
  private func trials(_ measure: Measure, _ positions: [Int]) -> [CheckTrial] {
    let positions = positions.sorted {
      (resolver.index[$0].source, resolver.index[$0].line, resolver.index[$0].ordinal)
        < (resolver.index[$1].source, resolver.index[$1].line, resolver.index[$1].ordinal)
    }
    var others: [(value: CheckValue, agrees: Bool)] = []
    let first = value(positions[0])
    for position in positions.dropFirst() {
      let next = value(position)
      let agrees = agree(first, next, positions[0], position)
      if let known = others.firstIndex(where: { $0.value.amount == next.amount && $0.agrees == agrees }) {
        others[known].value.figures.insert(position)
      } else {
        others.append((next, agrees))
      }
    }
    let differing = others.filter { !$0.agrees }
    let figure = resolver.index[positions[0]]
    return (differing.isEmpty ? Array(others.prefix(1)) : differing).map { other in
      ground.trial(
        .plain(measure.index), figure.cell, figure.period, holds: other.agrees, stated: first,
        expected: other.value)
    }
  }

  /// Printed with as many digits, repeats are the same number; with fewer, one may be the other rounded.
  private func agree(_ first: CheckValue, _ next: CheckValue, _ a: Int, _ b: Int) -> Bool {
    var (left, right) = (first, next)
    if resolver.index[a].decimals == resolver.index[b].decimals { (left.slack, right.slack) = (0, 0) }
    return CheckComparison.decide(left, .equal, right, tolerance: ground.tolerance) ?? true
  }

  private func value(_ position: Int) -> CheckValue {
    CheckValue(printed: [position], like: position, resolver)
  }
}
