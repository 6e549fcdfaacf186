import Foundation
import Testing

/// The prompt in a real terminal: tmux holds the pseudo-terminal, the screen is read back.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct TerminalTests {
  @Test func aQuestionTypedInVietnameseIsAnswered() throws {
    try Terminal.use { terminal in
      try terminal.wait(for: "418 figures from 5 documents")
      try terminal.type("quá hạn theo huyện khi quý = II/2021 đầu 1")
      try terminal.wait(for: "tthc> quá hạn theo huyện khi quý = II/2021 đầu 1")
      try terminal.press("Enter")
      try terminal.wait(for: "│ Bắc Giang │ Huyện Lạng Giang │           602 │")
      try terminal.wait(for: "1 of 10 districts of Bắc Giang")
    }
  }

  @Test func theGreetingIsVietnameseUnlessTheLocaleIsEnglish() throws {
    try Terminal.use(["LANG": "C.UTF-8"], arguments: "") { terminal in
      try terminal.wait(for: "hãy thử: quá hạn theo huyện khi quý = II/2021")
    }
  }

  @Test func anErrorLeavesThePromptAndUpRecalls() throws {
    try Terminal.use { terminal in
      try terminal.enter("overdu by huyện where quarter = Q2/2021")
      try terminal.wait(for: "did you mean overdue")
      try terminal.press("Up")
      try terminal.wait(for: "tthc> overdu by huyện where quarter = Q2/2021", times: 2)
      try terminal.press("Enter")
      try terminal.wait(for: "did you mean overdue", times: 2)
    }
  }

  @Test func controlCAbandonsALine() throws {
    try Terminal.use { terminal in
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
      try terminal.type("overdue by nothing")
      try terminal.wait(for: "tthc> overdue by nothing")
      try terminal.press("C-c")
      try terminal.enter("set format")
      try terminal.wait(for: "format table")
      try terminal.press("Up", "Up")
      try terminal.wait(for: "tthc> set lang", times: 2)
      #expect(try !terminal.screen().contains("error"))
    }
  }

  @Test func anIncompleteStatementGoesOn() throws {
    try Terminal.use { terminal in
      try terminal.enter("overdue by huyện where quarter = Q2/2021 top 1 |")
      try terminal.wait(for: "...>")
      try terminal.enter("csv")
      try terminal.wait(for: "Bắc Giang,Huyện Lạng Giang,602")
    }
  }

  @Test func aPasteIsTextToEditAndRunsOnEnter() throws {
    try Terminal.use { terminal in
      try terminal.paste("set lang\nset format\n")
      try terminal.wait(for: "set format")
      #expect(try !terminal.screen().contains("format table"))
      try terminal.press("Enter")
      try terminal.wait(for: "format table")
    }
  }

  @Test func tabCompletesAMemberWithoutAccents() throws {
    try Terminal.use { terminal in
      try terminal.type("received where province = bac g")
      try terminal.wait(for: "province = bac g")
      try terminal.press("Tab")
      try terminal.wait(for: "province = \"Bắc Giang\"")
    }
  }

  @Test func historyOutlivesTheProgram() throws {
    let state = try TemporaryFolder()
    defer { state.remove() }
    let variables = ["XDG_STATE_HOME": state.url.path]
    try Terminal.use(variables) { terminal in
      try terminal.enter("help \"An Giang\"")
      try terminal.wait(for: "An Giang – province")
      try terminal.press("C-d")
      try terminal.wait(for: "left with 0")
    }
    try Terminal.use(variables) { terminal in
      try terminal.press("Up")
      try terminal.wait(for: "tthc> help \"An Giang\"")
    }
  }

  @Test func quitLeaves() throws {
    try Terminal.use { terminal in
      try terminal.enter("quit")
      try terminal.wait(for: "left with 0")
    }
  }

  @Test func aPlainTerminalHasAPromptToo() throws {
    try Terminal.use(["TERM": "dumb"]) { terminal in
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
      try terminal.press("C-d")
      try terminal.wait(for: "left with 0")
    }
  }
}

/// A tmux server of its own with one screen of 100 columns, closed with the test.
struct Terminal {
  private let server = "tthc-" + UUID().uuidString
  let home: TemporaryFolder

  static let isAvailable = (try? Program.shell("command -v tmux"))?.output.isEmpty == false

  /// Starts the program in a terminal, waits for its prompt, and closes both at the end.
  static func use(
    _ variables: [String: String] = [:], arguments: String = "--lang en", _ body: (Terminal) throws -> Void
  ) throws {
    let terminal = try Terminal(variables, arguments)
    defer { terminal.close() }
    try terminal.wait(for: "tthc>")
    try body(terminal)
  }

  private init(_ variables: [String: String], _ arguments: String) throws {
    home = try TemporaryFolder()
    let folder = home.url.path
    let own = [
      "HOME": folder, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder, "TERM": "screen",
      "LANG": "C.UTF-8",
    ]
    let all = Program.environment(own.merging(variables) { $1 })
    let settings = all.sorted { $0.key < $1.key }.map { "\($0)='\($1)'" }.joined(separator: " ")
    // Whatever the user's mask is, what the program keeps is private.
    try home.write(
      "umask 0; env -i \(settings) tthc-shell \(arguments); echo left with $?; cat\n", to: "start")
    _ = try tmux("new-session", "-d", "-x", "100", "-y", "40", "-s", "t", "bash \(folder)/start")
  }

  /// A folder of this terminal's own, the program's home.
  var folder: URL { home.url }

  func type(_ text: String) throws { _ = try tmux("send-keys", "-t", "t", "-l", text) }

  func press(_ keys: String...) throws {
    for key in keys { _ = try tmux("send-keys", "-t", "t", key) }
  }

  /// Types a line, waits until it stands on the screen, and presses Enter.
  func enter(_ text: String) throws {
    try type(text)
    try wait(for: text)
    try press("Enter")
  }

  func paste(_ text: String) throws {
    _ = try tmux("set-buffer", text)
    _ = try tmux("paste-buffer", "-p", "-r", "-t", "t")
  }

  /// Waits until the program has taken notice.
  func resize(columns: Int) throws {
    _ = try tmux("resize-window", "-t", "t", "-x", "\(columns)", "-y", "40")
    usleep(100_000)
  }

  /// With the sequences that switch attributes.
  func screen(withColours: Bool) throws -> String {
    withColours ? try tmux("capture-pane", "-p", "-e", "-t", "t") : try screen()
  }

  func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "t") }

  /// Waits until the screen shows `text` so many times, at most 20 seconds.
  func wait(for text: String, times: Int = 1) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    var shown = ""
    while ContinuousClock.now < deadline {
      shown = try screen()
      if shown.ranges(of: text).count >= times { return }
      usleep(20_000)
    }
    throw NotShown(text: text, screen: shown)
  }

  private func close() {
    _ = try? tmux("kill-server")
    home.remove()
  }

  func tmux(_ arguments: String...) throws -> String {
    let all = ["-u", "-L", server, "-f", "/dev/null"] + arguments
    return try Program.run("tmux", all, in: home.url, environment: Program.environment()).output
  }
}

/// A text that did not appear in time.
struct NotShown: Error, CustomStringConvertible {
  let text: String
  let screen: String

  var description: String { "‘\(text)’ did not appear; the screen:\n\(screen)" }
}
