/// The rows of a list, in order, some at a time: however many there are, only a few are held as cells.
struct CaseListing: CaseRowFinding {
  private let list: BoundList
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  /// Rows that are made together.
  static let chunkSize = 4096

  init(_ list: BoundList, _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver) {
    self.list = list
    self.table = table
    self.catalog = catalog
    self.observer = observer
  }

  private var aggregation: CaseAggregation { CasePlanner(table, catalog).rows(list.query) }

  func count() throws(QueryError) -> Int {
    var engine = CaseEngine(table, catalog, observer)
    guard case .count(let count)? = try engine.aggregate(aggregation).first?.parts.first else { return 0 }
    return min(count, list.count ?? .max)
  }

  func forEachChunk(
    most: Int?, _ take: (ResultTable) throws(QueryError) -> Void
  ) throws(QueryError) {
    let limit = min(most ?? .max, list.count ?? .max)
    var cells = try CaseRowCells(list.fields, table, catalog)
    var tables = ListTables(list, catalog)
    var waiting: [Int] = []
    var given = 0
    func give(_ rows: ArraySlice<Int>) throws(QueryError) {
      try observer.checkpoint()
      try take(try tables.next(rows, &cells))
      given += rows.count
    }
    func giveFull() throws(QueryError) {
      var start = 0
      while waiting.count - start >= CaseListing.chunkSize, given < limit {
        let end = start + min(CaseListing.chunkSize, limit - given)
        try give(waiting[start..<end])
        start = end
      }
      waiting.removeFirst(start)
    }
    if list.sort.isEmpty {
      try forEachBlock { rows throws(QueryError) in
        waiting += rows
        try giveFull()
        return given + waiting.count < limit
      }
    } else {
      waiting = try sortedRows(limit)
      try giveFull()
    }
    if tables.isFirst || given < limit, !waiting.isEmpty || tables.isFirst {
      try give(waiting.prefix(limit - given))
    }
  }

  /// Calls `body` with the rows of each block that are meant, until it wants no more.
  func forEachBlock(_ body: ([Int]) throws(QueryError) -> Bool) throws(QueryError) {
    guard let scan = try CaseEngine(table, catalog, observer).rowScan(aggregation) else { return }
    var worker = CaseScanWorker(table, scan, isDense: true)
    defer { _ = worker.finish() }
    for block in 0..<table.blockCount {
      try observer.checkpoint()
      let rows = worker.rows(ofBlock: block)
      if let damage = table.source?.damage { throw damage }
      if try !body(rows) { return }
    }
  }

  // MARK: Order

  /// The first rows by the sort keys; those beyond are forgotten again and again, so that a short list of many
  /// cases needs little room.
  private func sortedRows(_ limit: Int) throws(QueryError) -> [Int] {
    let order = try CaseRowOrder(list.sort, table, catalog, observer)
    let room = max(BlockRanges.blockSize, limit > Int.max / 4 ? .max : 4 * limit)
    var rows: [Int] = []
    try forEachBlock { found throws(QueryError) in
      if let first = found.first { try order.prepare(block: first / BlockRanges.blockSize) }
      rows += found
      if rows.count > room { rows = Array(order.sorted(rows).prefix(limit)) }
      return true
    }
    let sorted = order.sorted(rows)
    try observer.checkpoint()
    return sorted
  }
}
