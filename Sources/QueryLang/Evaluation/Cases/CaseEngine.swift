/// The engine in memory: what is asked of the cases becomes scans, and what they find becomes groups.
struct CaseEngine {
  let table: CaseTable
  let catalog: Catalog
  private let scanner: CaseScanner
  private(set) var report = CaseScanner.Report()

  /// More groups than this are no answer anybody reads.
  static let mostGroups = 200_000
  /// A class has one bit for each test that not all counts of a scan share.
  private static let mostBits = 4

  init(
    _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver,
    _ limits: CaseScanner.Limits = CaseScanner.Limits()
  ) {
    self.table = table
    self.catalog = catalog
    scanner = CaseScanner(table, observer, limits)
  }

  /// All groups with a case in any atom, in no order; without keys the one group there is.
  /// - Throws: that the data have no column for a dimension; too many groups; a sum too large; an interruption.
  mutating func aggregate(_ aggregation: CaseAggregation) throws(QueryError) -> CaseGroups {
    let layout = try KeyLayout(aggregation, table, catalog)
    var assembly = GroupAssembly(aggregation, layout)
    for layer in aggregation.layers {
      let part = aggregation.with(slots: layer.map { aggregation.slots[$0] })
      let partLayout = layer.count == aggregation.slots.count ? layout : try KeyLayout(part, table, catalog)
      var asked: [(batch: Batch, prepared: Prepared)] = []
      for var batch in batches(part) {
        guard let prepared = try prepare(batch, part, partLayout) else { continue }
        batch.slots = layer
        asked.append((batch, prepared))
      }
      let (tallies, report) = try scanner.run(asked.map(\.prepared.scan))
      self.report.add(report)
      for ((batch, prepared), tally) in zip(asked, tallies) { try assembly.add(tally, prepared, batch) }
    }
    return assembly.finish()
  }

  /// The scan that finds the rows themselves; `nil` where no case can be meant.
  /// - Precondition: one atom, and no keys.
  func rowScan(_ aggregation: CaseAggregation) throws(QueryError) -> CaseScan? {
    let layout = try KeyLayout(aggregation, table, catalog)
    guard let batch = batches(aggregation).first,
      var scan = try prepare(batch, aggregation, layout)?.scan
    else { return nil }
    scan.taking = .rows
    return scan
  }

  // MARK: Batches

  /// Atoms that one scan answers.
  struct Batch {
    let placing: CasePlacing
    let statistic: CaseStatistic
    let stay: CaseStay
    /// Positions in the aggregation.
    var atoms: [Int]
    /// Where all its cases stand, where that is a key that the scan does not tell.
    var state: Timeliness?
    /// The slots that it is of, by position in the aggregation.
    var slots: [Int] = []
  }

  func batches(_ aggregation: CaseAggregation) -> [Batch] {
    var batches: [Batch] = []
    for (index, atom, stay, state) in stays(aggregation) {
      let known = batches.firstIndex { batch in
        batch.placing == atom.placing && batch.statistic == atom.statistic && batch.stay == stay
          && batch.state == state
          && (atom.statistic == .count
            || aggregation.atoms[batch.atoms[0]].conditions == atom.conditions
              && aggregation.atoms[batch.atoms[0]].timeliness == atom.timeliness)
          && batch.atoms.count < CaseEngine.mostBits
      }
      if let known {
        batches[known].atoms.append(index)
      } else {
        batches.append(
          Batch(
            placing: atom.placing, statistic: atom.statistic, stay: stay, atoms: [index], state: state))
      }
    }
    return batches
  }

  /// Every atom with the stay of its cases; a stock that is told apart by where its cases stand, once for each of
  /// the two states that pending cases can be in.
  private func stays(
    _ aggregation: CaseAggregation
  ) -> [(index: Int, atom: CaseAtom, stay: CaseStay, state: Timeliness?)] {
    aggregation.atoms.enumerated().flatMap { index, atom in
      aggregation.stays(of: atom).map { (index, atom, $0.stay, $0.state) }
    }
  }

  // MARK: Scans

