/// Some tests of a scan with nothing in them but numbers and addresses.
///
/// Threads that count the references to the same columns and tables for every chunk spend more time on that than on
/// the rows; these count none. A class because it owns the copies that the addresses lead to; one thread uses it, while
/// the table and its ``ScanColumns`` are held.
final class ScanTests {
  private enum Test {
    case equal(CodePointer, UInt32)
    case among(CodePointer, UnsafePointer<UInt8>)
    case between(CaseDay, UInt16, UInt16)
    case amongDays(CaseDay, UnsafePointer<UInt8>)
    case timeliness(TimelinessSet)
    case durations([ClosedRange<Int>], takesMissing: Bool)
    case numbers(NumberPointer, [ClosedRange<Int>], takesMissing: Bool)
  }

  let count: Int
  private let tests: [Test]
  private let asOf: UInt16
  private let days: DayPointers
  private let verdicts: BlockVerdicts
  /// Which of the tests are open in the block at hand.
  private let open: UnsafeMutablePointer<Bool>
  private let copies = ScanCopies()

  /// - Parameter needed: a day without which no row is taken, whatever the tests say of it.
  init(
    _ tests: [CaseScan.Test], asOf: UInt16, needing needed: CaseDay? = nil, _ columns: ScanColumns,
    _ table: CaseTable
  ) {
    let copies = copies
    self.tests = tests.map { test in
      switch test {
      case .equal(let column, let code): .equal(columns.codes(ofColumn: column), UInt32(code))
      case .among(let column, let allowed):
        .among(columns.codes(ofColumn: column), copies.copy(allowed))
      case .between(let day, let low, let high): .between(day, low, high)
      case .amongDays(let day, let allowed): .amongDays(day, copies.copy(allowed))
      case .timeliness(let states): .timeliness(states)
      case .number(.processingDays, let ranges, let takesMissing):
        .durations(ranges, takesMissing: takesMissing)
      case .number(.column(let column), let ranges, let takesMissing):
        .numbers(columns.numbers(ofColumn: column), ranges, takesMissing: takesMissing)
      }
    }
    count = tests.count
    self.asOf = asOf
    days = columns.days
    verdicts = BlockVerdicts(tests, needing: needed, table)
    open = .allocate(capacity: max(1, count))
    open.initialize(repeating: true, count: max(1, count))
  }

  deinit { open.deallocate() }

  @inline(__always) func isOpen(_ index: Int) -> Bool { open[index] }

  var hasOpen: Bool { (0..<count).contains { open[$0] } }

  /// Begins a block.
  /// - Returns: `false` where no row of it is meant.
  func begin(block: Int) -> Bool {
    for index in 0..<count {
      switch verdicts.verdict(index, block) {
      case .none: return false
      case .all: open[index] = false
      case .some: open[index] = true
      }
    }
    return true
  }

  /// Ands all tests to a mask, whatever the blocks say.
  func applyAll(_ row: Int, _ count: Int, _ mask: CaseKernels.Mask) {
    for index in 0..<self.count { apply(index, row, count, mask) }
  }

  /// Ands a test to a mask.
  func apply(_ index: Int, _ row: Int, _ count: Int, _ mask: CaseKernels.Mask) {
    switch tests[index] {
    case .equal(let codes, let code):
      switch codes.width {
      case 1: CaseKernels.equal(codes.narrow(row), UInt8(truncatingIfNeeded: code), mask, count)
      case 2: CaseKernels.equal(codes.wide(row), UInt16(truncatingIfNeeded: code), mask, count)
      default: CaseKernels.equal(codes.widest(row), code, mask, count)
      }
    case .among(let codes, let allowed):
      switch codes.width {
      case 1: CaseKernels.among(codes.narrow(row), allowed, mask, count)
      case 2: CaseKernels.among(codes.wide(row), allowed, mask, count)
      default: CaseKernels.among(codes.widest(row), allowed, mask, count)
      }
    case .between(let day, let low, let high):
      CaseKernels.between(days.values(day, row), low, high, mask, count)
    case .amongDays(let day, let allowed): CaseKernels.among(days.values(day, row), allowed, mask, count)
    case .timeliness(let states):
      CaseKernels.timeliness(days.finished(row), days.due(row), asOf: asOf, states, mask, count)
    case .durations(let ranges, let takesMissing):
      CaseKernels.durations(
        days.received(row), days.finished(row), ranges, takesMissing: takesMissing, mask, count)
    case .numbers(let values, let ranges, let takesMissing):
      CaseKernels.numbers(values.values(row), ranges, takesMissing: takesMissing, mask, count)
    }
  }

  /// Keeps the positions of rows that pass a test.
  /// - Returns: how many are kept.
  func filter(_ index: Int, _ row: Int, _ positions: UnsafeMutablePointer<UInt16>, _ count: Int) -> Int {
    switch tests[index] {
    case .equal(let codes, let code):
      switch codes.width {
      case 1:
        let values = codes.narrow(row)
        return CaseKernels.keep(positions, count) { UInt32(values[$0]) == code }
      case 2:
        let values = codes.wide(row)
        return CaseKernels.keep(positions, count) { UInt32(values[$0]) == code }
      default:
        let values = codes.widest(row)
        return CaseKernels.keep(positions, count) { values[$0] == code }
      }
    case .among(let codes, let allowed):
      switch codes.width {
      case 1:
        let values = codes.narrow(row)
        return CaseKernels.keep(positions, count) { allowed[Int(values[$0])] != 0 }
      case 2:
        let values = codes.wide(row)
        return CaseKernels.keep(positions, count) { allowed[Int(values[$0])] != 0 }
      default:
        let values = codes.widest(row)
        return CaseKernels.keep(positions, count) { allowed[Int(values[$0])] != 0 }
      }
    case .between(let day, let low, let high):
      let values = days.values(day, row)
      return CaseKernels.keep(positions, count) { (values[$0] &- low) <= (high &- low) }
    case .amongDays(let day, let allowed):
      let values = days.values(day, row)
      return CaseKernels.keep(positions, count) { allowed[Int(values[$0])] != 0 }
    case .timeliness(let states):
      let (finished, due) = (days.finished(row), days.due(row))
      let meant = UInt16(states.rawValue)
      return CaseKernels.keep(positions, count) {
        meant >> CaseKernels.timelinessCode(finished[$0], due[$0], asOf: asOf) & 1 != 0
      }
    case .durations(let ranges, let takesMissing):
      let (received, finished) = (days.received(row), days.finished(row))
      return CaseKernels.keep(positions, count) {
        CaseKernels.isDuration(received[$0], finished[$0], in: ranges, takesMissing: takesMissing)
      }
    case .numbers(let numbers, let ranges, let takesMissing):
      let values = numbers.values(row)
      return CaseKernels.keep(positions, count) {
        CaseKernels.isNumber(values[$0], in: ranges, takesMissing: takesMissing)
      }
    }
  }
}
