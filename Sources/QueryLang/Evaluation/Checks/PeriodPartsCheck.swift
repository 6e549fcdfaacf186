/// What arose in the months is what arose in the quarter: equal where disjoint periods cover the whole, and never
/// more than it where the measure cannot be negative.
struct PeriodPartsCheck {
  let ground: CheckGround
  private var resolver: FigureResolver { ground.resolver }

  func trials() -> [CheckTrial] {
    ground.catalog.measures.filter { $0.kind == .flow }.flatMap { trials(of: $0) }
  }

  private func trials(of measure: Measure) -> [CheckTrial] {
    let periods = resolver.nominalPeriods(of: measure.index)
    let wholes = periods.filter { long in periods.contains { $0 != long && long.contains($0) } }
    if wholes.isEmpty { return [] }
    return cells(of: measure).flatMap { cell in
      wholes.compactMap { compare(measure, cell, $0, periods.filter($0.contains)) }
    }
  }

  private func cells(of measure: Measure) -> [Cell] {
    var seen: Set<Cell> = []
    return resolver.index.closure(of: measure.index).sorted().flatMap { resolver.figures(of: $0) }
      .map { resolver.index[$0].cell }.filter { seen.insert($0).inserted }
  }

  private struct Part {
    let period: Period
    let resolved: Resolved
    let value: ExactDecimal
  }

  private func compare(
    _ measure: Measure, _ cell: Cell, _ period: Period, _ shorter: [Period]
  ) -> CheckTrial? {
    guard ground.isInScope(cell, period), let whole = part(measure, cell, period) else { return nil }
    let parts = shorter.filter { $0 != period }.compactMap { part(measure, cell, $0) }
      .filter { isInside($0, whole) }
    let cover = cover(of: period, by: parts)
    guard let chosen = cover ?? (measure.isNonNegative ? most(of: parts) : nil), !chosen.isEmpty else {
      return nil
    }
    let stated = CheckValue(whole.resolved, resolver)
    let sum = chosen.dropFirst().reduce(CheckValue(chosen[0].resolved, resolver)) {
      $0.combined(CheckValue($1.resolved, resolver), by: .add)
    }
    let isStated = ([whole] + chosen).contains { $0.resolved.status == .reported }
    // A whole that was added up from these very periods proves nothing.
    guard isStated, !stated.figures.isSubset(of: sum.figures) else { return nil }
    let holds = CheckComparison.decide(
      stated, cover == nil ? .greaterOrEqual : .equal, sum, tolerance: ground.tolerance, ofSameDays: false)
    return holds.map {
      ground.trial(.plain(measure.index), cell, period, holds: $0, stated: stated, expected: sum)
    }
  }

  private func part(_ measure: Measure, _ cell: Cell, _ period: Period) -> Part? {
    guard let resolved = ground.whole(measure.index, cell, period), let value = resolved.amount.exact,
      resolved.marks.isDisjoint(with: [.incomplete, .approx])
    else { return nil }
    return Part(period: period, resolved: resolved, value: value)
  }

  /// Where both say which days they count, a part counts none that the whole does not.
  private func isInside(_ part: Part, _ whole: Part) -> Bool {
    let outer = resolver.exactDays(of: whole.resolved.figures)
    return resolver.exactDays(of: part.resolved.figures).allSatisfy { inner in
      outer.allSatisfy { $0.first <= inner.first && inner.last <= $0.last }
    }
  }

  /// Disjoint parts from the first day to the last, longest first; `nil` where there are none.
  private func cover(of period: Period, by parts: [Part]) -> [Part]? {
    var dead: Set<Day> = []
    func walk(from day: Day) -> [Part]? {
      if day > period.last { return [] }
      if dead.contains(day) { return nil }
      for part in parts.filter({ $0.period.first == day }).sorted(by: { $0.period.last > $1.period.last }) {
        if let rest = walk(from: part.period.last.advanced(byDays: 1)) { return [part] + rest }
      }
      dead.insert(day)
      return nil
    }
    return walk(from: period.first)
  }

  /// The disjoint parts that together are most.
  private func most(of parts: [Part]) -> [Part]? {
    let parts = parts.sorted { $0.period.last < $1.period.last }
    var best: [(sum: ExactDecimal, chosen: [Part])] = [(.zero, [])]
    for (position, part) in parts.enumerated() {
      let free = parts[..<position].lastIndex { $0.period.last < part.period.first }.map { $0 + 1 } ?? 0
      guard let sum = best[free].sum.adding(part.value) else { return nil }
      let without = best[position]
      best.append(sum > without.sum ? (sum, best[free].chosen + [part]) : without)
    }
    return best.last?.chosen
  }
}
