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

  /// The state of each case, by ``Timeliness`` in its order.
  @inline(__always) static func timelinessCodes(
    _ finished: UnsafePointer<UInt16>, _ due: UnsafePointer<UInt16>, asOf: UInt16, _ factor: UInt32,
    _ keys: Keys, _ count: Int
  ) {
    let missing = CaseDays.missing
    for index in 0..<count {
      let end = finished[index]
      let limit = due[index]
      // All in the width of a day, so that many are decided at once.
      let looked = end == missing ? asOf : end
      var code: UInt16 = end < limit ? 0 : 1
      code = limit == missing ? 4 : code
      code = end == missing ? 3 : code
      code = looked > limit ? 2 : code
      keys[index] &+= UInt32(code) &* factor
    }
  }

  /// Ands whether a number is in one of the ranges; a few ranges at most, so each is a pass.
  @inline(__always) static func numbers(
    _ values: UnsafePointer<Int64>, _ ranges: [ClosedRange<Int>], takesMissing: Bool, _ mask: Mask,
    _ count: Int
  ) {
    let missing: UInt8 = takesMissing ? 1 : 0
    for index in 0..<count {
      let value = Int(values[index])
      var found: UInt8 = values[index] == NumberText.missing ? missing : 0
      // The least value of all, which stands for a missing one, is in no range.
      for range in ranges { found |= range.contains(value) ? 1 : 0 }
      mask[index] &= found
    }
  }

  /// The same of the days from receipt to finish.
  @inline(__always) static func durations(
    _ received: UnsafePointer<UInt16>, _ finished: UnsafePointer<UInt16>, _ ranges: [ClosedRange<Int>],
    takesMissing: Bool, _ mask: Mask, _ count: Int
  ) {
    let missing: UInt8 = takesMissing ? 1 : 0
    for index in 0..<count {
      let isPending = finished[index] == CaseDays.missing
      let value = Int(finished[index]) &- Int(received[index])
      var found: UInt8 = 0
      for range in ranges { found |= range.contains(value) ? 1 : 0 }
      mask[index] &= isPending ? missing : found
    }
  }

  @inline(__always) static func add<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ factor: UInt32, _ keys: Keys, _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= UInt32(truncatingIfNeeded: codes[index]) &* factor }
  }

  @inline(__always) static func add<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ contributions: UnsafePointer<UInt32>, _ keys: Keys, _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= contributions[Int(codes[index])] }
  }

  /// Adds one bit of a class to the keys.
  @inline(__always) static func addBit(
    _ mask: UnsafePointer<UInt8>, _ factor: UInt32, _ keys: Keys, _ count: Int
  ) {
    for index in 0..<count { keys[index] &+= UInt32(mask[index]) &* factor }
  }

  /// Sends rows that are not meant to the one key nobody reads.
  @inline(__always) static func divert(_ mask: Mask, to nowhere: UInt32, _ keys: Keys, _ count: Int) {
    for index in 0..<count { keys[index] = mask[index] != 0 ? keys[index] : nowhere }
  }

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
  /// - Precondition: the mask is 0 from `count` on to the next multiple of ``maskRun``; there is room for all positions.
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

  // MARK: Of chosen rows

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
}

/// Some of the states of ``Timeliness``.
struct TimelinessSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt8
  static let early = TimelinessSet(rawValue: 1)
  static let onTime = TimelinessSet(rawValue: 2)
  static let overdue = TimelinessSet(rawValue: 4)
  static let inTime = TimelinessSet(rawValue: 8)
  static let noDue = TimelinessSet(rawValue: 16)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ states: Set<Timeliness>) {
    var set: TimelinessSet = []
    for state in states {
      switch state {
      case .early: set.insert(.early)
      case .onTime: set.insert(.onTime)
      case .overdue: set.insert(.overdue)
      case .inTime: set.insert(.inTime)
      case .noDue: set.insert(.noDue)
      }
    }
    self = set
  }
}
