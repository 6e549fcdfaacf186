/// Plan → result, over cases, whatever engine counted them.
struct CaseEvaluation {
  let plan: CasePlan
  let catalog: Catalog
  let span: ClosedRange<Day>?
  private let rowCount: Int
  var notes: [Localized] = []
  var query: BoundQuery { plan.query }
  private let formulas: CaseFormulas
  private let baselineFormulas: CaseFormulas
  private let naming: CaseGroupNaming
  /// The order of members that cases have, by dimension.
  private let ranks: [Int: MemberRanks]
  /// Of a row without a time of its own.
  private let coordinates: Coordinates
  private let timePosition: Int?
  private let hasBaseline: Bool
  /// Every group that was found, with its parts and those of its baseline.
  var counted = CountedGroups()
  /// What windows come to in each group, by position; empty where the query has none.
  private var windows: [[WindowCall: Resolved]] = []
  /// Of what the baseline was asked for.
  private var baselineFound: [[CaseGroupKey]: [CasePart]] = [:]
  /// Of groups that are no rows.
  var leftOutParts: [[CasePart]] = []

  /// - Parameter ranks: the order of members that cases have, for dimensions where it is known.
  init(
    _ plan: CasePlan, _ catalog: Catalog, span: ClosedRange<Day>?, rowCount: Int, ranks: [Int: MemberRanks]
  ) {
    self.plan = plan
    self.catalog = catalog
    self.span = span
    self.rowCount = rowCount
    self.ranks = ranks
    let query = plan.query
    formulas = CaseFormulas(query, catalog, plan.leaves)
    baselineFormulas = CaseFormulas(query, catalog, plan.baseline?.leaves ?? [:])
    hasBaseline = query.baseline != nil
    naming = CaseGroupNaming(plan, catalog)
    let whole = plan.aggregation.slots.first.map { $0.ranges[0].lowerBound }
    coordinates = Coordinates(
      cell: Cell(), conditions: [], time: .period(Period(day: whole ?? Day(daysSince1970: 0))),
      asOf: query.asOf, of: catalog)
    timePosition = query.keys.finestTimeField.flatMap { query.keys.firstIndex(of: .time($0)) }
  }

