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
  /// A total was too large.
  private(set) var hasOverflow = false
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
    let (sum, isTooLarge) = totals[slot].addingReportingOverflow(total)
    totals[slot] = sum
    hasOverflow = hasOverflow || isTooLarge
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
    hasOverflow = hasOverflow || table.hasOverflow || other.hasOverflow || other.table.hasOverflow
    isFull = isFull || other.isFull
  }

  typealias Found = (key: Int, count: Int, total: Int)

  /// Every key that was met, with its count and total.
  var found: [Found] {
    var found: [Found] = []
    for key in counts.indices where counts[key] != 0 {
      found.append((key, counts[key], key < totals.count ? totals[key] : 0))
    }
    table.forEach { found.append((Int($0), $1, $2)) }
    return found
  }
}
