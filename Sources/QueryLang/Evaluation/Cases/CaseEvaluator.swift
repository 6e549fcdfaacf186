/// Bound query → result, over cases in memory.
struct CaseEvaluator {
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  private let limits: CaseScanner.Limits

  init(
    _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver,
    _ limits: CaseScanner.Limits = CaseScanner.Limits()
  ) {
    self.limits = limits
    self.table = table
    self.catalog = catalog
    self.observer = observer
  }

  /// - Throws: what is wrong with the question; too many groups; an interruption.
  func evaluate(_ query: BoundQuery) throws(QueryError) -> ResultTable {
    let plan = try CasePlanner(table, catalog).plan(query)
    var engine = CaseEngine(table, catalog, observer, limits)
    var evaluation = CaseEvaluation(plan, catalog, span: table.span, rowCount: table.rowCount)
    return try evaluation.run { aggregation throws(QueryError) in try engine.aggregate(aggregation) }
  }

  /// How the query is answered; it is answered only to say what that took.
  /// - Throws: as ``evaluate(_:)``.
  func explain(
    _ query: BoundQuery, clauses: [String], analyze: Bool, boundIn binding: Duration
  ) throws(QueryError) -> PlanReport {
    let started = ContinuousClock.now
    let plan = try CasePlanner(table, catalog).plan(query)
    let planned = ContinuousClock.now
    let reporter = CasePlanReporter(table: table, catalog: catalog)
    guard analyze else {
      return reporter.report(plan, clauses: clauses, answer: ResultTable(columns: [], rows: []))
    }
    var engine = CaseEngine(table, catalog, observer)
    var scanning = Duration.zero
    var evaluation = CaseEvaluation(plan, catalog, span: table.span, rowCount: table.rowCount)
    let answer = try evaluation.run { aggregation throws(QueryError) in
      let asked = ContinuousClock.now
      let groups = try engine.aggregate(aggregation)
      scanning += ContinuousClock.now - asked
      return groups
    }
    var report = reporter.report(plan, clauses: clauses, answer: answer)
    report.counts = reporter.counts(engine.report)
    report.times = [
      (.bind, binding), (.plan, planned - started), (.scan, scanning),
      (.assemble, ContinuousClock.now - planned - scanning),
    ]
    return report
  }
}

extension Library {
  /// The cases that a query asks; `nil` where it asks figures.
  func cases(of query: BoundQuery) -> CaseTable? {
    query.datasets.count == 1 ? caseTables[query.datasets[0]] : nil
  }
}
