/// The rows of a list over cases on a server: found and put in order there, made into cells as those in memory are.
struct RemoteListing: CaseRowFinding {
  private let list: BoundList
  private let attached: AttachedCases
  /// The columns, without rows.
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  init(
    _ list: BoundList, _ attached: AttachedCases, _ table: CaseTable, _ catalog: Catalog,
    _ observer: WorkObserver
  ) {
    self.list = list
    self.attached = attached
    self.table = table
    self.catalog = catalog
    self.observer = observer
  }

  private var aggregation: CaseAggregation { CasePlanner(table, catalog).rows(list.query) }

  func count() throws(QueryError) -> Int {
    let engine = RemoteCaseEngine(attached, table, catalog, observer)
    guard case .count(let count)? = try engine.aggregate(aggregation).first?.parts.first else { return 0 }
    return min(count, list.count ?? .max)
  }

  /// All rows come as one answer of the server, which is held there, not here.
  /// - Throws: also that other rows came than were counted.
  func forEachChunk(
    most: Int?, _ take: (ResultTable) throws(QueryError) -> Void
  ) throws(QueryError) {
    // Counted first: it also tells whether the cases are still those that were attached.
    let limit = min(most ?? .max, list.count ?? .max)
    let expected = min(try count(), limit)
    var cells = try CaseRowCells(list.fields, table, catalog)
    let columns = RemoteRowColumns(cells.read, attached, table)
    var tables = ListTables(list, catalog)
    var given = 0
    func give(_ rows: ArraySlice<[String?]>) throws(QueryError) {
      try observer.checkpoint()
      cells.turn(to: try columns.table(rows))
      given += rows.count
      if given > expected { throw problem(.changed) }
      try take(try tables.next(0..<rows.count, &cells))
    }
    var waiting: [[String?]] = []
    if expected > 0, let statement = try statement(columns, limit: limit) {
      try read(statement, columns.values.count) { rows throws(QueryError) in
        waiting += rows
        var start = 0
        while waiting.count - start >= CaseListing.chunkSize {
          try give(waiting[start..<start + CaseListing.chunkSize])
          start += CaseListing.chunkSize
        }
        waiting.removeFirst(start)
      }
    }
    if !waiting.isEmpty || tables.isFirst { try give(waiting[...]) }
    guard given == expected else { throw problem(.changed) }
  }

  /// `nil` where no case is meant.
  private func statement(_ columns: RemoteRowColumns, limit: Int) throws(QueryError) -> String? {
    let counting = try CaseStatements(aggregation, attached.cases, table, catalog).all()
    guard var select = counting.first?.select else { return nil }
    let prefix = attached.cases.aliasPrefix
    select.columns = columns.values.enumerated().map {
      SQLSelect.Column(value: $1, alias: "\(prefix)g\($0)")
    }
    select.order = RemoteRowOrder(list.sort, columns.values, attached, table, catalog).keys
    if limit < .max { select.limit = limit }
    return ClickHouseText.write(select) + " FORMAT TabSeparated"
  }

  private func read(
    _ statement: String, _ columns: Int, _ take: ([[String?]]) throws(QueryError) -> Void
  ) throws(QueryError) {
    var reading = TabSeparatedRows(columns: columns)
    try attached.runner.read(statement, observer: observer) { piece throws(QueryError) in
      let rows: [[String?]]
      do throws(TabSeparatedRows.Broken) {
        rows = try reading.rows(endingIn: piece)
      } catch { throw problem(.brokenAnswer) }
      try take(rows)
    }
    do throws(TabSeparatedRows.Broken) { try reading.finish() } catch { throw problem(.brokenAnswer) }
  }

  private func problem(_ problem: RemoteProblem) -> QueryError {
    QueryError(.remote(attached.runner.address, problem), at: nil)
  }
}
