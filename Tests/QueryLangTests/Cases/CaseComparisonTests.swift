import Foundation
import Testing

@testable import QueryLang

/// `check cases against figures`: a small report over a small table of cases, counted by hand.
struct CaseComparisonTests {
  /// Bắc Giang, Q2/2021 by the calendar: 3 are new, 1 is carried over, 2 resolved (1 late), 2 pending (1 overdue).
  private static let cases = """
    case_id,province,district,channel,received,due,finished
    A,Bắc Giang,Huyện Lục Nam,trực tuyến,2021-01-10,2021-01-20,2021-01-20
    B,Bắc Giang,Huyện Lục Nam,trực tiếp,2021-03-20,2021-04-05,2021-04-10
    C,Bắc Giang,Huyện Lục Ngạn,trực tuyến,2021-04-01,2021-04-20,2021-04-15
    D,Bắc Giang,Huyện Lục Ngạn,trực tiếp,2021-05-01,2021-06-01,
    E,Bắc Giang,Huyện Lục Nam,trực tiếp,2021-06-20,2021-07-20,
    F,An Giang,,trực tiếp,2021-08-01,,2021-12-31

    """
  private static let header =
    "document,line,ordinal,measure,period,period_start,period_end,period_basis,incomplete,province,district,"
    + "agency,sector,channel,system,value,qualifier,decimals\n"

  /// Figures as `measure,period,start,end,basis,incomplete,province,district,agency,sector,channel,system,value,…`,
  /// one a line of document 900.
  private func library(_ figures: [String], cases: String = cases) throws -> Library {
    let package = try SmallPackage()
    try package.write(
      """
      {"name": "report", "resources": [
        {"name": "sources", "path": "sources.csv"}, {"name": "figures", "path": "figures.csv"}
      ]}
      """, to: "datapackage.json")
    try package.write(
      "id,title_vi,title_en,period,period_basis,supersedes\n900,Báo cáo,Report,2021-Q2,unknown,\n",
      to: "sources.csv")
    let lines = figures.enumerated().map { "900,\($0 + 1),1,\($1)\n" }.joined()
    try package.write(Self.header + lines, to: "figures.csv")
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    return try CaseFolder.use { folder in
      let path = try folder.write(cases)
      let loaded = try CaseLoader(catalog: library.catalog).load([CaseInput(path)])
      return try library.adding(cases: loaded, named: "c", from: path)
    }
  }

  private func rows(_ report: CheckReport) -> [String] {
    CheckAnswers.rows(report, ["lines", "measure", "stated", "expected", "difference"])
  }

  private func figure(_ measure: String, _ value: String, period: String = "2021-Q2") -> String {
    "\(measure),\(period),,,,,24,,,,,,\(value),,0"
  }

