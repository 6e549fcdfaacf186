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
    var tallies: [CaseTally]?
    var report = Report()

    mutating func merge(_ others: [CaseTally]) {
      for (index, other) in others.enumerated() { tallies?[index].merge(other) }
    }
  }

  /// Answers some scans in one pass; see ``CaseScanWorker``.
  func run(_ scans: [CaseScan]) throws(QueryError) -> (tallies: [CaseTally], report: Report) {
    if scans.isEmpty { return ([], Report()) }
    let next = Atomic<Int>(0)
    let shared = Mutex(Shared())
    let blockCount = table.blockCount
    withoutActuallyEscaping({ (_: Int) in
      var worker = CaseScanWorker(table, scans, limits)
      while !observer.isStopped {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if block >= blockCount { break }
        worker.scan(block: block)
      }
      let (tallies, report) = worker.finish()
      shared.withLock { shared in
        shared.report.add(report)
        if shared.tallies == nil { shared.tallies = tallies } else { shared.merge(tallies) }
      }
    }) { work in
      nonisolated(unsafe) let work = work
      Workers.run(min(limits.threads ?? BlockWork.threads(table.rowCount), max(1, blockCount))) { work($0) }
    }
    try observer.checkpoint()
    if let damage = table.source?.damage { throw damage }
    let found = shared.withLock { $0 }
    let tallies = found.tallies ?? scans.map { _ in CaseTally() }
    for tally in tallies {
      if tally.isFull || tally.values.count > CaseScanner.mostValues {
        throw QueryError(.tooManyGroups(limit: KeyTable.limit), at: nil)
      }
      if tally.hasOverflow || tally.table.hasOverflow { throw QueryError(.sumTooLarge, at: nil) }
    }
    return (tallies, found.report)
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
