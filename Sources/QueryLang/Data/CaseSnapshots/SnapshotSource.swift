internal import Synchronization

/// A snapshot on disk, whose blocks are read when a question needs them first.
///
/// A class because it owns the open file, and the table's columns are filled as it goes. Scans hand every block to one
/// thread, but a question that was given up may still be reading one when the next question asks for it: so a block
/// is filled by one thread at a time, and only until it is ready.
final class SnapshotSource: Sendable {
  private let file: CaseFile
  private let directory: SnapshotFormat.Directory
  private let columnIndex: [SnapshotColumn: Int]
  private let state: Mutex<State>
  private let gates: [Gate]

  private struct State {
    /// By column and block.
    var isReady: [Bool]
    var damage: DataProblem?
  }

  /// Held by whoever fills one of its blocks.
  private final class Gate: Sendable {
    let isHeld = Mutex(())
  }

  /// More threads than this wait for each other's blocks now and then.
  private static let gateCount = 64

  init(_ file: CaseFile, _ directory: SnapshotFormat.Directory) {
    self.file = file
    self.directory = directory
    columnIndex = Dictionary(uniqueKeysWithValues: zip(directory.columns, directory.columns.indices))
    let count = directory.columns.count * directory.blockCount
    state = Mutex(State(isReady: Array(repeating: false, count: count)))
    gates = (0..<max(1, min(SnapshotSource.gateCount, directory.blockCount))).map { _ in Gate() }
  }

  /// What was found wrong so far.
  var damage: QueryError? {
    state.withLock { $0.damage }.map { QueryError(.data(DataPlace(file: file.path), $0), at: nil) }
  }

  /// Fills a block of some columns of `table`, unless that was done.
  /// - Returns: whether they may be read: codes of a damaged block may be of no member.
  func prepare(_ columns: [SnapshotColumn], block: Int, of table: CaseTable) -> Bool {
    if areReady(columns, block) { return true }
    return gates[block % gates.count].isHeld.withLock { _ in fill(columns, block, table) }
  }

  private func areReady(_ columns: [SnapshotColumn], _ block: Int) -> Bool {
    state.withLock { state in
      columns.allSatisfy { column in
        columnIndex[column].map { state.isReady[$0 * directory.blockCount + block] } ?? true
      }
    }
  }

  private func fill(_ columns: [SnapshotColumn], _ block: Int, _ table: CaseTable) -> Bool {
    // Threads take blocks side by side, whose columns lie in the same large pages of new memory: begun with the same
    // column, both would clear each page, one of them for nothing.
    let first = block % 2 * (columns.count / 2)
    for position in columns.indices {
      let column = columns[(first + position) % columns.count]
      guard let index = columnIndex[column], !areReady([column], block) else { continue }
      if state.withLock({ $0.damage != nil }) { return false }
      let problem = read(column, index, block, table)
      state.withLock { state in
        state.isReady[index * directory.blockCount + block] = problem == nil
        if state.damage == nil { state.damage = problem }
      }
      if problem != nil { return false }
    }
    return true
  }

  private func read(_ column: SnapshotColumn, _ index: Int, _ block: Int, _ table: CaseTable) -> DataProblem?
  {
    let place = directory.blocks[index][block]
    // A word more, since bits are read by words.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: place.byteCount + 8, alignment: 8)
    defer { buffer.deallocate() }
    guard let start = buffer.baseAddress else { return .snapshotDamaged }
    do throws(FileReading.Failure) {
      guard try file.read(place.byteCount, at: place.offset, into: start) == place.byteCount else {
        return .snapshotDamaged
      }
    } catch {
      return error.problem
    }
    let bytes = UnsafeRawBufferPointer(start: start, count: place.byteCount)
    guard Checksum.of(bytes) == place.checksum else { return .snapshotDamaged }
    if column == .day(.due) || column == .day(.finished), PackedBlock.isRelative(bytes) {
      guard fill([.day(.received)], block, table) else { return .snapshotDamaged }
    }
    return unpack(column, bytes, block, table) ? nil : .snapshotDamaged
  }

  // MARK: Columns

  /// - Returns: whether the block is well formed, and just what the directory says of it: a scan relies on both.
  private func unpack(
    _ column: SnapshotColumn, _ bytes: UnsafeRawBufferPointer, _ block: Int, _ table: CaseTable
  ) -> Bool {
    let first = block * BlockRanges.blockSize
    let count = min(directory.rowCount - first, BlockRanges.blockSize)
    switch column {
    case .day(let day): return unpack(day, bytes, block, first, count, table)
    case .member(let position):
      let ranges = table.memberRanges[position]
      let expected = (ranges.least[block], ranges.greatest[block])
      switch table.members[position].codes {
      case .one(let codes): return unpack(bytes, count, codes.pointer + first, expected)
      case .two(let codes): return unpack(bytes, count, codes.pointer + first, expected)
      case .four(let codes): return unpack(bytes, count, codes.pointer + first, expected)
      }
    case .number(let position):
      let target = UnsafeMutablePointer(mutating: table.numbers[position].values.pointer + first)
      return PackedBlock.unpack(bytes, count, relativeTo: nil, into: target)
    case .identifiers:
      guard let identifiers = table.identifiers, case .listed(let offsets) = identifiers.places,
        let sizes = directory.identifierBytes
      else { return false }
      return PackedTexts.unpack(
        bytes, count: count, into: identifiers.runs[block].bytes.base, capacity: Int(sizes[block]),
        UnsafeMutablePointer(mutating: offsets.pointer + first))
    }
  }

  private func unpack(
    _ day: CaseDay, _ bytes: UnsafeRawBufferPointer, _ block: Int, _ first: Int, _ count: Int,
    _ table: CaseTable
  ) -> Bool {
    guard let column = table.days(of: day) else { return false }
    let received = table.received.values.pointer + first
    let target = UnsafeMutablePointer(mutating: column.values.pointer + first)
    let reference = day == .received ? nil : received
    let isWhole = PackedBlock.unpack(bytes, count, relativeTo: reference, into: target)
    guard isWhole else { return false }
    let range = DayColumn.range(of: UnsafePointer(target), 0..<count)
    guard range == (column.ranges.least[block], column.ranges.greatest[block]) else { return false }
    // Whichever of the two is read last is held against the other: a case ends after it began.
    switch day {
    case .received:
      guard let finished = table.finished, areReady([.day(.finished)], block) else { return true }
      return !SnapshotSource.isAny(of: finished.values.pointer + first, before: received, count)
    case .finished:
      guard areReady([.day(.received)], block) else { return true }
      return !SnapshotSource.isAny(of: UnsafePointer(target), before: received, count)
    case .due: return true
    }
  }

  /// A missing day is after every other.
  private static func isAny(
    of days: UnsafePointer<UInt16>, before others: UnsafePointer<UInt16>, _ count: Int
  ) -> Bool {
    // All are compared: a way out of the loop would cost more.
    var found: UInt16 = 0
    for row in 0..<count { found |= days[row] < others[row] ? 1 : 0 }
    return found != 0
  }

  private func unpack<Code: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ codes: UnsafePointer<Code>,
    _ expected: (least: UInt32, greatest: UInt32)
  ) -> Bool {
    let target = UnsafeMutablePointer(mutating: codes)
    let isWhole = PackedBlock.unpack(bytes, count, relativeTo: nil, into: target)
    var (least, greatest) = (Code.max, Code.min)
    for row in 0..<count {
      least = min(least, target[row])
      greatest = max(greatest, target[row])
    }
    return isWhole && UInt32(least) == expected.least && UInt32(greatest) == expected.greatest
  }
}
