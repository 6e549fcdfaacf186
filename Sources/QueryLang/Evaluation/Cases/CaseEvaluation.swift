/// Plan → result, over cases, whatever engine counted them.
struct CaseEvaluation {
  private let plan: CasePlan
  private let catalog: Catalog
  private let span: ClosedRange<Day>?
  private let rowCount: Int
  private var notes: [Localized] = []
  private var query: BoundQuery { plan.query }
  /// The columns with every formula written out.
  private let columns: [BoundExpression]
  /// The parts of every group that was found, and of its baseline.
  private var parts: [Group: [CasePart]] = [:]
  private var baselineParts: [Group: [CasePart]] = [:]

  init(_ plan: CasePlan, _ catalog: Catalog, span: ClosedRange<Day>?, rowCount: Int) {
    self.plan = plan
    self.catalog = catalog
    self.span = span
    self.rowCount = rowCount
    var usesRates = false
    columns = plan.query.measures.map { CasePlanner.expanded($0.expression, catalog, &usesRates) }
  }

  /// - Parameter aggregate: asks the engine.
  mutating func run(
    _ aggregate: (CaseAggregation) throws(QueryError) -> [CaseGroup]
  ) throws(QueryError) -> ResultTable {
    for group in try aggregate(plan.aggregation) { take(group) }
    if query.baseline != nil { try takeBaselines(aggregate) }
    let clauses = RowClauses(query, catalog)
    var rows = clauses.order.defaultOrder(parts.keys.map(row))
    if !query.keys.isEmpty, !query.showsMissing {
      rows.removeAll { row in
        parts[row.group].map { parts in plan.measuredAtoms.allSatisfy { parts[$0].isNothing } } ?? true
      }
    }
    rows = withWindows(rows)
    if let having = query.having {
      rows = rows.filter { row in clauses.decide(having) { resolved($0, row) } == true }
    }
    let compared = rows
    var cut: [EvaluatedRow] = []
    if let ranking = query.ranking {
      let values = rows.map { quantity(ranking.expression, $0) }
      let ranked = clauses.rank(rows, values, ranking)
      (rows, cut) = (ranked.kept, ranked.cut)
      if let note = ranked.note { notes.append(note) }
    }
    rows = clauses.sort(rows) { quantity($0, $1) }
    rows = withEmptyCells(rows)
    var shown =
      rows.map { ShownRow(kind: .group, keys: shownKeys($0.group), answers: $0.answers) }
      + sums(rows, cut, clauses)
    if let limit = query.hideBelow { hide(limit, rows, cut, clauses, in: &shown) }
    noteTime()
    noteLeftOut()
    let builder = ResultBuilder(
      FigurePlan(query: query, columns: [], firstMeasures: [], allMeasures: []),
      FigureResolver(FigureIndex(catalog: catalog, store: FigureStore(), datasets: []), .none))
    var table = builder.table(shown, time: time, notes: notes.capped(at: FigureFoot.mostNotes))
    if let key = query.pivotKey {
      table =
        builder.pivot(table, at: key, compared.map(\.group), found: Array(parts.keys))
    }
    return table
  }

  // MARK: Groups

  private mutating func take(_ group: CaseGroup) {
    parts[self.group(group.keys)] = group.parts
  }

  /// The aggregation has one key of time, the finest; coarser ones follow from it.
  private func group(_ found: [CaseGroupKey]) -> Group {
    var values: [CaseAggregation.Key: CaseGroupKey] = [:]
    for (key, value) in zip(plan.aggregation.keys, found) { values[key] = value }
    return Group(
      keys: query.keys.map { key in
        switch key {
        case .time(let field):
          guard case .slot(let slot)? = values[.slot], let period = plan.aggregation.slots[slot].period
          else { return .missing }
          guard let grain = field.grain, grain != period.grain else { return .period(period) }
          return Period.containing(period.first, grain: grain).map { .period($0) } ?? .missing
        case .dimension(let dimension):
          switch values[.dimension(dimension)] ?? values[.timeliness] {
          case .member(let member)?: return member.map { .member($0) } ?? .missing
          case .timeliness(let state)?:
            return catalog.dimensions[dimension].member(id: state.rawValue).map { .member($0) } ?? .missing
          default: return .missing
          }
        }
      })
  }