  @Test func figuresThatTheCasesDoNotGiveAreListed() throws {
    let library = try library([
      figure("received_new", "3"), figure("carried_over", "2"), figure("received", "4"),
      figure("resolved", "2"),
      figure("resolved_overdue", "3"), figure("pending", "2"), figure("pending_overdue", "0"),
      figure("overdue", "2"),
    ])
    let report = try CheckAnswers.report("check c against report", library)
    #expect(
      rows(report) == ["2 carried_over 2 1 1", "5 resolved_overdue 3 1 2", "7 pending_overdue 0 1 -1"])
    #expect(report.hasErrors)
    #expect(
      report.table.notes.map(\.english) == [
        "held 8 figures of 1 cell against the cases: 3 differ", "periods of the calendar",
        "the first row over the cases: carried_over from c where quarter = Q2/2021 and province = \"Bắc Giang\"",
      ])
    let other = try CheckAnswers.report("check report against c", library)
    #expect(rows(other) == rows(report))
  }

  @Test func whatAgreesIsSaidToAgree() throws {
    let report = try CheckAnswers.report(
      "check c against report", try library([figure("received_new", "3"), figure("resolved", "2")]))
    #expect(report.table.rows.isEmpty && !report.hasErrors)
    #expect(
      report.table.notes[0].english == "held 2 figures of 1 cell against the cases: all agree")
  }

  @Test func partsOfAPlaceAreHeldAgainstTheirCases() throws {
    let library = try library([
      "received_new,2021-Q2,,,,,24,217,,,,,1,,0", "received_new,2021-Q2,,,,,24,218,,,,,1,,0",
      "received_new,2021-Q2,,,,,24,,,,online,,1,,0", "received_new,2021-Q2,,,,,24,,,,direct,,1,,0",
    ])
    let districts = ["217", "218"].map { id in
      library.catalog.dimensions[library.catalog.dimensionIndexByID["district"] ?? 0].member(id: id).map {
        library.catalog.dimensions[library.catalog.dimensionIndexByID["district"] ?? 0].members[$0].names
          .vietnamese
      }
    }
    // Two in Lục Ngạn, one in Lục Nam; one online, two by hand.
    let wrong = districts.firstIndex(of: "Huyện Lục Ngạn").map { "\($0 + 1) received_new 1 2 -1" }
    #expect(
      rows(try CheckAnswers.report("check c against report", library))
        == [wrong, "4 received_new 1 2 -1"].compactMap { $0 })
  }

  @Test func ratesAgreeWithinTheirRounding() throws {
    // One of three is late: 33.33 %.
    let library = try library(
      ["33,,0", "33.4,,1", "33.3,,1"].map {
        "overdue_rate,2021-H1,2021-01-10,2021-06-30,stated,,24,,,,,,\($0)"
      })
    #expect(
      CheckAnswers.rows(try CheckAnswers.report("check c against report", library), ["lines"]) == ["2"])
  }

  @Test func whatCannotBeComparedIsCounted() throws {
    let library = try library([
      figure("received_new", "3"),
      // Of another system; of a place and a sector without cases; of another time; up to an unknown day.
      "received_new,2021-Q2,,,,,24,,,,,provincial,9,,0", "received_new,2021-Q2,,,,,01,,,,,,9,,0",
      "received_new,2021-Q2,,,,,24,,,vertical,,,9,,0", figure("received_new", "9", period: "2020-Q2"),
      figure("resolved", "9", period: "2022"), "received_new,2021-Q2,,,,true,24,,,,,,9,,0",
      // Only approximate; never counted over cases.
      "received_new,2021-Q2,,,,,24,,,,,,9,approx,0", figure("tthc_announced", "9"),
    ])
    let report = try CheckAnswers.report("check c against report", library)
    #expect(report.table.rows.isEmpty)
    #expect(
      report.table.notes.map(\.english) == [
        "held 1 figure of 1 cell against the cases: all agree",
        "not compared: 1 of what the cases do not tell; 2 of places or groups without any case; "
          + "1 up to a day before the end of their period that is not stated; "
          + "2 of other times than the cases (10/01/2021–31/12/2021); "
          + "1 only approximate, or not defined over the cases",
        "periods of the calendar",
      ])
  }

  @Test func aBoundIsBrokenOnlyByWhatItExcludes() throws {
    let library = try library([
      "received_new,2021-Q2,,,,,24,,,,,,2,at_least,0", "received_new,2021-Q2,,,,,24,,,,,,3,greater_than,0",
    ])
    #expect(
      CheckAnswers.rows(try CheckAnswers.report("check c against report", library), ["lines"]) == ["2"])
  }

  @Test func figuresAreHeldAgainstTheDaysTheySayElseThePeriodsThatAreSet() throws {
    let library = try library([
      // B came on 20 March, E on 20 June: by the 14th there are B, C and D.
      "received_new,2021-Q2,2021-03-15,2021-06-14,stated,,24,,,,,,3,,0",
      "received_new,2021-Q2,2021-04-01,2021-05-31,stated,true,24,,,,,,2,,0",
      "received_new,2021-Q2,,,,,24,,,,,,3,,0", "resolved,2021-H1,,,,,24,,,,,,2,,0",
    ])
    let byCalendar = try CheckAnswers.report("check c against report", library)
    #expect(rows(byCalendar) == [])
    #expect(
      byCalendar.table.notes[2].english
        == "periods of the calendar; figures that say their days are held against those")
  }

  @Test func theSetPeriodsDecideWhereAFigureSaysNothing() throws {
    // B came on 20 March: before the quarter of the calendar, in that of the reports.
    let library = try library(
      ["carried_over,2021-Q2,,,,,24,,,,,,0,,0", "received_new,2021-Q2,,,,,24,,,,,,3,,0"])
    #expect(
      rows(try CheckAnswers.report("check c against report", library)) == ["1 carried_over 0 1 -1"])
    let reporting = try CheckAnswers.report("check c against report", library, periods: .reporting)
    #expect(rows(reporting) == [])
    #expect(reporting.table.notes[1].english == "periods of reports: from the 15th to the 14th")
  }

  @Test func conditionsChooseFigures() throws {
    let library = try library([figure("received_new", "1"), figure("resolved", "1"), figure("pending", "1")])
    func lines(_ condition: String) throws -> [String] {
      CheckAnswers.rows(
        try CheckAnswers.report("check c against report where \(condition)", library), ["lines"])
    }
    #expect(try lines("measure = resolved") == ["2"])
    #expect(try lines("document = 900 and province = \"Bắc Giang\"") == ["1", "2", "3"])
    #expect(try lines("measure = resolved or measure = pending") == ["2", "3"])
    #expect(try lines("half = H1/2021").count == 3)
    let none = try CheckAnswers.report("check c against report where quarter = Q1/2021", library)
    #expect(
      none.table.notes.map(\.english) == [
        "there is no figure to hold the cases against under these conditions"
      ])
  }

  // MARK: Little to go by

  @Test func withoutDaysMeasuresThatNeedThemAreNotCounted() throws {
    let figures = ["received_new", "resolved", "resolved_overdue", "pending", "ineligible"].map {
      figure($0, "7")
    }
    let onlyReceived = try library(
      figures, cases: "province,received\nBắc Giang,2021-03-01\nBắc Giang,2021-07-01\nBắc Giang,2021-04-05\n")
    #expect(
      rows(try CheckAnswers.report("check c against report", onlyReceived)) == ["1 received_new 7 1 6"])
    let withoutDue = try library(
      figures,
      cases: "province,received,finished\nBắc Giang,2021-03-01,2021-04-01\nBắc Giang,2021-07-01,\n")
    #expect(
      CheckAnswers.rows(try CheckAnswers.report("check c against report", withoutDue), ["measure"])
        == ["received_new", "resolved", "pending"])
  }

  @Test func withoutPlacesOrCasesNothingIsCompared() throws {
    let figures = [figure("received_new", "7")]
    for cases in ["received\n2021-01-01\n2021-12-31\n", "province,received\n"] {
      let report = try CheckAnswers.report("check c against report", try library(figures, cases: cases))
      #expect(report.table.rows.isEmpty)
      #expect(report.table.notes[0].english == "there is no figure to hold the cases against")
    }
  }

  @Test func smallCountsAreNotTold() throws {
    let library = try library([figure("received_new", "1"), figure("resolved", "1")])
    let report = try CheckAnswers.report("check c against report", library, hideBelow: 3)
    #expect(rows(report) == ["1 received_new 1 3 -2"])
    #expect(report.table.notes[1].english == "not compared: 1 whose count of cases is hidden")
  }

  /// Figures that are a plain count, some of them changed: just those are found.
  @Test(arguments: 1...8)
  func justTheChangedFiguresAreFound(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    func day(_ offset: Int) throws -> Day {
      try #require(Day(year: 2021, month: 1, day: 1)).advanced(byDays: offset)
    }
    var lines = ["province,received,due,finished", "Bắc Giang,2021-01-01,,", "An Giang,2021-12-31,,"]
    var cases: [(province: String, case: PlainCase)] = [
      ("24", PlainCase(received: try day(0))), ("89", PlainCase(received: try day(364))),
    ]
    for _ in 0..<120 {
      var one = PlainCase(received: try day(random.below(365)))
      if random.chance(80) { one.due = one.received.advanced(byDays: random.below(40)) }
      if random.chance(70) {
        let finished = one.received.advanced(byDays: random.below(60))
        if finished <= (try day(364)) { one.finished = finished }
      }
      let province = random.pick(["24", "89"])
      cases.append((province, one))
      let days = [one.received, one.due, one.finished].map { $0?.description ?? "" }
      lines.append("\(province == "24" ? "Bắc Giang" : "An Giang")," + days.joined(separator: ","))
    }
    var figures: [String] = []
    var changed: [String] = []
    for province in ["24", "89"] {
      for quarter in 1...4 {
        let first = try #require(Day(year: 2021, month: 3 * quarter - 2, day: 1))
        let last = try #require(
          Day(year: 2021, month: 3 * quarter, day: Day.length(ofMonth: 3 * quarter, year: 2021)))
        let own = cases.filter { $0.province == province }.map(\.case)
        let finished = own.filter { $0.finished.map { (first...last).contains($0) } ?? false }
        let counts = [
          "received_new": own.count { (first...last).contains($0.received) },
          "carried_over": own.count { $0.isPending(at: first.advanced(byDays: -1)) },
          "pending": own.count { $0.isPending(at: last) }, "resolved": finished.count,
          "resolved_overdue": finished.count { $0.state(at: last, asPending: false) == .overdue },
          "pending_overdue": own.count {
            $0.isPending(at: last) && $0.state(at: last, asPending: true) == .overdue
          },
        ]
        for (measure, count) in counts.sorted(by: { $0.key < $1.key }) {
          let change = random.chance(20) ? 1 + random.below(3) : 0
          figures.append("\(measure),2021-Q\(quarter),,,,,\(province),,,,,,\(count + change),,0")
          if change > 0 { changed.append("\(figures.count) \(measure) \(count + change) \(count) \(change)") }
        }
      }
    }
    let library = try library(figures, cases: lines.joined(separator: "\n") + "\n")
    let report = try CheckAnswers.report("check c against report", library)
    #expect(rows(report) == changed)
    #expect(
      report.table.notes[0].english.hasPrefix("held 48 figures of 8 cells against the cases: "))
  }
}
