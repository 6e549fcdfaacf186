/// Plan → result, over reported figures.
package struct FigureEvaluator {
  private let library: Library
  private let observer: WorkObserver

  package init(_ library: Library, _ observer: WorkObserver = .none) {
    self.library = library
    self.observer = observer
  }

  /// The answer of a plan: groups in order, each cell with its status, coverage, marks and sources.
  /// - Throws: ``DiagnosticFact/tooManyGroups(limit:)``; ``DiagnosticFact/interrupted``.
  package func evaluate(_ plan: FigurePlan) throws(QueryError) -> ResultTable {
    let index = FigureIndex(catalog: library.catalog, store: library.store, datasets: plan.query.datasets)
    var evaluation = Evaluation(plan, FigureResolver(index, observer))
    return try evaluation.run()
  }
}

/// A row before it is shown: its group and the answers of all columns.
struct EvaluatedRow {
  let group: Group
  let coordinates: Coordinates
  let answers: [Resolved]
}

/// One evaluation under way.
struct Evaluation {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let columns: ColumnEvaluation
  private let planner: FigurePlanner
  private var spans: [Period]
  private var notes: [Localized] = []
  /// What came about on the way, for `why` and `explain`.
  private(set) var record = EvaluationRecord()
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    self.resolver = resolver
    columns = ColumnEvaluation(resolver)
    planner = FigurePlanner(resolver.catalog)
    spans = plan.query.time.spans
  }

  mutating func run() throws(QueryError) -> ResultTable {
    resolveLatest()
    let enumeration = GroupEnumeration(plan, resolver, spans: spans)
    var rows: [EvaluatedRow] = []
    let groups = try enumeration.groups()
    record.noteGroups(groups.count)
    for group in groups {
      try resolver.observer.checkpoint()
      rows.append(evaluate(group))
    }
    if !query.showsMissing { rows.removeAll { $0.answers.allSatisfy { $0.figures.isEmpty } } }
    if query.keys.isEmpty, rows.isEmpty { rows = [evaluate(Group(keys: []))] }
    let found = rows
    if let having = query.having { rows = rows.filter { decide(having, $0.coordinates) == true } }
    rows = RowOrder(query, catalog).defaultOrder(rows)
    let compared = rows
    if let ranking = query.ranking { rows = rank(rows, ranking) }
    rows = sort(rows)
    record.rows = rows
    record.foundCount = found.count
    record.spans = spans
    try resolver.observer.checkpoint()
    let foot = FigureFoot(plan, resolver, spans: spans)
    let builder = ResultBuilder(plan, resolver)
    notes += foot.notes(rows, comparing: compared, of: found)
    let table = builder.table(rows, time: foot.time, notes: notes.capped(at: FigureFoot.mostNotes))
    try resolver.observer.checkpoint()
    return table
  }

  /// Whether some group has a value; the end of the search for what else may be asked.
  var hasValue: Bool {
    var evaluation = self
    evaluation.resolveLatest()
    let groups = (try? GroupEnumeration(plan, resolver, spans: evaluation.spans).groups()) ?? []
    return groups.contains { group in evaluation.evaluate(group).answers.contains { $0.status < .undefined } }
  }

  // MARK: Groups

  private func evaluate(_ group: Group) -> EvaluatedRow {
    let coordinates = coordinates(of: group, spans: spans)
    return EvaluatedRow(
      group: group, coordinates: coordinates,
      answers: plan.columns.map { columns.answer($0, at: coordinates) })
  }

  private func coordinates(of group: Group, spans: [Period]) -> Coordinates {
    var cell = Cell()
    var periods: [Period] = []
    var isPossible = true
    for (key, value) in zip(query.keys, group.keys) {
      switch (key, value) {
      case (.dimension(let dimension), .member(let member)):
        let reference = MemberReference(dimension: dimension, member: member)
        // What a member implies is settled for each measure by the dimensions it has.
        if let narrowed = cell.narrowed(to: reference, within: [], of: catalog) {
          cell = narrowed
        } else {
          isPossible = false
        }
      case (_, .period(let period)): periods.append(period)
      default: break
      }
    }
    let time: TimeExtent
    if let finest = group.finestPeriod(query.keys) {
      time = .period(finest)
      isPossible = isPossible && periods.allSatisfy { $0.contains(finest) }
    } else if spans.count == 1 {
      time = .period(spans[0])
    } else {
      time = .list(spans.isEmpty ? [Period(day: Day(daysSince1970: 0))] : spans)
    }
    let grouped = Set(
      query.keys.compactMap { if case .dimension(let dimension) = $0 { dimension } else { nil } })
    var conditions = query.selections.filter { !grouped.contains($0.dimension) }
    // A group that contradicts itself has no cell: a condition that nothing meets.
    if !isPossible { conditions.append(Selection(dimension: 0, members: [])) }
    return Coordinates(cell: cell, conditions: conditions, time: time, asOf: query.asOf, of: catalog)
  }

  /// `= latest`: the last nominal period of the grain for which the first measure is known, else the last with
  /// a figure of it under the other conditions, so that the foot can say how it is reported; else no period.
  private mutating func resolveLatest() {
    guard let field = query.time.latest, let first = plan.columns.first else { return }
    var candidates: Set<Period> = []
    var reported: Set<Period> = []
    for measure in plan.firstMeasures {
      for position in resolver.figures(of: measure) {
        let figure = resolver.index[position]
        let period = figure.period
        let isInside = spans.isEmpty || spans.contains { $0.contains(period) }
        guard isInside, field.grain == nil || field.grain == period.grain else { continue }
        candidates.insert(period)
        if meetsConditions(figure) { reported.insert(period) }
      }
    }
    let latestFirst = candidates.sorted { ($0.last, $0.lengthInDays) > ($1.last, $1.lengthInDays) }
    let known = latestFirst.first { period in
      let coordinates = Coordinates(
        cell: Cell(), conditions: query.selections, time: .period(period), asOf: query.asOf, of: catalog)
      return columns.answer(first, at: coordinates).status != .missing || hasGroup(in: period)
    }
    guard let period = known ?? latestFirst.first(where: reported.contains) else {
      spans = [Period(day: TimeScope.earliestDay)]
      return
    }
    spans = [period]
    notes.append(Localized(vi: "mới nhất: \(period.display)", en: "latest: \(period.display)"))
  }

  /// The figure names a chosen member of every dimension that the query's conditions restrict.
  private func meetsConditions(_ figure: Figure) -> Bool {
    query.selections.allSatisfy { selection in
      resolver.member(of: selection.dimension, in: figure.cell).map(selection.members.contains) ?? false
    }
  }

  private func hasGroup(in period: Period) -> Bool {
    let groups = (try? GroupEnumeration(plan, resolver, spans: [period]).groups()) ?? []
    return groups.contains { group in
      let coordinates = coordinates(of: group, spans: [period])
      return plan.columns.first.map { columns.answer($0, at: coordinates).status != .missing } ?? false
    }
  }

  // MARK: Tests and order

  /// `nil` where the test cannot be decided.
  private func decide(_ test: BoundTest, _ coordinates: Coordinates) -> Bool? {
    switch test {
    case .not(let inner): return decide(inner, coordinates).map { !$0 }
    case .and(let parts): return TestDecision.all(parts.map { decide($0, coordinates) })
    case .or(let parts): return TestDecision.any(parts.map { decide($0, coordinates) })
    case .state(let expression, let state, let isNegated):
      let status = columns.answer(planner.plan(expression), at: coordinates).status
      return (status.word == state.rawValue) != isNegated
    case .comparison(let left, let comparison, let right):
      let leftAnswer = answer(left, coordinates)
      let rightAnswer = answer(right, coordinates)
      return TestDecision.compare(leftAnswer, comparison, rightAnswer)
    }
  }

  private func answer(_ expression: BoundExpression, _ coordinates: Coordinates) -> Amount {
    if case .number(let value) = expression { return .number(.exact(value)) }
    return columns.answer(planner.plan(expression), at: coordinates).amount
  }

  private func quantity(_ expression: BoundExpression, _ row: EvaluatedRow) -> Quantity? {
    switch answer(expression, row.coordinates) {
    case .number(let quantity): quantity
    case .bounded(_, let value): .exact(value)
    case .undefined: nil
    }
  }

  /// The first n of each group of the `per` key; ties at the cut are broken by the default order and said.
  private mutating func rank(_ rows: [EvaluatedRow], _ ranking: BoundRanking) -> [EvaluatedRow] {
    let values = rows.map { quantity(ranking.expression, $0) }
    let order = RowOrder.byValue(values, isDescending: !ranking.isBottom)
    var taken: [GroupKey?: Int] = [:]
    var last: [GroupKey?: Quantity?] = [:]
    var kept: [Int] = []
    var hasTie = false
    for position in order {
      let key = ranking.perKey.map { rows[position].group.keys[$0] }
      if taken[key, default: 0] < ranking.count {
        taken[key, default: 0] += 1
        last[key] = values[position]
        kept.append(position)
      } else if let cut = last[key], cut == values[position], cut != nil {
        hasTie = true
      }
    }
    if hasTie {
      notes.append(
        Localized(
          vi: "có hàng bằng nhau ở chỗ cắt; giữ hàng đứng trước theo thứ tự mặc định",
          en: "rows tie at the cut; those first in the default order were kept"))
    }
    return kept.map { rows[$0] }
  }

  private func sort(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    guard !query.sort.isEmpty else { return rows }
    let order = RowOrder(query, catalog)
    let values = query.sort.map { key -> [Quantity?] in
      guard case .expression(let expression) = key.target else { return [] }
      return rows.map { quantity(expression, $0) }
    }
    return order.sorted(rows, values)
  }
}
