// How each kind of measure adds up over time.
extension FigureResolver {
  /// The measure over the asked time from other periods; `nil` when its kind has no such road.
  func overTime(_ measure: Int, _ coordinates: Coordinates) -> Resolved? {
    switch (catalog.measures[measure].kind, coordinates.time) {
    case (.flow, .period(let period)): return cover(measure, coordinates, period)
    case (.flow, .list(let periods)): return sum(measure, coordinates, periods)
    case (.closing, .list): return whole(measure, coordinates.with(time: .period(coordinates.time.last)))
    case (.opening, .list): return whole(measure, coordinates.with(time: .period(coordinates.time.first)))
    // A stock of one day stands at that day, whatever the period; a balance over time comes from its formula
    // alone; the other kinds hold for exactly one period.
    case (.closing, .period), (.opening, .period), (.balance, _), (.ratio, _), (.statistic, _), (.stated, _),
      (.index, _), (.rank, _), (.code, _):
      return nil
    }
  }

  /// A complete cover of the period by disjoint shorter ones, coarsest first.
  private func cover(_ measure: Int, _ coordinates: Coordinates, _ period: Period) -> Resolved? {
    pieces(measure, coordinates, covering: period).flatMap { total($0.map(\.part)) }
  }

  /// The periods of that cover, in order, with what is known of each.
  func pieces(
    _ measure: Int, _ coordinates: Coordinates, covering period: Period
  ) -> [(period: Period, part: Resolved)]? {
    let candidates = nominalPeriods(of: measure).filter { $0 != period && period.contains($0) }
    guard !candidates.isEmpty else { return nil }
    var dead: Set<Day> = []
    return cover(measure, coordinates, from: period.first, to: period.last, candidates, &dead)
  }

  private func cover(
    _ measure: Int, _ coordinates: Coordinates, from start: Day, to end: Day, _ candidates: [Period],
    _ dead: inout Set<Day>
  ) -> [(period: Period, part: Resolved)]? {
    if start > end { return [] }
    if dead.contains(start) { return nil }
    let here = candidates.filter { $0.first == start && $0.last <= end }.sorted { $0.last > $1.last }
    for piece in here {
      guard let part = whole(measure, coordinates.with(time: .period(piece))),
        !part.marks.contains(.incomplete)
      else { continue }
      let next = piece.last.advanced(byDays: 1)
      if let rest = cover(measure, coordinates, from: next, to: end, candidates, &dead) {
        return [(piece, part)] + rest
      }
    }
    dead.insert(start)
    return nil
  }

  /// Periods of a list, added one by one; overlapping ones never.
  private func sum(_ measure: Int, _ coordinates: Coordinates, _ periods: [Period]) -> Resolved? {
    for (earlier, later) in zip(periods, periods.dropFirst()) where earlier.overlaps(later) { return nil }
    let parts = periods.map { whole(measure, coordinates.with(time: .period($0))) }
    let found = parts.compactMap { $0 }
    guard found.count == parts.count, !found.contains(where: { $0.marks.contains(.incomplete) }) else {
      return nil
    }
    return total(found)
  }

  private func total(_ parts: [Resolved]) -> Resolved? {
    guard let first = parts.first else { return nil }
    var answer = parts.dropFirst().reduce(first) { Resolved.combining($0, $1, Arithmetic.add) }
    answer.status = max(answer.status, .complete)
    return answer
  }
}