  struct Prepared {
    var scan: CaseScan
    /// The bits that each atom of the batch needs.
    var bitsOfAtom: [Int]
    /// The states that each atom counts, where the scan tells them; `nil`: all.
    var statesOfAtom: [TimelinessSet?]
    /// Several stocks, one for each slot.
    var isSeries: Bool
  }

  /// `nil` where no case can be meant.
  func prepare(
    _ batch: Batch, _ aggregation: CaseAggregation, _ layout: KeyLayout
  ) throws(QueryError) -> Prepared? {
    var scan = CaseScan()
    scan.asOf = table.days.clamped(aggregation.asOf)
    guard var tests = try tests(of: aggregation.conditions) else { return nil }
    for restriction in aggregation.restrictions { tests.append(try self.tests(of: restriction)) }
    var isSeries = false
    switch batch.placing {
    case .event(let day):
      guard let placed = eventTests(day, aggregation.slots) else { return nil }
      tests += placed
      if let states = aggregation.timeliness { tests.append(.timeliness(TimelinessSet(states))) }
    case .opening, .closing:
      isSeries = layout.hasSlots
      tests += stockTests(batch, aggregation.slots, isSeries: isSeries)
      if isSeries, batch.stay == .pending, hasNoPendingState(batch, aggregation) { return nil }
    }
    // What all atoms ask for is a test; what some ask for, a bit or a state.
    let kinds = try classify(batch, aggregation)
    guard kinds.alive.contains(true) else { return nil }
    tests += kinds.common
    scan.splitsByTimeliness = kinds.splitsByTimeliness
    let bits = kinds.bits
    let bitsOfAtom = kinds.bitsOfAtom
    scan.tests = unique(tests)
    scan.bits = bits
    try layout.fill(&scan, batch, aggregation, table.days)
    switch batch.statistic {
    case .count:
      scan.taking =
        isSeries
        ? .stays(
          batch.stay, slotOfDay: slotOfDay(batch.placing, aggregation.slots),
          slotCount: aggregation.slots.count, factor: UInt32(scan.classCount * layout.groupCount))
        : .count
    case .sum(let number): scan.taking = .sum(number)
    case .extremes(let number), .histogram(let number): scan.taking = .values(number)
    }
    return Prepared(
      scan: scan, bitsOfAtom: bitsOfAtom, statesOfAtom: kinds.statesOfAtom, isSeries: isSeries)
  }

  /// How the atoms of a batch are told from each other.
  private struct Classes {
    var alive: [Bool] = []
    var common: [CaseScan.Test] = []
    var bits: [[CaseScan.Test]] = []
    /// Negative for an atom that no case can be meant by.
    var bitsOfAtom: [Int] = []
    var statesOfAtom: [TimelinessSet?] = []
    var splitsByTimeliness = false
  }

  private func classify(_ batch: Batch, _ aggregation: CaseAggregation) throws(QueryError) -> Classes {
    var classes = Classes()
    var own: [[CaseScan.Test]] = []
    for index in batch.atoms {
      let atom = aggregation.atoms[index]
      let found = try self.tests(of: atom.conditions)
      own.append(found ?? [])
      classes.alive.append(found != nil && !aggregation.asksForNothing(atom))
      if case .event = batch.placing {
        classes.statesOfAtom.append(atom.timeliness.map(TimelinessSet.init))
      } else {
        classes.statesOfAtom.append(nil)
      }
    }
    let living = batch.atoms.indices.filter { classes.alive[$0] }
    guard let first = living.first else { return classes }
    classes.common = own[first].filter { test in living.allSatisfy { own[$0].contains(test) } }
    if living.allSatisfy({ classes.statesOfAtom[$0] == classes.statesOfAtom[first] }) {
      if let states = classes.statesOfAtom[first] { classes.common.append(.timeliness(states)) }
    } else {
      classes.splitsByTimeliness = true
    }
    for (position, atomTests) in own.enumerated() {
      let further = atomTests.filter { !classes.common.contains($0) }
      if !classes.alive[position] {
        classes.bitsOfAtom.append(-1)
      } else if further.isEmpty {
        classes.bitsOfAtom.append(0)
      } else {
        let bit = classes.bits.firstIndex(of: further) ?? classes.bits.count
        if bit == classes.bits.count { classes.bits.append(further) }
        classes.bitsOfAtom.append(1 << bit)
      }
    }
    return classes
  }

