import Testing

@testable import QueryLang

/// Totals and others where members overlap, sources disagree, or rows share a baseline.
struct RowSumTests {
  private let package: QuarterPackage
  private let unionNote = "both: its parts are rows themselves, so it is left out of sums"

  init() throws { package = try QuarterPackage() }

  // MARK: Members that unite others

  @Test func aUnionBesideItsPartsIsNotAddedAgain() throws {
    let query = "split by kind where quarter = Q2/2021 and place = Một with totals"
    #expect(try package.rows(query) == ["one,30", "two,60", "both,90", "(total of rows),90"])
    #expect(try package.notes(query).contains(unionNote))
  }

  @Test func othersLeaveOutAUnionWhosePartsAreShown() throws {
    let query = "split by kind where quarter = Q2/2021 and place = Một bottom 2 with others with totals"
    #expect(try package.rows(query) == ["one,30", "two,60", "(others),", "(total of rows),90"])
    #expect(try package.notes(query).contains(unionNote))
  }

  @Test func othersLeaveOutPartsOfNothingShown() throws {
    let query = "split by kind where quarter = Q2/2021 and place = Một top 1 with others with totals"
    #expect(try package.rows(query) == ["both,90", "(others),90", "(total of rows),90"])
  }

  @Test func aUnionAloneStandsForItsParts() throws {
    let query = "split by place, kind where quarter = Q2/2021 with totals"
    #expect(try package.rows(query).last == "(total of rows),,113")
    #expect(try package.notes(query).contains(unionNote))
  }

  @Test func aPivotedUnionHasItsOwnTotal() throws {
    let query = "split by place, kind where quarter = Q2/2021 pivot kind with totals"
    #expect(try package.rows(query).last == "(total of rows),38,60,105")
  }

  // MARK: Marks

  @Test func aConflictIsCarriedIntoTotalsAndOthers() throws {
    for measure in ["late", "late_rate", "coalesce(late, 0)", "share(late)"] {
      let rows = try package.table(
        "\(measure) as x by place where quarter = Q2/2021 bottom 1 by late with others with totals"
      ).rows
      #expect(rows.map(\.kind) == [.group, .others, .totalOfRows])
      let isMarked = rows.map { $0.cells.last?.marks.contains(.conflict) }
      #expect(isMarked == [measure == "share(late)", true, true], "\(measure)")
    }
  }

  @Test func aUnionThatItsPartsContradictMarksTheTotal() throws {
    let query = "split by kind where quarter = Q1/2021 and place = Bốn with totals"
    let rows = try package.table(query).rows
    #expect(try package.rows(query).last == "(total of rows),3")
    #expect(rows.map { $0.cells.last?.marks.contains(.conflict) } == [false, false, true, true])
  }

  @Test func aTotalWithoutConflictHasNoMark() throws {
    let rows = try package.table("split by kind where quarter = Q2/2021 and place = Một with totals").rows
    #expect(rows.last?.cells.last?.marks == [])
  }

  // MARK: Baselines

  @Test func aBaselineThatAllRowsShareHasNoTotal() throws {
    let query = "new by place where quarter = Q2/2021 and place in (Một, Hai, Ba) vs Hai with totals"
    #expect(
      try package.rows(query) == [
        "Một,20,20,0,0", "Hai,20,20,0,0", "Ba,5,20,-15,-0.75", "(total of rows),45,,,",
      ])
    #expect(
      try package.notes(query).contains("no total of the baseline: rows are held against the same figure"))
  }

  @Test func aFixedQuarterIsNoBaselineOfATotalOverQuarters() throws {
    let query = "new by quarter where place = Hai vs Q1/2021 with totals"
    #expect(
      try package.rows(query) == ["2021-Q1,20,20,0,0", "2021-Q2,20,20,0,0", "(total of rows),40,,,"])
  }

  @Test func baselinesOfTheirOwnAddUp() throws {
    let query = "new by place where quarter = Q2/2021 and place in (Một, Hai) vs previous quarter with totals"
    #expect(
      try package.rows(query)
        == [
          "Một,20,10,10,1", "Hai,20,20,0,0", "(total of rows),40,30,10,0.3333333333333333",
          "(reported total),40,,,",
        ].filter { !$0.hasPrefix("(reported") })
  }

  @Test func aTotalOfOtherRowsThanItsBaselineHasNoChange() throws {
    let query = "new by place where quarter = Q2/2021 vs previous quarter with totals"
    #expect(
      try package.rows(query) == [
        "Một,20,10,10,1", "Hai,20,20,0,0", "Ba,5,,NaN,NaN", "(total of rows),45,30,,",
      ])
    #expect(
      try package.notes(query).contains(
        "no change of the total of new: only some of the rows have a baseline"))
  }

  @Test func aSharedBaselineHasNoOthers() throws {
    let query = "new by place where quarter = Q2/2021 vs Hai top 1 with others"
    #expect(try package.rows(query) == ["Một,20,20,0,0", "(others),25,,,"])
  }

  // MARK: Years after `vs` and `compare`

  @Test func aBareYearIsAPeriodAfterVs() throws {
    let rows = try package.rows("new where quarter = Q2/2021 and place = Một vs 2021")
    #expect(rows == ["20,,NaN,NaN"])
    #expect(
      package.transcript("new where quarter = Q2/2021 and place = Một vs 2021").contains(" vs 2021\n"))
  }

  @Test func bareYearsAreCompared() throws {
    #expect(
      try package.compared("compare 2021, 2022 on new where place = Hai with incomparable") == ["new,,,,"])
    #expect(
      try package.compared("compare H1/2021, Q1/2021 on new where place = Hai with incomparable")
        == ["new,40,20,-20,0.5"])
    #expect(
      try package.compared("compare H1/2021, 2022 on new where place = Hai with incomparable")
        == ["new,40,,NaN,NaN"])
  }

  /// The second quarter lies in the half-year, and nobody compares with it.
  @Test func onlyWhatIsNamedIsCompared() throws {
    #expect(try package.compared("compare H1/2021, 2021 on new where place = Hai") == ["new,40,,NaN,NaN"])
  }

  @Test func latestIsNotCompared() {
    let error = #expect(throws: QueryError.self) {
      try package.compared("compare latest, Q1/2021 on new")
    }
    #expect(error?.diagnostics.map(\.fact) == [.latestNotHere(.compare)])
  }

  @Test func latestIsNoBaseline() {
    #expect(
      package.transcript("new by place where quarter = Q2/2021 vs latest").contains("error[latest-not-here]"))
  }

  @Test func aBaselineOfAnotherLengthSaysTheDays() throws {
    let notes = try package.notes("new where quarter = Q2/2021 and place = Hai vs H1/2021")
    #expect(notes.contains("not comparable with the baseline: different length of period"))
    let list = try package.notes("new where quarter in (Q1/2021, Q2/2021) and place = Hai vs Q1/2021")
    #expect(list.contains("not comparable with the baseline: different length of period"))
  }
}
