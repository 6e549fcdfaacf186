/// Which days a nominal period has, where cases are counted.
///
/// By the rule of periodic reporting, reports close on the 14th: the second quarter's counts from 15 March to 14 June,
/// a year's from 15 December to 14 December.
package enum PeriodCalendar: String, CaseIterable, Sendable {
  case calendar, reporting

  private static let closingDay = 14

  /// The days of a nominal period; days and other runs are what they are.
  package func days(of period: Period) -> ClosedRange<Day> {
    guard self == .reporting, hasReport(period.grain) else { return period.first...period.last }
    let before = period.first.advanced(byDays: -1).civil
    let end = period.last.civil
    guard let first = Day(year: before.year, month: before.month, day: PeriodCalendar.closingDay + 1),
      let last = Day(year: end.year, month: end.month, day: PeriodCalendar.closingDay)
    else { return period.first...period.last }
    return first...last
  }

  /// The nominal period that a day is counted in; `nil` for grains that no day is of.
  package func period(of day: Day, grain: Grain) -> Period? {
    guard self == .reporting, hasReport(grain), day.civil.day > PeriodCalendar.closingDay else {
      return Period.containing(day, grain: grain)
    }
    // From the 15th on a day belongs to the next month's report; so far ahead no month is skipped.
    return Period.containing(day.advanced(byDays: 31 - PeriodCalendar.closingDay), grain: grain)
  }

  private func hasReport(_ grain: Grain) -> Bool {
    switch grain {
    case .year, .half, .quarter, .month, .yearToMonth: true
    case .day, .span: false
    }
  }
}