  /// Where a pivot has a cell without any case, that is a count of 0, not a gap.
  private mutating func withEmptyCells(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    guard let pivot = query.pivotKey else { return rows }
    var filled = rows
    var seen: Set<Group> = []
    let values = RowOrder(query, catalog).keys(at: pivot, in: rows.map(\.group))
    for row in rows {
      for value in values {
        var group = row.group
        group.keys[pivot] = value
        guard parts[group] == nil, seen.insert(group).inserted else { continue }
        parts[group] = plan.aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
        filled.append(self.row(group))
      }
    }
    return filled
  }

  private func shownKeys(_ group: Group) -> [GroupKey?] { group.keys }

  private func row(_ group: Group) -> EvaluatedRow {
    let period = group.finestPeriod(query.keys)
    let whole = plan.aggregation.slots.first.map { $0.ranges[0].lowerBound }
    let day = whole ?? Day(daysSince1970: 0)
    var row = EvaluatedRow(
      group: group,
      coordinates: Coordinates(
        cell: Cell(), conditions: [], time: .period(period ?? Period(day: day)), asOf: query.asOf, of: catalog
      ),
      baseline: nil, answers: [])
    let parts = parts[group] ?? []
    row.answers = columns.map { value(expanded: $0, parts) } + baselineAnswers(group)
    return row
  }

  // MARK: Values

  private func resolved(_ expression: BoundExpression, _ row: EvaluatedRow) -> Resolved {
    value(expression, parts[row.group] ?? [], row.windows)
  }

  private func quantity(_ expression: BoundExpression, _ row: EvaluatedRow) -> Quantity? {
    if case .number(let quantity) = resolved(expression, row).amount { return quantity }
    return nil
  }

  private func value(
    _ expression: BoundExpression, _ parts: [CasePart], _ windows: [WindowCall: Resolved] = [:]
  ) -> Resolved {
    var usesRates = false
    return value(expanded: CasePlanner.expanded(expression, catalog, &usesRates), parts, windows)
  }

  private func value(
    expanded expression: BoundExpression, _ parts: [CasePart], _ windows: [WindowCall: Resolved] = [:]
  ) -> Resolved {
    CaseArithmetic(plan: plan, parts: parts, windows: windows).value(expression)
  }

  private func withWindows(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    let windows = query.windows
    guard !windows.isEmpty else { return rows }
    var filled = rows
    let series = RowWindows(query, rows, catalog)
    for window in windows {
      let values = rows.map { value(window.operand, parts[$0.group] ?? []) }
      let operandIsShare = window.operand.isShare(in: catalog)
      for (index, answer) in series.answers(window, values, operandIsShare: operandIsShare).enumerated() {
        filled[index].windows[window] = answer
      }
    }
    for index in filled.indices {
      for (position, measure) in query.measures.enumerated() where !measure.expression.windows.isEmpty {
        filled[index].answers[position] = resolved(measure.expression, filled[index])
      }
    }
    return filled
  }

  // MARK: Baselines

