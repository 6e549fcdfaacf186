/// Asks a server about a table of cases: which columns it has, how many cases, from when to when.
package struct RemoteTable {
  let runner: any StatementRunning
  let observer: WorkObserver

  package init(_ runner: any StatementRunning, _ observer: WorkObserver) {
    self.runner = runner
    self.observer = observer
  }

  func error(_ problem: RemoteProblem) -> QueryError {
    QueryError(.remote(runner.address, problem), at: nil)
  }

  /// Its columns in their order.
  /// - Throws: that there is no such table, with those there are.
  func columns(of table: String) throws(QueryError) -> [RemoteColumn] {
    let here = "database = currentDatabase()"
    let name = ClickHouseText.literal(table)
    let found = try runner.rows(
      of: "SELECT name AS g0, type AS g1 FROM system.columns WHERE \(here) AND table = \(name)", columns: 2,
      observer: observer)
    if found.isEmpty {
      let others = try runner.rows(
        of: "SELECT name AS g0 FROM system.tables WHERE \(here) LIMIT 1000", columns: 1, observer: observer)
      throw error(.noTable(table, near: NearNames.of(table, among: others.compactMap { $0[0] })))
    }
    return found.map { RemoteColumn(name: $0[0] ?? "", type: $0[1] ?? "") }
  }

  /// What the table's own definition leaves out of answers without a word.
  /// - Throws: that it answers without shards that are down.
  func refuseSkippingShards(of table: String) throws(QueryError) {
    let rows = try runner.rows(
      of: "SELECT engine_full AS g0 FROM system.tables WHERE database = currentDatabase() AND name = "
        + ClickHouseText.literal(table), columns: 1, observer: observer)
    let definition = (rows.first?[0] ?? "").filter { $0 != " " }
    if definition.contains("skip_unavailable_shards=1") || definition.contains("skip_unavailable_shards=true")
    {
      throw error(.setting("skip_unavailable_shards", value: "1", wanted: "0"))
    }
  }

  // MARK: State

  struct Overview {
    let state: RemoteCases.State
    /// Cases without a day of receipt, and cases finished before it.
    let withoutReceipt: Int
    let finishedBefore: Int
  }

  func state(of cases: RemoteCases) throws(QueryError) -> RemoteCases.State {
    try overview(cases.table, cases.received, cases.finished).state
  }

  func overview(
    _ table: String, _ received: SQLExpression, _ finished: SQLExpression
  ) throws(QueryError) -> Overview {
    let missing = SQLExpression.integer(RemoteColumn.missingDay)
    let isReceived = SQLExpression.comparison(received, .notEqual, missing)
    let isFinished = SQLExpression.comparison(finished, .notEqual, missing)
    let asked: [SQLExpression] = [
      .call(.count, []), .call(.min, [received]), .call(.maxIf, [received, isReceived]),
      .call(.countIf, [isFinished]), .call(.maxIf, [finished, isFinished]),
      .call(
        .countIf,
        [.any([.comparison(received, .equal, missing), .comparison(received, .equal, .integer(0))])]),
      .call(.countIf, [.comparison(finished, .less, received)]),
    ]
    let select = SQLSelect(
      columns: asked.enumerated().map { SQLSelect.Column(value: $1, alias: "tthc_m\($0)") }, table: table)
    guard let row = try runner.rows(of: select, observer: observer).first else { throw error(.brokenAnswer) }
    let numbers = row.map { $0.flatMap { Int($0) } }
    guard let count = numbers[0], let finishedCount = numbers[3], let lost = numbers[5],
      let early = numbers[6]
    else { throw error(.brokenAnswer) }
    var span: ClosedRange<Int>?
    if count > lost {
      guard let first = numbers[1], let last = numbers[2], first <= last else { throw error(.brokenAnswer) }
      span = first...last
    }
    return Overview(
      state: RemoteCases.State(
        rowCount: count, received: span, lastFinished: finishedCount > 0 ? numbers[4] : nil),
      withoutReceipt: lost, finishedBefore: early)
  }

  // MARK: Names

  /// The texts that the cases have in some columns, each combination once.
  func texts(of sources: [SQLExpression], in table: String) throws(QueryError) -> [[String]] {
    let aliases = sources.indices.map { "tthc_g\($0)" }
    let select = SQLSelect(
      columns: zip(sources, aliases).map { SQLSelect.Column(value: $0, alias: $1) }, table: table,
      groups: aliases, limit: CaseStatements.mostRows + 1)
    let rows = try runner.rows(of: select, observer: observer)
    return rows.map { $0.map { $0 ?? "" } }
  }
}
