/// A table of cases in a cluster: how its columns answer for ours. As it was when it was attached.
package struct RemoteCases: Sendable {
  /// What tells which member of a dimension a case has.
  struct Members: Sendable {
    struct Source: Sendable {
      let value: SQLExpression
      let isText: Bool

      func constant(_ text: String) -> SQLExpression {
        isText ? .text(text) : .integer(Int(text) ?? -1)
      }
    }

    /// The text itself, then those of what it lies in, then the time where names changed.
    let sources: [Source]
    /// By the texts of all sources: the position among the members of the column.
    let codes: [[RawText]: Int]

    /// What holds of each code, by the texts of as few sources as decide it: most names mean one thing whatever they
    /// lie in.
    func decisions<Value: Equatable>(
      _ value: (Int) -> Value
    ) -> (sources: ArraySlice<Source>, values: [[RawText]: Value]) {
      for used in 1..<sources.count {
        if let values = decisions(value, by: used) { return (sources.prefix(used), values) }
      }
      return (sources[...], decisions(value, by: sources.count) ?? [:])
    }

    /// `nil` where the first texts do not decide it.
    private func decisions<Value: Equatable>(
      _ value: (Int) -> Value, by count: Int
    ) -> [[RawText]: Value]? {
      var found: [[RawText]: Value] = [:]
      for (texts, code) in codes {
        let key = Array(texts.prefix(count))
        let value = value(code)
        if let known = found[key], known != value { return nil }
        found[key] = value
      }
      return found
    }
  }

  struct Number: Sendable {
    let value: SQLExpression
    let isNullable: Bool
    let decimals: Int
  }

  /// What would be another if rows had come or gone.
  struct State: Sendable, Equatable {
    let rowCount: Int
    let received: ClosedRange<Int>?
    let lastFinished: Int?
  }

  package let table: String
  let received: SQLExpression
  /// ``RemoteColumn/missingDay`` where the table has no such column.
  let due: SQLExpression
  let finished: SQLExpression
  /// `nil` where the table has no such column.
  var identifier: RemoteColumn?
  /// As the columns of the schema.
  var members: [Members] = []
  var numbers: [Number] = []
  let state: State
  /// Put before our aliases until none is the name of a column.
  let aliasPrefix: String

  func day(_ day: CaseDay) -> SQLExpression {
    switch day {
    case .received: received
    case .due: due
    case .finished: finished
    }
  }

  func value(of number: CaseNumber) -> SQLExpression {
    switch number {
    case .processingDays: .difference(finished, received)
    case .column(let column): numbers[column].value
    }
  }

  /// That a case has the number.
  func exists(_ number: CaseNumber) -> SQLExpression {
    switch number {
    case .processingDays: .comparison(finished, .notEqual, .integer(RemoteColumn.missingDay))
    case .column(let column): .call(.isNotNull, [numbers[column].value])
    }
  }

  func lacks(_ number: CaseNumber) -> SQLExpression {
    switch number {
    case .processingDays: .comparison(finished, .equal, .integer(RemoteColumn.missingDay))
    case .column(let column): .call(.isNull, [numbers[column].value])
    }
  }

  func decimals(of number: CaseNumber) -> Int {
    if case .column(let column) = number { numbers[column].decimals } else { 0 }
  }
}

/// A dataset of cases in a cluster.
package struct AttachedCases: Sendable {
  package let cases: RemoteCases
  package let runner: any StatementRunning
  package var rowCount: Int { cases.state.rowCount }
}

/// Whoever sends statements to a server and brings back whole answers. What it takes to reach one is no matter of
/// the language.
package protocol StatementRunning: Sendable {
  /// For people: `http://host:8123/db`.
  var address: String { get }

  /// The bytes of a complete answer in JSONCompact.
  /// - Throws: whatever kept it from being complete; there are no partial answers.
  func answer(to statement: String, observer: WorkObserver) throws(QueryError) -> [UInt8]

  /// The same, given on piece by piece, for answers of any length; nothing is given before the server has all of it.
  /// - Throws: also what `take` throws.
  func read(
    _ statement: String, observer: WorkObserver, _ take: ([UInt8]) throws(QueryError) -> Void
  ) throws(QueryError)
}

extension StatementRunning {
  package func read(
    _ statement: String, observer: WorkObserver, _ take: ([UInt8]) throws(QueryError) -> Void
  ) throws(QueryError) {
    try take(answer(to: statement, observer: observer))
  }

  /// The rows of an answer, each cell as text; NULL as `nil`.
  func rows(of select: SQLSelect, observer: WorkObserver) throws(QueryError) -> [[String?]] {
    try rows(of: ClickHouseText.write(select), columns: select.columns.count, observer: observer)
  }

  package func rows(
    of statement: String, columns: Int, observer: WorkObserver
  ) throws(QueryError) -> [[String?]] {
    let bytes = try answer(to: statement, observer: observer)
    try observer.checkpoint()
    guard let rows = JSONCompactAnswer.rows(of: bytes, columns: columns) else {
      throw QueryError(.remote(address, .brokenAnswer), at: nil)
    }
    return rows
  }
}

/// An answer in ClickHouse's JSONCompact.
enum JSONCompactAnswer {
  /// `nil` unless the document is whole and has as many rows as it says, of as many cells as were asked for.
  static func rows(of bytes: [UInt8], columns: Int) -> [[String?]]? {
    guard let document = try? JSONValue.parse(bytes, keeping: ["data", "rows"]),
      case .number(let count)? = document["rows"], let data = document["data"]?.elements,
      Int(count) == data.count
    else { return nil }
    var rows: [[String?]] = []
    rows.reserveCapacity(data.count)
    for row in data {
      guard let cells = row.elements, cells.count == columns else { return nil }
      var texts: [String?] = []
      for cell in cells {
        switch cell {
        case .string(let text), .number(let text): texts.append(text)
        case .null: texts.append(nil)
        case .bool(let value): texts.append(value ? "1" : "0")
        case .array, .object: return nil
        }
      }
      rows.append(texts)
    }
    return rows
  }
}
