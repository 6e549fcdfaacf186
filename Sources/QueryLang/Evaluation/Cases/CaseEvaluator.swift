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
}

extension Library {
  /// The cases that a query asks; `nil` where it asks figures.
  func cases(of query: BoundQuery) -> CaseTable? {
    query.datasets.count == 1 ? caseTables[query.datasets[0]] : nil
  }
}
