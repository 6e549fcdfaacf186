package import Foundation

/// A tmux server of its own with one screen of 100 columns, closed with the test.
package struct Terminal {
  private let server = "tthc-" + UUID().uuidString
  package let home: TemporaryFolder

  package static let isAvailable = (try? Program.shell("command -v tmux"))?.output.isEmpty == false

  /// Starts the program in a terminal, waits for its prompt, and closes both at the end.
  package static func use(
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
  package var folder: URL { home.url }

  package func type(_ text: String) throws { _ = try tmux("send-keys", "-t", "t", "-l", text) }

  package func press(_ keys: String...) throws {
    for key in keys { _ = try tmux("send-keys", "-t", "t", key) }
  }

  /// Types a line, waits until it stands on the screen, and presses Enter.
  package func enter(_ text: String) throws {
    try type(text)
    try wait(for: text)
    try press("Enter")
  }

  package func paste(_ text: String) throws {
    _ = try tmux("set-buffer", text)
    _ = try tmux("paste-buffer", "-p", "-r", "-t", "t")
  }

  /// Waits until the program has drawn for the new size. tmux tells it of a size up to a quarter of a second late,
  /// and draws its rows in the new width by itself, so the screen does not tell.
  package func resize(columns: Int, rows: Int = 40) throws {
    _ = try tmux("resize-window", "-t", "t", "-x", "\(columns)", "-y", "\(rows)")
    let pane = try tmux("display-message", "-p", "-t", "t", "#{pane_tty} #{pane_pid}").split(
      whereSeparator: \.isWhitespace)
    let (terminal, parent) = (pane[0], pane[1])
    try waitUntil("stty -F \(terminal) size", says: "\(rows) \(columns)")
    // Asleep with no signal to come; the shell above it has one child at a time.
    let state =
      #"child=$(pgrep -P \#(parent)) || echo gone; grep -hE '^(State|ShdPnd|SigPnd)' /proc/$child/status | tr -d ' \t\n'"#
    try waitUntil(state, says: "State:S(sleeping)SigPnd:0000000000000000ShdPnd:0000000000000000")
    // What it wrote before is shown by when tmux answers a second time.
    for _ in 0..<2 { _ = try screen() }
  }

  private func waitUntil(_ command: String, says expected: String) throws {
    var said = ""
    let isSaid = try comesAbout {
      said = try Program.shell(command).output.trimmingCharacters(in: .newlines)
      return said == expected
    }
    if !isSaid { throw NotShown(text: expected, screen: said) }
  }

  /// With the sequences that switch attributes.
  package func screen(withColours: Bool) throws -> String {
    withColours ? try tmux("capture-pane", "-p", "-e", "-t", "t") : try screen()
  }

  package func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "t") }

  /// Waits until the screen shows `text` so many times.
  package func wait(for text: String, times: Int = 1) throws {
    var shown = ""
    let isShown = try comesAbout {
      shown = try screen()
      return shown.ranges(of: text).count >= times
    }
    if !isShown { throw NotShown(text: text, screen: shown) }
  }

  private func close() {
    _ = try? tmux("kill-server")
    home.remove()
  }

  package func tmux(_ arguments: String...) throws -> String {
    let all = ["-u", "-L", server, "-f", "/dev/null"] + arguments
    return try Program.run("tmux", all, in: home.url, environment: Program.environment()).output
  }
}

/// A text that did not appear.
package struct NotShown: Error, CustomStringConvertible {
  package let text: String
  package let screen: String

  package init(text: String, screen: String) {
    self.text = text
    self.screen = screen
  }

  package var description: String { "‘\(text)’ did not appear; the screen:\n\(screen)" }
}
