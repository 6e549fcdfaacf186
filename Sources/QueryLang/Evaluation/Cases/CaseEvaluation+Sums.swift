// What rows of cases come to together, and which counts are too small to tell.
extension CaseEvaluation {
  /// What `top` left out, then the totals; with a pivot those of each of its columns.
  mutating func sums(
    _ rows: [EvaluatedRow], _ cut: [EvaluatedRow], _ clauses: RowClauses
  ) -> [ShownRow] {
    summedRows(rows, cut, clauses).map { sumRow($0.kind, $0.keys, $0.rows) }
  }

  private func summedRows(
    _ rows: [EvaluatedRow], _ cut: [EvaluatedRow], _ clauses: RowClauses
  ) -> [(kind: ResultRow.Kind, keys: [GroupKey?], rows: [EvaluatedRow])] {
    let pivot = [query.pivotKey].compactMap { $0 }
    let left = query.ranking?.withOthers == true ? cut : []
    let others = clauses.parted(left, at: pivot + [query.ranking?.perKey].compactMap { $0 })
    let totals = query.showsTotals ? clauses.parted(rows + left, at: pivot) : []
    return others.map { (.others, $0.keys, $0.rows) } + totals.map { (.totalOfRows, $0.keys, $0.rows) }
  }

  /// Marks what is hidden; the rows of `shown` are those of `rows`, then their sums.
  mutating func hide(
    _ limit: Int, _ rows: [EvaluatedRow], _ cut: [EvaluatedRow], _ clauses: RowClauses,
    in shown: inout [ShownRow]
  ) {
    let groups = rows.map { [$0] } + summedRows(rows, cut, clauses).map(\.rows)
    let looked = zip(shown, groups).map { row, members in
      SmallCounts.Row(
        kind: row.kind, part: query.pivotKey.flatMap { row.keys[$0] },
        parts: merged(
          members.map { ($0.group, Array(counted.parts(of: $0.position))) }, plan.aggregation.atoms) ?? [],
        baseline: merged(
          members.map { ($0.group, counted.baseline($0.position)) }, plan.baseline?.aggregation.atoms ?? [])
          ?? [],
        values: query.measures.indices.map { measure in
          if case .number(let quantity) = row.answers[measure].amount { quantity } else { nil }
        })
    }
    let hidden = SmallCounts(limit, plan, catalog).hidden(looked)
    for (index, measures) in hidden.enumerated() { shown[index].hidden = measures }
    guard hidden.contains(where: { !$0.isEmpty }) else { return }
    notes.append(
      Localized(
        vi: "số dưới \(limit) hồ sơ được giấu, cùng những số có thể làm lộ ra chúng",
        en: "counts below \(limit) cases are hidden, and with them what would tell them"))
  }

  private func sumRow(
    _ kind: ResultRow.Kind, _ keys: [GroupKey?], _ rows: [EvaluatedRow]
  ) -> ShownRow {
    var row = ShownRow(kind, keys: keys, answers: sum(rows))
    for (position, measure) in query.measures.enumerated()
    where measure.expression.windows.contains(where: { !$0.addsUp }) && !overlap(rows.map(\.group)) {
      row.notApplicable.insert(position)
    }
    return row
  }

  /// Periods that share days: nothing is a sum over them.
  private func overlap(_ groups: [Group]) -> Bool {
    let periods = Set(groups.compactMap { $0.finestPeriod(query.keys) }).sorted()
    return zip(periods, periods.dropFirst()).contains { $0.overlaps($1) }
  }

  /// Groups of cases never overlap: their parts add up, stocks at the last (the first) of their times.
  private func sum(_ rows: [EvaluatedRow]) -> [Resolved] {
    let atoms = plan.aggregation.atoms
    let own = merged(rows.map { ($0.group, Array(counted.parts(of: $0.position))) }, atoms)
    let answers = query.measures.map { measure in
      own.map { value(measure.expression, $0[...], sumWindows(measure.expression, rows)) } ?? .missing
    }
    guard let baseline = query.baseline else { return answers }
    // One thing that all rows are held against is no sum of parts.
    let isOfKey =
      switch baseline {
      case .member(let reference): query.keys.contains(.dimension(reference.dimension))
      case .period: query.keys.contains(where: \.isTime)
      case .previous, .lastYear: false
      }
    let against =
      isOfKey
      ? nil
      : merged(rows.map { ($0.group, counted.baseline($0.position)) }, plan.baseline?.aggregation.atoms ?? [])
    return answers
      + query.measures.map { measure in against.map { baselineValue(measure.expression, $0) } ?? .missing }
  }

  /// Shares of the same whole add up; nothing else about rows does.
  private func sumWindows(_ expression: BoundExpression, _ rows: [EvaluatedRow]) -> [WindowCall: Resolved] {
    var sums: [WindowCall: Resolved] = [:]
    for window in expression.windows {
      let values = rows.compactMap { $0.windows[window] }.filter { $0.status != .missing }
      guard window.addsUp, let first = values.first else {
        sums[window] = .missing
        continue
      }
      sums[window] = values.dropFirst().reduce(first) { Resolved.combining($0, $1, Arithmetic.add) }
    }
    return sums
  }

  /// `nil` where something is not known, or the rows are no separate parts.
  private func merged(_ groups: [(group: Group, parts: [CasePart]?)], _ atoms: [CaseAtom]) -> [CasePart]? {
    if overlap(groups.map(\.group)) { return nil }
    let periods = groups.compactMap { $0.group.finestPeriod(query.keys) }
    let (first, last) = (periods.min(), periods.max { $0.last < $1.last })
    var total: [CasePart]?
    for (group, parts) in groups {
      guard let parts else { return nil }
      let period = group.finestPeriod(query.keys)
      let counted = parts.enumerated().map { index, part -> CasePart in
        switch atoms[index].placing {
        case .closing where period != last: .count(0)
        case .opening where period != first: .count(0)
        case .event, .closing, .opening: part
        }
      }
      guard let sum = total else {
        total = counted
        continue
      }
      total = zip(sum, counted).map { $0.merged(with: $1) ?? .none }
    }
    return total
  }
}
