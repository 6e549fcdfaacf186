/// How the keys of groups are numbered: class innermost, then the keys in their order, time outermost.
struct KeyLayout {
  struct Part {
    let key: CaseAggregation.Key
    let count: Int
    let codes: CaseCodes?
  }

  let parts: [Part]
  /// Groups of one slot.
  let groupCount: Int
  /// Time is a key.
  let hasSlots: Bool
  let slotCount: Int
  /// Where time stands among the keys.
  private let slotPosition: Int?

  /// - Throws: that the data have no column for a key; that there are more groups than can be numbered.
  init(_ aggregation: CaseAggregation, _ table: CaseTable, _ catalog: Catalog) throws(QueryError) {
    var parts: [Part] = []
    var product = 1
    for key in aggregation.keys {
      let part: Part
      switch key {
      case .slot: continue
      case .timeliness: part = Part(key: key, count: Timeliness.allCases.count, codes: nil)
      case .dimension(let dimension):
        guard let codes = CaseCodes(dimension, of: table, in: catalog) else {
          throw QueryError(.noCaseColumn(catalog.dimensions[dimension].names), at: nil)
        }
        part = Part(key: key, count: codes.memberOfKey.count, codes: codes)
      }
      parts.append(part)
      product = product.multipliedReportingOverflow(by: max(1, part.count)).partialValue
      if product > 1 << 31 { throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil) }
    }
    self.parts = parts
    groupCount = product
    slotPosition = aggregation.keys.firstIndex(of: .slot)
    hasSlots = slotPosition != nil
    slotCount = hasSlots ? aggregation.slots.count : 1
    if product * slotCount > 1 << 31 {
      throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
    }
  }

  /// Adds the keys to a scan.
  func fill(
    _ scan: inout CaseScan, _ batch: CaseEngine.Batch, _ aggregation: CaseAggregation, _ days: CaseDays
  ) throws(QueryError) {
    var factor = scan.classCount
    for part in parts {
      if let codes = part.codes {
        if let keyOfCode = codes.keyOfCode {
          scan.keys.append(
            .mapped(column: codes.column, contributions: keyOfCode.map { UInt32($0 * factor) }))
        } else {
          scan.keys.append(.codes(column: codes.column, factor: UInt32(factor)))
        }
      } else if batch.state == nil {
        scan.keys.append(.timeliness(factor: UInt32(factor)))
      }
      factor *= max(1, part.count)
    }
    scan.keyCount = factor * slotCount
    if scan.keyCount >= Int(UInt32.max) {
      throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
    }
    guard hasSlots, case .event(let day) = batch.placing else { return }
    scan.keys.append(.days(day, starts(aggregation.slots, UInt32(factor), days)))
  }

  /// From which day on each slot counts.
  private func starts(_ slots: [CaseSlot], _ factor: UInt32, _ days: CaseDays) -> [CaseScan.DayStart] {
    let window = days.first...days.first.advanced(byDays: CaseDays.count - 1)
    var starts: [CaseScan.DayStart] = []
    for (index, slot) in slots.enumerated() {
      for range in slot.ranges where window.overlaps(range) {
        starts.append(
          CaseScan.DayStart(day: days.clamped(range.lowerBound), contribution: UInt32(index) * factor))
      }
    }
    return starts.sorted { $0.day < $1.day }
  }

  /// What a state adds to the number of a group.
  func offset(of state: Timeliness) -> Int {
    var factor = 1
    for part in parts {
      if part.key == .timeliness { return (Timeliness.allCases.firstIndex(of: state) ?? 0) * factor }
      factor *= max(1, part.count)
    }
    return 0
  }

  /// The keys of a group by its number, slot outermost, in the order of the aggregation.
  func append(keysOf number: Int, to keys: inout [CaseGroupKey]) {
    var (slot, rest) = number.quotientAndRemainder(dividingBy: groupCount)
    for position in parts.indices {
      if position == slotPosition { keys.append(.slot(slot)) }
      let part = parts[position]
      let value: Int
      (rest, value) = rest.quotientAndRemainder(dividingBy: max(1, part.count))
      if let codes = part.codes {
        keys.append(.member(codes.memberOfKey[value]))
      } else {
        keys.append(.timeliness(Timeliness.allCases[value]))
      }
    }
    if parts.count == slotPosition { keys.append(.slot(slot)) }
  }
}
