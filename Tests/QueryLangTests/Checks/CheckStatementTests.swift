import Testing

@testable import QueryLang

/// Conditions of `check`, its errors, and what can be done with its answer.
struct CheckStatementTests {
  private var library: Library { ShippedData.library }

  private func rules(_ text: String) throws -> [String] {
    CheckAnswers.rows(try CheckAnswers.report(text, library)).map { String($0.prefix { $0 != " " }) }
  }

  @Test func conditionsChooseFindings() throws {
    #expect(try rules("check where rule = npsp_rate") == ["npsp_rate"])
    #expect(try rules("check where rule ~ systems").count == 2)
    #expect(try rules("check where document = 001") == ["parts_of_others"])
    #expect(try rules("check where province = \"Bắc Ninh\" and severity = error") == ["npsp_rate"])
    #expect(try rules("check where half = H1/2021").count == 7)
    #expect(try rules("check where quarter = Q2/2021").count == 5)
    #expect(try rules("check where year = 2024").count == 3)
    #expect(try rules("check where service_level = 3_4").count == 2)
    #expect(try rules("check where measure = payroll_streamlined") == ["parts_of_others"])
    #expect(try rules("check where rule = npsp_rate or document = 001").count == 2)
    #expect(try rules("check where not province in (\"Bắc Giang\", \"Bắc Ninh\")") == ["parts_of_others"])
    #expect(try rules("check where service_level is not missing").count == 2)
  }

