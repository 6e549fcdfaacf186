import Testing

@testable import QueryLang

/// Each kind of rule on a few figures: what fails, and what passes.
struct CheckRuleTests {
  private let package: SmallPackage

  init() throws { package = try SmallPackage() }

  private static let parts = [
    "A,1,1,got,2021-Q2,1,,12,,,,", "A,1,2,kept,2021-Q2,1,,3,,,,",
  ]

  // MARK: Tests of the language

  @Test func anIdentityFailsWhereWhatIsReportedDiffers() throws {
    let rule = "total = got + kept"
    #expect(
      try package.findings(rule: rule, figures: Self.parts + ["A,2,1,total,2021-Q2,1,,16,,,,"])
        == ["r A 1, 2 16 15"])
    #expect(
      try package.findings(rule: rule, figures: Self.parts + ["A,2,1,total,2021-Q2,1,,15,,,,"]) == [])
  }

  @Test func aSideComputedFromTheOtherProvesNothing() throws {
    try package.write(SmallPackage.files["figures.csv"] ?? "", to: "figures.csv")
    let library = try Library().loading(folder: package.folder, language: .english)
    #expect(
      try CheckAnswers.report(library: library).table.notes.map(\.english)
        == ["tried 0 of 1 rule: there is nothing to try"])
  }

  @Test func partsOfOtherPeriodsOrPlacesAreNotCompared() throws {
    let figures = ["A,1,1,got,2021-Q1,1,,12,,,,", "A,1,2,kept,2021-Q2,2,,3,,,,"]
    #expect(
      try package.findings(
        rule: "total = got + kept", figures: figures + ["A,2,1,total,2021-Q2,1,,99,,,,"]) == [])
  }

  @Test func theToleranceIsAllowed() throws {
    let figures = Self.parts + ["A,2,1,total,2021-Q2,1,,17,,,,"]
    #expect(try package.findings(rule: "total = got + kept", tolerance: "2", figures: figures) == [])
    #expect(try package.findings(rule: "total = got + kept", tolerance: "1", figures: figures).count == 1)
  }

  @Test func oneAlternativeIsEnough() throws {
    let rule = "got = kept or got = kept + kept"
    func figures(_ got: Int) -> [String] {
      ["A,1,1,got,2021-Q2,1,,\(got),,,,", "A,1,2,kept,2021-Q2,1,,3,,,,"]
    }
    #expect(try package.findings(rule: rule, figures: figures(6)) == [])
    // The alternative that comes nearest is shown.
    #expect(try package.findings(rule: rule, figures: figures(5)) == ["r A 1 5 6"])
  }

  @Test func anAlternativeThatIsNotKnownDecidesNothing() throws {
    let figures = ["A,1,1,got,2021-Q2,1,,5,,,,", "A,1,2,kept,2021-Q2,1,,3,,,,"]
    #expect(try package.findings(rule: "got = kept or got = got{kind = paper}", figures: figures) == [])
  }

  @Test func theConditionLimitsTheRule() throws {
    let figures = Self.parts + ["A,2,1,total,2021-Q2,1,,16,,,,"]
    func found(_ condition: String) throws -> Int {
      try package.findings(rule: "total = got + kept", where: condition, figures: figures).count
    }
    #expect(try found("place = Một") == 1)
    #expect(try found("place = Hai") == 0)
    #expect(try found("year = 2021") == 1)
    #expect(try found("year = 2020") == 0)
  }

  @Test func severityDecidesWhetherItIsAnError() throws {
    let figures = Self.parts + ["A,2,1,total,2021-Q2,1,,16,,,,"]
    for (severity, rows, hasErrors) in [("", 1, true), ("warning", 1, false), ("off", 0, false)] {
      let found = try package.findings(rule: "total = got + kept", severity: severity, figures: figures)
      #expect(found.count == rows)
      let library = try Library().loading(folder: package.folder, language: .english)
      #expect(try CheckAnswers.report(library: library).hasErrors == hasErrors)
    }
  }

  @Test func aLimitOfARateHoldsWhereverItsPartsAreKnown() throws {
    let figures = ["A,1,1,got,2021-Q2,1,,9,,,,", "A,1,2,kept,2021-Q2,1,,1,,,,"]
    #expect(try package.findings(rule: "share_kept <= 0.05", figures: figures) == ["r A 1 0.1 0.05"])
    #expect(try package.findings(rule: "share_kept <= 0.1", figures: figures) == [])
  }

  @Test func approximateNumbersAndBoundsContradictNothingExactly() throws {
    func found(_ value: String) throws -> Int {
      try package.findings(rule: "got = kept", figures: ["A,1,1,got,2021-Q2,1,,5,,,,", value]).count
    }
    #expect(try found("A,1,2,kept,2021-Q2,1,,6,,,,") == 1)
    #expect(try found("A,1,2,kept,2021-Q2,1,,6,approx,,,") == 0)
    #expect(try found("A,1,2,kept,2021-Q2,1,,4,greater_than,,,") == 0)
    #expect(try found("A,1,2,kept,2021-Q2,1,,6,greater_than,,,") == 1)
  }

  @Test func numbersThatStopAtDifferentDaysAreNotCompared() throws {
    func found(_ first: String, _ second: String) throws -> Int {
      try package.findings(
        rule: "got = kept",
        figures: [
          "A,1,1,got,2021,1,,5,,,true,2021-10-\(first)", "A,1,2,kept,2021,1,,6,,,true,2021-10-\(second)",
        ]
      ).count
    }
    #expect(try found("23", "23") == 1)
    #expect(try found("23", "30") == 0)
  }

  @Test func numbersOfOtherDaysAreNotCompared() throws {
    func found(_ day: String) throws -> Int {
      try package.write(
        "id,title_vi,title_en,period,period_basis,period_start,period_end\n"
          + "A,a,a,2021-Q2,rule,2021-03-15,2021-06-14\nB,b,b,2021-Q2,stated,2021-\(day),2021-06-14\n",
        to: "sources.csv")
      let figures = ["A,1,1,got,2021-Q2,1,,5,,,,", "B,1,2,got,2021-Q2,1,,6,,,,"]
      return try package.findings(rule: "repeats()", figures: figures).count
    }
    #expect(try found("03-15") == 1)
    #expect(try found("04-01") == 0)
  }

  // MARK: Built-in forms

  @Test func partsMakeTheWhole() throws {
    let parts = ["A,1,1,got,2021-Q2,1,online,5,,,,", "A,1,2,got,2021-Q2,1,paper,7,,,,"]
    func found(_ rule: String, _ whole: Int) throws -> [String] {
      try package.findings(rule: rule, figures: parts + ["A,2,1,got,2021-Q2,1,,\(whole),,,,"])
    }
    #expect(try found("parts(kind)", 13) == ["r A 1, 2 13 12"])
    #expect(try found("parts(*)", 11) == ["r A 1, 2 11 12"])
    #expect(try found("parts(kind)", 12) == [])
    #expect(try found("parts(place)", 13) == [])
  }

  @Test func knownPartsNeverExceedTheWhole() throws {
    func found(_ part: Int) throws -> [String] {
      try package.replaceMeasureLimits()
      return try package.findings(
        rule: "parts(kind)",
        figures: ["A,1,1,got,2021-Q2,1,online,\(part),,,,", "A,2,1,got,2021-Q2,1,,12,,,,"])
    }
    #expect(try found(13) == ["r A 1, 2 12 13"])
    #expect(try found(11) == [])
  }

  @Test func shorterPeriodsMakeTheLonger() throws {
    try package.replaceMeasureLimits()
    func found(_ figures: [String]) throws -> [String] {
      try package.findings(rule: "parts(period)", figures: figures + ["A,9,1,got,2021-Q2,1,,12,,,,"])
    }
    let months = ["A,4,1,got,2021-04,1,,4,,,,", "A,5,1,got,2021-05,1,,4,,,,"]
    #expect(try found(months + ["A,6,1,got,2021-06,1,,4,,,,"]) == [])
    #expect(try found(months + ["A,6,1,got,2021-06,1,,5,,,,"]) == ["r A 4, 5, 6, 9 12 13"])
    #expect(try found(months) == [])
    #expect(try found(["A,4,1,got,2021-04,1,,14,,,,"]) == ["r A 4, 9 12 14"])
    // What stops early counts other days.
    #expect(try found(["A,4,1,got,2021-04,1,,14,,,true,2021-04-20"]) == [])
  }

  @Test func repeatsAgree() throws {
    func found(_ second: String) throws -> [String] {
      try package.findings(rule: "repeats()", figures: ["A,1,1,got,2021-Q2,1,,12,,,,", second])
    }
    #expect(try found("A,2,1,got,2021-Q2,1,,12,,,,") == [])
    #expect(try found("A,2,1,got,2021-Q2,1,,13,,,,") == ["r A 1, 2 12 13"])
    #expect(try found("A,2,1,got,2021-Q2,2,,13,,,,") == [])
    #expect(try found("A,2,1,got,2021-Q2,1,,13,approx,,,") == [])
  }

  @Test func repeatedPercentagesMayBeRounded() throws {
    func found(_ second: String) throws -> Int {
      try package.findings(
        rule: "repeats()",
        figures: ["A,1,1,share_kept,2021-Q2,1,,12.5,,,,", "A,2,1,share_kept,2021-Q2,1,,\(second),,,,"]
      ).count
    }
    #expect(try found("12.46") == 0)
    #expect(try found("12.6") == 1)
    #expect(try found("12.4") == 1)
  }

  @Test func printedRatesFitWithinTheirRounding() throws {
    func found(_ rate: String) throws -> Int {
      try package.findings(
        rule: "printed_rates()",
        figures: [
          "A,1,1,got,2021-Q2,1,,2,,,,", "A,1,2,kept,2021-Q2,1,,1,,,,",
          "A,1,3,share_kept,2021-Q2,1,,\(rate),,,,",
        ]
      ).count
    }
    #expect(try found("33.3") == 0)
    #expect(try found("33") == 0)
    #expect(try found("33.4") == 1)
    #expect(try found("34") == 1)
  }

  @Test func aPrintedDenominatorIsTheOneThatCounts() throws {
    func found(_ rate: String, _ rule: String) throws -> [String] {
      try package.findings(
        rule: rule,
        figures: [
          "A,1,1,got,2021-Q2,1,,3,,,,", "A,1,2,kept,2021-Q2,1,,1,,,,",
          "A,1,3,share_kept,2021-Q2,1,,\(rate),,got,,",
        ])
    }
    for rule in ["printed_rates()", "printed_share(share_kept, kept)"] {
      #expect(try found("33.3", rule) == [])
      #expect(try found("25.0", rule).count == 1)
    }
  }
}

extension SmallPackage {
  /// Counts that cannot be negative: known parts are then a limit.
  func replaceMeasureLimits() throws {
    let text = SmallPackage.files["measures.csv"] ?? ""
    var lines = text.split(separator: "\n").map(String.init)
    lines[0] += ",non_negative"
    for index in lines.indices.dropFirst() { lines[index] += ",true" }
    try write(lines.joined(separator: "\n") + "\n", to: "measures.csv")
  }
}
