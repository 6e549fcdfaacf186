import Foundation
import Testing

/// The user's own file, run before the first prompt.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct InitFileTests {
  private func withInitFile(_ text: String, _ body: ([String: String]) throws -> Void) throws {
    let configuration = try TemporaryFolder()
    defer { configuration.remove() }
    try configuration.write(text, to: "tthc/init.tthc")
    try body(["XDG_CONFIG_HOME": configuration.url.path])
  }

  @Test func isRunBeforeThePrompt() throws {
    try withInitFile("set format csv\nlet late = overdue\n") { variables in
      try Terminal.use(variables) { terminal in
        try terminal.enter("late by district where quarter = Q2/2021 top 1")
        try terminal.wait(for: "Bắc Giang,Huyện Lạng Giang,602")
      }
    }
  }

  @Test func itsErrorsHaveAPlaceAndTheRestIsRunAndThePromptComes() throws {
    let text = "set lang en\nreceived, overdu by province\nsource \"nothing.tthc\"\nset format vertical\n"
    try withInitFile(text) { variables in
      try Terminal.use(variables) { terminal in
        try terminal.wait(for: "init.tthc:2:11:")
        try terminal.wait(for: "init.tthc:3:1:")
        try terminal.enter("set format")
        try terminal.wait(for: "format vertical")
      }
    }
  }

  @Test func isNotReadWhereNotWanted() throws {
    try withInitFile("set format vertical\n") { variables in
      try Terminal.use(variables, arguments: "--no-init --lang en") { terminal in
        try terminal.enter("set format")
        try terminal.wait(for: "format table")
      }
      #expect(
        try Program.shell("tthc-shell -c 'set format'", environment: variables).output == "format table\n")
      let piped = try Program.shell("echo set format | tthc-shell", environment: variables)
      #expect(piped.output == "format table\n")
    }
  }

  @Test func aFolderInItsPlaceIsTold() throws {
    let configuration = try TemporaryFolder()
    defer { configuration.remove() }
    try configuration.write("", to: "tthc/init.tthc/file")
    try Terminal.use(["XDG_CONFIG_HOME": configuration.url.path]) { terminal in
      try terminal.wait(for: "error[cannot-read]")
      try terminal.enter("quit")
      try terminal.wait(for: "left with 0")
    }
  }
}
