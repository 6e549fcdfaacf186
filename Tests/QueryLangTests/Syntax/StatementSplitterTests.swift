import Testing

@testable import QueryLang

struct StatementSplitterTests {
  @Test(arguments: [
    ("a;b", ["a", "b"]), (";;", []), ("", []), ("a\nb", ["a", "b"]), ("a\n\n\nb\n", ["a", "b"]),
    ("a;\n", ["a"]), ("a\r\nb\r\n", ["a", "b"]),
  ])
  func semicolonsAndLineEndsEnd(text: String, statements: [String]) {
    #expect(Reading.statements(text) == statements)
  }

  @Test(arguments: [
    "overdue\n  by district", "overdue\nby district", "overdue by\ndistrict", "overdue +\nresolved",
    "overdue,\nresolved", "overdue\n+ resolved", "(overdue\n+ resolved)",
    "received_new{\nchannel = online\n}",
    "overdue where sector = local\nand quarter = Q2/2021",
    "overdue where sector = local and\nquarter = Q2/2021",
    "overdue\n| csv", "overdue |\ncsv", "overdue\nkhi quý = Q2/2021", "overdue\ntheo huyện",
    "overdue by district\nas of 30/06/2021", "overdue vs\nQ1/2021", "overdue so với\nQ1/2021",
    "overdue where district in (\n\"Lục Nam\",\n\"Tân Yên\"\n)", "overdue -- because\n  by district",
    "overdue\n# a comment\n  by district", "overdue\n\n  by district",
    "overdue where province =\n\"Bắc Giang\"",
  ])
  func aStatementThatCannotBeCompleteGoesOn(text: String) {
    #expect(Reading.statements(text).count == 1, "\(Reading.statements(text))")
  }

  @Test(arguments: [
    "overdue by district\nresolved by district", "let a = received\na by province", "overdue -- by\nresolved",
    "overdue by district # and\nresolved", "overdue top 3\nresolved", "overdue\n\"x\"", "(overdue)\nresolved",
    "overdue where sector = local\nshow measures", "_ top 2\n_ bottom 1",
  ])
  func aCompleteStatementEndsWithItsLine(text: String) {
    #expect(Reading.statements(text).count == 2, "\(Reading.statements(text))")
  }

  @Test func aMeasureThatBeginsWithAClauseWordBeginsAStatement() {
    let text = "received by province\ntừ kỳ trước chuyển qua theo tỉnh"
    #expect(Reading.statements(text).count == 2)
    #expect(Reading.statements("received by province\ntừ số liệu").count == 1)
  }

  @Test func aQuoteThatDoesNotCloseTakesTheRest() {
    #expect(Reading.parsed("overdue where province = \"Bắc\nresolved\nreceived").count == 1)
  }

  @Test func errorsStayWithTheirStatement() {
    let parsed = Reading.parsed("overdue by district\nreceived @ x\nresolved")
    #expect(parsed.map(\.hasErrors) == [false, true, false])
  }

  @Test func aTextOfErrorsAloneIsOneStatement() {
    #expect(Reading.parsed("\u{1}").count == 1)
    #expect(Reading.facts("\u{1}") == [.invalidCharacter("\u{1}")])
  }
}
