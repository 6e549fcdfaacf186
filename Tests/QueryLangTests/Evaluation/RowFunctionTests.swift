import Foundation
import Testing

@testable import QueryLang

/// `share`, `rank`, `cumulative` and `change` over several quarters with gaps, overlaps and equals.
struct RowFunctionTests {
  private let package: QuarterPackage

  init() throws { package = try QuarterPackage() }

  // MARK: cumulative

  @Test func aRunningSumStartsAnewForEachPlaceAndRunsInTime() throws {
    let rows = try package.rows("cumulative(new) as c by place, quarter sort quarter desc")
    #expect(
      rows == [
        "Một,2022-Q1,140", "Một,2021-Q4,80", "Một,2021-Q2,30", "Hai,2021-Q2,40", "Ba,2021-Q2,5",
        "Một,2021-Q1,10",
        "Hai,2021-Q1,20",
      ])
  }

  @Test func aRunningSumStartsAnewWithEachLongerPeriod() throws {
    let rows = try package.rows("cumulative(new) as c by year, quarter where place = Một")
    #expect(rows == ["2021,2021-Q1,10", "2021,2021-Q2,30", "2021,2021-Q4,80", "2022,2022-Q1,60"])
  }

  @Test func aRunningSumSaysWhatItGoesOnOver() throws {
    #expect(
      try package.notes("cumulative(new) by quarter where place = Một").contains(
        "the running sum goes on over what is missing: Q3/2021"))
  }

  @Test(arguments: [
    "cumulative(new) by period", "cumulative(new) by place where quarter = Q2/2021",
    "cumulative(new) by quarter, period", "change(new) by quarter, period",
  ])
  func whatRunsOverTimeNeedsPeriodsOfOneGrain(_ query: String) throws {
    #expect(package.transcript(query).contains("error[function-needs-time]"))
  }

  @Test(arguments: ["cumulative(open) by quarter", "cumulative(late_rate) by quarter"])
  func onlyFlowsRunUp(_ query: String) throws {
    #expect(package.transcript(query).contains("error[function-needs-flow]"))
  }

  // MARK: change

  @Test func aChangeOverAGapIsMissing() throws {
    let rows = try package.rows("change(new) as d by quarter where place = Một")
    #expect(rows == ["2021-Q1,", "2021-Q2,10", "2021-Q4,", "2022-Q1,10"])
    #expect(
      try package.notes("change(new) by quarter where place = Một").contains(
        "no change: there is no row of the period before (Q3/2021)"))
  }

  @Test func oneQuarterAloneHasNoChangeAndSaysSo() throws {
    let query = "change(new) as d by quarter where place = Ba"
    #expect(try package.rows(query) == ["2021-Q2,"])
    #expect(try package.notes(query).contains("no change: there is no row of the period before (Q1/2021)"))
  }

  // MARK: rank

  @Test func equalsShareARankAndTheNextIsLeftOut() throws {
    let rows = try package.rows("rank(new) as r by place where quarter = Q2/2021 with missing sort r")
    #expect(rows == ["Một,1", "Hai,1", "Ba,3", "Bốn,"])
  }

  @Test func whatIsMissingHasNoRankAndStandsLastEitherWay() throws {
    let rows = try package.rows("rank(new) as r by place where quarter = Q2/2021 with missing sort r desc")
    #expect(rows == ["Ba,3", "Một,1", "Hai,1", "Bốn,"])
  }

  // MARK: share

  @Test func overlappingPeriodsHaveNoShares() throws {
    let query = "share(new) as s by period where place = Hai"
    #expect(try package.rows(query) == ["2021-H1,", "2021-Q1,", "2021-Q2,"])
    #expect(try package.notes(query).contains("no total: these periods are not separate parts of a whole"))
  }

  @Test func quartersHaveShares() throws {
    #expect(
      try package.rows("share(new) as s by quarter where place = Hai") == ["2021-Q1,0.5", "2021-Q2,0.5"])
  }

  @Test func aStockHasNoSharesOverTime() throws {
    let query = "share(open) as s by quarter where place = Một"
    #expect(try package.rows(query) == ["2021-Q1,", "2021-Q2,"])
    #expect(
      try package.notes(query).contains("open of several periods does not add up row by row: it is no flow"))
    #expect(
      try package.rows("share(open, of quarter) as s by quarter, place where place = Một")
        == ["2021-Q1,Một,1", "2021-Q2,Một,1"])
  }

  @Test func aMemberBesideItsPartsHasNoShare() throws {
    let rows = try package.rows("share(split) as s by kind where quarter = Q2/2021 and place = Một")
    #expect(rows == ["one,0.3333333333333333", "two,0.6666666666666666", "both,"])
  }

  @Test func sharesOfSeveralWholesHaveNoTotal() throws {
    let query = "share(new, of place) as s by place, quarter where place in (Một, Hai) with totals"
    #expect(try package.rows(query).last == "(total of rows),,")
    #expect(try package.notes(query).contains("no total of s: these are shares of several wholes"))
    let alone = "share(new, of place) as s by place, quarter where place = Hai with totals"
    #expect(try package.rows(alone).last == "(total of rows),,1")
  }

  // MARK: Arithmetic

  @Test(arguments: [
    "share(new) + new by place", "new - round(share(new), 2) by place", "rank(new) + new by place",
    "rank(new) * 2 by place", "-rank(new) by place", "coalesce(rank(new), 0) - 1 by place",
    "change(late_rate) + new by quarter", "100 * share(new) + new by place",
    "(share(new) - 0.5) + new by place",
  ])
  func whatIsNoAmountIsNoSummand(_ query: String) {
    let text = package.transcript(query + " where quarter = Q2/2021")
    #expect(text.contains("error[kind-forbids-arithmetic]"), "\(text)")
    #expect(text.components(separatedBy: "error[").count == 2, "said once: \(text)")
  }

  @Test(arguments: ["round(late_rate, 2) + 1 by place", "coalesce(late_rate, 0) - new by place"])
  func aRatioIsNoSummandHoweverItIsWrapped(_ query: String) {
    #expect(package.transcript(query + " where quarter = Q2/2021").contains("error[ratio-in-sum]"))
  }

  @Test(arguments: [
    ("share(new) - 0.5", true), ("1 - late / new", true), ("share(new) - share(late)", true),
    ("share(new) * 100", false), ("share(new) - 50", false), ("change(late_rate) - 1", false),
    ("new - late", false),
  ])
  func aPercentageIsWhatIsStillAFraction(_ expression: String, _ isShare: Bool) throws {
    let table = try package.table("\(expression) as x by place, quarter where quarter = Q2/2021")
    #expect(table.columns.last?.role == .measure(isShare: isShare))
  }
}
