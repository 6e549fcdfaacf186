/// Where the loops of one thread find the columns of the block at hand, whose rows they count from its first.
///
/// The columns lie in the table. Those of a snapshot's block that no scan asked for before are unpacked to memory of the
/// thread instead, which it uses for one block after the other: to take new pages for the table takes longer than to
/// unpack what they are to hold, and most questions to a snapshot are asked once.
///
/// A class because it owns that memory; one thread uses it, while the table is held. What it gives to loops is valid as
/// long as it is held itself.
final class ScanColumns {
  private let table: CaseTable
  /// By position; `nil` for days that the data do not have.
  private let memory: [(start: UnsafeRawPointer, width: Int)?]
  /// Where the block at hand begins, by position. Loops hold these places, and find in them what a block has put there.
  private let starts: UnsafeMutablePointer<UnsafeRawPointer>
  private var isOpen: [Bool]
  /// Of the block at hand those of receipt and of finishing were held against each other.
  private var areDaysInOrder = false
  private var block = -1
  /// By position.
  private var rooms: [UnsafeMutableRawPointer?]

  /// All columns but the identifiers, which no loop reads.
  fileprivate enum Position {
    static let days = CaseDay.allCases.count

    static func of(_ column: SnapshotColumn, _ table: CaseTable) -> Int? {
      switch column {
      case .day(let day): of(day)
      case .member(let index): days + index
      case .number(let index): days + table.members.count + index
      case .identifiers: nil
      }
    }

    static func of(_ day: CaseDay) -> Int {
      switch day {
      case .received: 0
      case .due: 1
      case .finished: 2
      }
    }
  }

  init(_ table: CaseTable) {
    self.table = table
    let columns =
      [.day(.received), .day(.due), .day(.finished)] + table.members.indices.map { .member($0) }
      + table.numbers.indices.map { SnapshotColumn.number($0) }
    memory = columns.map { table.memory(of: $0) }
    isOpen = Array(repeating: false, count: columns.count)
    rooms = Array(repeating: nil, count: columns.count)
    starts = .allocate(capacity: columns.count)
    for position in columns.indices {
      (starts + position).initialize(to: memory[position]?.start ?? UnsafeRawPointer(starts))
    }
  }

  deinit {
    for room in rooms { room?.deallocate() }
    starts.deallocate()
  }

  /// Makes a block of some columns readable, until another block is opened.
  /// - Returns: `false` for a damaged block of a snapshot: whoever runs the scan asks the source for what it is.
  func open(_ columns: [SnapshotColumn], block: Int) -> Bool {
    if block != self.block {
      self.block = block
      for position in isOpen.indices {
        isOpen[position] = false
        if let start = start(position) { starts[position] = start }
      }
      areDaysInOrder = false
    }
    guard let source = table.source else { return true }
    // What a pass has unpacked to rooms it does not ask for again, whatever the source knows of it.
    let kept = columns.filter { !isOpen($0) && source.wasRead($0, block: block) }
    return open(kept: kept, source) && columns.allSatisfy { open($0, source) } && holdDays(source)
  }

  private func isOpen(_ column: SnapshotColumn) -> Bool {
    Position.of(column, table).map { isOpen[$0] || memory[$0] == nil } ?? true
  }

  private func open(kept columns: [SnapshotColumn], _ source: SnapshotSource) -> Bool {
    guard columns.isEmpty || source.prepare(columns, block: block, of: table) else { return false }
    for column in columns { if let position = Position.of(column, table) { isOpen[position] = true } }
    return true
  }

  private func open(_ column: SnapshotColumn, _ source: SnapshotSource) -> Bool {
    guard !isOpen(column), let position = Position.of(column, table), let width = memory[position]?.width
    else { return true }
    if source.wasRead(column, block: block) { return open(kept: [column], source) }
    let room = room(position, width)
    let isRead = source.readOnce(column, block: block, of: table, into: room) {
      open(.day(.received), source) ? days.received(0) : nil
    }
    guard isRead else { return false }
    starts[position] = UnsafeRawPointer(room)
    isOpen[position] = true
    return true
  }

  /// The source has held days against each other where both are in the table: here they are where one is in a room.
  private func holdDays(_ source: SnapshotSource) -> Bool {
    let positions = [Position.of(.received), Position.of(.finished)]
    guard !areDaysInOrder, positions.allSatisfy({ isOpen[$0] }),
      positions.contains(where: { starts[$0] != start($0) })
    else { return true }
    areDaysInOrder = source.areInOrder(received: days.received(0), finished: days.finished(0), block)
    return areDaysInOrder
  }

  /// Within the table.
  private func start(_ position: Int) -> UnsafeRawPointer? {
    memory[position].map { $0.start + block * BlockRanges.blockSize * $0.width }
  }

