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
    hasSlots = aggregation.keys.contains(.slot)
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
    var contributions = [UInt32](repeating: 0, count: 1 << 16)
    let window = days.first...days.first.advanced(byDays: CaseDays.count - 1)
    for (index, slot) in aggregation.slots.enumerated() {
      for range in slot.ranges where window.overlaps(range) {
        for code in days.clamped(range.lowerBound)...days.clamped(range.upperBound) {
          contributions[Int(code)] = UInt32(index * factor)
        }
      }
    }
    scan.keys.append(.days(day, contributions: contributions))
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
  func keys(_ number: Int, _ order: [CaseAggregation.Key]) -> [CaseGroupKey] {
    var rest = number
    var found: [CaseAggregation.Key: CaseGroupKey] = [:]
    for part in parts {
      let value = rest % max(1, part.count)
      rest /= max(1, part.count)
      found[part.key] =
        part.codes.map { .member($0.memberOfKey[value]) } ?? .timeliness(Timeliness.allCases[value])
    }
    found[.slot] = .slot(rest)
    return order.compactMap { found[$0] }
  }
}
