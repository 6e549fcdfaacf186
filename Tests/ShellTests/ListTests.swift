import Foundation
import Testing

/// `list` from the command line: whole where rows can be written one by one, with a limit elsewhere.
struct ListTests {
  private let load = "load \"examples/cases.csv\" as cases"

  private func run(_ statements: String..., options: [String] = []) throws -> Program.Result {
    try Program.run(["--lang", "en"] + options + ([load] + statements).flatMap { ["-c", $0] })
  }

  @Test func aListIntoAPipeIsNeverCut() throws {
    let result = try run("list case_id | csv")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2001 && lines[0] == "case_id")
    #expect(Set(lines).count == 2001)
    #expect(try run("list case_id").output.contains("2,000 rows"))
  }

  /// As it is counted: in time, not without a due date, until it is finished.
  @Test func aPendingCaseWithoutADueDateIsListedAsInTime() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(
      "case_id,received_on,due_on,finished_on\na,2021-01-01,,\nb,2021-01-02,,2021-01-03\n", to: "cases.csv")
    let result = try Program.run([
      "--lang", "en", "-c", "load \"\(folder.url.path)/cases.csv\" as c",
      "-c", "list case_id, timeliness from c sort timeliness | csv",
      "-c", "list case_id, timeliness from c where timeliness = in_time | csv",
    ])
    #expect(
      result.output == "case_id,timeliness\na,in_time\nb,no_due\ncase_id,timeliness\na,in_time\n",
      "\(result.output)\(result.errors)")
  }

  @Test func rowsAreWrittenInEveryFormatOfRows() throws {
    let jsonl = try run("list case_id, processing_days where finished_on is missing top 1 | jsonl")
    #expect(jsonl.output.hasPrefix("{\"case_id\":\"GIALAP-") && jsonl.output.hasSuffix("null}\n"))
    let tsv = try run("list case_id, district top 2 | tsv").output.split(separator: "\n")
    #expect(tsv.count == 3 && tsv[1].split(separator: "\t").count == 2)
  }

  @Test func aFileIsWrittenWholeAndNotOverAnother() throws {
    let path = NSTemporaryDirectory() + "list-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try run("list case_id, due_on sort due_on desc | into \"\(path)\"").status == 0)
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written.split(separator: "\n").count == 2001)
    let again = try run("list case_id top 1 | into \"\(path)\"")
    #expect(again.status == 1 && again.errors.contains("error[file-exists]"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == written)
  }

  @Test func aTableIsTheLastResultAndAStreamIsNot() throws {
    let table = try run("list case_id, processing_days top 9", "_ having processing_days > 1 | csv")
    #expect(table.status == 0 && table.output.contains("case_id,processing_days\n"))
    let stream = try run("list case_id top 9 | csv", "_ top 1")
    #expect(stream.status == 1 && stream.errors.contains("error[no-last-result]"))
  }

  @Test func withoutCasesOrWithSeveralOneIsWanted() throws {
    let several = try run("load \"examples/cases.csv\" as others", "list case_id")
    #expect(several.errors.contains("write ‘from’ and one of: cases, others"))
    #expect(try run("load \"examples/cases.csv\" as others", "use others", "list case_id top 1").status == 0)
  }

  @Test func smallCountsAreHiddenWhileItIsSet() throws {
    let ask = "count() from cases by channel where month = 06/2021 | csv"
    #expect(try run("set hide_below 5", ask).output.contains("postal,\n"))
    #expect(!(try run("set hide_below 5", "set hide_below off", ask).output.contains("postal,\n")))
    #expect(try run("set hide_below 1").errors.contains("error[invalid-setting-value]"))
  }

  @Test func datasetsAreToldApart() throws {
    let lines = try run("show datasets | csv").output.split(separator: "\n")
    #expect(lines[0] == "name,engine,rows,folder" && lines[2] == "cases,cases,2000,cases.csv")
  }
}
