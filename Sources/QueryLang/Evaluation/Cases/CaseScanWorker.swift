/// One thread's part of a pass over the cases that answers some scans at once: a block is read once, and what all
/// scans test is tested once.
struct CaseScanWorker {
  private let table: CaseTable
  private let columns: ScanColumns
  /// What all scans ask of a row.
  private let shared: ScanTests
  private var branches: [ScanBranch]
  /// Which scans have the keys of the first one.
  private let haveFirstKeys: [Bool]
  private var selection = RowSelection()
  private var report = CaseScanner.Report()

  /// - Parameter scans: at least one; of the same day at which pending cases are looked at.
  init(_ table: CaseTable, _ scans: [CaseScan], _ limits: CaseScanner.Limits) {
    self.init(table, scans) { $0.keyCount <= limits.mostDenseKeys }
  }

  /// For one scan alone.
  init(_ table: CaseTable, _ scan: CaseScan, isDense: Bool) {
    self.init(table, [scan]) { _ in isDense }
  }

  private init(_ table: CaseTable, _ scans: [CaseScan], isDense: (CaseScan) -> Bool) {
    self.table = table
    columns = ScanColumns(table)
    let columns = columns
    let tests = scans[0].tests.filter { test in scans.allSatisfy { $0.tests.contains(test) } }
    shared = ScanTests(tests, asOf: scans[0].asOf, columns, table)
    haveFirstKeys = scans.map { $0.hasKeys(of: scans[0]) }
    branches = scans.map { ScanBranch($0, beside: tests, isDense: isDense($0), columns, table) }
  }

  /// What each scan found. Gives back the memory.
  mutating func finish() -> ([CaseTally], CaseScanner.Report) {
    selection.deallocate()
    return (branches.indices.map { branches[$0].finish() }, report)
  }

  /// The rows of a block that are meant, in order; what is taken must be rows.
  mutating func rows(ofBlock block: Int) -> [Int] {
    branches[0].rows.removeAll(keepingCapacity: true)
    scan(block: block)
    return branches[0].rows
  }

  mutating func scan(block: Int) {
    report.blocks += branches.count
    guard shared.begin(block: block) else {
      report.skippedBlocks += branches.count
      return
    }
    let rowCount = min(table.rowCount - block * BlockRanges.blockSize, BlockRanges.blockSize)
    var isMeant = false
    for index in branches.indices {
      branches[index].begin(block: block)
      guard branches[index].isMeant else {
        report.skippedBlocks += 1
        continue
      }
      isMeant = true
      // What is damaged is not looked at; whoever runs the scan asks the source for it.
      if !columns.open(branches[index].columns, block: block) { return }
      report.rows += rowCount
      report.bytes += rowCount * branches[index].bytesOfRow
    }
    if !isMeant { return }
    var row = 0
    while row < rowCount {
      let count = min(CaseKernels.chunkSize, rowCount - row)
      scanChunk(row, count)
      row += count
    }
  }

  private mutating func scanChunk(_ row: Int, _ count: Int) {
    selection.begin(count)
    selection.narrow(by: shared, row: row)
    if selection.selected == 0 { return }
    var picked: UnsafePointer<UInt32>?
    for index in branches.indices where branches[index].isMeant {
      let found = branches[index].scanChunk(row, &selection, picked: haveFirstKeys[index] ? picked : nil)
      if haveFirstKeys[index], let found { picked = found }
    }
  }
}
