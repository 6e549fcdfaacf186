/// Puts the parts that scans found together into groups.
struct GroupAssembly {
  private let aggregation: CaseAggregation
  private let layout: KeyLayout
  /// What each group has of each atom before anything is found, in a row.
  private let nothing: [CasePart]
  /// Where each number's group stands; a list where the numbers are few, so that none has to be looked for.
  private var indexOfNumber: [Int32]
  private var indexOfFarNumber: [Int: Int] = [:]
  private var numbers: [Int] = []
  /// Of the groups, one behind the other.
  private var parts: [CasePart] = []

  private static let mostListed = 1 << 20

  init(_ aggregation: CaseAggregation, _ layout: KeyLayout) {
    self.aggregation = aggregation
    self.layout = layout
    nothing = aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
    let count = layout.groupCount * max(1, layout.slotCount)
    indexOfNumber = count <= GroupAssembly.mostListed ? Array(repeating: -1, count: count) : []
  }

  private mutating func group(_ number: Int) throws(QueryError) -> Int {
    let isListed = number < indexOfNumber.count
    if isListed, indexOfNumber[number] >= 0 { return Int(indexOfNumber[number]) }
    if !isListed, let known = indexOfFarNumber[number] { return known }
    let index = numbers.count
    guard index < CaseEngine.mostGroups else {
      throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
    }
    numbers.append(number)
    parts += nothing
    if isListed { indexOfNumber[number] = Int32(index) } else { indexOfFarNumber[number] = index }
    return index
  }

  mutating func add(
    _ tally: CaseTally, _ prepared: CaseEngine.Prepared, _ batch: CaseEngine.Batch
  ) throws(QueryError) {
    let classes = prepared.scan.classCount
    let atoms = atomsOfClasses(prepared, batch)
    var found = tally.found
    if prepared.isSeries { found = accumulated(found, classes, batch) }
    for (key, count, total) in found {
      let (group, ownClass) = key.quotientAndRemainder(dividingBy: classes)
      let part: CasePart = batch.statistic == .count ? .count(count) : .sum(count: count, total: total)
      for atom in atoms[ownClass] { try add(part, atom, number(group, batch)) }
    }
    try addValues(tally.values, classes, batch)
  }

  /// The atoms that count the cases of each class.
  private func atomsOfClasses(_ prepared: CaseEngine.Prepared, _ batch: CaseEngine.Batch) -> [[Int]] {
    (0..<prepared.scan.classCount).map { ownClass in
      batch.atoms.indices.filter { position in
        let needed = prepared.bitsOfAtom[position]
        return needed >= 0
          && prepared.scan.isMeant(ownClass, bits: needed, states: prepared.statesOfAtom[position])
      }.map { batch.atoms[$0] }
    }
  }

  /// The group's number with what is the same for all cases of the batch.
  private func number(_ found: Int, _ batch: CaseEngine.Batch) -> Int {
    let (slot, own) = found.quotientAndRemainder(dividingBy: layout.groupCount)
    let position = layout.hasSlots && batch.slots.indices.contains(slot) ? batch.slots[slot] : slot
    return own + (batch.state.map { layout.offset(of: $0) } ?? 0) + position * layout.groupCount
  }

  private mutating func add(_ part: CasePart, _ atom: Int, _ number: Int) throws(QueryError) {
    let position = try group(number) * nothing.count + atom
    if case .count(let known) = parts[position], case .count(let more) = part {
      parts[position] = .count(known + more)
      return
    }
    guard let merged = parts[position].merged(with: part) else {
      throw QueryError(.sumTooLarge, at: nil)
    }
    parts[position] = merged
  }

  private mutating func addValues(
    _ values: [(key: UInt32, value: Int)], _ classes: Int, _ batch: CaseEngine.Batch
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
    _ changes: [CaseTally.Found], _ classes: Int, _ batch: CaseEngine.Batch
  ) -> [CaseTally.Found] {
    let slotFactor = classes * layout.groupCount
    var byGroup: [Int: [Int]] = [:]
    for (key, count, _) in changes {
      byGroup[key % slotFactor, default: Array(repeating: 0, count: max(1, batch.slots.count))][
        key / slotFactor] +=
        count
    }
    var stocks: [CaseTally.Found] = []
    for (key, slots) in byGroup {
      var stock = 0
      for (slot, change) in slots.enumerated() {
        stock += change
        if stock != 0 { stocks.append((key + slot * slotFactor, stock, 0)) }
      }
    }
    return stocks
  }

  func finish() -> CaseGroups {
    if aggregation.keys.isEmpty, numbers.isEmpty {
      return CaseGroups(of: aggregation, count: 1, keys: [], parts: nothing)
    }
    var keys: [CaseGroupKey] = []
    keys.reserveCapacity(numbers.count * aggregation.keys.count)
    for number in numbers { layout.append(keysOf: number, to: &keys) }
    return CaseGroups(of: aggregation, count: numbers.count, keys: keys, parts: parts)
  }
}
