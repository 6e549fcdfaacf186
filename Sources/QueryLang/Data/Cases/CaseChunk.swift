/// A few cases that came from elsewhere, as a table: columns that nobody set are empty and must not be read.
struct CaseChunk {
  private let schema: CaseTable
  private var days: [CaseDay: [UInt16]] = [:]
  private var members: [Int: [UInt32]] = [:]
  private var numbers: [Int: [Int64]] = [:]
  private var identifiers: [String]?

  /// - Parameter schema: a table with the columns, without rows.
  init(_ schema: CaseTable) { self.schema = schema }

  mutating func set(_ day: CaseDay, _ values: [UInt16]) { days[day] = values }
  mutating func setMembers(_ column: Int, _ codes: [UInt32]) { members[column] = codes }
  mutating func setNumbers(_ column: Int, _ values: [Int64]) { numbers[column] = values }
  mutating func setIdentifiers(_ texts: [String]) { identifiers = texts }

  func table(rowCount: Int) -> CaseTable {
    func day(_ day: CaseDay, _ column: DayColumn) -> DayColumn {
      guard let values = days[day] else { return column }
      return DayColumn(values: ColumnValues(values), ranges: BlockRanges(least: [], greatest: []))
    }
    return CaseTable(
      rowCount: rowCount, days: schema.days, received: day(.received, schema.received),
      due: schema.due.map { day(.due, $0) }, finished: schema.finished.map { day(.finished, $0) },
      members: schema.members.enumerated().map { index, column in
        members[index].map {
          MemberColumn(
            dimension: column.dimension, codes: .four(ColumnValues($0)), members: column.members)
        } ?? column
      }, memberRanges: schema.memberRanges,
      numbers: schema.numbers.enumerated().map { index, column in
        numbers[index].map {
          NumberColumn(
            id: column.id, names: column.names, decimals: column.decimals, values: ColumnValues($0))
        } ?? column
      }, identifiers: identifiers.map { IdentifierColumn($0) } ?? schema.identifiers, span: schema.span,
      source: nil)
  }
}

extension DayColumn {
  /// Of no cases.
  static var empty: DayColumn {
    DayColumn(
      values: ColumnValues(MappedMemory.empty, count: 0), ranges: BlockRanges(least: [], greatest: []))
  }
}

extension IdentifierColumn {
  /// Of no cases.
  static var empty: IdentifierColumn { IdentifierColumn([]) }

  fileprivate init(_ texts: [String]) {
    var (bytes, offsets): ([UInt8], [UInt32]) = ([], [])
    for text in texts {
      offsets.append(UInt32(bytes.count))
      bytes += text.utf8
    }
    self.init(
      offsets: ColumnValues(offsets),
      runs: [Run(firstRow: 0, bytes: MappedMemory(holding: bytes), byteCount: bytes.count)])
  }
}

extension ColumnValues {
  fileprivate init(_ values: [Value]) {
    self.init(MappedMemory(holding: values), count: values.count)
  }
}

extension MappedMemory {
  /// - Precondition: they are few: without room for them the program could not go on anyway.
  fileprivate convenience init<Value: BitwiseCopyable>(holding values: [Value]) {
    let count = values.count * MemoryLayout<Value>.stride
    self.init(allocating: count)
    values.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { base.copyMemory(from: start, byteCount: count) }
    }
  }
}
