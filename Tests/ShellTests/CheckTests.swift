import Testing

/// `check` from the command line: its exit code, and its answer in every form.
struct CheckStatementOutputTests {
  private func run(_ statements: String..., options: [String] = []) throws -> Program.Result {
    try Program.run(["--lang", "en"] + options + statements.flatMap { ["-c", $0] })
  }

  @Test func aBrokenRuleEndsAScriptWithThree() throws {
    let result = try run("check figures | csv", "show lets")
    #expect(result.status == 3)
    #expect(result.output.split(separator: "\n").count == 11)
    #expect(result.errors.contains("note: tried 37 of 44 rules on 34 cells: 8 errors, 2 warnings"))
  }

  @Test func warningsAndAgreementDoNot() throws {
    #expect(try run("check where severity = warning").status == 0)
    let result = try run("check where province = \"Sóc Trăng\"")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output == "tried 9 of 44 rules on 5 cells: all rules hold\n")
  }

  @Test func theAnswerIsTheLastResult() throws {
    let result = try run(
      "check | csv", "_ having difference > 100 | csv", options: ["--keep-going"])
    #expect(result.status == 3)
    #expect(
      result.output.split(separator: "\n").suffix(1).allSatisfy { $0.hasPrefix("parts_of_others,error") })
  }

  @Test func machineFormatsKeepTheirHeader() throws {
    let result = try run("check where province = \"Sóc Trăng\" | csv")
    #expect(
      result.output
        == "rule,severity,province,cell,period,measure,stated,expected,difference,documents,lines,message\n")
    #expect(try run("check where province = \"Sóc Trăng\" | json").output.contains("[]"))
  }

  @Test func anotherDatasetIsNotAnsweredYet() throws {
    let result = try run("check figures against figures")
    #expect(result.status == 1 && result.errors.contains("error[not-yet-answered]: ‘against’"))
  }
}
