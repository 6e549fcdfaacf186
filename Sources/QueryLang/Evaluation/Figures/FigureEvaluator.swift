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

  /// The answer of a comparison.
  /// - Throws: also ``DiagnosticFact/notComparable(_:)``, where the ground differs and nobody said it may.
  package func evaluate(_ comparison: BoundComparison) throws(QueryError) -> ResultTable {
    let plan = FigurePlanner(library.catalog).plan(comparison.query)
    let index = FigureIndex(catalog: library.catalog, store: library.store, datasets: plan.query.datasets)
    var evaluation = Evaluation(plan, FigureResolver(index, observer))
    return try evaluation.compare(comparison)
  }
}

/// A row before it is shown: its group and the answers of all columns.
struct EvaluatedRow {
  let group: Group
  let coordinates: Coordinates
  /// Where the baseline of the row is looked up, if there is one.
  let baseline: Coordinates?
  /// Of the columns, then of their baselines.
  var answers: [Resolved]
  /// What windows come to in this row.
  var windows: [WindowCall: Resolved] = [:]
  /// Of its group, where groups are known by position.
  var position = 0

  /// Where the answer at a position was looked up.
  func coordinates(at position: Int, of plan: FigurePlan) -> Coordinates? {
    position < plan.columns.count ? coordinates : baseline
  }
}

/// A row as it is shown: a group, or a sum of rows.
struct ShownRow {
  let kind: ResultRow.Kind
  /// Of a row that is one group.
  let group: Group?
  private let keysOfSum: [GroupKey?]
  let answers: [Resolved]
  /// Answers that nothing could give, whatever is reported.
  var notApplicable: Set<Int> = []
  /// Measures that are hidden, and whether because they are small counts themselves.
  var hidden: [Int: Bool] = [:]
  /// Measures of a sum that are known in other rows than their baseline: what has changed is not known.
  var unmatched: Set<Int> = []

  init(_ row: EvaluatedRow) {
    kind = .group
    group = row.group
    keysOfSum = []
    answers = row.answers
  }

  /// A sum of rows.
  /// - Parameter keys: `nil` for those that it runs over.
  init(_ kind: ResultRow.Kind, keys: [GroupKey?], answers: [Resolved], unmatched: Set<Int> = []) {
    self.kind = kind
    group = nil
    keysOfSum = keys
    self.answers = answers
    self.unmatched = unmatched
  }

  /// `nil` for a key that a sum runs over.
  var keys: [GroupKey?] { group.map { $0.keys.map { $0 } } ?? keysOfSum }
}

