/// The rows of a chunk that are meant: as a mask while they are many, as positions once they are few.
struct RowSelection {
  private enum Form {
    /// No row was left out.
    case all
    case mask
    /// The mask says nothing any more.
    case positions
  }

  /// By row of the chunk, 1 where it is meant, and 0 behind the last; only while ``hasMask``.
  let mask: UnsafeMutablePointer<UInt8>
  /// In order; after ``makePositions()``.
  let positions: UnsafeMutablePointer<UInt16>
  /// Rows of the chunk.
  private(set) var count = 0
  /// Those that are meant.
  private(set) var selected = 0
  private var form = Form.all
  private var hasPositions = false

  /// Further tests are made row by row when fewer than one row in so many is left.
  private static let sparseBelow = 8

  init() {
    mask = .allocate(capacity: CaseKernels.chunkSize + CaseKernels.maskRun)
    positions = .allocate(capacity: CaseKernels.chunkSize + CaseKernels.maskRun)
    mask.initialize(repeating: 0, count: CaseKernels.chunkSize + CaseKernels.maskRun)
    positions.initialize(repeating: 0, count: CaseKernels.chunkSize + CaseKernels.maskRun)
  }

  /// Gives back the memory.
  func deallocate() {
    mask.deallocate()
    positions.deallocate()
  }

  var hasMask: Bool { form == .mask }
  var isSparse: Bool { form == .positions }

  /// All rows of a chunk.
  mutating func begin(_ count: Int) {
    self.count = count
    selected = count
    form = .all
    hasPositions = false
  }

  /// The rows of another selection.
  mutating func begin(from other: RowSelection) {
    (count, selected, form) = (other.count, other.selected, other.form)
    hasPositions = form == .positions
    switch form {
    case .all: break
    case .mask: mask.update(from: other.mask, count: count + CaseKernels.maskRun)
    case .positions: positions.update(from: other.positions, count: selected)
    }
  }

  /// Leaves out the rows that fail a test.
  mutating func narrow(by tests: ScanTests, row: Int) {
    for index in 0..<tests.count where tests.isOpen(index) {
      if selected == 0 { return }
      if form == .positions {
        selected = tests.filter(index, row, positions, selected)
        continue
      }
      if form == .all { fillMask() }
      tests.apply(index, row, count, mask)
      selected = CaseKernels.selectedCount(mask, count)
      hasPositions = false
      if selected * RowSelection.sparseBelow < count {
        makePositions()
        form = .positions
      }
    }
  }

  private mutating func fillMask() {
    CaseKernels.fill(mask, count)
    (mask + count).update(repeating: 0, count: CaseKernels.maskRun)
    form = .mask
  }

  mutating func makePositions() {
    if hasPositions { return }
    hasPositions = true
    if form == .all {
      for index in 0..<count { positions[index] = UInt16(truncatingIfNeeded: index) }
    } else {
      _ = CaseKernels.positions(mask, count, into: positions)
    }
  }
}