  private mutating func takeBaselines(
    _ aggregate: (CaseAggregation) throws(QueryError) -> [CaseGroup]
  ) throws(QueryError) {
    guard let baseline = query.baseline else { return }
    var asked = plan.aggregation
    switch baseline {
    case .period(let period):
      asked.slots = [CaseSlot(ranges: [query.periods.days(of: period)], period: period)]
      asked.keys.removeAll { $0 == .slot }
    case .previous(let grain): asked.slots = shifted { $0.grain == grain ? $0.previous : nil }
    case .lastYear(let grain): asked.slots = shifted { $0.grain == grain ? $0.aYearBefore : nil }
    case .member(let reference):
      asked.keys.removeAll { $0 == .dimension(reference.dimension) }
      asked.conditions.removeAll { $0.dimension == reference.dimension }
      asked.conditions.append(Selection(dimension: reference.dimension, members: [reference.member]))
      asked.conditions.sort { $0.dimension < $1.dimension }
    }
    guard !asked.slots.isEmpty else { return }
    var found: [[CaseGroupKey]: [CasePart]] = [:]
    for group in try aggregate(asked) { found[group.keys] = group.parts }
    for group in parts.keys {
      guard let key = baselineKey(of: group, asked) else { continue }
      baselineParts[group] = found[key]
    }
  }

  /// The slots with their period exchanged; a slot that has no counterpart is left out.
  private func shifted(_ counterpart: (Period) -> Period?) -> [CaseSlot] {
    plan.aggregation.slots.compactMap { slot -> CaseSlot? in
      let asked = query.time.spans.count == 1 ? query.time.spans[0] : nil
      let own = slot.period ?? asked ?? Period(first: slot.ranges[0].lowerBound, last: slot.closing)
      return own.flatMap(counterpart).map { CaseSlot(ranges: [query.periods.days(of: $0)], period: $0) }
    }
  }

  private func baselineKey(of group: Group, _ asked: CaseAggregation) -> [CaseGroupKey]? {
    var keys: [CaseGroupKey] = []
    for key in asked.keys {
      switch key {
      case .slot:
        guard let period = group.finestPeriod(query.keys),
          let counterpart = counterpart(of: period),
          let slot = asked.slots.firstIndex(where: { $0.period == counterpart })
        else { return nil }
        keys.append(.slot(slot))
      case .dimension(let dimension):
        guard let position = query.keys.firstIndex(of: .dimension(dimension)) else { return nil }
        if case .member(let member) = group.keys[position] {
          keys.append(.member(member))
        } else {
          keys.append(.member(nil))
        }
      case .timeliness: return nil
      }
    }
    return keys
  }

  private func counterpart(of period: Period) -> Period? {
    switch query.baseline {
    case .previous(let grain): period.grain == grain ? period.previous : nil
    case .lastYear(let grain): period.grain == grain ? period.aYearBefore : nil
    case .period(let other): other
    case .member, nil: period
    }
  }

  private func baselineAnswers(_ group: Group) -> [Resolved] {
    guard query.baseline != nil else { return [] }
    return columns.map { column in baselineParts[group].map { value(expanded: column, $0) } ?? .missing }
  }

  // MARK: Sums

