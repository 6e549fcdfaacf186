/// Plan → result, over cases, whatever engine counted them.
struct CaseEvaluation {
  let plan: CasePlan
  let catalog: Catalog
  let span: ClosedRange<Day>?
  private let rowCount: Int
  var notes: [Localized] = []
  var query: BoundQuery { plan.query }
  let formulas: CaseFormulas
  private let baselineFormulas: CaseFormulas
  private let naming: CaseGroupNaming
  /// The order of members that cases have, by dimension.
  private let ranks: [Int: MemberRanks]
  /// Of a row without a time of its own.
  private let coordinates: Coordinates
  private let timePosition: Int?
  let hasBaseline: Bool
  /// Every group that was found, with its parts and those of its baseline.
  var counted: CountedGroups
  private(set) var windows = WindowAnswers(ofGroups: 0)
  /// Of what the baseline was asked for.
  private var baselineFound: [[CaseGroupKey]: [CasePart]] = [:]
  /// Cases that rates leave out, in groups that are no rows.
  private(set) var leftOutOfRows = 0

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
    counted = CountedGroups(plan)
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
    _ aggregate: (CaseAggregation) throws(QueryError) -> CaseGroups
  ) throws(QueryError) -> ResultTable {
    take(try aggregate(plan.aggregation))
    if query.showsMissing { try addMissing(aggregate) }
    try takeBaselines(aggregate)
    let clauses = RowClauses(query, catalog, ranks: ranks)
    let order = clauses.order.defaultOrder(of: counted)
    answerWindows(order)
    let found = meeting(query.having, order, clauses)
    let (kept, cut) = ranked(found, clauses)
    var places = sorted(kept, clauses)
    places = withEmptyCells(places)
    if let compared {
      let completed = completed(places, for: compared)
      places = clauses.order.defaultOrder(of: counted.chosen(completed)).map { completed[$0] }
    }
    guard isMoreThanGroups || compared != nil else {
      noteData()
      return table(of: places, found)
    }
    let rows = places.map(row)
    let others = cut.map(row)
    var shown = rows.map { ShownRow($0) }
    shown += sums(rows, others, clauses)
    if let limit = query.hideBelow { hide(limit, rows, others, clauses, in: &shown) }
    noteData()
    let table = table(of: shown, found)
    return compared.map { compare($0, rows, shown, beside: table) } ?? table
  }

  /// A row has something held against it, or there are sums of rows, or something is hidden.
  private var isMoreThanGroups: Bool {
    hasBaseline || query.showsTotals || query.ranking?.withOthers == true || query.hideBelow != nil
  }

  // MARK: Groups

  /// The positions of groups that pass a test; only what is shown at last becomes a row.
  private func meeting(_ having: BoundTest?, _ order: [Int], _ clauses: RowClauses) -> [Int] {
    guard let having else { return order }
    // What a closure holds is copied for each group: as little as there can be. Expressions are looked for once.
    let (formulas, counted, windows) = (formulas, counted, windows)
    let test = having.naming { formulas.position(of: $0) }
    return order.filter { position in
      let (own, answers) = (counted.parts(of: position), windows[position])
      return clauses.decide(test) { formulas.value(at: $0, own, answers) } == true
    }
  }

  private mutating func ranked(_ order: [Int], _ clauses: RowClauses) -> (kept: [Int], cut: [Int]) {
    guard let ranking = query.ranking else { return (order, []) }
    let ranked = clauses.rank(counted.chosen(order), quantities(ranking.expression, of: order), ranking)
    if let note = ranked.note { notes.append(note) }
    return (ranked.kept.map { order[$0] }, ranked.cut.map { order[$0] })
  }

  private func sorted(_ places: [Int], _ clauses: RowClauses) -> [Int] {
    clauses.sorted(counted.chosen(places)) { quantities($0, of: places) }.map { places[$0] }
  }

  /// What an expression comes to in some groups; it is looked for once.
  private func quantities(_ expression: BoundExpression, of places: [Int]) -> [Quantity?] {
    let formula = formulas.position(of: expression)
    return places.map { formulas.quantity(at: formula, counted.parts(of: $0), windows[$0]) }
  }

  /// What counts nothing that is asked for (cases that rates leave out) makes no row.
  private mutating func take(_ found: CaseGroups) {
    let measured = plan.measuredAtoms
    let hasKeys = !query.keys.isEmpty
    var kept: [Int] = []
    kept.reserveCapacity(found.count)
    for group in found.indices {
      if hasKeys, measured.allSatisfy({ found.part($0, of: group).isNothing }) {
        if let atom = plan.leftOut, case .count(let count) = found.part(atom, of: group) {
          leftOutOfRows += count
        }
      } else {
        kept.append(group)
      }
    }
    counted.take(kept, of: found, naming)
  }

  /// Where a pivot has a cell without any case, that is a count of 0, not a gap.
  private mutating func withEmptyCells(_ places: [Int]) -> [Int] {
    guard let pivot = query.pivotKey else { return places }
    var filled = places
    let keys = CaseGroupKeys(query, catalog)
    let values = RowOrder(query, catalog).keys(at: pivot, in: counted.chosen(places))
    for place in places {
      for value in values {
        var group = counted.group(place)
        group.keys[pivot] = value
        guard !counted.has(group), keys.arePossible(group.keys) else { continue }
        filled.append(add(empty: group))
      }
    }
    return filled
  }

  /// A row for each value that is compared beside each of the other keys: one without any case counts 0. Periods
  /// that the data do not reach have no row.
  private mutating func completed(_ places: [Int], for compared: [GroupKey]) -> [Int] {
    var places = places.filter { compared.contains(counted.key(0, of: $0)) }
    let possible = CaseGroupKeys(query, catalog)
    let reached = Set(plan.aggregation.slots.compactMap(\.period))
    let compared = compared.filter { value in
      if case .period(let period) = value { reached.contains(period) } else { true }
    }
    let others =
      query.keys.count == 1 ? [[]] : Set(places.map { Array(counted.group($0).keys.dropFirst()) })
    for others in others {
      for value in compared {
        let group = Group(keys: [value] + others)
        guard !counted.has(group), possible.arePossible(group.keys) else { continue }
        places.append(add(empty: group))
      }
    }
    return places
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
    _ aggregate: (CaseAggregation) throws(QueryError) -> CaseGroups
  ) throws(QueryError) {
    var found: [CaseAggregation.Key: Set<CaseGroupKey>] = [:]
    for key in plan.aggregation.keys {
      switch key {
      case .slot: found[key] = Set(plan.aggregation.slots.indices.map { .slot($0) })
      case .timeliness: found[key] = Set(CaseGroupKeys(query, catalog).askedStates.map { .timeliness($0) })
      case .dimension:
        let members = try aggregate(plan.allCases(by: key, span, catalog))
        found[key] = Set(members.flatMap(\.keys))
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
      let group = naming.group(combination[...])
      if !counted.has(group), keys.arePossible(group.keys) { counted.append(group, nothing) }
    }
  }

  private func row(_ position: Int) -> EvaluatedRow {
    let group = counted.group(position)
    var place = coordinates
    if let timePosition, case .period(let period) = group.keys[timePosition] {
      place = coordinates.with(time: .period(period))
    }
    let windows = windows[position]
    return EvaluatedRow(
      group: group, coordinates: place, baseline: nil, answers: answers(position, windows),
      windows: windows, position: position)
  }

  /// Of the measures, then of their baselines.
  private func answers(_ position: Int, _ windows: [WindowCall: Resolved]) -> [Resolved] {
    let answers = formulas.values(counted.parts(of: position), windows)
    guard hasBaseline else { return answers }
    return answers
      + (counted.baseline(position).map { baselineFormulas.values($0[...]) } ?? answers.map { _ in .missing })
  }

  // MARK: Values

  func value(
    _ expression: BoundExpression, _ parts: ArraySlice<CasePart>, _ windows: [WindowCall: Resolved] = [:]
  ) -> Resolved {
    formulas.value(expression, parts, windows)
  }

  private mutating func answerWindows(_ order: [Int]) {
    let calls = query.windows
    guard !calls.isEmpty else { return }
    let rows = order.map(row)
    let series = CaseWindows(query, rows)
    windows = WindowAnswers(ofGroups: counted.count)
    for window in calls {
      let values = rows.map { value(window.operand, counted.parts(of: $0.position)) }
      let operandIsShare = window.operand.isShare(in: catalog)
      for (row, answer) in zip(rows, series.answers(window, values, operandIsShare: operandIsShare)) {
        windows.set(window, of: row.position, to: answer)
      }
    }
  }

  // MARK: Baselines

  private mutating func takeBaselines(
    _ aggregate: (CaseAggregation) throws(QueryError) -> CaseGroups
  ) throws(QueryError) {
    guard let baseline = plan.baseline else { return }
    for group in try aggregate(baseline.aggregation) {
      baselineFound[Array(group.keys)] = Array(group.parts)
    }
    addBaselines()
  }

  private mutating func addBaselines() {
    while counted.baselines.count < counted.count {
      counted.append(baseline: baselineParts(of: counted.group(counted.baselines.count)))
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
    baselineFormulas.value(expression, parts[...])
  }
}
