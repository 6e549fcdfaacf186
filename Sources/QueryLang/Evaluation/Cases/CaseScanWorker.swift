/// One thread's part of a scan: its counters and the memory for a chunk of rows.
struct CaseScanWorker {
  private let table: CaseTable
  private let scan: CaseScan
  private let isDense: Bool
  private let mask: UnsafeMutablePointer<UInt8>
  private let bit: UnsafeMutablePointer<UInt8>
  private let keys: UnsafeMutablePointer<UInt32>
  private let positions: UnsafeMutablePointer<UInt16>
  private let counts: UnsafeMutablePointer<Int>
  private let totals: UnsafeMutablePointer<Int>
  /// Of a table without such a column: missing everywhere.
  private let noDays: UnsafeMutablePointer<UInt16>
  private let denseCount: Int
  private let hasTotals: Bool
  private var tally = CaseTally()
  private var report = CaseScanner.Report()
  private var rows: [Int] = []
  private let steps: ScanSteps
  private let columns: [SnapshotColumn]
  /// Of the columns that the scan reads.
  private let bytesOfRow: Int
  private let asOf: UInt16
  private let keyCount: Int

  private static let chunkSize = CaseKernels.chunkSize
  /// A run of all rows is counted without a look at its mask when fewer than one in so many is left out.
  private static let sparseBelow = 3

  init(_ table: CaseTable, _ scan: CaseScan, isDense: Bool) {
    self.table = table
    self.scan = scan
    self.isDense = isDense
    steps = ScanSteps(scan, table)
    columns = scan.columns
    bytesOfRow = CaseScanWorker.bytesOfRow(columns, table)
    asOf = scan.asOf
    keyCount = scan.keyCount
    let size = CaseScanWorker.chunkSize
    mask = .allocate(capacity: size + CaseKernels.maskRun)
    mask.initialize(repeating: 0, count: size + CaseKernels.maskRun)
    bit = .allocate(capacity: size + 16)
    bit.initialize(repeating: 0, count: size + 16)
    keys = .allocate(capacity: size + 16)
    keys.initialize(repeating: 0, count: size + 16)
    positions = .allocate(capacity: size + 16)
    positions.initialize(repeating: 0, count: size + 16)
    noDays = .allocate(capacity: size)
    noDays.initialize(repeating: CaseDays.missing, count: size)
    // One more, for rows that are not meant.
    denseCount = isDense ? scan.keyCount + 1 : 1
    counts = .allocate(capacity: denseCount)
    counts.initialize(repeating: 0, count: denseCount)
    if case .sum = scan.taking { hasTotals = true } else { hasTotals = false }
    totals = .allocate(capacity: hasTotals ? denseCount : 1)
    totals.initialize(repeating: 0, count: hasTotals ? denseCount : 1)
  }

  /// Gives back the memory.
  mutating func finish() -> (CaseTally, CaseScanner.Report) {
    if isDense {
      tally.counts = Array(UnsafeBufferPointer(start: counts, count: scan.keyCount))
      if hasTotals { tally.totals = Array(UnsafeBufferPointer(start: totals, count: scan.keyCount)) }
    }
    mask.deallocate()
    bit.deallocate()
    keys.deallocate()
    positions.deallocate()
    noDays.deallocate()
    counts.deallocate()
    totals.deallocate()
    return (tally, report)
  }

  // MARK: Blocks

  private static func bytesOfRow(_ columns: [SnapshotColumn], _ table: CaseTable) -> Int {
    columns.reduce(0) { sum, column in
      switch column {
      case .day(.received): sum + 2
      case .day(.due): sum + (table.due == nil ? 0 : 2)
      case .day(.finished): sum + (table.finished == nil ? 0 : 2)
      case .member(let member): sum + table.members[member].codes.bytesOfValue
      case .number: sum + 8
      case .identifiers: sum
      }
    }
  }

  private enum Verdict {
    case none, all, some
  }

  /// The rows of a block that are meant, in order; what is taken must be rows.
  mutating func rows(ofBlock block: Int) -> [Int] {
    rows.removeAll(keepingCapacity: true)
    scan(block: block)
    return rows
  }

