/// How the keys of a scan are put together, with nothing in it but numbers and addresses; see ``ScanTests``.
final class ScanKeys {
  private enum Key {
    case codes(CodePointer, UInt32)
    case mapped(CodePointer, UnsafePointer<UInt32>)
    /// One of `dayKeys`.
    case days(Int)
    case timeliness(UInt32)
  }

  /// What the days of a column add.
  private struct DayKey {
    let day: CaseDay
    let starts: [CaseScan.DayStart]
    /// What each day adds from the first start on; later days add what the last one does.
    let table: UnsafePointer<UInt32>
    let lastPosition: UInt16
    let ranges: BlockRanges?
    /// What the days of the block at hand add at least.
    var base: UInt32 = 0
    /// The starts within the block at hand; `nil` where they are many.
    var steps: [CaseScan.DayStart]? = []
  }

  private let keys: [Key]
  private var dayKeys: [DayKey] = []
  private let asOf: UInt16
  /// No other case is meant.
  private let areFinished: Bool
  private let days: DayPointers
  private let copies = ScanCopies()

  /// Days are held against so many starts at most, rather than looked up.
  private static let mostSteps = 4

  init(_ scan: CaseScan, _ columns: ScanColumns, _ table: CaseTable) {
    var keys: [Key] = []
    for source in scan.keys {
      switch source {
      case .codes(let column, let factor):
        keys.append(.codes(columns.codes(ofColumn: column), factor))
      case .mapped(let column, let contributions):
        keys.append(.mapped(columns.codes(ofColumn: column), copies.copy(contributions)))
      case .days(let day, let starts):
        let contributions = ScanKeys.contributions(starts)
        keys.append(.days(dayKeys.count))
        dayKeys.append(
          DayKey(
            day: day, starts: starts, table: copies.copy(contributions),
            lastPosition: UInt16(contributions.count - 1), ranges: table.days(of: day)?.ranges))
      case .timeliness(let factor): keys.append(.timeliness(factor))
      }
    }
    if scan.splitsByTimeliness { keys.append(.timeliness(1 << UInt32(scan.bits.count))) }
    self.keys = keys
    asOf = scan.asOf
    areFinished = scan.tests.contains { test in
      if case .between(.finished, _, let last) = test { last != CaseDays.missing } else { false }
    }
    days = columns.days
  }

  /// By day from the first start to the last.
  private static func contributions(_ starts: [CaseScan.DayStart]) -> [UInt32] {
    guard let first = starts.first else { return [0] }
    var contributions: [UInt32] = []
    for (start, next) in zip(starts, starts.dropFirst()) {
      contributions += Array(repeating: start.contribution, count: Int(next.day - start.day))
    }
    return contributions + [(starts.last ?? first).contribution]
  }

  /// Begins a block: how its days are told apart.
  func begin(block: Int) {
    for index in dayKeys.indices {
      let starts = dayKeys[index].starts
      guard let ranges = dayKeys[index].ranges else { continue }
      let least = ranges.least[block]
      let greatest = ranges.greatest[block] & (DayColumn.someMissing - 1)
      dayKeys[index].base = (starts.last { UInt32($0.day) <= least } ?? starts.first)?.contribution ?? 0
      let within = starts.dropFirst().filter { UInt32($0.day) > least && UInt32($0.day) <= greatest }
      dayKeys[index].steps = within.count <= ScanKeys.mostSteps ? Array(within) : nil
    }
  }

  // MARK: All rows of a chunk

  /// Adds what every row of the chunk has to its key.
  @inline(__always) func add<Key: CaseKeyNumber>(
    _ row: Int, _ count: Int, to numbers: UnsafeMutablePointer<Key>
  ) {
    for key in keys {
      switch key {
      case .codes(let codes, let factor):
        let factor = Key(truncatingIfNeeded: factor)
        switch codes.width {
        case 1: CaseKernels.add(codes.narrow(row), factor, numbers, count)
        case 2: CaseKernels.add(codes.wide(row), factor, numbers, count)
        default: CaseKernels.add(codes.widest(row), factor, numbers, count)
        }
      case .mapped(let codes, let contributions):
        switch codes.width {
        case 1: CaseKernels.add(codes.narrow(row), contributions, numbers, count)
        case 2: CaseKernels.add(codes.wide(row), contributions, numbers, count)
        default: CaseKernels.add(codes.widest(row), contributions, numbers, count)
        }
      case .days(let index): addDays(dayKeys[index], row, count, to: numbers)
      case .timeliness(let factor):
        let factor = Key(truncatingIfNeeded: factor)
        if areFinished {
          CaseKernels.addTimelinessOfFinished(days.finished(row), days.due(row), factor, numbers, count)
        } else {
          CaseKernels.addTimeliness(
            days.finished(row), days.due(row), asOf: asOf, factor, numbers, count)
        }
      }
    }
  }

  @inline(__always) private func addDays<Key: CaseKeyNumber>(
    _ key: DayKey, _ row: Int, _ count: Int, to numbers: UnsafeMutablePointer<Key>
  ) {
    let values = days.values(key.day, row)
    guard let steps = key.steps else {
      let first = key.starts.first?.day ?? 0
      CaseKernels.addDays(values, from: first, key.lastPosition, key.table, numbers, count)
      return
    }
    var passed = key.base
    CaseKernels.add(constant: Key(truncatingIfNeeded: passed), numbers, count)
    for step in steps {
      CaseKernels.addFrom(
        step.day, values, Key(truncatingIfNeeded: step.contribution &- passed), numbers, count)
      passed = step.contribution
    }
  }

  // MARK: Chosen rows

  /// Adds what the chosen rows of the chunk have to their keys.
  func pick(_ row: Int, at positions: UnsafePointer<UInt16>, _ count: Int, to numbers: CaseKernels.Keys) {
    for key in keys {
      switch key {
      case .codes(let codes, let factor):
        switch codes.width {
        case 1: CaseKernels.pick(codes.narrow(row), at: positions, factor, numbers, count)
        case 2: CaseKernels.pick(codes.wide(row), at: positions, factor, numbers, count)
        default: CaseKernels.pick(codes.widest(row), at: positions, factor, numbers, count)
        }
      case .mapped(let codes, let contributions):
        switch codes.width {
        case 1: CaseKernels.pick(codes.narrow(row), at: positions, contributions, numbers, count)
        case 2: CaseKernels.pick(codes.wide(row), at: positions, contributions, numbers, count)
        default: CaseKernels.pick(codes.widest(row), at: positions, contributions, numbers, count)
        }
      case .days(let index):
        let key = dayKeys[index]
        CaseKernels.pickDays(
          days.values(key.day, row), at: positions, from: key.starts.first?.day ?? 0, key.lastPosition,
          key.table, numbers, count)
      case .timeliness(let factor):
        CaseKernels.pickTimeliness(
          days.finished(row), days.due(row), at: positions, asOf: asOf, factor, numbers, count)
      }
    }
  }
}

/// Keys are counted in two bytes where they are few, so that twice as many are made at once.
typealias CaseKeyNumber = FixedWidthInteger & UnsignedInteger & BitwiseCopyable
