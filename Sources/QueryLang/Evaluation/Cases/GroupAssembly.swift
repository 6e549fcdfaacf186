/// Puts the parts that scans found together into groups.
struct GroupAssembly {
  private let aggregation: CaseAggregation
  private let layout: KeyLayout
  private var indexOfNumber: [Int: Int] = [:]
  private var groups: [(number: Int, parts: [CasePart])] = []

  init(_ aggregation: CaseAggregation, _ layout: KeyLayout) {
    self.aggregation = aggregation
    self.layout = layout
  }

  private var nothing: [CasePart] {
    aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
  }

  private mutating func group(_ number: Int) throws(QueryError) -> Int {
    if let known = indexOfNumber[number] { return known }
    guard groups.count < CaseEngine.mostGroups else {
      throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
    }
    groups.append((number, nothing))
    indexOfNumber[number] = groups.count - 1
    return groups.count - 1
  }

  mutating func add(
    _ tally: CaseTally, _ prepared: CaseEngine.Prepared, _ batch: CaseEngine.Batch
  ) throws(QueryError) {
    let classes = prepared.scan.classCount
    var found: [(key: Int, count: Int, total: Int)] = []
    tally.forEach { found.append(($0, $1, $2)) }
    if prepared.isSeries { found = accumulated(found, classes, batch) }
    for (key, count, total) in found {
      for (position, atom) in batch.atoms.enumerated() {
        let needed = prepared.bitsOfAtom[position]
        guard needed >= 0,
          prepared.scan.isMeant(key % classes, bits: needed, states: prepared.statesOfAtom[position])
        else { continue }
        let part: CasePart = batch.statistic == .count ? .count(count) : .sum(count: count, total: total)
        try add(part, atom, number(key / classes, batch))
      }
    }
    try addValues(tally.values, classes, batch, prepared)
  }

  /// The group's number with what is the same for all cases of the batch.
  private func number(_ found: Int, _ batch: CaseEngine.Batch) -> Int {
    let (slot, own) = found.quotientAndRemainder(dividingBy: layout.groupCount)
    let position = layout.hasSlots && batch.slots.indices.contains(slot) ? batch.slots[slot] : slot
    return own + (batch.state.map { layout.offset(of: $0) } ?? 0) + position * layout.groupCount
  }

  private mutating func add(_ part: CasePart, _ atom: Int, _ number: Int) throws(QueryError) {
    let index = try group(number)
    guard let merged = groups[index].parts[atom].merged(with: part) else {
      throw QueryError(.sumTooLarge, at: nil)
    }
    groups[index].parts[atom] = merged
  }

  private mutating func addValues(
    _ values: [(key: UInt32, value: Int)], _ classes: Int, _ batch: CaseEngine.Batch,
    _ prepared: CaseEngine.Prepared
  ) throws(QueryError) {
    guard !values.isEmpty else { return }
    var byGroup: [Int: [Int: Int]] = [:]
    for (key, value) in values { byGroup[Int(key) / classes, default: [:]][value, default: 0] += 1 }
    for (number, histogram) in byGroup {
      for atom in batch.atoms {
        if case .extremes = batch.statistic {
          guard let least = histogram.keys.min(), let greatest = histogram.keys.max() else { continue }
          try add(.extremes(least: least, greatest: greatest), atom, self.number(number, batch))
        } else {
          try add(.histogram(histogram), atom, self.number(number, batch))
        }
      }
    }
  }

  /// Arrivals and departures of each slot become what is there: the sum of all up to it.
  private func accumulated(
    _ changes: [(key: Int, count: Int, total: Int)], _ classes: Int, _ batch: CaseEngine.Batch
  ) -> [(key: Int, count: Int, total: Int)] {
    let slotFactor = classes * layout.groupCount
    var byGroup: [Int: [Int]] = [:]
    for (key, count, _) in changes {
      byGroup[key % slotFactor, default: Array(repeating: 0, count: max(1, batch.slots.count))][
        key / slotFactor] +=
        count
    }
    var stocks: [(key: Int, count: Int, total: Int)] = []
    for (key, slots) in byGroup {
      var stock = 0
      for (slot, change) in slots.enumerated() {
        stock += change
        if stock != 0 { stocks.append((key + slot * slotFactor, stock, 0)) }
      }
    }
    return stocks
  }

  func finish() -> [CaseGroup] {
    if aggregation.keys.isEmpty, groups.isEmpty { return [CaseGroup(keys: [], parts: nothing)] }
    return groups.map { CaseGroup(keys: layout.keys($0.number, aggregation.keys), parts: $0.parts) }
  }
}
