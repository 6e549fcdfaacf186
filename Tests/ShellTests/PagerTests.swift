import Foundation
import QueryLang
import Testing

@testable import tthc_shell

/// Answers longer than the screen.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct PagerTests {
  private let long = "show values of district"
  private let after = "set lang"

  /// The prompt works, and the terminal shows what is typed.
  private func expectPrompt(_ terminal: Terminal) throws {
    try terminal.enter(after)
    try terminal.wait(for: "lang en")
  }

  /// A pager of one's own, a script.
  private func use(pager script: String, _ body: (Terminal) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.program(script, named: "a pager")
    try Terminal.use(["PAGER": "\"\(path)\" \"two words\""], body)
  }

  @Test(
    .enabled(if: (try? Program.shell("command -v less"))?.output.isEmpty == false, "less is not installed"))
  func lessIsTheDefault() throws {
    try Terminal.use { terminal in
      try terminal.enter(long)
      try terminal.wait(for: "\nspace: next page · b: page before · q: leave")
      #expect(try !terminal.screen().contains("sources"))
      try terminal.press("q")
      try expectPrompt(terminal)
    }
  }

  @Test func whatFitsIsNotPaged() throws {
    try use(pager: "echo paged; cat >/dev/null") { terminal in
      try terminal.enter("show datasets")
      try terminal.wait(for: "1 row")
      try expectPrompt(terminal)
      #expect(try !terminal.screen().contains("paged"))
    }
  }

  @Test func theUsersOwnIsCalledWithItsWords() throws {
    try use(pager: "echo paged with \"$1\"; tail -1") { terminal in
      try terminal.enter(long)
      try terminal.wait(for: "paged with two words")
      try terminal.wait(for: "rows")
      try expectPrompt(terminal)
    }
  }

  @Test func maySayNothingAndLeaveEarly() throws {
    try use(pager: "exec <&-; sleep 0.2; exit 0") { terminal in
      try terminal.enter(long)
      try expectPrompt(terminal)
    }
  }

  @Test func oneThatFailsOrIsKilledIsTold() throws {
    try use(pager: "exit 3") { terminal in
      try terminal.enter(long)
      try terminal.wait(for: "ended with code 3: the answer has")
      try expectPrompt(terminal)
    }
    try use(pager: "stty raw -echo </dev/tty; kill -9 $$") { terminal in
      try terminal.enter(long)
      try terminal.wait(for: "was ended by signal 9: the answer has")
      try expectPrompt(terminal)
    }
  }

  @Test func oneThatIsMissingIsToldAndTheAnswerIsWhole() throws {
    try Terminal.use(["PAGER": "no-such-pager"]) { terminal in
      try terminal.enter(long)
      try terminal.wait(for: "cannot run PAGER ‘no-such-pager’: No such file")
      try terminal.wait(for: "rows")
      try expectPrompt(terminal)
    }
  }

  @Test func canBeTurnedOff() throws {
    try use(pager: "echo paged; cat >/dev/null") { terminal in
      try terminal.enter("set pager off")
      try terminal.enter(long)
      try terminal.wait(for: "rows")
      #expect(try !terminal.screen().contains("paged"))
    }
  }

  private func command(_ pager: String?, less: String? = nil, isSafe: Bool = false) -> PagerCommand? {
    PagerCommand(PagerCommand.Wishes(pager: pager, less: less), isSafe: isSafe, language: .vietnamese)
  }

  @Test func safeModeTakesNoProgramOfTheEnvironment() throws {
    let safe = command("vim -", isSafe: true)
    #expect(safe?.words.prefix(2) == ["less", "-SRXF"])
    #expect(safe?.demands["LESSSECURE"] == "1")
    #expect(safe?.demands["LESSOPEN"] == "")
  }

  @Test func lessThatNobodyChoseSaysItsKeysAndDoesNoHarm() throws {
    let usual = try #require(command(nil))
    #expect(usual.words == ["less", "-SRXF", "-Ps%E"])
    #expect(usual.demands["VISUAL"] == "phím cách: trang sau · b: trang trước · q: thoát")
    #expect(usual.demands["LESSSECURE"] == "1" && usual.demands["LESSHISTFILE"] == "-")
    #expect(command(nil, less: "-i")?.words == ["less", "-SRXF"])
    let whole = PagerCommand(PagerCommand.Wishes(), isSafe: false, language: .english, chops: false)
    #expect(whole?.words == ["less", "-RXF", "-Ps%E"])
    #expect(whole?.defaults["LESS"] == "RXF")
    #expect(command("less")?.demands == [:])
    #expect(command("less")?.words == ["less"])
  }

  /// `s` saves to a file, `!` runs a program, `v` an editor.
  @Test(
    .enabled(if: (try? Program.shell("command -v less"))?.output.isEmpty == false, "less is not installed"),
    arguments: ["", "--safe"])
  func theDefaultWritesNothing(option: String) throws {
    try Terminal.use(arguments: "--lang en " + option) { terminal in
      try terminal.enter(long)
      try terminal.wait(for: "q: leave")
      let file = terminal.home.url.path + "/written"
      try terminal.type("s\(file)")
      try terminal.press("Enter")
      try terminal.wait(for: "log file support is not available")
      try terminal.press("Enter")
      try terminal.wait { !$0.contains("not available") }
      try terminal.type("!")
      try terminal.wait(for: "not available")
      try terminal.press("Enter")
      try terminal.wait { !$0.contains("not available") }
      try terminal.press("q")
      try expectPrompt(terminal)
      #expect(!FileManager.default.fileExists(atPath: file))
      #expect(!FileManager.default.fileExists(atPath: terminal.home.url.path + "/.lesshst"))
    }
  }

  @Test(arguments: [
    ("less", ["less"]), ("  less   -S\t-R ", ["less", "-S", "-R"]),
    (#""my pager" 'a "b'"#, ["my pager", #"a "b"#]),
    (#"a\ b c\"d"#, ["a b", "c\"d"]), (#"less -P'\n' $HOME | cat"#, ["less", #"-P\n"#, "$HOME", "|", "cat"]),
    (#"x """#, ["x", ""]), ("trợ\\", ["trợ"]),
  ])
  func itsWordsAreNoShells(text: String, words: [String]) {
    #expect(PagerCommand.words(of: text) == words)
  }

  @Test func noneIsNone() {
    #expect(command("") == nil)
    #expect(command("  ") == nil)
    #expect(command("cat") == nil)
    #expect(command(nil)?.isChosen == false)
  }
}