  private func room(_ position: Int, _ width: Int) -> UnsafeMutableRawPointer {
    if let room = rooms[position] { return room }
    let room = UnsafeMutableRawPointer.allocate(
      byteCount: BlockRanges.blockSize * width + MappedMemory.slack, alignment: 64)
    switch width {
    case 1: room.bindMemory(to: UInt8.self, capacity: BlockRanges.blockSize)
    case 2: room.bindMemory(to: UInt16.self, capacity: BlockRanges.blockSize)
    case 4: room.bindMemory(to: UInt32.self, capacity: BlockRanges.blockSize)
    default: room.bindMemory(to: Int64.self, capacity: BlockRanges.blockSize)
    }
    rooms[position] = room
    return room
  }

  // MARK: What loops hold

  func codes(ofColumn column: Int) -> CodePointer {
    CodePointer(
      start: UnsafePointer(starts + (Position.days + column)),
      width: table.members[column].codes.bytesOfValue)
  }

  func numbers(ofColumn column: Int) -> NumberPointer {
    NumberPointer(start: UnsafePointer(starts + (Position.days + table.members.count + column)))
  }

  var days: DayPointers {
    DayPointers(
      starts: UnsafePointer(starts), hasDue: memory[Position.of(.due)] != nil,
      hasFinished: memory[Position.of(.finished)] != nil)
  }
}

/// A column's codes as the loops read them.
struct CodePointer {
  /// Of the block at hand.
  fileprivate let start: UnsafePointer<UnsafeRawPointer>
  /// Bytes of a code.
  let width: Int

  @inline(__always) func narrow(_ row: Int) -> UnsafePointer<UInt8> {
    (start.pointee + row).assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always) func wide(_ row: Int) -> UnsafePointer<UInt16> {
    (start.pointee + row &* 2).assumingMemoryBound(to: UInt16.self)
  }

  @inline(__always) func widest(_ row: Int) -> UnsafePointer<UInt32> {
    (start.pointee + row &* 4).assumingMemoryBound(to: UInt32.self)
  }
}

/// A column's numbers as the loops read them.
struct NumberPointer {
  /// Of the block at hand.
  fileprivate let start: UnsafePointer<UnsafeRawPointer>

  @inline(__always) func values(_ row: Int) -> UnsafePointer<Int64> {
    (start.pointee + row &* 8).assumingMemoryBound(to: Int64.self)
  }
}

/// The days of cases as the loops read them.
struct DayPointers {
  /// Of the block at hand, by position.
  fileprivate let starts: UnsafePointer<UnsafeRawPointer>
  fileprivate let hasDue: Bool
  fileprivate let hasFinished: Bool

  /// Of a table without such a column: a chunk of missing days.
  private nonisolated(unsafe) static let none: UnsafePointer<UInt16> = {
    let days = UnsafeMutablePointer<UInt16>.allocate(capacity: CaseKernels.chunkSize)
    days.initialize(repeating: CaseDays.missing, count: CaseKernels.chunkSize)
    return UnsafePointer(days)
  }()

  private let missing = DayPointers.none

  fileprivate init(starts: UnsafePointer<UnsafeRawPointer>, hasDue: Bool, hasFinished: Bool) {
    self.starts = starts
    self.hasDue = hasDue
    self.hasFinished = hasFinished
  }

  @inline(__always) private func start(_ day: CaseDay) -> UnsafePointer<UInt16> {
    starts[ScanColumns.Position.of(day)].assumingMemoryBound(to: UInt16.self)
  }

  /// From `row` on, as many as a chunk has.
  @inline(__always) func received(_ row: Int) -> UnsafePointer<UInt16> { start(.received) + row }
  @inline(__always) func due(_ row: Int) -> UnsafePointer<UInt16> { hasDue ? start(.due) + row : missing }
  @inline(__always) func finished(_ row: Int) -> UnsafePointer<UInt16> {
    hasFinished ? start(.finished) + row : missing
  }

  @inline(__always) func values(_ day: CaseDay, _ row: Int) -> UnsafePointer<UInt16> {
    switch day {
    case .received: received(row)
    case .due: due(row)
    case .finished: finished(row)
    }
  }
}

/// Copies of tables that loops look up by address.
///
/// A class because it owns them.
final class ScanCopies {
  private var copies: [UnsafeMutableRawPointer] = []

  deinit { for copy in copies { copy.deallocate() } }

  func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
    let size = max(1, values.count) * MemoryLayout<Value>.stride
    let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    values.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
    }
    copies.append(copy)
    return UnsafePointer(copy.bindMemory(to: Value.self, capacity: max(1, values.count)))
  }
}
