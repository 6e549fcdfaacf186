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

  @Test func aPasswordInAnAddressIsNeitherKeptNorShownAgain() throws {
    let state = try TemporaryFolder()
    defer { state.remove() }
    try Terminal.use(["XDG_STATE_HOME": state.url.path]) { terminal in
      try terminal.enter("attach clickhouse \"http://me:s3cret@127.0.0.1/db\" table cases as n")
      try terminal.wait(for: "attach clickhouse \"http://…@127.0.0.1/db\"")
      try terminal.press("C-l")
      try terminal.press("Up")
      try terminal.wait(for: "tthc> attach clickhouse \"http://…@127.0.0.1/db\"")
      #expect(try !terminal.screen().contains("s3cret"))
    }
    let file = try String(contentsOf: state.url.appending(path: "tthc/history"), encoding: .utf8)
    #expect(file.contains("attach clickhouse") && !file.contains("s3cret"), "\(file)")
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
