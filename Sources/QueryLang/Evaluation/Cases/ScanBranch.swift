/// What one thread finds for one scan of a pass: the tests that are the scan's own, its keys, and what it has counted.
struct ScanBranch {
  let scan: CaseScan
  let isDense: Bool
  let columns: [SnapshotColumn]
  /// Of the columns that the scan reads.
  let bytesOfRow: Int
  let places: ScanColumns
  let days: DayPointers
  private let tests: ScanTests
  private let bits: [ScanTests]
  private let keys: ScanKeys
  private var selection: RowSelection
  private let bit: UnsafeMutablePointer<UInt8>
  private let ownNumbers: UnsafeMutablePointer<UInt32>
  /// Of the rows that are taken one by one.
  let durations: UnsafeMutablePointer<UInt16>
  /// The keys of the rows that are taken one by one.
  private(set) var numbers: UnsafePointer<UInt32>
  let counts: UnsafeMutablePointer<Int>
  let totals: UnsafeMutablePointer<Int>
  var tally = CaseTally()
  var rows: [Int] = []
  /// Of the block at hand.
  private(set) var firstRow = 0
  /// Some row of the block at hand may be meant.
  private(set) var isMeant = true
  private var hasOwnTests = false

  /// Rows are counted all together, without a look at what each has, when at least one in so many is meant.
  private static let sparseBelow = 3
  private static let spare = 16

  init(
    _ scan: CaseScan, beside shared: [CaseScan.Test], isDense: Bool, _ places: ScanColumns,
    _ table: CaseTable
  ) {
    self.scan = scan
    self.isDense = isDense
    self.places = places
    days = places.days
    columns = scan.columns
    bytesOfRow = table.bytesOfRow(columns)
    tests = ScanTests(
      scan.tests.filter { !shared.contains($0) }, asOf: scan.asOf, needing: scan.neededDay, places, table)
    bits = scan.bits.map { ScanTests($0, asOf: scan.asOf, places, table) }
    keys = ScanKeys(scan, places, table)
    selection = RowSelection()
    let size = CaseKernels.chunkSize + ScanBranch.spare
    bit = .allocate(capacity: size)
    bit.initialize(repeating: 0, count: size)
    ownNumbers = .allocate(capacity: size)
    ownNumbers.initialize(repeating: 0, count: size)
    numbers = UnsafePointer(ownNumbers)
    durations = .allocate(capacity: size)
    durations.initialize(repeating: 0, count: size)
    // One more, for rows that are not meant.
    let keyCount = isDense ? scan.keyCount + 1 : 1
    counts = .allocate(capacity: keyCount)
    counts.initialize(repeating: 0, count: keyCount)
    let totalCount = scan.hasTotals ? keyCount : 1
    totals = .allocate(capacity: totalCount)
    totals.initialize(repeating: 0, count: totalCount)
  }

  /// Gives back the memory.
  mutating func finish() -> CaseTally {
    if isDense {
      tally.counts = Array(UnsafeBufferPointer(start: counts, count: scan.keyCount))
      if scan.hasTotals { tally.totals = Array(UnsafeBufferPointer(start: totals, count: scan.keyCount)) }
    }
    selection.deallocate()
    bit.deallocate()
    ownNumbers.deallocate()
    durations.deallocate()
    counts.deallocate()
    totals.deallocate()
    return tally
  }

  // MARK: Blocks and chunks

  mutating func begin(block: Int) {
    firstRow = block * BlockRanges.blockSize
    isMeant = tests.begin(block: block)
    guard isMeant else { return }
    hasOwnTests = tests.hasOpen
    keys.begin(block: block)
  }

  /// Takes of a chunk what its own tests leave of those rows that all scans mean.
  /// - Parameter picked: the keys of those rows, where another scan has the same ones and has put them together.
  /// - Returns: the keys of those rows, where they were put together here.
  mutating func scanChunk(
    _ row: Int, _ shared: inout RowSelection, picked: UnsafePointer<UInt32>?
  ) -> UnsafePointer<UInt32>? {
    guard hasOwnTests else { return take(row, &shared, picked: picked) }
    selection.begin(from: shared)
    selection.narrow(by: tests, row: row)
    if selection.selected == 0 { return nil }
    var own = selection
    _ = take(row, &own, picked: nil)
    return nil
  }

  private mutating func take(
    _ row: Int, _ selection: inout RowSelection, picked: UnsafePointer<UInt32>?
  ) -> UnsafePointer<UInt32>? {
    let isSparse = selection.isSparse || selection.selected * ScanBranch.sparseBelow < selection.count
    if isSparse || !scan.isCount || !isDense {
      takePositions(row, &selection, picked: picked)
      return numbers
    }
    if scan.keyCount < Int(UInt16.max) {
      // Where the numbers of chosen rows are held there is room for as many smaller ones.
      ownNumbers.withMemoryRebound(to: UInt16.self, capacity: 2 * selection.count) {
        countAll(row, selection, $0)
      }
    } else {
      countAll(row, selection, ownNumbers)
    }
    return nil
  }

  /// Counts all rows of the chunk, those that are not meant under a key that nobody reads.
  @inline(__always) private func countAll<Key: CaseKeyNumber>(
    _ row: Int, _ selection: RowSelection, _ numbers: UnsafeMutablePointer<Key>
  ) {
    let count = selection.count
    numbers.update(repeating: 0, count: count)
    keys.add(row, count, to: numbers)
    for position in bits.indices {
      setBit(position, row, count)
      CaseKernels.addBit(bit, Key(truncatingIfNeeded: 1 << position), numbers, count)
    }
    if selection.hasMask {
      CaseKernels.divert(selection.mask, to: Key(truncatingIfNeeded: scan.keyCount), numbers, count)
    }
    let counts = counts
    for index in 0..<count { counts[Int(numbers[index])] &+= 1 }
  }

  /// Takes the rows that are meant one by one.
  private mutating func takePositions(
    _ row: Int, _ selection: inout RowSelection, picked: UnsafePointer<UInt32>?
  ) {
    selection.makePositions()
    let (positions, selected) = (UnsafePointer(selection.positions), selection.selected)
    if let picked {
      numbers = picked
    } else {
      pick(row, selection)
      numbers = UnsafePointer(ownNumbers)
    }
    takeRows(row, at: positions, selected)
  }

  private func pick(_ row: Int, _ selection: RowSelection) {
    let (positions, selected) = (UnsafePointer(selection.positions), selection.selected)
    ownNumbers.update(repeating: 0, count: selected)
    keys.pick(row, at: positions, selected, to: ownNumbers)
    for position in bits.indices {
      setBit(position, row, selection.count)
      CaseKernels.pick(UnsafePointer(bit), at: positions, 1 << UInt32(position), ownNumbers, selected)
    }
  }

  /// Which rows have one bit of the class.
  private func setBit(_ position: Int, _ row: Int, _ count: Int) {
    CaseKernels.fill(bit, count)
    bits[position].applyAll(row, count, bit)
  }
}

extension CaseScan {
  fileprivate var hasTotals: Bool { if case .sum = taking { true } else { false } }
  /// Days from receipt to finish are taken of finished cases alone.
  fileprivate var neededDay: CaseDay? {
    switch taking {
    case .sum(.processingDays), .values(.processingDays): .finished
    case .sum, .values, .count, .stays, .rows: nil
    }
  }

  fileprivate var isCount: Bool { if case .count = taking { true } else { false } }
}

extension CaseTable {
  fileprivate func bytesOfRow(_ columns: [SnapshotColumn]) -> Int {
    columns.reduce(0) { $0 + (memory(of: $1)?.width ?? 0) }
  }
}
