import Foundation
import Testing

/// The scripts of `examples/`, run as commands of their own.
struct ExampleScriptTests {
  private let script = "examples/quarterly.tthc"

  @Test func theQuarterlyReportHoldsOnTheShippedFigures() throws {
    let result = try Program.shell(script + " --lang en")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("│ Reported total │"))
    #expect(result.output.hasSuffix("tried 2 of 44 rules on 1 cell: all rules hold\n"))
  }

  @Test func itServesAnotherProvinceToo() throws {
    let parameters = " --param province='An Giang' --param other='Bắc Giang' --param quarter=Q2/2021"
    let result = try Program.shell(script + " --lang en" + parameters)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: [
    (document: "000,53,1,received,", from: ",204841,", to: ",204842,", rule: "received_balance"),
    (document: "000,54,", from: ",201606,", to: ",201605,", rule: "received_balance"),
    (document: "000,53,4,carried_over,", from: ",9223,", to: ",9232,", rule: "received_from_parts"),
  ])
  func oneChangedFigureEndsItWithThree(document: String, from: String, to: String, rule: String) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let datasets = folder.url.appending(path: "datasets")
    try FileManager.default.copyItem(at: Program.packageFolder.appending(path: "datasets"), to: datasets)
    let file = datasets.appending(path: "figures.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    var changed = 0
    let edited = lines.map { line -> String in
      guard line.hasPrefix(document), line.contains(from) else { return String(line) }
      changed += 1
      return line.replacingOccurrences(of: from, with: to)
    }
    try edited.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    #expect(changed == 1)
    let result = try Program.shell(
      script + " --lang en", environment: ["TTHC_DATASETS": datasets.path])
    #expect(result.status == 3)
    #expect(result.output.contains(rule))
  }

  @Test func theyAreInTheLayoutOfFmt() throws {
    #expect(try Program.shell("tthc-shell fmt --check examples/*.tthc").status == 0)
  }
}
