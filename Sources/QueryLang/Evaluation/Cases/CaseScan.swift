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

  enum KeySource: Sendable {
    case codes(column: Int, factor: UInt32)
    /// What each code adds.
    case mapped(column: Int, contributions: [UInt32])
    /// What each day adds.
    case days(CaseDay, contributions: [UInt32])
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

/// What a scan found, by key.
struct CaseTally: Sendable {
  /// Dense by key, or for many keys only those met.
  var counts: [Int] = []
  var totals: [Int] = []
  var table = KeyTable()
  var values: [(key: UInt32, value: Int)] = []
  /// A sum was too large.
  var hasOverflow = false
  /// Keys, or values, beyond what may be held.
  var isFull = false
}

/// Counts by key where the keys are too many for an array: open addressing, keys compared whole.
struct KeyTable: Sendable {
  /// More keys than this are no answer anybody reads.
  static let limit = 8 << 20

  private(set) var count = 0
  /// Key and one more, so that 0 is an empty slot.
  private var keys: [UInt64] = []
  private var counts: [Int] = []
  private var totals: [Int] = []

  /// - Returns: `false` where there is no more room.
  mutating func add(_ key: UInt32, count added: Int, total: Int) -> Bool {
    if count * 2 >= keys.count {
      guard count < KeyTable.limit else { return false }
      grow()
    }
    let mask = keys.count - 1
    var slot = KeyTable.place(key) & mask
    let stored = UInt64(key) + 1
    while keys[slot] != stored {
      if keys[slot] == 0 {
        keys[slot] = stored
        count += 1
        break
      }
      slot = (slot + 1) & mask
    }
    counts[slot] &+= added
    totals[slot] &+= total
    return true
  }

  func forEach(_ body: (UInt32, _ count: Int, _ total: Int) -> Void) {
    for slot in keys.indices where keys[slot] != 0 {
      body(UInt32(keys[slot] - 1), counts[slot], totals[slot])
    }
  }

  private static func place(_ key: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  private mutating func grow() {
    let old = self
    let size = max(1024, keys.count * 2)
    keys = Array(repeating: 0, count: size)
    counts = Array(repeating: 0, count: size)
    totals = Array(repeating: 0, count: size)
    let mask = size - 1
    for position in old.keys.indices where old.keys[position] != 0 {
      var slot = KeyTable.place(UInt32(old.keys[position] - 1)) & mask
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = old.keys[position]
      counts[slot] = old.counts[position]
      totals[slot] = old.totals[position]
    }
  }
}
