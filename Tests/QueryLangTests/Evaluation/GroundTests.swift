import Testing

@testable import QueryLang

struct GroundTests {
  private let shift = DayShift(Day(daysSince1970: 0), from: Day(daysSince1970: 17))

  @Test func equalGroundsDoNotDiffer() {
    let ground = Ground(parts: [1: [0]], length: PeriodLength(quarter(2)), starts: [nil], ends: [nil])
    #expect(ground.differences(from: ground) == [])
  }

  @Test func differentMembersForbidAComparison() {
    let difference = Ground(parts: [1: [0]], isPartial: true).differences(from: Ground())
    #expect(difference == [.parts(dimension: 1)])
    #expect(difference.contains { $0.forbidsComparison })
  }

  @Test func aPartIsNoWhole() {
    #expect(Ground(isPartial: true).differences(from: Ground()) == [.coverage])
  }

  @Test func daysThatNobodyStatedAreANote() {
    let difference = Ground(starts: [shift]).differences(from: Ground(starts: [nil]))
    #expect(difference == [.daysNotStated])
    #expect(!difference.contains { $0.forbidsComparison })
  }

  @Test func otherDaysForbidAComparison() {
    let other = DayShift(Day(daysSince1970: 17), from: Day(daysSince1970: 17))
    #expect(Ground(ends: [shift]).differences(from: Ground(ends: [other])) == [.days])
  }

  @Test func quartersAreAlike() {
    #expect(PeriodLength(quarter(1)) == PeriodLength(quarter(3)))
    #expect(Period(year: 2021, half: 1).map(PeriodLength.init) != PeriodLength(quarter(1)))
  }

  /// "From the 15th of the month before" is one rule for quarters of any length, also over the new year.
  @Test func oneRuleIsOneShift() throws {
    let first = try #require(Day(year: 2020, month: 12, day: 15))
    let second = try #require(Day(year: 2021, month: 3, day: 15))
    #expect(DayShift(first, from: quarter(1).first) == DayShift(second, from: quarter(2).first))
  }

  private func quarter(_ number: Int) -> Period {
    Period(year: 2021, quarter: number) ?? Period(day: Day(daysSince1970: 0))
  }
}
