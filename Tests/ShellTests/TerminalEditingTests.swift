import Foundation
import Testing

/// The line editor in a real terminal, with the cursor's place.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct TerminalEditingTests {
  private static let locales = ["C", "POSIX", "C.UTF-8", "xx_XX.nowhere"]

  @Test(arguments: locales, [true, false])
  func vietnameseIsTypedEditedCompletedAndRecalled(locale: String, isComposed: Bool) throws {
    func written(_ text: String) -> String {
      isComposed ? text.precomposedStringWithCanonicalMapping : text.decomposedStringWithCanonicalMapping
    }
    try Terminal.use(["LANG": locale]) { terminal in
      try terminal.type(written("quá hạn theo huyện"))
      try terminal.wait(forLine: "tthc> quá hạn theo huyện", cursor: 24)
      try terminal.press("Left", "Left", "Left", "Left", "Left", "BSpace")
      try terminal.wait(forLine: "tthc> quá hạn theohuyện", cursor: 18)
      try terminal.type(written("ệ "))
      try terminal.wait(forLine: "tthc> quá hạn theoệ huyện", cursor: 20)
      try terminal.press("Left", "BSpace", "Right", "C-e")
      try terminal.type(written(" khi tỉnh = bắc g"))
      try terminal.wait(forLine: "tthc> quá hạn theo huyện khi tỉnh = bắc g", cursor: 41)
      try terminal.press("Tab")
      try terminal.wait(forLine: "tthc> quá hạn theo huyện khi tỉnh = \"Bắc Giang\"", cursor: 48)
      try terminal.press("C-c", "Up")
      try terminal.enter("help huyện")
      try terminal.wait(for: "tthc>", times: 3)
      try terminal.press("Up", "C-a")
      try terminal.wait(forLine: "tthc> help huyện", cursor: 6)
    }
  }

  @Test func deletingKeepsToTheLine() throws {
    try Terminal.use { terminal in
      try terminal.paste("overdue by district\nwhere quarter = Q2/2021\ntop 1")
      try terminal.wait(forLine: " ...> top 1", cursor: 11)
      try terminal.press("Up", "C-a", "M-f", "C-k")
      try terminal.wait(for: " ...> where\n ...> top 1")
      try terminal.press("C-y", "C-u")
      try terminal.wait(for: "tthc> overdue by district\n ...>\n ...> top 1")
      try terminal.press("C-k")
      try terminal.wait(for: "tthc> overdue by district\n ...> top 1")
      try terminal.press("C-y", "C-w")
      try terminal.wait(for: " ...> where quarter = Q2/top 1")
    }
  }

  @Test func aPasteOfSequencesChangesNothingButTheText() throws {
    try Terminal.use { terminal in
      let file = terminal.home.url.appending(path: "pasted")
      let bytes: [UInt8] = Array("a\u{1B}[2J\u{1B}]0;x\u{07}\u{9B}\0b".utf8) + [0xFF] + Array("c".utf8)
      try Data(bytes).write(to: file)
      _ = try terminal.tmux("load-buffer", file.path)
      _ = try terminal.tmux("paste-buffer", "-p", "-r", "-t", "t")
      try terminal.wait(forLine: "tthc> a�[2J�]0;x���b�c", cursor: 22)
      try terminal.wait(for: "Tab completes")
    }
  }

  @Test func aPasteOfAMegabyteCanBeEdited() throws {
    try Terminal.use { terminal in
      let file = terminal.home.url.appending(path: "pasted")
      let line = String(repeating: "x", count: 99) + "\n"
      try Data((String(repeating: line, count: 10_486) + "end").utf8).write(to: file)
      _ = try terminal.tmux("load-buffer", file.path)
      _ = try terminal.tmux("paste-buffer", "-p", "-r", "-t", "t")
      try terminal.wait(for: "end")
      try terminal.press("Left")
      try terminal.type("Q")
      try terminal.wait(for: "enQd")
      try terminal.press("C-c")
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
    }
  }

  @Test func theWayOutOfAContinuationIsSaidOnce() throws {
    try Terminal.use { terminal in
      try terminal.enter("overdue by")
      try terminal.wait(for: " ...> (not complete; Ctrl-C leaves the statement)")
      try terminal.press("C-c")
      try terminal.enter("received by")
      try terminal.wait(for: "tthc> received by\n ...>")
      #expect(try !terminal.screen().suffix(60).contains("Ctrl-C leaves"))
    }
  }

  @Test func aTabThatCannotChooseTellsHowManyThereAre() throws {
    try Terminal.use { terminal in
      try terminal.type("overdue")
      try terminal.press("Tab")
      try terminal.wait(for: "tthc> overdue  (Tab: ")
      try terminal.press("Tab")
      try terminal.wait(for: "overdue_rate")
      try terminal.type("_rate")
      try terminal.press("Tab")
      try terminal.type("by")
      try terminal.wait(for: "tthc> overdue_rate by")
    }
  }

  @Test func linesThatFailedAreNotOffered() throws {
    try Terminal.use { terminal in
      try terminal.enter("set lang xx")
      try terminal.wait(for: "error[")
      try terminal.type("set la")
      try terminal.wait(forLine: "tthc> set la", cursor: 12)
    }
  }

  @Test func tabsListMeaningsInPages() throws {
    try Terminal.use { terminal in
      try terminal.type("received where district = ")
      try terminal.press("Tab", "Tab", "Tab")
      try terminal.wait(for: "district · ")
      try terminal.wait(for: "(Tab)")
      let first = try terminal.screen()
      try terminal.press("Tab")
      try terminal.wait { $0 != first && $0.contains("(Tab)") }
    }
  }

  @Test func historyIsFoundWithoutAccents() throws {
    try Terminal.use { terminal in
      for statement in ["help \"Bắc Giang\"", "help huyện", "set lang"] {
        try terminal.enter(statement)
        try terminal.wait { $0.hasSuffix("tthc>") }
      }
      try terminal.press("C-r")
      try terminal.type("bac gi")
      try terminal.wait(for: "bac gi: help \"Bắc Giang\"")
      try terminal.press("Escape")
      try terminal.wait(forLine: "tthc> help \"Bắc Giang\"", cursor: 22)
      try terminal.press("C-u")
      try terminal.type("HEL")
      try terminal.press("M-p")
      try terminal.wait(forLine: "tthc> help huyện", cursor: 16)
      try terminal.press("M-p")
      try terminal.wait(forLine: "tthc> help \"Bắc Giang\"", cursor: 22)
      try terminal.press("M-n", "M-n")
      try terminal.wait(forLine: "tthc> HEL", cursor: 9)
    }
  }

  @Test func stoppedAndContinued() throws {
    // Job control needs a shell above the program.
    let shell = "--version; PS1='tthc> in bash$ ' bash --norc --noprofile -i"
    try Terminal.use(arguments: shell) { terminal in
      try terminal.enter("tthc-shell --lang en")
      try terminal.wait(for: "Tab completes")
      try terminal.type("overdue by huyệ")
      try terminal.wait(for: "tthc> overdue by huyệ")
      try terminal.press("C-z")
      try terminal.wait(for: "Stopped")
      try terminal.enter("fg")
      try terminal.wait(for: "tthc> overdue by huyệ", times: 2)
      try terminal.type("n")
      try terminal.wait(forLine: "tthc> overdue by huyện", cursor: 22)
      try terminal.press("C-c")
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
    }
  }

  @Test func aSignalThatEndsTheProgramLeavesATerminalThatEchoes() throws {
    try Terminal.use { terminal in
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
      let parent = try terminal.tmux("display-message", "-p", "-t", "t", "#{pane_pid}")
      _ = try Program.shell("pkill -TERM -P \(parent.trimmingCharacters(in: .newlines))")
      try terminal.wait(for: "left with 143")
      try terminal.type("typed")
      try terminal.wait(for: "typed")
    }
  }

  @Test func aResizeLeavesTheScreenWhole() throws {
    let query =
      "overdue by huyện where quarter = Q2/2021 and province = \"Bắc Giang\" sort overdue desc top 3"
    try Terminal.use { terminal in
      try terminal.resize(columns: 120, rows: 40)
      try terminal.enter("set lang")
      // What is typed before the prompt is there again, the terminal itself writes where it stands.
      try terminal.wait(for: "lang en\ntthc>")
      try terminal.type(query)
      try terminal.wait(for: query)
      try terminal.resize(columns: 50, rows: 40)
      try terminal.wait(
        for: "tthc> overdue by huyện where quarter = Q2/2021 and\n province = \"Bắc Giang\" sort")
      try terminal.resize(columns: 100, rows: 40)
      try terminal.wait(for: "tthc> set lang\nlang en\ntthc> " + query)
      try terminal.type("0")
      try terminal.wait(forLine: "tthc> " + query + "0", cursor: 98)
    }
  }

  @Test(arguments: [
    "bind nonsense\n\u{1}blah\nbind -z -q\nedit maybe\nbind \"\n", "bind -v\n", "edit off\n",
    "bind -e\nbind -r ^I\nbind ^M ed-insert\nbind ^R em-inc-search-prev\n",
  ])
  func settingsOfTheUserLeaveAPrompt(settings: String) throws {
    let home = try TemporaryFolder()
    defer { home.remove() }
    try home.write(settings, to: ".editrc")
    try Terminal.use(["HOME": home.url.path]) { terminal in
      try terminal.enter("help huyện")
      try terminal.wait(for: "district")
      try terminal.press("C-d")
      try terminal.wait(for: "left with 0")
    }
  }

  @Test func overwritingIsNotToBeHad() throws {
    let home = try TemporaryFolder()
    defer { home.remove() }
    try home.write("bind ^T em-toggle-overwrite\n", to: ".editrc")
    try Terminal.use(["HOME": home.url.path]) { terminal in
      try terminal.type("ab")
      try terminal.press("C-a", "C-t")
      try terminal.type("x")
      try terminal.wait(forLine: "tthc> xab", cursor: 7)
    }
  }

  @Test(arguments: ["", "no-such-terminal"])
  func anUnknownTerminalHasAPrompt(name: String) throws {
    try Terminal.use(["TERM": name]) { terminal in
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
      try terminal.press("C-d")
      try terminal.wait(for: "left with 0")
    }
  }

  @Test(arguments: [(1, 40), (2, 10), (3, 2), (40, 1)])
  func aTinyTerminalIsEndured(columns: Int, rows: Int) throws {
    try Terminal.use { terminal in
      try terminal.resize(columns: columns, rows: rows)
      try terminal.type("set huyện lang")
      try terminal.press("Tab", "Tab", "C-a", "C-e", "Enter", "Up", "C-r", "s", "C-c", "C-c")
      // Two Ctrl-C that come together are one, and may have ended the search alone.
      try terminal.resize(columns: 100, rows: 40)
      try terminal.press("C-c")
      try terminal.wait { $0.hasSuffix("tthc>") }
      try terminal.press("C-d")
      try terminal.wait(for: "left with 0")
    }
  }

  @Test func twoShellsShareAHistoryAndOneIsKilled() throws {
    let state = try TemporaryFolder()
    defer { state.remove() }
    let variables = ["XDG_STATE_HOME": state.url.path]
    try Terminal.use(variables) { first in
      try Terminal.use(variables) { second in
        for number in 1...20 {
          try first.type("set lang; help first\(number)")
          try second.type("set lang; help second\(number)")
          // Both write at once.
          try first.press("Enter")
          try second.press("Enter")
        }
        // What an answer has been given to is kept.
        for shell in [first, second] {
          try shell.enter("set format")
          try shell.wait(for: "format table")
          try shell.wait { $0.hasSuffix("tthc>") }
        }
        let killed = try second.tmux("display-message", "-p", "-t", "t", "#{pane_pid}")
        _ = try Program.shell("pkill -9 -P \(killed.trimmingCharacters(in: .newlines))")
        try second.wait(for: "left with 137")
        try first.enter("help last")
        try first.wait { $0.hasSuffix("tthc>") }
      }
    }
    let file = state.url.appending(path: "tthc/history")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let asked = (1...20).flatMap { ["set lang; help first\($0)", "set lang; help second\($0)"] }
    // Asked in both shells, each of which knows only of its own.
    let expected = asked + ["set format", "set format", "help last"]
    #expect(lines.sorted() == expected.map { "\"\($0)\"" }.sorted())
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }
}

extension Terminal {
  /// Waits until the last line of the screen begins so, with the cursor in that column.
  func wait(forLine beginning: String, cursor column: Int) throws {
    try wait { screen in
      guard screen.split(separator: "\n").last?.hasPrefix(beginning) == true else { return false }
      let place = try? tmux("display-message", "-p", "-t", "t", "#{cursor_x}")
      return place?.trimmingCharacters(in: .newlines) == "\(column)"
    }
  }

  /// Waits until the screen, without blank ends of lines and without blank lines at its end, is right.
  func wait(until isRight: (String) -> Bool) throws {
    var shown = ""
    let isShown = try comesAbout {
      shown = try screen().trimmingCharacters(in: .whitespacesAndNewlines)
      return isRight(shown)
    }
    if !isShown { throw NotShown(text: "the screen expected", screen: shown) }
  }
}
