/// Puts rows of cases in order: names by the Vietnamese alphabet, days and numbers by size, identifiers by their
/// bytes; what is missing comes last either way.
///
/// Once the observer stops the work, rows come in any order.
struct CaseRowOrder {
  private enum Key {
    case identifier(IdentifierColumn)
    /// The place of each code.
    case ranks(CodeValues, [Int])
    case day(ColumnValues<UInt16>)
    case processingDays(received: ColumnValues<UInt16>, finished: ColumnValues<UInt16>)
    case number(ColumnValues<Int64>)
    case timeliness(due: ColumnValues<UInt16>?, finished: ColumnValues<UInt16>?, asOf: UInt16)
    /// The same for every case.
    case nothing
  }

  private let keys: [(key: Key, isDescending: Bool)]
  private let table: CaseTable
  private let read: [SnapshotColumn]
  private let observer: WorkObserver

  init(
    _ sort: [BoundList.SortKey], _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver
  ) throws(QueryError) {
    self.table = table
    self.observer = observer
    keys = sort.map { (CaseRowOrder.key($0.field, table, catalog), $0.isDescending) }
    var read: Set<SnapshotColumn> = []
    for key in sort { read.formUnion(CaseRowCells.columns(of: key.field, table, catalog)) }
    self.read = Array(read)
  }

  /// To be called before rows of a block are sorted.
  func prepare(block: Int) throws(QueryError) { try table.prepare(read, block: block) }

  func sorted(_ rows: [Int]) -> [Int] {
    rows.sorted { left, right in
      if observer.isStopped { return false }
      for (key, isDescending) in keys {
        if let isBefore = compare(left, right, key, isDescending) { return isBefore }
      }
      return left < right
    }
  }

  private static func key(_ field: BoundList.Field, _ table: CaseTable, _ catalog: Catalog) -> Key {
    switch field {
    case .value(.identifier): return table.identifiers.map { .identifier($0) } ?? .nothing
    case .value(.day(.received)): return .day(table.received.values)
    case .value(.day(.due)): return table.due.map { .day($0.values) } ?? .nothing
    case .value(.day(.finished)): return table.finished.map { .day($0.values) } ?? .nothing
    case .value(.processingDays):
      return table.finished.map { .processingDays(received: table.received.values, finished: $0.values) }
        ?? .nothing
    case .value(.number(let id)):
      return table.numbers.first { $0.id == id }.map { .number($0.values) } ?? .nothing
    case .dimension(let dimension):
      guard let codes = CaseCodes(dimension, of: table, in: catalog) else {
        guard catalog.isTimeliness(dimension) else { return .nothing }
        let asOf = table.days.clamped(table.span?.upperBound ?? table.days.first)
        return .timeliness(due: table.due?.values, finished: table.finished?.values, asOf: asOf)
      }
      return .ranks(table.members[codes.column].codes, ranks(codes, dimension, table, catalog))
    }
  }

  /// By code; ``Int/max`` where the case has no member.
  static func ranks(
    _ codes: CaseCodes, _ dimension: Int, _ table: CaseTable, _ catalog: Catalog
  ) -> [Int] {
    let names = codes.memberOfKey.map { member in
      member.map { VietnameseSortKey(catalog.dimensions[dimension].members[$0].names.vietnamese) }
    }
    let order = names.indices.filter { names[$0] != nil }.sorted { left, right in
      guard let first = names[left], let second = names[right] else { return false }
      return first < second
    }
    var rankOfKey = [Int](repeating: .max, count: names.count)
    for (rank, key) in order.enumerated() { rankOfKey[key] = rank }
    let count = table.members[codes.column].members.count
    return (0..<count).map { rankOfKey[codes.keyOfCode?[$0] ?? $0] }
  }

  /// `nil` when equal.
  private func compare(_ left: Int, _ right: Int, _ key: Key, _ isDescending: Bool) -> Bool? {
    if case .identifier(let column) = key {
      return CaseRowOrder.compare(column.bytes(ofRow: left), column.bytes(ofRow: right), isDescending)
    }
    let (first, second) = (value(left, key), value(right, key))
    if first == second { return nil }
    if first == .max || second == .max { return second == .max }
    return (first < second) != isDescending
  }

  private static func compare(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ isDescending: Bool
  ) -> Bool? {
    if left.isEmpty || right.isEmpty { return left.isEmpty && right.isEmpty ? nil : right.isEmpty }
    if left.elementsEqual(right) { return nil }
    return left.lexicographicallyPrecedes(right) != isDescending
  }

  /// ``Int/max`` where it is missing.
  private func value(_ row: Int, _ key: Key) -> Int {
    switch key {
    case .identifier, .nothing: return 0
    case .ranks(let codes, let ranks): return ranks[codes[row]]
    case .day(let days): return days[row] == CaseDays.missing ? .max : Int(days[row])
    case .processingDays(let received, let finished):
      return finished[row] == CaseDays.missing ? .max : Int(finished[row]) - Int(received[row])
    case .number(let values): return values[row] == NumberText.missing ? .max : Int(values[row])
    case .timeliness(let due, let finished, let asOf):
      let state = Timeliness(
        finished: finished?[row] ?? CaseDays.missing, due: due?[row] ?? CaseDays.missing, asOf: asOf)
      return Timeliness.allCases.firstIndex(of: state) ?? .max
    }
  }
}
