import Foundation
import Testing

@testable import tthc_shell

/// `why` and `explain` as a user runs them.
struct WhyTests {
  private let query = "overdue by district where quarter = Q2/2021"

  private func run(_ statements: String..., options: [String] = []) throws -> Program.Result {
    try Program.run(options + ["--lang", "en"] + statements.flatMap { ["-c", $0] })
  }

  @Test func theRowsLeftOfTheLastResultAreExplained() throws {
    let result = try run(query, "_ having overdue > 100", "why _ top 1")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("Huyện Lạng Giang · Q2/2021 = 602 — 000, line 137, number 6"))
    #expect(!result.output.contains("= 273 —"))
  }

  @Test func aComparisonIsExplained() throws {
    let compare =
      "compare \"Bắc Giang\", \"An Giang\" on received, overdue_rate where quarter = Q2/2021 with incomparable"
    for result in [try run("why \(compare)"), try run(compare, "why _")] {
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("An Giang · Q2/2021 = 1,885,679"))
      #expect(result.output.contains("against Bắc Giang = 1,885,679 − 204,841"))
      #expect(result.output.contains("overdue rate, difference · An Giang = −0.56 points"))
    }
    // The query before it is not what `_` is the answer of.
    let one = try run(query, compare, "why _ top 1")
    #expect(one.output.contains("received, difference") || one.output.contains("process, difference"))
    #expect(!one.output.contains("overdue rate, difference · An Giang"))
    #expect(!one.output.contains("= 602 —"))
  }

  @Test func theRowsOfAPivotAreExplained() throws {
    let pivot = "received by province, sector where quarter = Q2/2021 pivot sector"
    let result = try run(pivot, "why _ top 1 by received_vertical")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("An Giang · vertical · Q2/2021 = 1,288,328 — 001, line 67"))
    #expect(!result.output.contains("Bắc Giang · local"))
    #expect(try run("why \(pivot) | csv").status == 0)
  }

  @Test func withoutALastResultThereIsNothingToExplain() throws {
    #expect(try run("why _").errors.contains("error[no-last-result]"))
    #expect(try run(query, "why").errors.contains("write why _"))
    #expect(try run(query, "explain _").errors.contains("error[last-result-has-no-plan]"))
  }

  @Test func anotherStatementIsNoQuery() throws {
    for statement in ["why check", "why show measures", "explain list district"] {
      #expect(try run(statement).errors.contains("error[query-wanted]"), "\(statement)")
    }
    #expect(try run("why overdu").errors.contains("error[unknown-measure]"))
    #expect(try run("why overdue by wher").errors.contains("error["))
  }

  @Test func aComparisonHasAPlanToo() throws {
    let places = "compare \"Bắc Giang\", \"An Giang\" on received where quarter = Q2/2021"
    let plan = try run("explain \(places)")
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(plan.output.contains("compare province \"Bắc Giang\", \"An Giang\" on received\n"))
    #expect(plan.output.contains("received_new + carried_over"))
    #expect(try run("explain analyze \(places) | jsonl").output.contains("\"name\":\"evaluate\""))
    #expect(try run("explain compare province").errors.contains("error["))
  }

  @Test func programsGetOneRowForEachFigure() throws {
    let result = try run("why overdue where province = \"Bắc Giang\" and quarter = Q2/2021 | csv")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 15)
    #expect(
      lines[0].hasPrefix("measure,cell_value,cell_status,cell_marks,path,role,figure_measure,figure_members"))
    #expect(lines[1].contains(",1148,reported,,000,142/BC-UBND,2021-06-21,I.6,54,6,"))
    let plan = try run("explain analyze \(query) | jsonl").output.split(separator: "\n")
    #expect(plan.contains { $0.contains("\"part\":\"time\",\"name\":\"render\"") })
    #expect(try !run("explain \(query)").output.contains("time (ms)"))
  }

  @Test func aFolderOfDocumentsIsReadAndForgotten() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let text = String(repeating: "\n", count: 136) + "Lạng Giang (602 h/s)\n"
    try folder.write(text, to: "texts/000_report.txt")
    let why = "why \(query) top 1"
    let path = folder.url.path + "/texts"
    #expect(try run("set documents \"\(path)\"", why).output.contains("“Lạng Giang (602 h/s)”"))
    let without = try run("set documents \"\(path)\"", "set documents off", why, "set documents")
    #expect(!without.output.contains("“") && without.output.hasSuffix("documents off\n"))
    let absent = try run("set documents \"\(path)/none\"")
    #expect(absent.errors.contains("error[cannot-read]") && absent.status == 4)
    let safe = try run("set documents \"\(path)\"", options: ["--safe"])
    #expect(safe.errors.contains("error[not-allowed-in-safe-mode]"))
  }

  @Test func afterALoadTheQueryIsNotKnown() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(
      #"{"name": "own", "resources": [{"name": "figures", "path": "figures.csv"}]}"#,
      to: "own/datapackage.json")
    try folder.write("document,line,ordinal,measure,period,value\n", to: "own/figures.csv")
    let result = try run(query, "load \"\(folder.url.path)/own\"", "why _")
    #expect(result.errors.contains("error[last-result-without-query]"), "\(result.errors)")
  }
}
