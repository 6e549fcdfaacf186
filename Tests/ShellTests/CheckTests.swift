import Foundation
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

  // MARK: Cases

  private let load = "load \"examples/cases.csv\" as cases"

  @Test func casesThatContradictAReportEndAScriptWithThree() throws {
    let result = try run(load, "check cases against figures where document = 001 | csv", "show lets")
    #expect(result.status == 3)
    #expect(result.output.hasPrefix("rule,severity,province,cell,period,measure,stated,expected,difference,"))
    #expect(
      result.output.contains(
        "cases_against_figures,error,An Giang,sector = local,2021-Q2,resolved,570870,30,"))
  }

  @Test func unknownNamesAreAWarningAndRepeatedIdsAnError() throws {
    #expect(try run(load, "check cases | csv").status == 0)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.url.appending(path: "twice.csv")
    try "case_id,received\nA,2021-01-01\nA,2021-01-02\n".write(to: file, atomically: true, encoding: .utf8)
    let result = try run("load \"\(file.path)\" as c", "check c | csv")
    #expect(result.status == 3)
    #expect(result.output.contains("\nrepeated_case_id,error,,,2,A,c,"))
    #expect(try run("load \"\(file.path)\" as c", "use c", "check where severity = warning").status == 0)
  }

  @Test func whatIsCheckedIsTheLastResult() throws {
    let result = try run(
      load, "check cases | csv", "_ having cases > 400 | csv", options: ["--keep-going"])
    #expect(result.output.split(separator: "\n").suffix(2).allSatisfy { $0.hasPrefix("unknown_name,") })
    #expect(result.status == 0)
  }

  @Test func bothSidesAlikeAreAnError() throws {
    let result = try run("check figures against figures")
    #expect(result.status == 1 && result.errors.contains("error[sides-of-check]"))
  }
}
