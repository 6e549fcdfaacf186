/// Bound query → result, over cases in memory or on a server.
struct CaseEvaluator {
  private let table: CaseTable
  /// Where the cases are, if not in the table.
  private let attached: AttachedCases?
  private let catalog: Catalog
  private let observer: WorkObserver

  init(_ table: CaseTable, attached: AttachedCases?, _ catalog: Catalog, _ observer: WorkObserver) {
    self.table = table
    self.attached = attached
    self.catalog = catalog
    self.observer = observer
  }

  private var rowCount: Int { attached?.rowCount ?? table.rowCount }

  /// What a server would be asked; none for cases in memory.
  func statements(for query: BoundQuery) throws(QueryError) -> [String] {
    guard let attached else { return [] }
    let plan = try CasePlanner(table, catalog).plan(query)
    return try RemoteCaseEngine(attached, table, catalog, observer).statements(of: plan.aggregation)
  }

  /// - Throws: what is wrong with the question; too many groups; an interruption.
  func evaluate(_ query: BoundQuery) throws(QueryError) -> ResultTable {
    let plan = try CasePlanner(table, catalog).plan(query)
    var evaluation = CaseEvaluation(plan, catalog, span: table.span, rowCount: rowCount)
    if let attached {
      let engine = RemoteCaseEngine(attached, table, catalog, observer)
      return try evaluation.run { aggregation throws(QueryError) in try engine.aggregate(aggregation) }
    }
    var engine = CaseEngine(table, catalog, observer)
    return try evaluation.run { aggregation throws(QueryError) in try engine.aggregate(aggregation) }
  }
}

extension Library {
  /// Answers the queries over cases that are loaded or attached.
  func caseEvaluator(of query: BoundQuery, _ observer: WorkObserver) -> CaseEvaluator? {
    cases(of: query).map {
      CaseEvaluator($0, attached: attachedCases[query.datasets[0]], catalog, observer)
    }
  }

  /// The cases that a query asks; `nil` where it asks figures.
  private func cases(of query: BoundQuery) -> CaseTable? {
    query.datasets.count == 1 ? caseTables[query.datasets[0]] : nil
  }
}
