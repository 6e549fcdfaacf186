import Foundation
import Testing

/// Nobody reads on, or nothing more can be written.
struct BrokenOutputTests {
  private let many = String(repeating: "-c 'show values of district' ", count: 60)

  @Test func aClosedPipeEndsQuietlyByItsSignal() throws {
    let result = try Program.shell("tthc-shell \(many) | head -1 >/dev/null; echo ${PIPESTATUS[0]}")
    #expect(result.output == "141\n")
    #expect(result.errors.isEmpty)
  }

  @Test func aClosedPipeEndsAlsoWhereItsSignalIsIgnored() throws {
    let result = try Program.shell(
      "(trap '' PIPE; exec tthc-shell \(many)) | head -1 >/dev/null; echo ${PIPESTATUS[0]}")
    #expect(result.output == "141\n")
    #expect(result.errors.isEmpty)
  }

  @Test func aFullDiskIsToldOnce() throws {
    let result = try Program.shell("tthc-shell --lang en \(many) >/dev/full")
    #expect(result.status == 1)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("No space left on device"))
  }

  @Test(.enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
  func aClosedTerminalEndsTheProgram() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.url.path + "/process"
    let pager = try folder.program("trap '' HUP\necho $PPID >'\(file)'\nexec sleep 2", named: "pager")
    try Terminal.use(["PAGER": "\"\(pager)\""]) { terminal in
      try terminal.enter("show values of district")
      try #require(
        comesAbout(times: 500) {
          (try? String(contentsOfFile: file, encoding: .utf8))?.hasSuffix("\n") == true
        })
    }
    let process = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(
      in: .whitespacesAndNewlines)
    // One that nobody has asked after yet has no command line any more.
    #expect(
      comesAbout(times: 500) {
        ((try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))) ?? Data()).isEmpty
      })
  }
}

/// The history's place cannot be written.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct UnwritableStateTests {
  @Test(arguments: ["/proc/nowhere", "/dev/null"])
  func isToldOnceAndThePromptGoesOn(state: String) throws {
    try Terminal.use(["XDG_STATE_HOME": state]) { terminal in
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
      try terminal.wait(for: "history is not kept")
      try terminal.enter("set format")
      try terminal.wait(for: "format table")
      #expect(try terminal.screen().ranges(of: "history is not kept").count == 1)
      try terminal.enter("show history")
      try terminal.wait(for: "3 rows")
    }
  }

  @Test func noHomeIsToldOnce() throws {
    try Terminal.use(["XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "", "HOME": ""]) { terminal in
      try terminal.wait(for: "history is not kept: no home folder")
      try terminal.enter("set lang")
      try terminal.wait(for: "lang en")
      #expect(try terminal.screen().ranges(of: "history is not kept").count == 1)
    }
  }

  @Test func theHistoryIsAListing() throws {
    let state = try TemporaryFolder()
    defer { state.remove() }
    try Terminal.use(["XDG_STATE_HOME": state.url.path]) { terminal in
      try terminal.enter("set lang")
      try terminal.enter("help by")
      try terminal.enter("show history where statement ~ \"lang\" | csv")
      try terminal.wait(for: "position,statement\n1,")
      try terminal.wait(for: "3,set lang")
      #expect(try !terminal.screen().contains("2,help by"))
    }
  }
}
