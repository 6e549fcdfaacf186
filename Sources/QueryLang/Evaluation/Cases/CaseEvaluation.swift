/// Plan → result, over cases, whatever engine counted them.
struct CaseEvaluation {
  let plan: CasePlan
  let catalog: Catalog
  let span: ClosedRange<Day>?
  private let rowCount: Int
  var notes: [Localized] = []
  var query: BoundQuery { plan.query }
  /// The columns with every formula written out.
  private let columns: [BoundExpression]
  /// The parts of every group that was found, and of its baseline.
  var parts: [Group: [CasePart]] = [:]
  var baselineParts: [Group: [CasePart]] = [:]
  /// Of what the baseline was asked for.
  private var baselineFound: [[CaseGroupKey]: [CasePart]] = [:]
  /// Of groups that are no rows.
  var leftOutParts: [[CasePart]] = []

  init(_ plan: CasePlan, _ catalog: Catalog, span: ClosedRange<Day>?, rowCount: Int) {
    self.plan = plan
    self.catalog = catalog
    self.span = span
    self.rowCount = rowCount
    var usesRates = false
    columns = plan.query.measures.map { CasePlanner.expanded($0.expression, catalog, &usesRates) }
  }

  /// - Parameters:
  ///   - compared: values of the first key that are to stand side by side.
  ///   - aggregate: asks the engine.
  mutating func run(
    comparing compared: [GroupKey]? = nil,
    _ aggregate: (CaseAggregation) throws(QueryError) -> [CaseGroup]
  ) throws(QueryError) -> ResultTable {
    for group in try aggregate(plan.aggregation) { take(group) }
    if !query.keys.isEmpty {
      // What counts nothing that is asked for (cases that rates leave out) makes no row.
      for (group, found) in parts where plan.measuredAtoms.allSatisfy({ found[$0].isNothing }) {
        leftOutParts.append(found)
        parts[group] = nil
      }
    }
    if query.showsMissing { try addMissing(aggregate) }
    try takeBaselines(aggregate)
    let clauses = RowClauses(query, catalog)
    var rows = clauses.order.defaultOrder(parts.keys.map(row))
    rows = withWindows(rows)
    if let having = query.having {
      // One copy for all rows: what changes while it runs would be copied for each.
      let values = self
      rows = rows.filter { row in clauses.decide(having) { values.resolved($0, row) } == true }
    }
    let found = rows
    var cut: [EvaluatedRow] = []
    if let ranking = query.ranking {
      let values = rows.map { quantity(ranking.expression, $0) }
      let ranked = clauses.rank(rows, values, ranking)
      (rows, cut) = (ranked.kept, ranked.cut)
      if let note = ranked.note { notes.append(note) }
    }
    rows = clauses.sort(rows) { quantity($0, $1) }
    rows = withEmptyCells(rows, beside: query.ranking?.withOthers == true ? cut : [])
    if let compared { rows = clauses.order.defaultOrder(completed(rows, for: compared)) }
    var shown =
      rows.map { ShownRow(kind: .group, keys: shownKeys($0.group), answers: $0.answers) }
      + sums(rows, cut, clauses)
    if let limit = query.hideBelow { hide(limit, rows, cut, clauses, in: &shown) }
    noteTime()
    noteLeftOut()
    let figures = FigurePlan(query: query, columns: [], firstMeasures: [], allMeasures: [])
    let resolver = FigureResolver(
      FigureIndex(catalog: catalog, store: FigureStore(), datasets: []), .none)
    let builder = ResultBuilder(figures, resolver)
    var table = builder.table(shown, time: time, notes: notes.capped(at: FigureFoot.mostNotes))
    if let key = query.pivotKey {
      table =
        builder.pivot(table, at: key, found.map(\.group), found: Array(parts.keys))
    }
    guard let compared else { return table }
    var comparison = ComparisonTable(figures, resolver, comparing: compared)
    for (row, shown) in zip(rows, shown) where !shown.hidden.isEmpty {
      comparison.hidden[row.group] = shown.hidden
    }
    return comparison.table(rows, beside: table)
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
  private mutating func withEmptyCells(_ rows: [EvaluatedRow], beside cut: [EvaluatedRow]) -> [EvaluatedRow] {
    guard let pivot = query.pivotKey else { return rows }
    var filled = rows
    let keys = CaseGroupKeys(query, catalog)
    let values = RowOrder(query, catalog).keys(at: pivot, in: rows.map(\.group))
    for row in rows {
      for value in values {
        var group = row.group
        group.keys[pivot] = value
        guard parts[group] == nil, keys.arePossible(group.keys) else { continue }
        add(empty: group)
        filled.append(self.row(group))
      }
    }
    return filled
  }

  /// A row for each value that is compared beside each of the other keys: one without any case counts 0. Periods
  /// that the data do not reach have no row.
  private mutating func completed(_ rows: [EvaluatedRow], for compared: [GroupKey]) -> [EvaluatedRow] {
    var rows = rows.filter { compared.contains($0.group.keys[0]) }
    let possible = CaseGroupKeys(query, catalog)
    let reached = Set(plan.aggregation.slots.compactMap(\.period))
    let compared = compared.filter { value in
      if case .period(let period) = value { reached.contains(period) } else { true }
    }
    let others = query.keys.count == 1 ? [[]] : Set(rows.map { Array($0.group.keys.dropFirst()) })
    for others in others {
      for value in compared {
        let group = Group(keys: [value] + others)
        guard parts[group] == nil, possible.arePossible(group.keys) else { continue }
        add(empty: group)
        rows.append(row(group))
      }
    }
    return rows
  }

  private var nothing: [CasePart] {
    plan.aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
  }

  private mutating func add(empty group: Group) {
    parts[group] = nothing
    baselineParts[group] = baselineParts(of: group)
  }

  /// Every combination of what cases under the query's conditions say at all, and of the times asked for.
  private mutating func addMissing(
    _ aggregate: (CaseAggregation) throws(QueryError) -> [CaseGroup]
  ) throws(QueryError) {
    var found: [CaseAggregation.Key: Set<CaseGroupKey>] = [:]
    for key in plan.aggregation.keys {
      switch key {
      case .slot: found[key] = Set(plan.aggregation.slots.indices.map { .slot($0) })
      case .timeliness: found[key] = Set(CaseGroupKeys(query, catalog).askedStates.map { .timeliness($0) })
      case .dimension:
        let members = try aggregate(plan.allCases(by: key, span, catalog)).map { $0.keys[0] }
        found[key] = Set(members)
      }
    }
    var combinations: [[CaseGroupKey]] = [[]]
    for key in plan.aggregation.keys {
      let values = found[key] ?? []
      if combinations.count * values.count > CaseEngine.mostGroups {
        throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
      }
      combinations = combinations.flatMap { keys in values.map { keys + [$0] } }
    }
    let keys = CaseGroupKeys(query, catalog)
    for combination in combinations {
      let group = group(combination)
      if parts[group] == nil, keys.arePossible(group.keys) { parts[group] = nothing }
    }
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

  func value(
    _ expression: BoundExpression, _ parts: [CasePart], _ windows: [WindowCall: Resolved] = [:],
    leaves: [MeasureReference: CasePlan.Leaf]? = nil
  ) -> Resolved {
    var usesRates = false
    return value(
      expanded: CasePlanner.expanded(expression, catalog, &usesRates), parts, windows, leaves: leaves)
  }

  private func value(
    expanded expression: BoundExpression, _ parts: [CasePart], _ windows: [WindowCall: Resolved] = [:],
    leaves: [MeasureReference: CasePlan.Leaf]? = nil
  ) -> Resolved {
    CaseArithmetic(leaves: leaves ?? plan.leaves, parts: parts, windows: windows).value(expression)
  }

  private func withWindows(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    let windows = query.windows
    guard !windows.isEmpty else { return rows }
    var filled = rows
    let series = CaseWindows(query, rows)
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
    guard let baseline = plan.baseline else { return }
    for group in try aggregate(baseline.aggregation) { baselineFound[group.keys] = group.parts }
    for group in parts.keys { baselineParts[group] = baselineParts(of: group) }
  }

  /// `nil` where the group has no counterpart; one without any case counts none.
  private func baselineParts(of group: Group) -> [CasePart]? {
    guard let baseline = plan.baseline, let key = baselineKey(of: group, baseline) else { return nil }
    return baselineFound[key]
      ?? baseline.aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
  }

  private func baselineKey(of group: Group, _ baseline: CasePlan.Baseline) -> [CaseGroupKey]? {
    guard let slot = baseline.slotOfPeriod[group.finestPeriod(query.keys)] else { return nil }
    var keys: [CaseGroupKey] = []
    for key in baseline.aggregation.keys {
      switch key {
      case .slot: keys.append(.slot(slot))
      case .dimension(let dimension):
        guard let position = query.keys.firstIndex(of: .dimension(dimension)) else { return nil }
        if case .member(let member) = group.keys[position] {
          keys.append(.member(member))
        } else {
          keys.append(.member(nil))
        }
      case .timeliness:
        guard let state = CaseGroupKeys(query, catalog).state(of: group.keys) else { return nil }
        keys.append(.timeliness(state))
      }
    }
    return keys
  }

  private func baselineAnswers(_ group: Group) -> [Resolved] {
    guard query.baseline != nil else { return [] }
    return columns.map { column in
      baselineParts[group].map { value(expanded: column, $0, leaves: plan.baseline?.leaves) } ?? .missing
    }
  }

  func baselineValue(_ expression: BoundExpression, _ parts: [CasePart]) -> Resolved {
    value(expression, parts, leaves: plan.baseline?.leaves)
  }
}