  mutating func scan(block: Int) {
    var hasOpen = false
    for (index, test) in scan.tests.enumerated() {
      steps.isOpen[index] = false
      switch verdict(test, block) {
      case .none:
        report.skippedBlocks += 1
        report.blocks += 1
        return
      case .all: break
      case .some:
        steps.isOpen[index] = true
        hasOpen = true
      }
    }
    report.blocks += 1
    if let source = table.source { source.prepare(columns, block: block, of: table) }
    let first = block * BlockRanges.blockSize
    let end = min(table.rowCount, first + BlockRanges.blockSize)
    report.rows += end - first
    report.bytes += (end - first) * bytesOfRow
    var row = first
    while row < end {
      let count = min(CaseScanWorker.chunkSize, end - row)
      scanChunk(row, count, hasOpenTests: hasOpen)
      row += count
    }
  }

  private func verdict(_ test: CaseScan.Test, _ block: Int) -> Verdict {
    switch test {
    case .equal(let column, let code):
      let ranges = table.memberRanges[column]
      let (least, greatest) = (Int(ranges.least[block]), Int(ranges.greatest[block]))
      if code < least || code > greatest { return .none }
      return least == greatest ? .all : .some
    case .among(let column, let allowed):
      let ranges = table.memberRanges[column]
      let (least, greatest) = (Int(ranges.least[block]), Int(ranges.greatest[block]))
      if greatest - least > 64 { return .some }
      let meant = allowed[least...greatest].reduce(0) { $0 + Int($1) }
      return meant == 0 ? .none : meant == greatest - least + 1 ? .all : .some
    case .between(let day, let low, let high):
      guard let column = column(day) else { return high == CaseDays.missing ? .all : .none }
      return verdict(column, low, high, block)
    case .amongDays, .timeliness, .number: return .some
    }
  }

  /// Of days from `low` to `high`, which is ``CaseDays/missing`` where a missing day is meant too.
  private func verdict(_ column: DayColumn, _ low: UInt16, _ high: UInt16, _ block: Int) -> Verdict {
    let (least, greatest) = (column.ranges.least[block], column.greatestKnown(block))
    let takesMissing = high == CaseDays.missing
    if greatest < low || least > high { return takesMissing && column.hasMissing(block) ? .some : .none }
    let isWithin = least >= low && greatest <= high
    return isWithin && (takesMissing || !column.hasMissing(block)) ? .all : .some
  }

  private func column(_ day: CaseDay) -> DayColumn? {
    switch day {
    case .received: table.received
    case .due: table.due
    case .finished: table.finished
    }
  }

  /// The days of a chunk; of a column that is not there, all missing.
  @inline(__always) private func days(_ column: UnsafePointer<UInt16>?, _ row: Int) -> UnsafePointer<UInt16> {
    column.map { $0 + row } ?? UnsafePointer(noDays)
  }

  // MARK: Chunks

  private mutating func scanChunk(_ row: Int, _ count: Int, hasOpenTests: Bool) {
    var selected = count
    if hasOpenTests {
      CaseKernels.fill(mask, count)
      for index in 0..<steps.tests.count where steps.isOpen[index] {
        apply(steps.tests[index], row, count, mask)
      }
      for index in count..<count + CaseKernels.maskRun { mask[index] = 0 }
      selected = CaseKernels.selectedCount(mask, count)
      if selected == 0 { return }
    }
    if selected * CaseScanWorker.sparseBelow < count || needsPositions {
      scanPositions(row, count, selected, isAll: selected == count)
    } else {
      scanAll(row, count, isAll: selected == count)
    }
  }

  /// What is taken is more than a count, or the keys are not dense: row by row anyway.
  private var needsPositions: Bool {
    if !isDense { return true }
    if case .count = scan.taking { return false }
    return true
  }

  private func apply(
    _ test: ScanSteps.Test, _ row: Int, _ count: Int, _ mask: UnsafeMutablePointer<UInt8>
  ) {
    switch test {
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
    case .between(let column, let low, let high):
      CaseKernels.between(days(column, row), low, high, mask, count)
    case .amongDays(let column, let allowed):
      CaseKernels.among(days(column, row), allowed, mask, count)
    case .timeliness(let states):
      CaseKernels.timeliness(
        days(steps.finished, row), days(steps.due, row), asOf: asOf, states, mask, count)
    case .number(let index): applyNumber(steps.numberTests[index], row, count, mask)
    }
  }

