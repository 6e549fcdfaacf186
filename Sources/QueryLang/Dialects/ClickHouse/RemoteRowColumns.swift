/// The columns of listed rows: what is asked for, and how what comes back becomes rows as cases in memory have them.
struct RemoteRowColumns {
  private enum Part {
    case day(CaseDay, at: Int)
    /// The columns with the texts of its sources.
    case member(Int, at: [Int])
    case number(Int, at: Int)
    case identifier(at: Int)
  }

  /// What is asked for, each expression once.
  private(set) var values: [SQLExpression] = []
  private var parts: [Part] = []
  private let attached: AttachedCases
  private let schema: CaseTable

  /// - Parameter read: what must be at hand.
  init(_ read: [SnapshotColumn], _ attached: AttachedCases, _ schema: CaseTable) {
    self.attached = attached
    self.schema = schema
    let cases = attached.cases
    for column in read {
      switch column {
      case .day(let day): parts.append(.day(day, at: position(of: cases.day(day))))
      case .member(let index):
        parts.append(.member(index, at: cases.members[index].sources.map { position(of: $0.value) }))
      case .number(let index): parts.append(.number(index, at: position(of: cases.numbers[index].value)))
      case .identifiers:
        if let identifier = cases.identifier {
          parts.append(.identifier(at: position(of: identifier.text)))
        }
      }
    }
    // Rows of which nothing is asked for are counted all the same.
    if values.isEmpty { values = [cases.received] }
  }

  private mutating func position(of value: SQLExpression) -> Int {
    if let known = values.firstIndex(of: value) { return known }
    values.append(value)
    return values.count - 1
  }

  /// - Throws: that they are not such rows, or of other names than when the table was attached.
  func table(_ rows: ArraySlice<[String?]>) throws(QueryError) -> CaseTable {
    var chunk = CaseChunk(schema)
    for part in parts {
      switch part {
      case .day(let day, let place):
        chunk.set(day, try rows.map { row throws(QueryError) in try self.day(row[place]) })
      case .member(let index, let places):
        let codes = attached.cases.members[index].codes
        chunk.setMembers(
          index,
          try rows.map { row throws(QueryError) in
            guard let code = codes[places.map { RawText(row[$0] ?? "") }] else { throw problem(.changed) }
            return UInt32(code)
          })
      case .number(let index, let place):
        let decimals = attached.cases.numbers[index].decimals
        chunk.setNumbers(
          index,
          try rows.map { row throws(QueryError) in
            guard let number = try RemoteNumber.read(row[place], decimals, broken: broken) else {
              return NumberText.missing
            }
            return Int64(number)
          })
      case .identifier(let place): chunk.setIdentifiers(rows.map { nfc($0[place] ?? "").trimmed })
      }
    }
    return chunk.table(rowCount: rows.count)
  }

  private func day(_ text: String?) throws(QueryError) -> UInt16 {
    guard let number = text.flatMap({ Int($0) }) else { throw broken }
    if number == RemoteColumn.missingDay { return CaseDays.missing }
    let day = Day(daysSince1970: number)
    guard let code = schema.days.code(day) else { throw problem(.daysOutOfRange(day...day)) }
    return code
  }

  private var broken: QueryError { problem(.brokenAnswer) }

  private func problem(_ problem: RemoteProblem) -> QueryError {
    QueryError(.remote(attached.runner.address, problem), at: nil)
  }
}
