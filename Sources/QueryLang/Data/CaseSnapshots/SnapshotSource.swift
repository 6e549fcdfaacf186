internal import Synchronization

/// A snapshot on disk, whose blocks are read when a question needs them first.
///
/// The first pass over a block unpacks it to memory of its own; the table's columns are filled when it is asked for again.
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
    var standings: [Standing]
    var damage: DataProblem?
  }

  private enum Standing {
    case unread
    /// By a pass that did not keep it.
    case read
    /// In the table.
    case ready
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
    state = Mutex(State(standings: Array(repeating: .unread, count: count)))
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
        columnIndex[column].map { state.standings[$0 * directory.blockCount + block] == .ready } ?? true
      }
    }
  }

  private func fill(_ columns: [SnapshotColumn], _ block: Int, _ table: CaseTable) -> Bool {
    // Threads take blocks side by side, whose columns lie in the same large pages of new memory: begun with the same
    // column, both would clear each page, one of them for nothing.
    let start = block % 2 * (columns.count / 2)
    return columns.indices.allSatisfy { fill(columns[(start + $0) % columns.count], block, table) }
  }

  private func fill(_ column: SnapshotColumn, _ block: Int, _ table: CaseTable) -> Bool {
    guard let index = columnIndex[column], !areReady([column], block) else { return true }
    let first = block * BlockRanges.blockSize
    let isRead = read(
      column, index, block, table, into: table.memory(of: column).map { mutable($0, first) },
      received: { fill(.day(.received), block, table) ? table.received.values.pointer + first : nil })
    guard isRead, isInOrder(column, block, table) else { return false }
    state.withLock { $0.standings[index * directory.blockCount + block] = .ready }
    return true
  }

  /// Whichever of the two days is filled last is held against the other.
  private func isInOrder(_ column: SnapshotColumn, _ block: Int, _ table: CaseTable) -> Bool {
    guard let finished = table.finished else { return true }
    switch column {
    case .day(.received): guard areReady([.day(.finished)], block) else { return true }
    case .day(.finished): guard areReady([.day(.received)], block) else { return true }
    default: return true
    }
    let first = block * BlockRanges.blockSize
    return areInOrder(
      received: table.received.values.pointer + first, finished: finished.values.pointer + first, block)
  }

  private func mutable(
    _ memory: (start: UnsafeRawPointer, width: Int), _ row: Int
  ) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(mutating: memory.start + row * memory.width)
  }

  // MARK: Blocks

  /// Whether a block of a column was asked for before.
  func wasRead(_ column: SnapshotColumn, block: Int) -> Bool {
    guard let index = columnIndex[column] else { return true }
    return state.withLock { $0.standings[index * directory.blockCount + block] != .unread }
  }

  /// Unpacks a block of a column to where the caller wants it, and leaves the table as it is.
  /// - Parameters:
  ///   - target: room for a block of the column's values.
  ///   - received: asked for the block's days of receipt where the column needs them; `nil` for a damaged block.
  /// - Precondition: `column` is not that of the identifiers.
  /// - Returns: `false` for a damaged block.
  func readOnce(
    _ column: SnapshotColumn, block: Int, of table: CaseTable, into target: UnsafeMutableRawPointer,
    received: () -> UnsafePointer<UInt16>?
  ) -> Bool {
    guard let index = columnIndex[column], read(column, index, block, table, into: target, received: received)
    else { return false }
    state.withLock { state in
      let place = index * directory.blockCount + block
      if state.standings[place] == .unread { state.standings[place] = .read }
    }
    return true
  }

  /// Whether no case of a block is finished before it was received; where one is, the snapshot is damaged. Whoever reads
  /// both days asks, unless both were filled in the table.
  func areInOrder(
    received: UnsafePointer<UInt16>, finished: UnsafePointer<UInt16>, _ block: Int
  ) -> Bool {
    let count = min(directory.rowCount - block * BlockRanges.blockSize, BlockRanges.blockSize)
    // All are compared: a way out of the loop would cost more. A missing day is after every other.
    var found: UInt16 = 0
    for row in 0..<count { found |= finished[row] < received[row] ? 1 : 0 }
    if found != 0 { note(.snapshotDamaged) }
    return found == 0
  }

  private func note(_ problem: DataProblem) {
    state.withLock { state in if state.damage == nil { state.damage = problem } }
  }

  /// - Parameter target: `nil` for identifiers, which go to the table alone.
  /// - Returns: `false` for a damaged block, of which the state then tells.
  private func read(
    _ column: SnapshotColumn, _ index: Int, _ block: Int, _ table: CaseTable,
    into target: UnsafeMutableRawPointer?, received: () -> UnsafePointer<UInt16>?
  ) -> Bool {
    if state.withLock({ $0.damage != nil }) { return false }
    let problem = withBytes(of: directory.blocks[index][block]) { bytes in
      unpack(column, bytes, block, table, into: target, received: received)
    }
    guard let problem else { return true }
    note(problem)
    return false
  }

  /// Reads a part of the file.
  /// - Parameter body: whether the bytes are well formed.
  private func withBytes(
    of place: SnapshotFormat.BlockPlace, _ body: (UnsafeRawBufferPointer) -> Bool
  ) -> DataProblem? {
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
    return Checksum.of(bytes) == place.checksum && body(bytes) ? nil : .snapshotDamaged
  }

  // MARK: Columns

  /// - Returns: whether the block is well formed, and just what the directory says of it: a scan relies on both.
  private func unpack(
    _ column: SnapshotColumn, _ bytes: UnsafeRawBufferPointer, _ block: Int, _ table: CaseTable,
    into target: UnsafeMutableRawPointer?, received: () -> UnsafePointer<UInt16>?
  ) -> Bool {
    let first = block * BlockRanges.blockSize
    let count = min(directory.rowCount - first, BlockRanges.blockSize)
    guard let target else { return unpackIdentifiers(bytes, block, first, count, table) }
    switch column {
    case .day(let day):
      return unpack(
        day, bytes, block, count, table, into: target.assumingMemoryBound(to: UInt16.self),
        received: received)
    case .member(let position):
      let ranges = table.memberRanges[position]
      let expected = (ranges.least[block], ranges.greatest[block])
      switch table.members[position].codes {
      case .one: return unpack(bytes, count, target.assumingMemoryBound(to: UInt8.self), expected)
      case .two: return unpack(bytes, count, target.assumingMemoryBound(to: UInt16.self), expected)
      case .four: return unpack(bytes, count, target.assumingMemoryBound(to: UInt32.self), expected)
      }
    case .number:
      return PackedBlock.unpack(
        bytes, count, relativeTo: nil, into: target.assumingMemoryBound(to: Int64.self))
    case .identifiers: return false
    }
  }

  private func unpackIdentifiers(
    _ bytes: UnsafeRawBufferPointer, _ block: Int, _ first: Int, _ count: Int, _ table: CaseTable
  ) -> Bool {
    guard let identifiers = table.identifiers, case .listed(let offsets) = identifiers.places,
      let sizes = directory.identifierBytes
    else { return false }
    return PackedTexts.unpack(
      bytes, count: count, into: identifiers.runs[block].bytes.base, capacity: Int(sizes[block]),
      UnsafeMutablePointer(mutating: offsets.pointer + first))
  }

  private func unpack(
    _ day: CaseDay, _ bytes: UnsafeRawBufferPointer, _ block: Int, _ count: Int, _ table: CaseTable,
    into target: UnsafeMutablePointer<UInt16>, received: () -> UnsafePointer<UInt16>?
  ) -> Bool {
    guard let column = table.days(of: day) else { return false }
    var reference: UnsafePointer<UInt16>?
    if day != .received, PackedBlock.isRelative(bytes) {
      reference = received()
      if reference == nil { return false }
    }
    guard PackedBlock.unpack(bytes, count, relativeTo: reference, into: target) else { return false }
    let range = DayColumn.range(of: UnsafePointer(target), 0..<count)
    return range == (column.ranges.least[block], column.ranges.greatest[block])
  }

  private func unpack<Code: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ target: UnsafeMutablePointer<Code>,
    _ expected: (least: UInt32, greatest: UInt32)
  ) -> Bool {
    let isWhole = PackedBlock.unpack(bytes, count, relativeTo: nil, into: target)
    var (least, greatest) = (Code.max, Code.min)
    for row in 0..<count {
      least = min(least, target[row])
      greatest = max(greatest, target[row])
    }
    return isWhole && UInt32(least) == expected.least && UInt32(greatest) == expected.greatest
  }
}
