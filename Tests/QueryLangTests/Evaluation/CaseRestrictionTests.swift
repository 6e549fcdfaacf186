import Testing

@testable import QueryLang

/// Conditions on days and numbers as sets of ranges.
struct CaseRestrictionTests {
  private func set(_ ranges: ClosedRange<Int>..., missing: Bool = false) -> CaseRestriction {
    CaseRestriction(.processingDays, decimals: 0, ranges: ranges, takesMissing: missing)
  }

  @Test func rangesThatTouchAreOne() {
    #expect(set(5...9, 1...4) == set(1...9))
    #expect(set(1...9, 3...4) == set(1...9))
    #expect(set(1...2, 4...5).ranges == [1...2, 4...5])
  }

  @Test func theComplementHasAllOtherValuesButNotMissingOnes() {
    let outside = set(1...9, missing: true).complement
    #expect(outside.ranges == [(Int.min + 1)...0, 10...Int.max])
    #expect(!outside.takesMissing)
    #expect(outside.complement == set(1...9))
    #expect(set(CaseRestriction.everything).complement.isEmpty)
  }

  @Test func whatBothTakeIsTheirIntersection() {
    #expect(set(1...9, 20...30).intersection(set(5...25)) == set(5...9, 20...25))
    #expect(set(1...2, missing: true).intersection(set(5...6, missing: true)) == set(missing: true))
  }

  @Test(arguments: [
    "count() from cases where processing_days in 3..9",
    "count() from cases where (processing_days = 0 or processing_days >= 60 or processing_days is missing)",
    "count() from cases where due_on <= 30/06/2021 and finished_on is missing",
    "count() from cases where received_on in 01/01/2021..31/03/2021",
    "count() from cases where finished_on is not missing",
  ])
  func theCanonicalTextReadsBackToItself(text: String) throws {
    var session = TestSession(ShippedData.library)
    _ = session.transcript(of: "load \"examples/cases.csv\" as cases")
    let answer = session.transcript(of: text)
    #expect(answer.hasPrefix("canonical: \(text)\n"), "\(answer)")
  }

  /// A thousand cases looked at one by one give the same count.
  @Test func aScanCountsWhatTheRowsSay() throws {
    var session = TestSession(ShippedData.library)
    _ = session.transcript(of: "load \"examples/cases.csv\" as cases")
    let table = try #require(session.library.caseTables.values.first)
    let finished = try #require(table.finished).values
    var counts = [0, 0]
    for row in 0..<table.rowCount {
      let days =
        finished[row] == CaseDays.missing ? nil : Int(finished[row]) - Int(table.received.values[row])
      if let days, days > 5 { counts[0] += 1 }
      if days.map({ $0 == 2 || $0 >= 9 }) ?? true { counts[1] += 1 }
    }
    #expect(counts[0] > 100 && counts[1] > 100)
    let first = session.transcript(of: "count() from cases where processing_days > 5")
    #expect(first.contains("\n\(counts[0]),"))
    let second = session.transcript(
      of: "count() from cases where processing_days = 2 or processing_days >= 9 or processing_days is missing"
    )
    #expect(second.contains("\n\(counts[1]),"))
  }
}
