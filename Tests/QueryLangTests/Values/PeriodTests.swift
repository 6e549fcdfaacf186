import Foundation
import Testing

@testable import QueryLang

struct DayTests {
  @Test func theCalendarAgreesWithFoundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for days in stride(from: -140_000, through: 300_000, by: 97) {
      let date = Date(timeIntervalSince1970: Double(days) * 86_400)
      let parts = calendar.dateComponents([.era, .year, .month, .day], from: date)
      let day = Day(daysSince1970: days)
      #expect(day.civil == (parts.year, parts.month, parts.day) as (Int?, Int?, Int?))
      #expect(Day(year: day.civil.year, month: day.civil.month, day: day.civil.day) == day)
    }
  }

  @Test(arguments: [
    (2021, 2, 29), (2021, 4, 31), (2021, 0, 1), (2021, 13, 1), (2021, 1, 0), (2021, 1, 32), (1900, 2, 29),
  ])
  func daysThatAreNoneAreNil(year: Int, month: Int, day: Int) {
    #expect(Day(year: year, month: month, day: day) == nil)
  }

  @Test func leapYearsFollowTheRule() {
    #expect(Day.length(ofMonth: 2, year: 2000) == 29)
    #expect(Day.length(ofMonth: 2, year: 2100) == 28)
    #expect(Day.length(ofMonth: 2, year: 2024) == 29)
  }

  @Test(arguments: ["2024-10-30", "2021-02-28", "2020-02-29", "0001-01-01"])
  func isoTextReadsBack(text: String) {
    #expect(Day(iso: text)?.description == text)
  }

  @Test(arguments: [
    "", "2024-10-3", "2024-1-30", "2024/10/30", "2024-10-300", "2024-13-01", "2024-10-3x", "20241030",
    "-024-10-30",
  ])
  func otherTextIsNoDay(text: String) {
    #expect(Day(iso: text) == nil)
  }
}

struct PeriodTests {
  @Test(arguments: [
    ("2021", Grain.year, "2021", "2021-01-01", "2021-12-31"),
    ("H1/2021", .half, "2021-H1", "2021-01-01", "2021-06-30"),
    ("H2/2021", .half, "2021-H2", "2021-07-01", "2021-12-31"),
    ("Q1/2021", .quarter, "2021-Q1", "2021-01-01", "2021-03-31"),
    ("Q4/2021", .quarter, "2021-Q4", "2021-10-01", "2021-12-31"),
    ("02/2020", .month, "2020-02", "2020-02-01", "2020-02-29"),
    ("12/2021", .month, "2021-12", "2021-12-01", "2021-12-31"),
    ("9T/2021", .yearToMonth, "2021-9T", "2021-01-01", "2021-09-30"),
    ("30/10/2024", .day, "2024-10-30", "2024-10-30", "2024-10-30"),
  ])
  func aPeriodKnowsItsGrainAndDays(
    display: String, grain: Grain, machine: String, first: String, last: String
  ) throws {
    let period = try TimeLiteral.parse(display)
    #expect(period.grain == grain)
    #expect(period.display == display)
    #expect(period.description == machine)
    #expect(period.first.description == first)
    #expect(period.last.description == last)
  }

  @Test func everyPeriodReadsBack() throws {
    for year in [1999, 2020, 2021] {
      var periods = [Period(year: year)]
      periods += (1...2).map { Period(year: year, half: $0) }
      periods += (1...4).map { Period(year: year, quarter: $0) }
      periods += (1...12).flatMap { [Period(year: year, month: $0), Period(year: year, firstMonths: $0)] }
      for period in periods.compactMap({ $0 }) {
        #expect(try TimeLiteral.parse(period.display) == period)
        if period.grain != .yearToMonth { #expect(try TimeLiteral.parse(period.description) == period) }
      }
    }
  }

  @Test func equalDaysAreEqualPeriods() throws {
    #expect(try TimeLiteral.parse("6T/2021") == TimeLiteral.parse("H1/2021"))
    #expect(try TimeLiteral.parse("3T/2021") == TimeLiteral.parse("Q1/2021"))
    #expect(try TimeLiteral.parse("1T/2021") == TimeLiteral.parse("01/2021"))
    #expect(try TimeLiteral.parse("12T/2021") == TimeLiteral.parse("2021"))
  }

  @Test func aReversedSpanIsNone() throws {
    let (first, last) = (Day(daysSince1970: 5), Day(daysSince1970: 4))
    #expect(Period(first: first, last: last) == nil)
    #expect(Period(first: first, last: first)?.grain == .day)
  }

  @Test func periodsContainAndOverlap() throws {
    let (half, quarter) = (try TimeLiteral.parse("H1/2021"), try TimeLiteral.parse("Q2/2021"))
    let later = try TimeLiteral.parse("Q3/2021")
    #expect(half.contains(quarter) && !quarter.contains(half))
    #expect(half.overlaps(quarter) && !half.overlaps(later))
    #expect([later, quarter, half].sorted() == [half, quarter, later])
  }

  @Test func theGrainsPeriodOfADay() throws {
    let day = try #require(Day(iso: "2021-08-15"))
    let periods = [Grain.year, .half, .quarter, .month, .day].map {
      Period.containing(day, grain: $0)?.description
    }
    #expect(periods == ["2021", "2021-H2", "2021-Q3", "2021-08", "2021-08-15"])
    #expect(Period.containing(day, grain: .span) == nil)
  }
}

struct TimeLiteralTests {
  @Test(arguments: [
    ("q2/2021", "2021-Q2"), ("2021-Q2", "2021-Q2"), ("II/2021", "2021-Q2"), ("iv/2021", "2021-Q4"),
    ("QII/2021", "2021-Q2"),
    ("quý II/2021", "2021-Q2"), ("Quý 2/2021", "2021-Q2"), ("h1/2021", "2021-H1"), ("2021-H2", "2021-H2"),
    ("6t/2021", "2021-H1"), ("7T/2021", "2021-7T"), ("2021", "2021"), ("năm 2021", "2021"),
    ("06/2021", "2021-06"),
    ("6/2021", "2021-06"), ("2021-06", "2021-06"), ("tháng 6/2021", "2021-06"), ("30/10/2024", "2024-10-30"),
    ("3/1/2024", "2024-01-03"), ("2024-10-30", "2024-10-30"), ("ngày 30/10/2024", "2024-10-30"),
  ])
  func everyFormIsRead(text: String, expected: String) throws {
    #expect(try TimeLiteral.parse(text).description == expected)
  }

  @Test(arguments: [
    "Q5/2021", "Q0/2021", "V/2021x2", "H3/2021", "13T/2021", "0T/2021", "13/2021", "0/2021", "31/02/2021",
    "30/13/2021",
    "2021-13", "2021-02-30", "0000", "Q2/21", "6/21", "30/10/24",
  ])
  func whatIsNoSuchPeriodIsSaid(text: String) {
    #expect(throws: TimeLiteral.Failure.self) { try TimeLiteral.parse(text) }
  }

  @Test(arguments: [
    "", "spring", "21", "2021/2021/2021/2021", "a b c", "hôm qua", "Q/2021x", "-", "/", "2021-", "--",
  ])
  func whatIsNoPeriodIsRefused(text: String) {
    #expect(throws: TimeLiteral.Failure.self) { try TimeLiteral.parse(text) }
  }
}
