import Testing

@testable import QueryLang

@Suite struct PeriodCalendarTests {
  private func days(_ period: Period?) -> String {
    guard let period else { return "" }
    let days = PeriodCalendar.reporting.days(of: period)
    return "\(days.lowerBound)..\(days.upperBound)"
  }

  @Test func reportsCloseOnTheFourteenth() {
    #expect(days(Period(year: 2021, quarter: 2)) == "2021-03-15..2021-06-14")
    #expect(days(Period(year: 2021, half: 1)) == "2020-12-15..2021-06-14")
    #expect(days(Period(year: 2021)) == "2020-12-15..2021-12-14")
    #expect(days(Period(year: 2024, month: 3)) == "2024-02-15..2024-03-14")
  }

  @Test func daysAndOtherRunsAreWhatTheyAre() throws {
    let day = try #require(Day(year: 2021, month: 6, day: 20))
    #expect(days(Period(day: day)) == "2021-06-20..2021-06-20")
    let calendar = PeriodCalendar.calendar.days(of: try #require(Period(year: 2021)))
    #expect(calendar == Period(year: 2021).map { $0.first...$0.last })
  }

  /// Every day is counted in just one period of each grain: that whose days hold it.
  @Test(arguments: [Grain.year, .half, .quarter, .month, .day])
  func everyDayHasItsPeriod(_ grain: Grain) throws {
    let first = try #require(Day(year: 2019, month: 12, day: 1))
    for calendar in PeriodCalendar.allCases {
      for offset in 0..<1500 {
        let day = first.advanced(byDays: offset)
        let period = try #require(calendar.period(of: day, grain: grain))
        #expect(calendar.days(of: period).contains(day))
        #expect(period.grain == grain)
      }
    }
  }
}