/// One evaluation under way.
struct Evaluation {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let columns: ColumnEvaluation
  private let planner: FigurePlanner
  private let clauses: RowClauses
  private let coordinates: GroupCoordinates
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
    clauses = RowClauses(plan.query, resolver.catalog, resolver.observer)
    coordinates = GroupCoordinates(query: plan.query, catalog: resolver.catalog)
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
    // What nothing is reported of is no row, and counts in no rank and no share.
    if !query.showsMissing { rows.removeAll { !hasFigures($0) } }
    rows = withWindows(clauses.order.defaultOrder(rows))
    if query.keys.isEmpty, rows.isEmpty { rows = [evaluate(Group(keys: []))] }
    let found = rows
    if let having = query.having {
      rows = rows.filter { row in clauses.decide(having) { resolved($0, row) } == true }
    }
    let compared = rows
    var cut: [EvaluatedRow] = []
    if let ranking = query.ranking {
      let ranked = clauses.rank(rows, rows.map { quantity(ranking.expression, $0) }, ranking)
      (rows, cut) = (ranked.kept, ranked.cut)
      notes += [ranked.note].compactMap { $0 }
    }
    rows = clauses.sort(rows, quantity)
    record.rows = rows
    record.found = found
    record.spans = spans
    try resolver.observer.checkpoint()
    let foot = FigureFoot(plan, resolver, spans: spans)
    record.sums = sums(rows, cut)
    let absence = AbsenceOfAnswers(plan, resolver)
    let shown = rows.map(absence.shown) + record.sums.map(absence.shown)
    notes += OverflowNotes(plan, resolver).notes(rows, sums: record.sums)
    notes += foot.notes(rows, comparing: beneathWindows(compared), of: found)
    let builder = ResultBuilder(plan, resolver)
    var table = builder.table(shown, time: foot.time, notes: notes.capped(at: FigureFoot.mostNotes))
    record.table = table
    if let key = query.pivotKey {
      table = builder.pivot(table, at: key, compared.map(\.group), found: found.map(\.group))
    }
    try resolver.observer.checkpoint()
    return table
  }

  mutating func compare(_ comparison: BoundComparison) throws(QueryError) -> ResultTable {
    resolveLatest()
    let enumeration = GroupEnumeration(plan, resolver, spans: spans)
    var rows: [EvaluatedRow] = []
    // A quarter lies inside a half-year that is compared, and is none of what was named.
    let named = Set(comparison.values)
    for group in try enumeration.groups() where group.keys.first.map(named.contains) ?? false {
      try resolver.observer.checkpoint()
      rows.append(evaluate(group))
    }
    rows = clauses.order.defaultOrder(rows)
    try resolver.observer.checkpoint()
    record.noteGroups(rows.count)
    (record.rows, record.found, record.spans) = (rows, rows, spans)
    let warnings = Comparability(query, resolver).warnings(plan.columns, rows)
    if !comparison.showsIncomparable, !warnings.isEmpty {
      let conditions = warnings.compactMap(\.condition)
      let remedy = conditions.count == warnings.count ? Set(conditions) : []
      throw QueryError(
        [
          Diagnostic(
            .notComparable(warnings.map(\.what)), at: nil,
            suggestions: remedy.count == 1 ? [.run(remedy.map(comparison.withCondition))] : [])
        ])
    }
    let foot = FigureFoot(plan, resolver, spans: spans)
    notes += foot.notes(rows, comparing: beneathWindows(rows), of: rows, countsPlaces: false)
    notes += ComparedAdvice(plan, resolver, spans: spans).notes(comparison.values, rows)
    let shown = rows.map { ShownRow($0) }
    record.table = ResultBuilder(plan, resolver).table(
      shown, time: foot.time, notes: notes.capped(at: FigureFoot.mostNotes))
    return ComparisonTable(plan, resolver, comparing: comparison.values).table(rows, beside: record.table)
  }

  // MARK: Sums

  /// What `top` left out, then the totals; with a pivot those of each of its columns.
  private mutating func sums(_ rows: [EvaluatedRow], _ cut: [EvaluatedRow]) -> [SummedRow] {
    var sums = RowSums(plan, resolver)
    var found: [SummedRow] = []
    let pivot = [query.pivotKey].compactMap { $0 }
    let left = query.ranking?.withOthers == true ? cut : []
    let all = rows + left
    for (keys, part) in clauses.parted(left, at: pivot + [query.ranking?.perKey].compactMap { $0 }) {
      let sum = sums.sum(part, among: all.filter { $0.group.has(keys) })
      let others = ShownRow(.others, keys: keys, answers: sum.answers, unmatched: sum.unmatched)
      found.append(SummedRow(shown: others, rows: part))
    }
    if query.showsTotals {
      var totals: [SummedRow] = []
      var reported: [SummedRow] = []
      // Of a pivot's row either all columns are told or none.
      var isTold = false
      for (keys, part) in clauses.parted(all, at: pivot) {
        let sum = sums.sum(part, among: part)
        let total = ShownRow(
          .totalOfRows, keys: keys, answers: sum.answers, unmatched: sum.unmatched)
        totals.append(SummedRow(shown: total, rows: part))
        if let answers = sums.reportedTotal(spans, keys) {
          isTold = isTold || answers.differ(from: sum.answers)
          let reportedTotal = ShownRow(.reportedTotal, keys: keys, answers: answers)
          reported.append(SummedRow(shown: reportedTotal, rows: []))
        }
      }
      found += totals + (isTold ? reported : [])
    }
    notes += sums.notes
    return found
  }

  /// Whether some group has a value; the end of the search for what else may be asked.
  var hasValue: Bool {
    var evaluation = self
    evaluation.resolveLatest()
    let groups = (try? GroupEnumeration(plan, resolver, spans: evaluation.spans).groups()) ?? []
    return groups.contains { group in evaluation.evaluate(group).answers.contains { $0.status < .undefined } }
  }

  // MARK: Windows

  /// The rows, with what they are among each other filled in.
  private mutating func withWindows(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    let windows = query.windows
    guard !windows.isEmpty else { return rows }
    var evaluation = WindowEvaluation(plan, resolver, rows)
    var filled = rows
    for window in windows {
      for (index, answer) in evaluation.answers(window).enumerated() {
        filled[index].windows[window] = answer
      }
    }
    notes += evaluation.notes
    for index in filled.indices {
      for (position, column) in plan.columns.enumerated() where !column.expression.windows.isEmpty {
        filled[index].answers[position] = resolved(column.expression, filled[index])
      }
    }
    return filled
  }

  /// Whether a column has figures in this row, or what a function over rows is of.
  private func hasFigures(_ row: EvaluatedRow) -> Bool {
    if row.answers.prefix(plan.columns.count).contains(where: { !$0.figures.isEmpty }) { return true }
    return plan.columns.flatMap(\.expression.windows).contains { window in
      !columns.answer(planner.plan(window.operand), at: row.coordinates).figures.isEmpty
    }
  }

  /// A share stands on all rows; whether these may be compared is a question of what it is a share of.
  private func beneathWindows(_ rows: [EvaluatedRow]) -> ComparedRows {
    guard !query.windows.isEmpty else { return ComparedRows(columns: plan.columns, rows: rows) }
    let operands = plan.columns.map { column in
      column.expression.windows.first.map { planner.plan($0.operand) } ?? column
    }
    let compared = rows.map { row in
      var row = row
      row.answers = operands.map { columns.answer($0, at: row.coordinates) }
      return row
    }
    return ComparedRows(columns: operands, rows: compared)
  }

  // MARK: Groups

  private mutating func resolveLatest() {
    guard let field = query.time.latest, let first = plan.columns.first else { return }
    guard let period = LatestPeriod(plan, resolver).find(field, first, inside: spans) else {
      spans = [Period(day: TimeScope.earliestDay)]
      return
    }
    spans = [period]
    notes.append(Localized(vi: "mới nhất: \(period.display)", en: "latest: \(period.display)"))
  }

  private func evaluate(_ group: Group) -> EvaluatedRow {
    let own = coordinates.of(group, spans: spans)
    let baseline = query.baseline.flatMap { coordinates.baseline(of: group, $0, own.time, spans: spans) }
    return EvaluatedRow(
      group: group, coordinates: own, baseline: baseline,
      answers: plan.columns.map { columns.answer($0, at: own) }
        + plan.baselineColumns.map { column in baseline.map { columns.answer(column, at: $0) } ?? .missing })
  }

  // MARK: Tests and order

  private func resolved(_ expression: BoundExpression, _ row: EvaluatedRow) -> Resolved {
    if case .number(let value) = expression {
      return Resolved(amount: .number(.exact(value)), status: .reported)
    }
    var columns = columns
    columns.windows = row.windows
    return columns.answer(planner.plan(expression), at: row.coordinates)
  }

  private func quantity(_ expression: BoundExpression, _ row: EvaluatedRow) -> Quantity? {
    switch resolved(expression, row).amount {
    case .number(let quantity): quantity
    case .bounded(_, let value): .exact(value)
    case .undefined: nil
    }
  }
}