  @inline(never) private func applyNumber(
    _ test: CaseScan.Test, _ row: Int, _ count: Int, _ mask: UnsafeMutablePointer<UInt8>
  ) {
    switch test {
    case .number(.processingDays, let ranges, let takesMissing):
      CaseKernels.durations(
        days(steps.received, row), days(steps.finished, row), ranges, takesMissing: takesMissing, mask, count)
    case .number(.column(let column), let ranges, let takesMissing):
      CaseKernels.numbers(
        table.numbers[column].values.pointer + row, ranges, takesMissing: takesMissing, mask, count)
    case .equal, .among, .between, .amongDays, .timeliness: break
    }
  }

  /// Which rows have one bit of the class.
  private func setBit(_ position: Int, _ row: Int, _ count: Int) {
    CaseKernels.fill(bit, count)
    let start = position == 0 ? 0 : steps.bitEnds[position - 1]
    for index in start..<steps.bitEnds[position] { apply(steps.bitTests[index], row, count, bit) }
  }

  /// Counts all rows of the chunk, those that are not meant under a key that nobody reads.
  private func scanAll(_ row: Int, _ count: Int, isAll: Bool) {
    keys.update(repeating: 0, count: count)
    for index in 0..<steps.keys.count { add(steps.keys[index], row, count) }
    for position in 0..<steps.bitEnds.count {
      setBit(position, row, count)
      CaseKernels.addBit(bit, 1 << UInt32(position), keys, count)
    }
    if !isAll { CaseKernels.divert(mask, to: UInt32(keyCount), keys, count) }
    let keys = keys
    let counts = counts
    for index in 0..<count { counts[Int(keys[index])] &+= 1 }
  }

  private func add(_ key: ScanSteps.Key, _ row: Int, _ count: Int) {
    switch key {
    case .codes(let codes, let factor):
      switch codes.width {
      case 1: CaseKernels.add(codes.narrow(row), factor, keys, count)
      case 2: CaseKernels.add(codes.wide(row), factor, keys, count)
      default: CaseKernels.add(codes.widest(row), factor, keys, count)
      }
    case .mapped(let codes, let contributions):
      switch codes.width {
      case 1: CaseKernels.add(codes.narrow(row), contributions, keys, count)
      case 2: CaseKernels.add(codes.wide(row), contributions, keys, count)
      default: CaseKernels.add(codes.widest(row), contributions, keys, count)
      }
    case .days(let column, let contributions):
      CaseKernels.add(days(column, row), contributions, keys, count)
    case .timeliness(let factor):
      CaseKernels.timelinessCodes(
        days(steps.finished, row), days(steps.due, row), asOf: asOf, factor, keys, count)
    }
  }

  /// Takes the rows that are meant one by one.
  private mutating func scanPositions(_ row: Int, _ count: Int, _ selected: Int, isAll: Bool) {
    let positions = positions
    if isAll {
      for index in 0..<count { positions[index] = UInt16(truncatingIfNeeded: index) }
    } else {
      _ = CaseKernels.positions(mask, count, into: positions)
    }
    keys.update(repeating: 0, count: selected)
    for index in 0..<steps.keys.count { pick(steps.keys[index], row, selected) }
    for position in 0..<steps.bitEnds.count {
      setBit(position, row, count)
      CaseKernels.pick(UnsafePointer(bit), at: positions, 1 << UInt32(position), keys, selected)
    }
    take(row, selected)
  }

  private func pick(_ key: ScanSteps.Key, _ row: Int, _ selected: Int) {
    switch key {
    case .codes(let codes, let factor):
      switch codes.width {
      case 1: CaseKernels.pick(codes.narrow(row), at: positions, factor, keys, selected)
      case 2: CaseKernels.pick(codes.wide(row), at: positions, factor, keys, selected)
      default: CaseKernels.pick(codes.widest(row), at: positions, factor, keys, selected)
      }
    case .mapped(let codes, let contributions):
      switch codes.width {
      case 1: CaseKernels.pick(codes.narrow(row), at: positions, contributions, keys, selected)
      case 2: CaseKernels.pick(codes.wide(row), at: positions, contributions, keys, selected)
      default: CaseKernels.pick(codes.widest(row), at: positions, contributions, keys, selected)
      }
    case .days(let column, let contributions):
      CaseKernels.pick(days(column, row), at: positions, contributions, keys, selected)
    case .timeliness(let factor):
      let finished = days(steps.finished, row)
      let due = days(steps.due, row)
      for index in 0..<selected {
        let position = Int(positions[index])
        CaseKernels.timelinessCodes(finished + position, due + position, asOf: asOf, factor, keys + index, 1)
      }
    }
  }

