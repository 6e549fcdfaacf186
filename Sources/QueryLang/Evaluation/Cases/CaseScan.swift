/// One pass over the cases, made ready: which rows, under which key, what is taken of them.
///
/// A key is a number below ``keyCount``: that of the group times the number of classes, plus the class. The class
/// has a bit for each of ``bits`` that the row meets, and above them the row's state against its due date where that
/// matters, so that several counts of the same groups are one pass.
struct CaseScan: Sendable {
  enum Test: Hashable, Sendable {
    case equal(column: Int, code: Int)
    /// By code, 1 where it is meant.
    case among(column: Int, allowed: [UInt8])
    /// Both ends included; a missing day is after all.
    case between(CaseDay, UInt16, UInt16)
    /// By day, 1 where it is meant.
    case amongDays(CaseDay, allowed: [UInt8])
    case timeliness(TimelinessSet)
    /// In one of the ranges, of integers of the column's decimals.
    case number(CaseNumber, [ClosedRange<Int>], takesMissing: Bool)
  }

  struct DayStart: Equatable, Sendable {
    let day: UInt16
    let contribution: UInt32
  }

  enum KeySource: Equatable, Sendable {
    case codes(column: Int, factor: UInt32)
    /// What each code adds.
    case mapped(column: Int, contributions: [UInt32])
    /// What the days from each start on add, in their order; days before the first are not meant.
    case days(CaseDay, [DayStart])
    case timeliness(factor: UInt32)
  }

  enum Taking: Sendable {
    case count
    case sum(CaseNumber)
    /// Every value with its key.
    case values(CaseNumber)
    /// Arrivals and departures: `slotOfDay` is the first slot at whose day a case that begins on that day counts;
    /// a slot adds `factor` to the key.
    case stays(CaseStay, slotOfDay: [UInt16], slotCount: Int, factor: UInt32)
    /// The rows themselves.
    case rows
  }

  var tests: [Test] = []
  var bits: [[Test]] = []
  /// The class also says where the row stands against its due date.
  var splitsByTimeliness = false
  var keys: [KeySource] = []
  var keyCount = 1
  var asOf: UInt16 = 0
  var taking: Taking = .count

  var classCount: Int { (splitsByTimeliness ? Timeliness.allCases.count : 1) << bits.count }

  /// Whether the same rows have the same keys in both.
  func hasKeys(of other: CaseScan) -> Bool {
    bits.isEmpty && other.bits.isEmpty && splitsByTimeliness == other.splitsByTimeliness
      && asOf == other.asOf && keys == other.keys
  }

  /// Whether a class has all of some bits and one of some states.
  func isMeant(_ oneClass: Int, bits needed: Int, states: TimelinessSet?) -> Bool {
    guard oneClass & needed & ((1 << bits.count) - 1) == needed else { return false }
    guard splitsByTimeliness, let states else { return true }
    return states.rawValue & (1 << UInt8(oneClass >> bits.count)) != 0
  }
}

extension CaseScan {
  /// The columns that the scan reads.
  var columns: [SnapshotColumn] {
    var found: Set<SnapshotColumn> = []
    for test in tests + bits.flatMap({ $0 }) { found.formUnion(test.columns) }
    let days: Set<SnapshotColumn> = [.day(.due), .day(.finished)]
    if splitsByTimeliness { found.formUnion(days) }
    for key in keys {
      switch key {
      case .codes(let column, _), .mapped(let column, _): found.insert(.member(column))
      case .days(let day, _): found.insert(.day(day))
      case .timeliness: found.formUnion(days)
      }
    }
    switch taking {
    case .count, .rows: break
    case .sum(.processingDays), .values(.processingDays):
      found.formUnion([.day(.received), .day(.finished)])
    case .sum(.column(let column)), .values(.column(let column)): found.insert(.number(column))
    case .stays: found.formUnion(days.union([.day(.received)]))
    }
    return Array(found)
  }
}

extension CaseScan.Test {
  fileprivate var columns: Set<SnapshotColumn> {
    switch self {
    case .equal(let column, _), .among(let column, _): [.member(column)]
    case .between(let day, _, _), .amongDays(let day, _): [.day(day)]
    case .timeliness: [.day(.due), .day(.finished)]
    case .number(.processingDays, _, _): [.day(.received), .day(.finished)]
    case .number(.column(let column), _, _): [.number(column)]
    }
  }
}