  private func hasNoPendingState(_ batch: Batch, _ aggregation: CaseAggregation) -> Bool {
    batch.atoms.allSatisfy { aggregation.asksForNothing(aggregation.atoms[$0]) }
  }

  private func unique(_ tests: [CaseScan.Test]) -> [CaseScan.Test] {
    var found: [CaseScan.Test] = []
    for test in tests where !found.contains(test) { found.append(test) }
    return found
  }

  /// `nil` where no member of the data is meant.
  private func tests(of conditions: [Selection]) throws(QueryError) -> [CaseScan.Test]? {
    try CaseCodes.conditions(conditions, of: table, in: catalog)?.map { condition in
      let chosen = condition.allowed.indices.filter { condition.allowed[$0] }
      return chosen.count == 1
        ? .equal(column: condition.column, code: chosen[0])
        : .among(column: condition.column, allowed: condition.allowed.map { $0 ? 1 : 0 })
    }
  }

  // MARK: Time

  private func eventTests(_ day: CaseDay, _ slots: [CaseSlot]) -> [CaseScan.Test]? {
    let ranges = slots.flatMap(\.ranges)
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else { return nil }
    let days = table.days
    let window = days.first...days.first.advanced(byDays: CaseDays.count - 1)
    guard window.overlaps(first...last) else { return nil }
    let hull = CaseScan.Test.between(day, days.clamped(first), days.clamped(last))
    let hasGaps = zip(ranges, ranges.dropFirst()).contains {
      $0.upperBound.advanced(byDays: 1) != $1.lowerBound
    }
    guard hasGaps else { return [hull] }
    var allowed = [UInt8](repeating: 0, count: 1 << 16)
    for range in ranges where window.overlaps(range) {
      for code in days.clamped(range.lowerBound)...days.clamped(range.upperBound) { allowed[Int(code)] = 1 }
    }
    return [hull, .amongDays(day, allowed: allowed)]
  }

  private func stockTests(_ batch: Batch, _ slots: [CaseSlot], isSeries: Bool) -> [CaseScan.Test] {
    let days = slots.map { batch.placing == .opening ? $0.opening : $0.closing }
    guard let first = days.first, let last = days.last else { return [] }
    // Who came after the last day, or had gone by the first, is in no stock.
    var tests = [between(.received, nil, last), between(.finished, first.advanced(byDays: 1), nil)]
    if !isSeries {
      switch batch.stay {
      case .pending: break
      case .overdue: tests.append(between(.due, nil, first.advanced(byDays: -1)))
      case .inTime: tests.append(between(.due, first, nil))
      }
    }
    return tests.compactMap { $0 }
  }

  /// From the first to the last of these days, missing days included where there is no last.
  private func between(_ day: CaseDay, _ first: Day?, _ last: Day?) -> CaseScan.Test {
    let start = table.days.first
    let low = first.map { $0 <= start ? 0 : table.days.clamped($0) } ?? 0
    guard let last else { return .between(day, low, CaseDays.missing) }
    // Before every day there is: a range that holds none.
    if last < start { return .between(day, CaseDays.missing - 1, CaseDays.missing - 1) }
    return .between(day, low, table.days.clamped(last))
  }

  /// The first slot whose day is not before each day.
  private func slotOfDay(_ placing: CasePlacing, _ slots: [CaseSlot]) -> [UInt16] {
    var slotOfDay = [UInt16](repeating: UInt16(slots.count), count: (1 << 16) + 1)
    var day = 0
    for (index, slot) in slots.enumerated() {
      let asOf = placing == .opening ? slot.opening : slot.closing
      guard asOf >= table.days.first else { continue }
      let end = Int(table.days.clamped(asOf))
      while day <= end {
        slotOfDay[day] = UInt16(index)
        day += 1
      }
    }
    return slotOfDay
  }
}
