/// What the least and greatest values of a block say of tests, before a row is looked at.
struct BlockVerdicts {
  enum Verdict {
    /// No row, every row, or some of the rows may be meant.
    case none, all, some
  }

  private let tests: [CaseScan.Test]
  private let table: CaseTable
  /// Rows without this day are left out whatever the tests say of it.
  private let needed: CaseDay?

  /// Members between the least and the greatest of a block, beyond which none are looked up.
  private static let mostMembers = 64

  init(_ tests: [CaseScan.Test], needing needed: CaseDay?, _ table: CaseTable) {
    self.tests = tests
    self.table = table
    self.needed = needed
  }

  func verdict(_ index: Int, _ block: Int) -> Verdict {
    switch tests[index] {
    case .equal(let column, let code):
      let (least, greatest) = members(column, block)
      if code < least || code > greatest { return .none }
      return least == greatest ? .all : .some
    case .among(let column, let allowed):
      let (least, greatest) = members(column, block)
      if greatest - least > BlockVerdicts.mostMembers { return .some }
      let meant = allowed[least...greatest].reduce(0) { $0 + Int($1) }
      return meant == 0 ? .none : meant == greatest - least + 1 ? .all : .some
    case .between(let day, let low, let high):
      guard let column = table.days(of: day) else { return high == CaseDays.missing ? .all : .none }
      return verdict(column, low, high, isNeeded: day == needed, block)
    case .amongDays, .timeliness, .number: return .some
    }
  }

  private func members(_ column: Int, _ block: Int) -> (least: Int, greatest: Int) {
    let ranges = table.memberRanges[column]
    return (Int(ranges.least[block]), Int(ranges.greatest[block]))
  }

  /// Of days from `low` to `high`, which is ``CaseDays/missing`` where a missing day is meant too.
  private func verdict(
    _ column: DayColumn, _ low: UInt16, _ high: UInt16, isNeeded: Bool, _ block: Int
  ) -> Verdict {
    let (least, greatest) = (column.ranges.least[block], column.greatestKnown(block))
    let takesMissing = high == CaseDays.missing
    if greatest < low || least > high { return takesMissing && column.hasMissing(block) ? .some : .none }
    let isWithin = least >= low && greatest <= high
    return isWithin && (takesMissing || isNeeded || !column.hasMissing(block)) ? .all : .some
  }
}

extension CaseTable {
  func days(of day: CaseDay) -> DayColumn? {
    switch day {
    case .received: received
    case .due: due
    case .finished: finished
    }
  }
}
