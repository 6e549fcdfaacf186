/// The engine that asks a cluster: the same question as of cases in memory, the same answer.
struct RemoteCaseEngine {
  private let attached: AttachedCases
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  /// - Parameter table: the columns of the remote table, without rows.
  init(_ attached: AttachedCases, _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver) {
    self.attached = attached
    self.table = table
    self.catalog = catalog
    self.observer = observer
  }

  /// All groups with a case in any atom, in no order; without keys the one group there is.
  /// - Throws: what the embedded engine throws, and whatever kept an answer from being complete.
  func aggregate(_ aggregation: CaseAggregation) throws(QueryError) -> [CaseGroup] {
    let statements = try CaseStatements(aggregation, attached.cases, table, catalog).all()
    var assembly = RemoteGroupAssembly(aggregation, attached.cases, address: attached.runner.address)
    for statement in statements {
      let rows = try attached.runner.rows(of: statement.select, observer: observer)
      if rows.count > CaseStatements.mostRows {
        throw QueryError(.tooManyGroups(limit: CaseStatements.mostRows), at: nil)
      }
      try assembly.add(rows, statement)
    }
    // Names of rows that came later would not be known, and statements would have seen different cases.
    guard try RemoteTable(attached.runner, observer).state(of: attached.cases) == attached.cases.state else {
      throw QueryError(.remote(attached.runner.address, .changed), at: nil)
    }
    return try assembly.finish()
  }

  /// What would be sent.
  func statements(of aggregation: CaseAggregation) throws(QueryError) -> [String] {
    try CaseStatements(aggregation, attached.cases, table, catalog).all().map {
      ClickHouseText.write($0.select)
    }
  }
}
