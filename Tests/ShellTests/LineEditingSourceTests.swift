@preconcurrency import Glibc
import Testing

@testable import tthc_shell

private let prompt = Prompt(text: "> ", continuation: "- ")

@Suite struct ScriptedLineSourceTests {
  @Test func eventsComeInOrderThenTheEnd() {
    var source = ScriptedLineSource([.line("a"), .interrupted])
    #expect((0..<4).map { _ in source.read(prompt: prompt) } == [.line("a"), .interrupted, .end, .end])
    source.remember("a")
    #expect(source.remembered == ["a"])
    #expect(source.prompts.count == 4)
  }
}

@Suite(.serialized) struct PlainLineSourceTests {
  /// What a source gives for bytes in a pipe.
  private func events(_ bytes: [UInt8]) -> [LineEvent] {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    bytes.withUnsafeBytes { _ = write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    defer { close(ends[0]) }
    var source = PlainLineSource(descriptor: ends[0], isComplete: { !$0.hasSuffix(",") }, isPrompting: false)
    var events: [LineEvent] = []
    while events.last != .end { events.append(source.read(prompt: prompt)) }
    return events
  }

  @Test func linesComeOneByOne() {
    #expect(events(Array("a\r\n\nhuyện".utf8)) == [.line("a"), .line(""), .line("huyện"), .end])
  }

  @Test func anIncompleteLineTakesTheNext() {
    #expect(events(Array("a,\nb\nc,".utf8)) == [.line("a,\nb"), .line("c,"), .end])
  }

  @Test func invalidBytesAreReplacedAndLettersComposed() {
    #expect(events([0x61, 0xFF, 0x65, 0xCC, 0x81, 0x0A]) == [.line("a\u{FFFD}\u{E9}"), .end])
  }

  @Test func nothingIsTheEnd() {
    #expect(events([]) == [.end])
  }
}

@Suite struct LineSourceChoiceTests {
  @Test func onlyACapableTerminalOnBothSidesEdits() {
    func choice(_ input: Bool, _ output: Bool, _ name: String?) -> LineSourceChoice {
      LineSourceChoice(isInputTerminal: input, isOutputTerminal: output, terminalName: name)
    }
    #expect(choice(true, true, "xterm") == .edited)
    #expect(choice(true, true, "dumb") == .prompted)
    #expect(choice(true, true, "") == .prompted)
    #expect(choice(true, true, nil) == .prompted)
    #expect(choice(true, false, "xterm") == .silent)
    #expect(choice(false, true, "xterm") == .silent)
  }
}

@Suite struct LineDisplayTests {
  @Test func aLongTextIsCutWithAMark() {
    #expect(plainDisplay.fitted("abcdef", columns: 4) == "abc…")
    #expect(plainDisplay.fitted("abcd", columns: 4) == "abcd")
    #expect(plainDisplay.fitted("abcd", columns: 0) == "")
  }
}
