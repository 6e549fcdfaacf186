// Conditions on days and numbers as tests of a scan.
extension CaseEngine {
  /// - Throws: that the data have no such column.
  func tests(of restriction: CaseRestriction) throws(QueryError) -> CaseScan.Test {
    switch restriction.value {
    case .day(let day): return test(day, restriction)
    case .processingDays:
      return .number(.processingDays, restriction.ranges, takesMissing: restriction.takesMissing)
    case .number(let id):
      guard let column = table.numbers.firstIndex(where: { $0.id == id }) else {
        throw QueryError(.noCaseColumn(catalog.names(of: restriction.value, in: table)), at: nil)
      }
      return .number(.column(column), restriction.ranges, takesMissing: restriction.takesMissing)
    case .identifier:
      throw QueryError(
        .noConditionOnIdentifier(catalog.names(of: restriction.value, in: table)), at: nil)
    }
  }

  private func test(_ day: CaseDay, _ restriction: CaseRestriction) -> CaseScan.Test {
    let codes = restriction.ranges.compactMap { heldDays($0) }
    if codes.count == 1, !restriction.takesMissing {
      return .between(day, codes[0].lowerBound, codes[0].upperBound)
    }
    if codes.isEmpty {
      // Either only missing days, or none: the code before that of a missing day is never a day.
      let only = restriction.takesMissing ? CaseDays.missing : CaseDays.missing - 1
      return .between(day, only, only)
    }
    var allowed = [UInt8](repeating: 0, count: 1 << 16)
    for range in codes { for code in range { allowed[Int(code)] = 1 } }
    if restriction.takesMissing { allowed[Int(CaseDays.missing)] = 1 }
    return .amongDays(day, allowed: allowed)
  }

  /// `nil` for days that the data cannot hold.
  private func heldDays(_ range: ClosedRange<Int>) -> ClosedRange<UInt16>? {
    let start = table.days.first.daysSince1970
    let held = start...(start + CaseDays.count - 1)
    guard held.overlaps(range) else { return nil }
    let days = range.clamped(to: held)
    return UInt16(days.lowerBound - start)...UInt16(days.upperBound - start)
  }
}
