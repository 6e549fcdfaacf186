import Foundation
import Testing

@testable import tthc_shell

/// Colours, and terminals of other sizes.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct ScreenTests {
  private let query = "overdue by district where quarter = Q2/2021 top 1"

  private func output(_ arguments: String, _ variables: [String: String] = [:]) throws -> String {
    try Program.shell("tthc-shell \(arguments) -c '\(query)'", environment: variables).output
  }

  @Test func coloursAreForTerminalsUnlessAskedFor() throws {
    #expect(try !output("", ["NO_COLOR": ""]).contains("\u{1B}"))
    #expect(try !output("--color never", ["NO_COLOR": ""]).contains("\u{1B}"))
    #expect(try output("--color always").contains("\u{1B}[1m"))
    #expect(try !output("--color always --format csv").contains("\u{1B}"))
  }

  @Test(arguments: [("", "auto", true), ("1", "auto", false), ("", "never", false), ("1", "always", true)])
  func aTerminalHasColoursUnlessForbidden(noColor: String, choice: String, hasColours: Bool) throws {
    let arguments = "--lang en --color \(choice)"
    try Terminal.use(["NO_COLOR": noColor], arguments: arguments) { terminal in
      try terminal.enter(query)
      try terminal.wait(for: "1 of 10 districts")
      #expect(try terminal.screen(withColours: true).contains("\u{1B}[1m") == hasColours)
    }
  }

  @Test func theFirstWordsNameAQueryThatIsAnswered() throws {
    for (language, word) in [("vi", "hãy thử: "), ("en", "try: ")] {
      var suggestion = ""
      try Terminal.use(arguments: "--lang \(language)") { terminal in
        let line = try terminal.screen().split(separator: "\n").first { $0.hasPrefix(word) }
        suggestion = String(line?.dropFirst(word.count) ?? "")
      }
      let result = try Program.shell("tthc-shell --format csv -c '\(suggestion)'")
      #expect(result.output.split(separator: "\n").count == 8, "\(suggestion)")
    }
  }

  @Test func theFirstWordsAreBrokenBetweenWords() {
    let text = "one two three four\ntry: overdue by huyện where year = 2021\nfive six seven eight\n"
    let broken = PromptLoop.broken(text, toWidth: 12)
    #expect(
      broken
        == "one two\nthree four\ntry: overdue by huyện where year = 2021\nfive six\nseven eight\n")
  }

  @Test func aFirstLookShowsADozenAndTheSecondTabTheRest() throws {
    try Terminal.use { terminal in
      try terminal.press("Tab")
      try terminal.wait(for: "(Tab)")
      let first = try terminal.screen()
      #expect(first.contains("\nreceived ") && first.contains("\nhelp "))
      #expect(first.split(separator: "\n").count < 22)
      try terminal.type("over")
      try terminal.press("Tab", "Tab")
      try terminal.wait(for: "overdue_rate")
    }
  }

  @Test(arguments: [1, 2, 7, 20])
  func aTerminalOfVeryFewColumnsDoesNoHarm(columns: Int) throws {
    try Terminal.use { terminal in
      try terminal.resize(columns: columns)
      try terminal.type(query)
      try terminal.press("Enter")
      usleep(300_000)
      try terminal.type("overdu by province")
      try terminal.press("Enter")
      usleep(300_000)
      try terminal.resize(columns: 100)
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
    }
  }

  @Test(arguments: [40, 57, 80, 120])
  func aTableFillsNoMoreThanItsTerminal(columns: Int) throws {
    try Terminal.use { terminal in
      try terminal.resize(columns: columns)
      try terminal.type("received, overdue by province where quarter = Q2/2021")
      try terminal.press("Enter")
      try terminal.wait(for: "╯")
      let box = try terminal.screen().split(separator: "\n").filter { "╭│├╰".contains($0.first ?? " ") }
      #expect(box.count >= 5)
      #expect(Set(box.map(\.count)).count == 1)
    }
  }

  @Test func theCaretOfAnErrorStaysUnderItsWord() throws {
    try Terminal.use { terminal in
      try terminal.resize(columns: 60)
      try terminal.type("received by province where quarter = Q2/2021 and tier = province sort overdu desc")
      try terminal.press("Enter")
      try terminal.wait(for: "^~~~~~")
      let lines = try terminal.screen().split(separator: "\n").map(String.init)
      let caret = try #require(lines.firstIndex { $0.contains("^~~~~~") })
      let line = Array(lines[caret - 1])
      let column = lines[caret].prefix { $0 == " " }.count
      #expect(String(line[column..<(column + 6)]) == "overdu")
    }
  }

  @Test func helpIsWrappedBetweenWords() throws {
    try Terminal.use { terminal in
      try terminal.resize(columns: 50)
      try terminal.enter("help where")
      try terminal.wait(for: "Example")
      #expect(try terminal.screen().contains("\n  by and, or, not. A condition on a measure goes\n"))
    }
  }
}