  /// What `top` left out, then the totals; with a pivot those of each of its columns.
  private mutating func sums(
    _ rows: [EvaluatedRow], _ cut: [EvaluatedRow], _ clauses: RowClauses
  ) -> [ShownRow] {
    summedRows(rows, cut, clauses).map { ShownRow(kind: $0.kind, keys: $0.keys, answers: sum($0.rows)) }
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
  private mutating func hide(
    _ limit: Int, _ rows: [EvaluatedRow], _ cut: [EvaluatedRow], _ clauses: RowClauses,
    in shown: inout [ShownRow]
  ) {
    let groups = rows.map { [$0] } + summedRows(rows, cut, clauses).map(\.rows)
    let looked = zip(shown, groups).map { row, members in
      SmallCounts.Row(
        kind: row.kind, part: query.pivotKey.flatMap { row.keys[$0] },
        parts: merged(members.map { ($0.group, parts[$0.group]) }) ?? [],
        baseline: merged(members.map { ($0.group, baselineParts[$0.group]) }) ?? [],
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

  /// Groups of cases never overlap: their parts add up, stocks at the last (the first) of their times.
  private func sum(_ rows: [EvaluatedRow]) -> [Resolved] {
    let own = merged(rows.map { ($0.group, parts[$0.group]) })
    let answers = query.measures.map { measure in
      own.map { value(measure.expression, $0, sumWindows(measure.expression, rows)) } ?? .missing
    }
    guard let baseline = query.baseline else { return answers }
    // One thing that all rows are held against is no sum of parts.
    let isOfKey =
      switch baseline {
      case .member(let reference): query.keys.contains(.dimension(reference.dimension))
      case .period: query.keys.contains(where: \.isTime)
      case .previous, .lastYear: false
      }
    let against = isOfKey ? nil : merged(rows.map { ($0.group, baselineParts[$0.group]) })
    return answers
      + query.measures.map { measure in against.map { value(measure.expression, $0) } ?? .missing }
  }

  /// Shares of the same whole add up; nothing else about rows does.
  private func sumWindows(_ expression: BoundExpression, _ rows: [EvaluatedRow]) -> [WindowCall: Resolved] {
    var sums: [WindowCall: Resolved] = [:]
    for window in expression.windows {
      let values = rows.compactMap { $0.windows[window] }.filter { $0.status != .missing }
      guard window.function == .share, window.within == nil, let first = values.first else {
        sums[window] = .missing
        continue
      }
      sums[window] = values.dropFirst().reduce(first) { Resolved.combining($0, $1, Arithmetic.add) }
    }
    return sums
  }

  private func merged(_ groups: [(group: Group, parts: [CasePart]?)]) -> [CasePart]? {
    let periods = groups.compactMap { $0.group.finestPeriod(query.keys) }
    let (first, last) = (periods.min(), periods.max { $0.last < $1.last })
    var total: [CasePart]?
    for (group, parts) in groups {
      guard let parts else { continue }
      let period = group.finestPeriod(query.keys)
      let counted = parts.enumerated().map { index, part -> CasePart in
        switch plan.aggregation.atoms[index].placing {
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

  // MARK: Notes

  private var time: Localized? {
    guard let span else { return nil }
    let asked = plan.isWholeTime ? nil : query.time.spans
    if let asked, !asked.isEmpty, !query.time.isOpen {
      return Localized(both: asked.map(\.display).joined(separator: ", "))
    }
    return Period(first: span.lowerBound, last: span.upperBound).map { Localized(both: $0.display) }
  }

  private mutating func noteTime() {
    guard let span else { return }
    if query.periods == .reporting {
      notes.append(
        Localized(
          vi: "kỳ theo quy định báo cáo: từ ngày 15 đến ngày 14",
          en: "periods of reports: from the 15th to the 14th"))
    }
    let hasStock = plan.aggregation.atoms.contains { $0.placing == .closing || $0.placing == .opening }
    let last = span.upperBound.dayMonthYear
    if plan.isWholeTime, !query.keys.contains(where: \.isTime) {
      notes.append(
        Localized(
          vi: "không có điều kiện thời gian: tính trên toàn bộ dữ liệu"
            + (hasStock ? ", số tồn đến cuối ngày \(last)" : ""),
          en: "no condition on time: all the data" + (hasStock ? ", stocks as of the end of \(last)" : "")))
    } else if let end = plan.aggregation.slots.last?.closing, end > span.upperBound {
      notes.append(
        Localized(vi: "dữ liệu hết ngày \(last)", en: "the data end on \(last)"))
    }
  }

  private mutating func noteLeftOut() {
    guard let atom = plan.leftOut else { return }
    var count = 0
    for parts in parts.values { if case .count(let part) = parts[atom] { count += part } }
    guard count > 0 else { return }
    notes.append(
      Localized(
        vi: "tỷ lệ không tính \(count) hồ sơ đã giải quyết không có ngày hẹn trả",
        en: "rates leave out \(count) resolved cases without a due date"))
  }
}

extension CasePlan {
  /// The atoms that the query's own columns are made of.
  var measuredAtoms: [Int] {
    let own = Set(leaves.values.map(\.atom))
    return own.sorted()
  }
}
