/// Cases in columns: one row for each hồ sơ. Immutable once it is made.
package struct CaseTable: Sendable {
  package let rowCount: Int
  /// How days are coded.
  package let days: CaseDays
  /// Never missing.
  package let received: DayColumn
  /// `nil` where the data have no such column; each case may lack it.
  package let due: DayColumn?
  /// Missing while a case is pending; never before `received`.
  package let finished: DayColumn?
  package let members: [MemberColumn]
  /// Of the codes of each of `members`.
  package let memberRanges: [BlockRanges]
  package let numbers: [NumberColumn]
  package let identifiers: IdentifierColumn?
  /// The first day on which a case was received and the last on which anything happened (received or finished);
  /// `nil` where there is no case.
  package let span: ClosedRange<Day>?
  /// Where blocks come from that were not read yet; `nil` where all are there.
  let source: SnapshotSource?
  /// What its codes mean.
  let knownCodes = KnownCaseCodes()

  /// Makes a block of some columns ready to be read.
  func prepare(_ columns: [SnapshotColumn], block: Int) throws(QueryError) {
    guard let source else { return }
    _ = source.prepare(columns, block: block, of: self)
    if let damage = source.damage { throw damage }
  }

  package var blockCount: Int { (rowCount + BlockRanges.blockSize - 1) / BlockRanges.blockSize }

  /// Bytes that the columns take.
  package var byteCount: Int {
    let days = [received, due, finished].compactMap { $0?.values.byteCount }.reduce(0, +)
    return days + members.reduce(0) { $0 + $1.codes.byteCount }
      + numbers.reduce(0) { $0 + $1.values.byteCount } + (identifiers?.byteCount ?? 0)
  }

  /// Where a column's values lie one behind the other, and the bytes of each; `nil` for days that the data do not have,
  /// and for identifiers, which are not all of a size.
  func memory(of column: SnapshotColumn) -> (start: UnsafeRawPointer, width: Int)? {
    switch column {
    case .day(let day): days(of: day).map { (UnsafeRawPointer($0.values.pointer), 2) }
    case .member(let index): (members[index].codes.start, members[index].codes.bytesOfValue)
    case .number(let index): (UnsafeRawPointer(numbers[index].values.pointer), 8)
    case .identifiers: nil
    }
  }

  package func column(of dimension: Int) -> Int? { members.firstIndex { $0.dimension == dimension } }
}
