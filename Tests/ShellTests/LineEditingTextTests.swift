import Testing

@testable import tthc_shell

/// The text with the cursor at `|`.
private func text(_ marked: String) -> EditedText {
  let scalars = Array(marked.unicodeScalars)
  let cursor = scalars.firstIndex(of: "|") ?? scalars.count
  return EditedText(scalars: scalars.filter { $0 != "|" }, cursor: cursor)
}

@Suite struct EditedTextTests {
  @Test func upAndDownKeepTheColumn() {
    #expect(text("abc\nde|f").cursorOneLineUp == 2)
    #expect(text("ab|c\ndef").cursorOneLineDown == 6)
    #expect(text("a\nde|f").cursorOneLineUp == 1)
    #expect(text("abc|\nd").cursorOneLineDown == 5)
    #expect(text("ab|c").cursorOneLineUp == nil)
    #expect(text("a\nb|").cursorOneLineDown == nil)
  }

  @Test func lineEndsAreTheLinesOwn() {
    let edited = text("ab\nc|d\nef")
    #expect(edited.lineStart == 3)
    #expect(edited.lineEnd == 5)
  }

  @Test func theNextWordGoesWithWhatStandsBeforeIt() {
    #expect(text("a|  huyện b").nextWord == 1..<8)
    #expect(text("ab|").nextWord == 2..<2)
    #expect(text("|, (").nextWord == 0..<3)
  }

  @Test func theWordBeforeGoesWithWhatStandsBehindIt() {
    #expect(text("a huyện, |b").previousWord == 2..<9)
    #expect(text("|a").previousWord.isEmpty)
    #expect(text(", (|").previousWord == 0..<3)
  }

  @Test func aLineFeedGoesWithTheIndentationBehindIt() {
    #expect(text("a|\n  b").lineFeedAtCursor(indentation: 2) == 1..<4)
    #expect(text("a|\n b").lineFeedAtCursor(indentation: 2) == 1..<3)
    #expect(text("a|b").lineFeedAtCursor(indentation: 2).isEmpty)
    #expect(text("a|").lineFeedAtCursor(indentation: 2).isEmpty)
  }

  @Test func aBackspaceTakesALetterWithItsMarks() {
    #expect(text("ax\u{323}\u{301}|").beforeCursor(indentation: 2) == 1..<4)
    #expect(text("|a").beforeCursor(indentation: 2).isEmpty)
  }

  @Test func aBackspaceBehindTheIndentationJoinsTheLines() {
    #expect(text("a\n  |b").beforeCursor(indentation: 2) == 1..<4)
    #expect(text("a\n   |b").beforeCursor(indentation: 2) == 4..<5)
    #expect(text("  |b").beforeCursor(indentation: 2) == 1..<2)
  }

  @Test func aMarkJoinsTheLetterBefore() {
    let joined = text("huê|n").joining("\u{323}")
    #expect(joined.range == 2..<3)
    #expect(Array(joined.text.unicodeScalars) == ["ệ"])
    #expect(text("a\n|").joining("\u{323}").range == 2..<2)
  }
}

@Suite struct ScreenLayoutTests {
  private func layout(_ marked: String, prompt: Int = 6, columns: Int = 20) -> ScreenLayout {
    ScreenLayout(of: text(marked), promptWidth: prompt, columns: columns) { $0.value >= 0x4E00 ? 2 : 1 }
  }

  @Test func theCursorStandsBehindThePrompt() {
    #expect(layout("|abc").cursor == .init(row: 0, column: 6))
    #expect(layout("|abc").end == .init(row: 0, column: 9))
  }

  @Test func aFullRowGoesOnInTheNext() {
    #expect(layout("12345678901234|").cursor == .init(row: 1, column: 0))
  }

  @Test func aWideLetterIsNotCut() {
    #expect(layout("1234567890123漢|").end == .init(row: 1, column: 2))
    #expect(layout("1234567890123|漢").cursor == .init(row: 1, column: 0))
  }

  @Test func lineFeedsStartRows() {
    let layout = layout("a\n  b|\nc")
    #expect(layout.cursor == .init(row: 1, column: 3))
    #expect(layout.end == .init(row: 2, column: 1))
    #expect(layout.continuationStarts == [.init(row: 1, column: 0), .init(row: 2, column: 0)])
  }

  @Test func tabsGoToTheNextStop() {
    #expect(layout("a\t|").cursor == .init(row: 0, column: 8))
  }
}

@Suite struct ScreenOverlayTests {
  private let overlay = ScreenOverlay(
    cursor: .init(row: 1, column: 5),
    pieces: [
      .init(place: .init(row: 0, column: 0), text: ">", widthInColumns: 1),
      .init(place: .init(row: 1, column: 5), text: "by", widthInColumns: 2),
    ],
    size: TerminalSize(columns: 80, rows: 24))

  @Test func piecesAreDrawnWhereTheyBelongAndTheCursorComesBack() {
    #expect(
      overlay.sequence(isShown: true) { "<\($0)>" }
        == "\u{1B}7\u{1B}8\u{1B}[1A\r<>>\u{1B}8\r\u{1B}[5C<by>\u{1B}8")
  }

  @Test func wipingWritesBlanks() {
    #expect(
      overlay.sequence(isShown: false) { "<\($0)>" }
        == "\u{1B}7\u{1B}8\u{1B}[1A\r \u{1B}8\r\u{1B}[5C  \u{1B}8")
  }
}

@Suite struct PromptTests {
  @Test func colourIsSwitchedOffBeforeTheLastBlank() {
    let prompt = Prompt(text: "a> ", continuation: "-> ", rendition: "1")
    #expect(prompt.textWithLiterals == "\u{1}\u{1B}[1m\u{1}a>\u{1}\u{1B}[0m\u{1} ")
  }

  @Test func aPlainPromptHasNoLiterals() {
    #expect(Prompt(text: "a> ", continuation: "-> ").textWithLiterals == "a> ")
  }
}
