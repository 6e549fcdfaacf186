import Foundation
import Testing

/// Arguments and input → output, errors, exit code.
struct CommandLineTests {
  private let overdue = "overdue by district where quarter = Q2/2021 top 1 | csv"
  private let answer = "province,district,overdue\nBắc Giang,Huyện Lạng Giang,602\n"

  @Test func statementsRunInOrder() throws {
    let result = try Program.run(["-c", overdue, "-c", overdue])
    #expect(result.output == answer + answer)
    #expect(result.status == 0)
  }

  @Test func theFirstErrorStopsAScriptUnlessToldOtherwise() throws {
    let script = "#!/usr/bin/env tthc-shell\nnothing here by x\n\(overdue)\n"
    let stopped = try Program.run([], input: script)
    #expect(stopped.output.isEmpty)
    #expect(stopped.status == 1)
    let kept = try Program.run(["--keep-going"], input: script)
    #expect(kept.output == answer)
    #expect(kept.status == 1)
  }

  @Test func whatIsUncertainIsSaidAndStrictRefusesIt() throws {
    let query = "received by province where quarter = Q2/2021"
    let said = try Program.run(["--lang", "en", "--format", "csv", "-c", query])
    #expect(said.errors.hasPrefix("note: received: 1 partial (1 of 2 sectors)\n"))
    #expect(said.status == 0)
    let strict = try Program.run(["--strict", "--format", "csv", "-c", query])
    #expect(strict.output.isEmpty)
    #expect(strict.status == 3)
  }

  @Test func exitCodesTellUsageAndData() throws {
    #expect(try Program.run(["--no-such-option"]).status == 2)
    #expect(try Program.run(["--format", "xml"]).status == 2)
    #expect(try Program.run(["--datasets", "/nonexistent", "-c", "help"]).status == 4)
    #expect(try Program.run(["/nonexistent.tthc"]).status == 4)
  }

  @Test func aFileThatSourcesItselfIsToldWithItsWay() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("source \"b.tthc\"\n", to: "a.tthc")
    try folder.write("source \"a.tthc\"\n", to: "b.tthc")
    let result = try Program.run(["--lang", "en", "a.tthc"], in: folder.url)
    let told = "[cyclic-source] b.tthc:1:1: the file sources itself: a.tthc → b.tthc → a.tthc"
    #expect(result.errors.contains(told))
    #expect(result.status == 1)
  }

  /// A rename would put a file in the place of the pipe, or of `/dev/null`.
  @Test(arguments: [#"-c '\#u{1} | into "pipe.csv"'"#, #"--format csv --output pipe.csv -c '\#u{1}'"#])
  func aPipeIsWrittenIntoAndStaysAPipe(arguments: String) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let given = arguments.replacing("\u{1}", with: "overdue by district where quarter = Q2/2021 top 1")
    let result = try Program.shell(
      "mkfifo pipe.csv && { tthc-shell \(given) & cat pipe.csv; wait; test -p pipe.csv; echo $?; }",
      in: folder.url)
    #expect(result.output == answer + "0\n")
  }

  @Test func resultsGoIntoFilesWholeOrNotAtAll() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tthc-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let query = "overdue by district where quarter = Q2/2021 top 1"
    #expect(try Program.run(["-c", query + " | into \"o.csv\""], in: folder).status == 0)
    let file = folder.appending(path: "o.csv")
    #expect(try String(contentsOf: file, encoding: .utf8) == answer)
    #expect(try Program.run(["-c", query + " | into \"o.csv\""], in: folder).status == 1)
    #expect(try Program.run(["-c", query + " | json | into! \"o.csv\""], in: folder).status == 0)
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("[\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["o.csv"])
  }

  @Test(arguments: [
    "received where quarter = Q2/2021 | chart bar"
  ])
  func whatIsNotAnsweredYetSaysSo(statement: String) throws {
    let result = try Program.run(["--lang", "en", "-c", statement])
    #expect(result.errors.contains("this version cannot answer it yet"))
    #expect(result.status == 1)
  }
}

extension Program {
  /// Runs the built program with `input` on its standard input.
  static func run(
    _ arguments: [String], input: String = "", in folder: URL = packageFolder
  ) throws -> Result {
    let scratch = try TemporaryFolder()
    defer { scratch.remove() }
    try scratch.write(input, to: "input")
    let file = scratch.url.appending(path: "input").path
    let command = ["-c", "exec tthc-shell \"$@\" < \"$0\"", file] + arguments
    return try run("/bin/bash", command, in: folder, environment: environment())
  }
}
