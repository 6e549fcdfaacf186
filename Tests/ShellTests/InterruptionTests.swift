import Foundation
import QueryLang
import Testing

@testable import tthc_shell

/// Ctrl-C while something runs, and what is told while it does.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct InterruptionTests {
  /// Some seconds of work.
  private let slow = "received by district, tier, channel, sector where quarter = Q2/2021 with missing | csv"

  private func expectPromptSoon(_ terminal: Terminal) throws {
    let (_, duration) = try looks {
      try terminal.press("C-c")
      try terminal.wait(for: "error[interrupted]: stopped as asked")
    }
    // The prompt is back within 0.1 s (benchmarks measure that); this is for a busy machine.
    #expect(duration < 1_000)
    try terminal.enter("set lang")
    try terminal.wait(for: "lang en")
  }

  private func bigPackage(rows: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let figures = (1...rows).map { "000,\($0),1,received,2021-Q2,24,\($0)\n" }.joined()
    try folder.write("document,line,ordinal,measure,period,province,value\n" + figures, to: "figures.csv")
    let resources = #""resources": [{"name": "figures", "path": "figures.csv"}]"#
    try folder.write(#"{"name": "big", \#(resources)}"#, to: "datapackage.json")
    return folder
  }

  @Test func stopsAQuery() throws {
    try Terminal.use { terminal in
      try terminal.type(slow)
      try terminal.wait(for: "with missing | csv")
      try terminal.press("Enter")
      usleep(500_000)
      try expectPromptSoon(terminal)
    }
  }

  @Test func stopsALoadThatTellsHowFarItIsAndLeavesTheSessionAsItWas() throws {
    let folder = try bigPackage(rows: 300_000)
    defer { folder.remove() }
    try Terminal.use { terminal in
      try terminal.enter("load \"\(folder.url.path)\"")
      try terminal.wait(for: "of 300,000 rows ·")
      try terminal.wait(for: "s left")
      try expectPromptSoon(terminal)
      #expect(try !terminal.screen().contains("300,000"))
      try terminal.enter("show datasets")
      try terminal.wait(for: "1 row")
    }
  }

  @Test func stopsAnAnswerThatIsBeingPrinted() throws {
    try Terminal.use { terminal in
      try terminal.enter("set pager off")
      // One statement of many answers: the one that is under way and all after it are stopped.
      try terminal.enter("source \"\(script(in: terminal))\"")
      usleep(500_000)
      try expectPromptSoon(terminal)
    }
  }

  private func script(in terminal: Terminal) throws -> String {
    let file = terminal.folder.path + "/many.tthc"
    let text = String(repeating: "show values of district\n", count: 2_000)
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }

  @Test func aScriptEndsAsInterrupted() throws {
    let command = "tthc-shell -c '\(slow)' >/dev/null & sleep 0.5; kill -INT $!; wait $!; echo $?"
    #expect(try Program.shell("set -m; " + command).output.hasSuffix("130\n"))
  }

  @Test func nothingIsToldOfQuickLoadsOrWhereNobodyWatches() throws {
    let lines = Recorder()
    let line = ProgressLine(name: "x", language: .english) { lines.append($0) }
    line.hear(1, 2)
    line.end()
    #expect(lines.text.isEmpty)
  }

  @Test func aLineOfProgressTellsRowsRateAndTimeLeft() {
    let english = ProgressLine.text("a\u{1B}b", 120_000, 300_000, after: .seconds(1.5), .english)
    #expect(english == "a\\u{1B}b: 120,000 of 300,000 rows · 80,000 rows/s · 3 s left")
    let vietnamese = ProgressLine.text("x", 0, 300_000, after: .seconds(1), .vietnamese)
    #expect(vietnamese == "x: 0 trên 300.000 dòng · 0 dòng/s")
    let open = ProgressLine.text("x", 300, 0, after: .seconds(1), .english)
    #expect(open == "x: 300 rows · 300 rows/s")
  }

  @Test func whoIsLeftBehindTellsNothingAnyMore() async throws {
    let lines = Recorder()
    let line = ProgressLine(name: "x", language: .english) { lines.append($0) }
    try await Task.sleep(for: .milliseconds(600))
    line.hear(1, 2)
    #expect(lines.text.contains("x: 1 of 2 rows"))
    line.end()
    let shown = lines.text
    try await Task.sleep(for: .milliseconds(150))
    line.hear(2, 2)
    #expect(lines.text == shown)
  }
}

/// A class because a closure adds to it.
private final class Recorder: @unchecked Sendable {
  private(set) var text = ""

  func append(_ more: String) { text += more }
}
