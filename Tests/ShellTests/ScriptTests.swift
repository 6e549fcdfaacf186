import Foundation
import Testing

/// Exit codes, places and files of scripts.
struct ScriptTests {
  private let fails = "assert overdue > 999999 where province = \"Bắc Giang\" and quarter = Q2/2021\n"

  @Test func theFirstFailureDecidesTheExitCode() throws {
    let then = "nothing here by x\n"
    #expect(try Program.run(["--keep-going"], input: fails + then).status == 3)
    #expect(try Program.run(["--keep-going"], input: then + fails).status == 1)
    #expect(try Program.run([], input: "help\n" + fails + then).status == 3)
    #expect(try Program.run(["--keep-going"], input: fails + "source \"/nonexistent\"\n").status == 3)
  }

  @Test func quitDoesNotHideAFailure() throws {
    #expect(try Program.run(["--keep-going"], input: fails + "quit\n").status == 3)
    #expect(try Program.run([], input: "quit\n" + fails).status == 0)
  }

  @Test func placesAreThoseOfTheFileThatFails() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("#!/usr/bin/env tthc-shell\nsource \"parts/a.tthc\"\n", to: "main.tthc")
    try folder.write("# here\r\nsource \"b.tthc\"\r\n", to: "parts/a.tthc")
    try folder.write("help by\r\n\r\nreceived\r\n  by provinc\r\n", to: "parts/b.tthc")
    let result = try Program.run(["--lang", "en", "main.tthc"], in: folder.url)
    #expect(result.errors.contains("error[unknown-field] parts/b.tthc:4:6:"), "\(result.errors)")
    #expect(result.status == 1)
    let keptOn = try Program.run(["--lang", "en", "--keep-going", "main.tthc"], in: folder.url)
    #expect(keptOn.status == 1)
  }

  @Test func anExecutableFileRunsWithItsParameters() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let script =
      "#!/usr/bin/env tthc-shell\nparam q: quarter\noverdue by district where quarter = $q top 1 | csv\n"
    _ = try folder.program(script, named: "report.tthc")
    let result = try Program.shell("./report.tthc --param q=Q2/2021", in: folder.url)
    #expect(result.output.hasSuffix("Huyện Lạng Giang,602\n"), "\(result.errors)")
    try folder.write(script.replacingOccurrences(of: "\n", with: "\r\n"), to: "report.tthc")
    let windows = try Program.shell("tthc-shell report.tthc --param q=Q2/2021", in: folder.url)
    #expect(windows.output == result.output)
  }

  @Test func aScriptMayComeThroughAPipe() throws {
    let command = "tthc-shell <(echo 'param n: number; show params | csv') --param n=3"
    #expect(try Program.shell(command).output.contains("n,"))
  }

  @Test func commentsAtTheLeftDoNotEndAStatement() throws {
    let script = "compare province\n-- these\n  \"Bắc Giang\"\non received\n"
    let dashes = try Program.run(["--lang", "en"], input: script)
    let hashes = try Program.run(["--lang", "en"], input: script.replacingOccurrences(of: "--", with: "#"))
    #expect(
      dashes.errors.components(separatedBy: "error[").count
        == hashes.errors.components(separatedBy: "error[").count)
  }
}