  /// - Parameters:
  ///   - compared: values of the first key that are to stand side by side.
  ///   - aggregate: asks the engine.
  mutating func run(
    comparing compared: [GroupKey]? = nil,
    _ aggregate: (CaseAggregation) throws(QueryError) -> [CaseGroup]
  ) throws(QueryError) -> ResultTable {
    take(try aggregate(plan.aggregation))
    if query.showsMissing { try addMissing(aggregate) }
    try takeBaselines(aggregate)
    let clauses = RowClauses(query, catalog, ranks: ranks)
    let order = clauses.order.defaultOrder(of: counted.groups)
    answerWindows(order)
    let found = meeting(query.having, order, clauses)
    let (kept, others) = ranked(found, clauses)
    var rows = kept.map(row)
    let cut = others.map(row)
    rows = clauses.sort(rows) { quantity($0, $1) }
    rows = withEmptyCells(rows, beside: cut)
    if let compared { rows = clauses.order.defaultOrder(completed(rows, for: compared)) }
    var shown = rows.map { ShownRow($0) }
    shown += sums(rows, cut, clauses)
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
        builder.pivot(table, at: key, found.map { counted.groups[$0] }, found: counted.groups)
    }
    guard let compared else { return table }
    var comparison = ComparisonTable(figures, resolver, comparing: compared)
    for (row, shown) in zip(rows, shown) where !shown.hidden.isEmpty {
      comparison.hidden[row.group] = shown.hidden
    }
    return comparison.table(rows, beside: table)
  }

  // MARK: Groups

  /// The positions of groups that pass a test; only what is shown at last becomes a row.
  private func meeting(_ having: BoundTest?, _ order: [Int], _ clauses: RowClauses) -> [Int] {
    guard let having else { return order }
    // What a closure holds is copied for each group: as little as there can be. Expressions are looked for once.
    let (formulas, parts, windows) = (formulas, counted.parts, windows)
    let test = having.naming { formulas.position(of: $0) }
    return order.filter { position in
      let (own, answers) = (parts[position], windows.isEmpty ? [:] : windows[position])
      return clauses.decide(test) { formulas.value(at: $0, own, answers) } == true
    }
  }

  private mutating func ranked(_ order: [Int], _ clauses: RowClauses) -> (kept: [Int], cut: [Int]) {
    guard let ranking = query.ranking else { return (order, []) }
    let formula = formulas.position(of: ranking.expression)
    let values = order.map { position in
      formulas.quantity(at: formula, counted.parts[position], windows(of: position))
    }
    let ranked = clauses.rank(order.map { counted.groups[$0] }, values, ranking)
    if let note = ranked.note { notes.append(note) }
    return (ranked.kept.map { order[$0] }, ranked.cut.map { order[$0] })
  }

  private func windows(of position: Int) -> [WindowCall: Resolved] {
    windows.indices.contains(position) ? windows[position] : [:]
  }

  /// What counts nothing that is asked for (cases that rates leave out) makes no row.
  private mutating func take(_ found: [CaseGroup]) {
    let measured = plan.measuredAtoms
    let hasKeys = !query.keys.isEmpty
    counted.reserveCapacity(found.count)
    for group in found {
      if hasKeys, measured.allSatisfy({ group.parts[$0].isNothing }) {
        leftOutParts.append(group.parts)
      } else {
        counted.append(naming.group(group.keys), group.parts)
      }
    }
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
        guard !counted.has(group), keys.arePossible(group.keys) else { continue }
        let position = add(empty: group)
        filled.append(self.row(position))
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
        guard !counted.has(group), possible.arePossible(group.keys) else { continue }
        let position = add(empty: group)
        rows.append(row(position))
      }
    }
    return rows
  }

  private var nothing: [CasePart] {
    plan.aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
  }

  /// - Returns: its position.
  private mutating func add(empty group: Group) -> Int {
    let position = counted.append(group, nothing)
    if plan.baseline != nil { addBaselines() }
    return position
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
      let group = naming.group(combination)
      if !counted.has(group), keys.arePossible(group.keys) { counted.append(group, nothing) }
    }
  }

  private func row(_ position: Int) -> EvaluatedRow {
    let group = counted.groups[position]
    var place = coordinates
    if let timePosition, case .period(let period) = group.keys[timePosition] {
      place = coordinates.with(time: .period(period))
    }
    let windows = windows(of: position)
    var answers = formulas.values(counted.parts[position], windows)
    if hasBaseline {
      answers +=
        counted.baseline(position).map { baselineFormulas.values($0) } ?? answers.map { _ in .missing }
    }
    return EvaluatedRow(
      group: group, coordinates: place, baseline: nil, answers: answers, windows: windows,
      position: position)
  }

  // MARK: Values

  private func quantity(_ expression: BoundExpression, _ row: EvaluatedRow) -> Quantity? {
    formulas.quantity(expression, counted.parts[row.position], row.windows)
  }

  func value(
    _ expression: BoundExpression, _ parts: [CasePart], _ windows: [WindowCall: Resolved] = [:]
  ) -> Resolved {
    formulas.value(expression, parts, windows)
  }

  private mutating func answerWindows(_ order: [Int]) {
    let calls = query.windows
    guard !calls.isEmpty else { return }
    let rows = order.map(row)
    let series = CaseWindows(query, rows)
    windows = Array(repeating: [:], count: counted.groups.count)
    for window in calls {
      let values = rows.map { value(window.operand, counted.parts[$0.position]) }
      let operandIsShare = window.operand.isShare(in: catalog)
      for (row, answer) in zip(rows, series.answers(window, values, operandIsShare: operandIsShare)) {
        windows[row.position][window] = answer
      }
    }
  }

  // MARK: Baselines

  private mutating func takeBaselines(
    _ aggregate: (CaseAggregation) throws(QueryError) -> [CaseGroup]
  ) throws(QueryError) {
    guard let baseline = plan.baseline else { return }
    for group in try aggregate(baseline.aggregation) { baselineFound[group.keys] = group.parts }
    addBaselines()
  }

  private mutating func addBaselines() {
    while counted.baselines.count < counted.groups.count {
      counted.append(baseline: baselineParts(of: counted.groups[counted.baselines.count]))
    }
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

  func baselineValue(_ expression: BoundExpression, _ parts: [CasePart]) -> Resolved {
    baselineFormulas.value(expression, parts)
  }
}
