/// Whoever takes rows for a table.
package protocol RowSending: StatementRunning {
  /// Returns once every shard has the rows. Two sendings of one name never run at once.
  func insert(
    _ rows: [UInt8], by statement: String, named id: String, observer: WorkObserver
  ) throws(QueryError)
}

/// Sends cases to a table in a cluster, in batches. Every row goes with its number and a name made of what all the
/// cases say, so that a push that was cut short goes on where it was, and one that was whole sends nothing.
package struct CasePush {
  package struct Outcome: Sendable {
    /// Cases of ours that are there now.
    package let total: Int
    /// Of them those that were there before.
    package let before: Int
  }

  private let table: CaseTable
  private let catalog: Catalog
  private let target: String
  private let sender: any RowSending
  private let observer: WorkObserver
  private let remote: RemoteTable

  private static let batchSize = BlockRanges.blockSize

  /// - Returns: `nil` where the server takes no rows.
  package init?(
    _ table: CaseTable, _ catalog: Catalog, to target: AttachedCases, _ observer: WorkObserver
  ) {
    guard let sender = target.runner as? any RowSending else { return nil }
    self.table = table
    self.catalog = catalog
    self.target = target.cases.table
    self.sender = sender
    self.observer = observer
    remote = RemoteTable(sender, observer)
  }

  /// - Throws: what keeps the rows from being taken; those that were taken stay, and the next push goes on.
  package func run() throws(QueryError) -> Outcome {
    let push = try name()
    let plan = try CasePushPlan(table, catalog, into: remote.columns(of: target), push: push, remote: remote)
    try waitForOthers(push)
    let present = try counts(push)
    let before = present.values.reduce(0, +)
    let columns = plan.names.map(ClickHouseText.identifier).joined(separator: ", ")
    let statement = "INSERT INTO \(ClickHouseText.identifier(target)) (\(columns)) FORMAT TabSeparated"
    let text = CaseRowText(parts: plan.parts, days: table.days)
    for batch in 0..<table.blockCount {
      try observer.checkpoint()
      let rows = batch * CasePush.batchSize..<min(table.rowCount, (batch + 1) * CasePush.batchSize)
      let there = present[batch] ?? 0
      if there < rows.count {
        try table.prepare(plan.needed, block: batch)
        let known = there == 0 ? [] : try self.rows(push, in: rows)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 160)
        for row in rows where !known.contains(row) { text.append(row: row, to: &bytes) }
        try sender.insert(bytes, by: statement, named: "tthc-push-\(push)-\(batch)", observer: observer)
      }
      observer.hear(rows.upperBound, of: table.rowCount)
    }
    let after = try counts(push).values.reduce(0, +)
    guard after == table.rowCount else {
      throw remote.error(.pushedCount(expected: table.rowCount, found: after))
    }
    return Outcome(total: after, before: before)
  }

  /// What all the cases say, as a name.
  private func name() throws(QueryError) -> String {
    let all = (0..<table.members.count).map { SnapshotColumn.member($0) }
    let numbers = (0..<table.numbers.count).map { SnapshotColumn.number($0) }
    let days: [SnapshotColumn] = [
      .day(.received), table.due.map { _ in .day(.due) }, table.finished.map { _ in .day(.finished) },
      table.identifiers.map { _ in .identifiers },
    ].compactMap { $0 }
    for block in 0..<table.blockCount { try table.prepare(days + all + numbers, block: block) }
    var sums = [UInt64(table.rowCount), UInt64(bitPattern: Int64(table.days.first.daysSince1970))]
    for days in [table.received, table.due, table.finished] {
      sums.append(days.map { sum($0.values) } ?? 0)
    }
    for column in table.members {
      switch column.codes {
      case .one(let values): sums.append(sum(values))
      case .two(let values): sums.append(sum(values))
      case .four(let values): sums.append(sum(values))
      }
      let members = catalog.dimensions[column.dimension].members
      let ids = column.members.map { $0 == MemberColumn.noMember ? "" : members[$0].id }
      let text = Array((catalog.dimensions[column.dimension].id + "\0" + ids.joined(separator: "\0")).utf8)
      sums.append(text.withUnsafeBytes { Checksum.of($0) })
    }
    for column in table.numbers { sums.append(sum(column.values)) }
    if let identifiers = table.identifiers {
      for run in identifiers.runs {
        sums.append(Checksum.of(UnsafeRawBufferPointer(start: run.bytes.base, count: run.byteCount)))
      }
    }
    return String(sums.withUnsafeBytes { Checksum.of($0) }, radix: 36)
  }

  private func sum<Value>(_ values: ColumnValues<Value>) -> UInt64 {
    Checksum.of(UnsafeRawBufferPointer(start: values.pointer, count: values.byteCount))
  }

  // MARK: What is there

  private func isOfPush(_ push: String) -> SQLExpression {
    .comparison(.column(CasePushPlan.pushColumn), .equal, .text(push))
  }

  /// Rows of ours by batch.
  /// - Throws: that some are there twice.
  private func counts(_ push: String) throws(QueryError) -> [Int: Int] {
    let row = SQLExpression.column(CasePushPlan.rowColumn)
    let select = SQLSelect(
      columns: [
        SQLSelect.Column(value: .call(.intDiv, [row, .integer(CasePush.batchSize)]), alias: "g0"),
        SQLSelect.Column(value: .call(.count, []), alias: "m0"),
        SQLSelect.Column(value: .call(.uniqExact, [row]), alias: "m1"),
      ], table: target, condition: isOfPush(push), groups: ["g0"])
    var counts: [Int: Int] = [:]
    for cells in try sender.rows(of: select, observer: observer) {
      let numbers = cells.compactMap { $0.flatMap { Int($0) } }
      guard numbers.count == 3 else { throw remote.error(.brokenAnswer) }
      guard numbers[1] == numbers[2] else {
        throw remote.error(.pushedCount(expected: numbers[2], found: numbers[1]))
      }
      counts[numbers[0]] = numbers[1]
    }
    return counts
  }

  /// Those of some rows that are there.
  private func rows(_ push: String, in rows: Range<Int>) throws(QueryError) -> Set<Int> {
    let row = SQLExpression.column(CasePushPlan.rowColumn)
    let select = SQLSelect(
      columns: [SQLSelect.Column(value: row, alias: "g0")], table: target,
      condition: .all([isOfPush(push), row.isBetween(rows.lowerBound...rows.upperBound - 1)]))
    return Set(try sender.rows(of: select, observer: observer).compactMap { $0[0].flatMap { Int($0) } })
  }

  /// What an earlier push left running may still add rows.
  private func waitForOthers(_ push: String) throws(QueryError) {
    let pattern = ClickHouseText.literal("tthc-push-\(push)-")
    let statement =
      "SELECT count() AS m0 FROM system.processes WHERE startsWith(query_id, \(pattern))"
    let end = ContinuousClock.now + .seconds(20)
    while try sender.rows(of: statement, columns: 1, observer: observer).first?[0] != "0" {
      try observer.checkpoint()
      if ContinuousClock.now > end { throw remote.error(.pushRunning) }
    }
  }
}