  private mutating func take(_ row: Int, _ selected: Int) {
    switch scan.taking {
    case .count: takeCounts(selected)
    case .sum(.processingDays):
      let received = days(steps.received, row)
      let finished = days(steps.finished, row)
      sum(selected) { position in
        let end = finished[position]
        return end == CaseDays.missing ? nil : Int(end &- received[position])
      }
    case .sum(.column(let column)):
      let values = table.numbers[column].values.pointer + row
      sum(selected) { values[$0] == NumberText.missing ? nil : Int(values[$0]) }
    case .values(.processingDays):
      let received = days(steps.received, row)
      let finished = days(steps.finished, row)
      for index in 0..<selected {
        let position = Int(positions[index])
        let end = finished[position]
        if end != CaseDays.missing { tally.values.append((keys[index], Int(end &- received[position]))) }
      }
    case .values(.column(let column)):
      let values = table.numbers[column].values.pointer + row
      for index in 0..<selected {
        let value = values[Int(positions[index])]
        if value != NumberText.missing { tally.values.append((keys[index], Int(value))) }
      }
    case .stays(let stay, let slotOfDay, let slotCount, let factor):
      takeStays(stay, slotOfDay, slotCount, factor, row, selected)
    case .rows:
      for index in 0..<selected { rows.append(row + Int(positions[index])) }
    }
  }

  private mutating func takeCounts(_ selected: Int) {
    if isDense {
      let keys = keys
      let counts = counts
      for index in 0..<selected { counts[Int(keys[index])] &+= 1 }
    } else {
      for index in 0..<selected where !tally.table.add(keys[index], count: 1, total: 0) {
        tally.isFull = true
        return
      }
    }
  }

  @inline(__always) private mutating func sum(_ selected: Int, _ value: (Int) -> Int?) {
    let keys = keys
    let counts = counts
    let totals = totals
    for index in 0..<selected {
      guard let value = value(Int(positions[index])) else { continue }
      if isDense {
        let key = Int(keys[index])
        counts[key] &+= 1
        let (total, isTooLarge) = totals[key].addingReportingOverflow(value)
        totals[key] = total
        if isTooLarge { tally.hasOverflow = true }
      } else if !tally.table.add(keys[index], count: 1, total: value) {
        tally.isFull = true
        return
      }
    }
  }

  private mutating func takeStays(
    _ stay: CaseStay, _ slotOfDay: [UInt16], _ slotCount: Int, _ factor: UInt32, _ row: Int,
    _ selected: Int
  ) {
    let received = days(steps.received, row)
    let finished = days(steps.finished, row)
    let due = days(steps.due, row)
    slotOfDay.withUnsafeBufferPointer { slotOfDay in
      for index in 0..<selected {
        let position = Int(positions[index])
        var start = Int(received[position])
        var stop = Int(finished[position])
        let limit = Int(due[position])
        switch stay {
        case .pending: break
        case .overdue: start = limit == Int(CaseDays.missing) ? stop : max(start, limit &+ 1)
        case .inTime: stop = limit == Int(CaseDays.missing) ? stop : min(stop, limit &+ 1)
        }
        guard start < stop else { continue }
        let arrival = slotOfDay[start]
        let departure = slotOfDay[stop]
        if arrival >= departure { continue }
        count(keys[index] &+ UInt32(arrival) &* factor, 1)
        if Int(departure) < slotCount { count(keys[index] &+ UInt32(departure) &* factor, -1) }
      }
    }
  }

  @inline(__always) private mutating func count(_ key: UInt32, _ change: Int) {
    if isDense {
      counts[Int(key)] &+= change
    } else if !tally.table.add(key, count: change, total: 0) {
      tally.isFull = true
    }
  }
}