  @Test func whereNothingWasTriedNothingHolds() throws {
    let report = try CheckAnswers.report("check where province = \"Cà Mau\"", library)
    #expect(
      report.table.notes.map(\.english) == [
        "tried 0 of 44 rules: there is nothing to try under these conditions"
      ])
    #expect(!report.hasErrors)
  }

  @Test func aDenominatorThatMeansNothingIsTold() throws {
    let package = try SmallPackage()
    _ = try package.findings(
      rule: "printed_rates()", figures: ["A,1,1,share_kept,2021-Q2,1,,50,,nothing at all,,"])
    let report = try CheckAnswers.report(
      library: Library().loading(folder: package.folder, language: .english))
    #expect(
      report.table.notes.map(\.english).contains(
        "cannot read the denominator ‘nothing at all’ (A, line 1); the percentages printed with it were not tried"
      ))
  }

  @Test func theSameInVietnamese() throws {
    #expect(
      try rules("đối chiếu số liệu khi tỉnh = bac giang và phép kiểm tra = parts_of_units") == [
        "parts_of_units"
      ])
    #expect(try rules("đối chiếu khi mức lỗi = cảnh báo").count == 2)
    #expect(try rules("đối chiếu khi văn bản = 001 và quý = II/2021") == ["parts_of_others"])
  }

  @Test(arguments: [
    ("check where rule = npsp_rates", "no rule is named ‘npsp_rates’: did you mean npsp_rate?"),
    ("check where document = 009", "no document is named ‘009’: did you mean 000, 001 or 002?"),
    ("check where severity = bad", "no severity is named ‘bad’: there is: error, warning, off"),
    ("check where rul = npsp_rate", "there is no dimension or time field ‘rul’: did you mean rule?"),
    (
      "check where foo = 3",
      "there is no dimension or time field ‘foo’: there is: rule, severity, measure, document, period, province, "
        + "district"
    ),
    (
      "check where province = \"Bac Gian\"",
      "no province is named ‘Bac Gian’: did you mean Bắc Giang or Bắc Kạn?"
    ),
    (
      "check where measure = overdu",
      "there is no measure ‘overdu’: did you mean overdue, overdue_rate or overdue and pending?"
    ),
    ("check where rule < npsp_rate", "rule has no order; use =, !=, in or ~"),
    ("check where rule is missing", "every finding of ‘check’ has a rule; leave this condition out"),
    ("check where period is not missing", "every finding of ‘check’ has a period; leave this condition out"),
    ("check where quarter = H1/2021", "H1/2021 is not a quarter; the field for it is half"),
    ("check figurs", "there is no dataset ‘figurs’: did you mean figures?"),
  ])
  func whatIsWrongIsSaid(text: String, message: String) {
    #expect(CheckAnswers.errors(text, library) == [message])
  }

  @Test func allErrorsAreToldAtOnce() {
    #expect(CheckAnswers.errors("check where rule = x and foo = 3 and document = 7", library).count == 3)
  }

  @Test func theAnswerIsAResultLikeAnyOther() throws {
    let table = try CheckAnswers.report("check", library).table
    let text = "_ having difference < 0 sort lines top 2"
    let parsed = try #require(QueryPipeline.parse(QuerySource(text), names: ShippedData.lexicon).first)
    guard case .query(let query)? = parsed.statement?.kind else {
      Issue.record("no query")
      return
    }
    let kept = try LastResult.evaluate(query, over: table)
    #expect(kept.rows.count == 2)
    let csv = CSVRenderer().render(table, options: RenderOptions(language: .english))
    #expect(
      csv.hasPrefix(
        "rule,severity,province,cell,period,measure,stated,expected,difference,documents,lines,message\n"
          + "parts_of_units,error,Bắc Giang,sector = local,2021-Q2,overdue,1321,1734,-413,000,\"54, 55, 137\","
      ))
  }

  @Test func percentagesStandBesideCounts() throws {
    let table = try CheckAnswers.report("check where document = 003", library).table
    let text = TableRenderer().render(table, options: RenderOptions(language: .vietnamese))
    #expect(text.contains("30,59 %") && text.contains("−0,36 %") && text.contains("525.927"))
  }

  @Test func aDatasetIsCheckedAlone() throws {
    let package = try SmallPackage()
    try package.replace("A,2,1,kept", by: "A,4,1,total,2021-Q2,1,,16\nA,2,1,kept", in: "figures.csv")
    let both = try library.loading(folder: package.folder, language: .english)
    #expect(CheckAnswers.rows(try CheckAnswers.report("check small", both)) == ["sum A 1, 2, 4 16 15"])
    #expect(try CheckAnswers.report("check figures", both).table.rows.count == 11)
    let position = both.datasets.count - 1
    #expect(both.unloading(position).catalog.checks.count == library.catalog.checks.count)
  }

  // MARK: Rules of one's own

  @Test(arguments: [
    (
      "parts(kinds)", "",
      "checks.csv:2, column rule: formula ‘parts(kinds)’: there is no dimension or time field ‘kinds’"
    ),
    (
      "parts()", "",
      "checks.csv:2, column rule: formula ‘parts()’: the rule parts(…) is written: parts(dimension, …), "
        + "parts(period), parts(*)"
    ),
    (
      "repeats(kind)", "",
      "checks.csv:2, column rule: formula ‘repeats(kind)’: the rule repeats(…) is written: repeats()"
    ),
    (
      "got + kept", "",
      "checks.csv:2, column rule: formula ‘got + kept’: a comparison (=, !=, <, in, ~, is) is missing at the end"
    ),
    ("got = keptt", "", "checks.csv:2, column rule: formula ‘got = keptt’: there is no measure ‘keptt’"),
    (
      "got = kept", "plac = 1",
      "checks.csv:2, column where: formula ‘plac = 1’: there is no dimension or time field ‘plac’"
    ),
  ])
  func aRuleThatCannotBeReadIsToldWithItsPlace(rule: String, condition: String, message: String) throws {
    let package = try SmallPackage()
    try package.write(
      "id,rule,tolerance,message_vi,message_en,where\nr,\(rule),0,a,b,\(condition)\n", to: "checks.csv")
    #expect(package.problems() == [message])
  }

  @Test func aSeverityIsOneOfThree() throws {
    let package = try SmallPackage()
    try package.write(
      "id,rule,tolerance,message_vi,message_en,severity\nr,got = kept,0,a,b,fatal\n", to: "checks.csv")
    #expect(package.problems().count == 1 && package.problems()[0].contains("column severity"))
  }
}
