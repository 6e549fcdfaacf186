internal import Synchronization

/// Runs scans over a table of cases, on several threads.
struct CaseScanner: Sendable {
  private let table: CaseTable
  private let observer: WorkObserver
  /// What `explain analyze` tells.
  struct Report: Sendable {
    var blocks = 0
    var skippedBlocks = 0
    var rows = 0
    var bytes = 0
  }

  /// How a scan is done; its answer is the same.
  struct Limits: Sendable {
    /// Keys up to this are counted in arrays.
    var mostDenseKeys = 1 << 22
    /// `nil`: as many as the number of cases is worth.
    var threads: Int?
  }

  private let limits: Limits
  /// Values of one scan that are kept for medians.
  private static let mostValues = 1 << 28

  init(_ table: CaseTable, _ observer: WorkObserver, _ limits: Limits = Limits()) {
    self.limits = limits
    self.table = table
    self.observer = observer
  }

  private struct Shared {
    var tally: CaseTally?
    var report = Report()
  }

  func run(_ scan: CaseScan) throws(QueryError) -> (tally: CaseTally, report: Report) {
    let next = Atomic<Int>(0)
    let shared = Mutex(Shared())
    let isDense = scan.keyCount <= limits.mostDenseKeys
    let blockCount = table.blockCount
    withoutActuallyEscaping({ (_: Int) in
      var worker = CaseScanWorker(table, scan, isDense: isDense)
      while !observer.isStopped {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if block >= blockCount { break }
        worker.scan(block: block)
      }
      let (tally, report) = worker.finish()
      shared.withLock { shared in
        shared.report.add(report)
        if shared.tally == nil { shared.tally = tally } else { shared.tally?.merge(tally) }
      }
    }) { work in
      nonisolated(unsafe) let work = work
      Workers.run(min(limits.threads ?? BlockWork.threads(table.rowCount), max(1, blockCount))) { work($0) }
    }
    try observer.checkpoint()
    if let damage = table.source?.damage { throw damage }
    let found = shared.withLock { $0 }
    let tally = found.tally ?? CaseTally()
    if tally.isFull || tally.values.count > CaseScanner.mostValues {
      throw QueryError(.tooManyGroups(limit: KeyTable.limit), at: nil)
    }
    if tally.hasOverflow { throw QueryError(.sumTooLarge, at: nil) }
    return (tally, found.report)
  }
}

extension CaseScanner.Report {
  mutating func add(_ other: Self) {
    blocks += other.blocks
    skippedBlocks += other.skippedBlocks
    rows += other.rows
    bytes += other.bytes
  }
}

extension CaseTally {
  mutating func merge(_ other: CaseTally) {
    for index in counts.indices { counts[index] &+= other.counts[index] }
    for index in totals.indices {
      let (sum, isTooLarge) = totals[index].addingReportingOverflow(other.totals[index])
      totals[index] = sum
      hasOverflow = hasOverflow || isTooLarge
    }
    other.table.forEach { key, count, total in
      if !table.add(key, count: count, total: total) { isFull = true }
    }
    values += other.values
    hasOverflow = hasOverflow || other.hasOverflow
    isFull = isFull || other.isFull
  }

  /// Every key that was met, with its count and total.
  func forEach(_ body: (_ key: Int, _ count: Int, _ total: Int) -> Void) {
    for key in counts.indices where counts[key] != 0 {
      body(key, counts[key], key < totals.count ? totals[key] : 0)
    }
    table.forEach { body(Int($0), $1, $2) }
  }
}
