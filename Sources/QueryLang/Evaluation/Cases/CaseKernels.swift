/// The loops over the rows of a chunk. Each is one pass over a run of values, so that the compiler takes many at a
/// time; which loops a query needs is decided once for each chunk, never for a row.
///
/// - Precondition of all: the pointers hold `count` values.
enum CaseKernels {
  /// Rows looked at together: their values and masks stay near the processor.
  static let chunkSize = 4096

  typealias Mask = UnsafeMutablePointer<UInt8>
  typealias Keys = UnsafeMutablePointer<UInt32>

  @inline(__always) static func fill(_ mask: Mask, _ count: Int) {
    for index in 0..<count { mask[index] = 1 }
  }

  @inline(__always) static func equal<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ code: Code, _ mask: Mask, _ count: Int
  ) {
    for index in 0..<count { mask[index] &= codes[index] == code ? 1 : 0 }
  }

  @inline(__always) static func among<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ allowed: UnsafePointer<UInt8>, _ mask: Mask, _ count: Int
  ) {
    for index in 0..<count { mask[index] &= allowed[Int(codes[index])] }
  }

  @inline(__always) static func between(
    _ days: UnsafePointer<UInt16>, _ low: UInt16, _ high: UInt16, _ mask: Mask, _ count: Int
  ) {
    let length = high &- low
    for index in 0..<count { mask[index] &= (days[index] &- low) <= length ? 1 : 0 }
  }

  /// Ands whether a case stands in one of the states of `states` (bits by ``Timeliness`` in its order).
  @inline(__always) static func timeliness(
    _ finished: UnsafePointer<UInt16>, _ due: UnsafePointer<UInt16>, asOf: UInt16, _ states: TimelinessSet,
    _ mask: Mask, _ count: Int
  ) {
    let missing = CaseDays.missing
    if states == .overdue {
      for index in 0..<count {
        let end = finished[index] == missing ? asOf : finished[index]
        mask[index] &= end > due[index] ? 1 : 0
      }
      return
    }
    let early: UInt8 = states.contains(.early) ? 1 : 0
    let onTime: UInt8 = states.contains(.onTime) ? 1 : 0
    let overdue: UInt8 = states.contains(.overdue) ? 1 : 0
    let inTime: UInt8 = states.contains(.inTime) ? 1 : 0
    let noDue: UInt8 = states.contains(.noDue) ? 1 : 0
    for index in 0..<count {
      let end = finished[index]
      let limit = due[index]
      let hasDue: UInt8 = limit == missing ? 0 : 1
      let isPending: UInt8 = end == missing ? 1 : 0
      let isLate: UInt8 = (end == missing ? asOf : end) > limit ? 1 : 0
      let isEarly = (end < limit ? 1 : 0) & hasDue
      let isOnTime = (end == limit ? 1 : 0) & hasDue
      let isInTime = isPending & (1 ^ isLate)
      let hasNone = (1 ^ isPending) & (1 ^ hasDue)
      let found =
        isEarly & early | isOnTime & onTime | isLate & overdue | isInTime & inTime | hasNone & noDue
      mask[index] &= found
    }
  }

  /// The state of a case, by ``Timeliness`` in its order; all in the width of a day, so that many are decided at
  /// once.
  @inline(__always) static func timelinessCode(_ finished: UInt16, _ due: UInt16, asOf: UInt16) -> UInt16 {
    let looked = finished == CaseDays.missing ? asOf : finished
    var code: UInt16 = finished < due ? 0 : 1
    code = due == CaseDays.missing ? 4 : code
    code = finished == CaseDays.missing ? 3 : code
    return looked > due ? 2 : code
  }

  /// Adds the state of each finished case to its key; what pending ones get says nothing.
  @inline(__always) static func addTimelinessOfFinished<Key: CaseKeyNumber>(
    _ finished: UnsafePointer<UInt16>, _ due: UnsafePointer<UInt16>, _ factor: Key,
    _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    for index in 0..<count {
      // A missing due date is after every day. Sums, since they take fewer steps than choices.
      var code: UInt16 = finished[index] > due[index] ? 2 : 0
      code &+= finished[index] == due[index] ? 1 : 0
      code &+= due[index] == CaseDays.missing ? 4 : 0
      keys[index] &+= Key(truncatingIfNeeded: code) &* factor
    }
  }

  /// Adds the state of each case to its key.
  @inline(__always) static func addTimeliness<Key: CaseKeyNumber>(
    _ finished: UnsafePointer<UInt16>, _ due: UnsafePointer<UInt16>, asOf: UInt16, _ factor: Key,
    _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    for index in 0..<count {
      let code = timelinessCode(finished[index], due[index], asOf: asOf)
      keys[index] &+= Key(truncatingIfNeeded: code) &* factor
    }
  }

  // MARK: Durations

  /// The days from receipt to finish of chosen rows, missing where the finish is. By itself, before they are added up:
  /// the rows lie far apart, and a jump that waits for one of them keeps the next from being fetched.
  @inline(__always) static func pickDurations(
    _ received: UnsafePointer<UInt16>, _ finished: UnsafePointer<UInt16>, at positions: UnsafePointer<UInt16>,
    _ durations: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    for index in 0..<count {
      let position = Int(positions[index])
      let duration = finished[position] &- received[position]
      durations[index] = finished[position] == CaseDays.missing ? CaseDays.missing : duration
    }
  }

  /// Counts and adds up those that are known. They cannot become too many: each is less than 2¹⁶.
  @inline(__always) static func addDurations(
    _ durations: UnsafePointer<UInt16>, under keys: UnsafePointer<UInt32>,
    _ counts: UnsafeMutablePointer<Int>,
    _ totals: UnsafeMutablePointer<Int>, _ count: Int
  ) {
    for index in 0..<count {
      let key = Int(keys[index])
      let isKnown = durations[index] == CaseDays.missing ? 0 : 1
      counts[key] &+= isKnown
      totals[key] &+= Int(durations[index]) & (0 &- isKnown)
    }
  }

  // MARK: Numbers

  @inline(__always) static func isNumber(
    _ value: Int64, in ranges: [ClosedRange<Int>], takesMissing: Bool
  ) -> Bool {
    // The least value of all, which stands for a missing one, is in no range.
    if value == NumberText.missing { return takesMissing }
    var isFound = false
    for range in ranges { isFound = isFound || range.contains(Int(value)) }
    return isFound
  }

  /// The same of the days from receipt to finish.
  @inline(__always) static func isDuration(
    _ received: UInt16, _ finished: UInt16, in ranges: [ClosedRange<Int>], takesMissing: Bool
  ) -> Bool {
    if finished == CaseDays.missing { return takesMissing }
    let value = Int(finished) &- Int(received)
    var isFound = false
    for range in ranges { isFound = isFound || range.contains(value) }
    return isFound
  }

  /// Ands whether a number is in one of the ranges.
  @inline(__always) static func numbers(
    _ values: UnsafePointer<Int64>, _ ranges: [ClosedRange<Int>], takesMissing: Bool, _ mask: Mask,
    _ count: Int
  ) {
    for index in 0..<count {
      mask[index] &= isNumber(values[index], in: ranges, takesMissing: takesMissing) ? 1 : 0
    }
  }

  @inline(__always) static func durations(
    _ received: UnsafePointer<UInt16>, _ finished: UnsafePointer<UInt16>, _ ranges: [ClosedRange<Int>],
    takesMissing: Bool, _ mask: Mask, _ count: Int
  ) {
    for index in 0..<count {
      mask[index] &=
        isDuration(received[index], finished[index], in: ranges, takesMissing: takesMissing) ? 1 : 0
    }
  }

  // MARK: Keys

  @inline(__always) static func add<Code: FixedWidthInteger & BitwiseCopyable, Key: CaseKeyNumber>(
    _ codes: UnsafePointer<Code>, _ factor: Key, _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= Key(truncatingIfNeeded: codes[index]) &* factor }
  }

  @inline(__always) static func add<Code: FixedWidthInteger & BitwiseCopyable, Key: CaseKeyNumber>(
    _ codes: UnsafePointer<Code>, _ contributions: UnsafePointer<UInt32>, _ keys: UnsafeMutablePointer<Key>,
    _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= Key(truncatingIfNeeded: contributions[Int(codes[index])]) }
  }

  @inline(__always) static func add<Key: CaseKeyNumber>(
    constant: Key, _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    if constant == 0 { return }
    for index in 0..<count { keys[index] &+= constant }
  }

  /// Adds a number to the keys of rows from a day on.
  @inline(__always) static func addFrom<Key: CaseKeyNumber>(
    _ day: UInt16, _ days: UnsafePointer<UInt16>, _ added: Key, _ keys: UnsafeMutablePointer<Key>,
    _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= days[index] >= day ? added : 0 }
  }

  /// Adds what each day has in a table that begins with `first`; what lies outside has what the last one has.
  @inline(__always) static func addDays<Key: CaseKeyNumber>(
    _ days: UnsafePointer<UInt16>, from first: UInt16, _ last: UInt16, _ contributions: UnsafePointer<UInt32>,
    _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    for index in 0..<count {
      keys[index] &+= Key(truncatingIfNeeded: contributions[Int(min(days[index] &- first, last))])
    }
  }

  /// Adds one bit of a class to the keys.
  @inline(__always) static func addBit<Key: CaseKeyNumber>(
    _ mask: UnsafePointer<UInt8>, _ factor: Key, _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= Key(truncatingIfNeeded: mask[index]) &* factor }
  }

  /// Sends rows that are not meant to the one key nobody reads.
  @inline(__always) static func divert<Key: CaseKeyNumber>(
    _ mask: Mask, to nowhere: Key, _ keys: UnsafeMutablePointer<Key>, _ count: Int
  ) {
    for index in 0..<count {
      // All ones where the row is not meant; a choice between the two would be a jump for every row.
      let isNot = Key(truncatingIfNeeded: mask[index]) &- 1
      keys[index] = keys[index] & ~isNot | nowhere & isNot
    }
  }

  // MARK: Selections

  @inline(__always) static func selectedCount(_ mask: Mask, _ count: Int) -> Int {
    var total = 0
    var start = 0
    while start < count {
      let end = min(start &+ 255, count)
      var part: UInt8 = 0
      for index in start..<end { part &+= mask[index] }
      total &+= Int(part)
      start = end
    }
    return total
  }

  /// The positions of the rows that are meant.
  /// - Precondition: the mask is 0 from `count` on to the next multiple of ``maskRun``; there is room for all positions
  ///   and one more.
  @inline(__always) static func positions(
    _ mask: Mask, _ count: Int, into positions: UnsafeMutablePointer<UInt16>
  ) -> Int {
    var found = 0
    var start = 0
    let raw = UnsafeRawPointer(mask)
    while start < count {
      // Rows are meant here and there: one loop over the bits of many rows is guessed wrong less often than one for
      // every eight of them.
      var bits: UInt64 = 0
      for part in 0..<8 {
        let word = raw.loadUnaligned(fromByteOffset: start &+ 8 &* part, as: UInt64.self)
        bits |= eightBits(word) << UInt64(8 &* part)
      }
      // The first few are written whether or not they are there: how many there are is guessed wrong too often.
      for _ in 0..<4 {
        positions[found] = UInt16(truncatingIfNeeded: start &+ bits.trailingZeroBitCount)
        found &+= bits != 0 ? 1 : 0
        bits &= bits &- 1
      }
      while bits != 0 {
        positions[found] = UInt16(truncatingIfNeeded: start &+ bits.trailingZeroBitCount)
        found &+= 1
        bits &= bits &- 1
      }
      start &+= maskRun
    }
    return found
  }

  /// Rows whose masks are read together.
  static let maskRun = 64

  /// Eight bytes of 0 and 1 as eight bits: the product has byte i at bit 56 + i, and no two of its terms meet.
  @inline(__always) private static func eightBits(_ bytes: UInt64) -> UInt64 {
    (bytes &* 0x0102_0408_1020_4080) >> 56
  }

  /// Keeps the positions at which something holds, in their order, and says how many.
  @inline(__always) static func keep(
    _ positions: UnsafeMutablePointer<UInt16>, _ count: Int, where holds: (Int) -> Bool
  ) -> Int {
    var kept = 0
    for index in 0..<count {
      let position = positions[index]
      positions[kept] = position
      kept &+= holds(Int(position)) ? 1 : 0
    }
    return kept
  }

  // MARK: Keys of chosen rows

  @inline(__always) static func pick<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, at positions: UnsafePointer<UInt16>, _ factor: UInt32, _ keys: Keys,
    _ count: Int
  ) {
    for index in 0..<count {
      keys[index] &+= UInt32(truncatingIfNeeded: codes[Int(positions[index])]) &* factor
    }
  }

  @inline(__always) static func pick<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, at positions: UnsafePointer<UInt16>,
    _ contributions: UnsafePointer<UInt32>, _ keys: Keys, _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= contributions[Int(codes[Int(positions[index])])] }
  }

  @inline(__always) static func pickDays(
    _ days: UnsafePointer<UInt16>, at positions: UnsafePointer<UInt16>, from first: UInt16, _ last: UInt16,
    _ contributions: UnsafePointer<UInt32>, _ keys: Keys, _ count: Int
  ) {
    for index in 0..<count {
      keys[index] &+= contributions[Int(min(days[Int(positions[index])] &- first, last))]
    }
  }

  @inline(__always) static func pickTimeliness(
    _ finished: UnsafePointer<UInt16>, _ due: UnsafePointer<UInt16>, at positions: UnsafePointer<UInt16>,
    asOf: UInt16, _ factor: UInt32, _ keys: Keys, _ count: Int
  ) {
    for index in 0..<count {
      let position = Int(positions[index])
      keys[index] &+= UInt32(timelinessCode(finished[position], due[position], asOf: asOf)) &* factor
    }
  }
}
