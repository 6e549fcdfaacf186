import Testing

@testable import QueryLang
@testable import tthc_shell

private typealias Item = InputDecoder.Item

private func decode(_ chunks: [UInt8]...) -> [Item] {
  var decoder = InputDecoder()
  return chunks.flatMap { decoder.decode($0) }
}

private func keys(_ text: String) -> [Item] { text.unicodeScalars.map { .key($0) } }

@Suite struct InputDecoderTests {
  @Test func lettersAreKeys() {
    #expect(decode(Array("huyện 漢".utf8)) == keys("huyện 漢"))
  }

  @Test func aLetterMayArriveInPieces() {
    #expect(decode([0xE1], [0xBB], [0x87]) == keys("ệ"))
  }

  @Test func combiningMarksAreApart() {
    #expect(decode(Array("e\u{323}\u{302}".utf8)) == [.key("e"), .mark("\u{323}"), .mark("\u{302}")])
  }

  @Test(
    arguments: [
      ([0xFF, 0x41], "\u{FFFD}A"), ([0xE1, 0xBB, 0x41], "\u{FFFD}A"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF4, 0x90, 0x41], "\u{FFFD}\u{FFFD}A"),
      ([0xE1, 0xE1, 0xBB, 0x87], "\u{FFFD}ệ"),
    ] as [([UInt8], String)])
  func invalidBytesAreReplaced(bytes: [UInt8], expected: String) {
    #expect(decode(bytes) == keys(expected))
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test func controlsBeyondASCIIAndDirectionMarksAreReplaced() {
    #expect(decode(Array("\u{85}\u{202E}".utf8)) == keys("\u{FFFD}\u{FFFD}"))
  }

  @Test func zeroIsNoKey() {
    #expect(decode([0, 0x41]) == keys("A"))
  }

  @Test func aBracketedPasteIsOneItem() {
    #expect(
      decode(Array("x\u{1B}[200~a\nb\u{1B}[A\u{1B}[201~y".utf8))
        == keys("x") + [.paste("a\nb\u{1B}[A")] + keys("y"))
  }

  @Test func aPasteMayArriveByteByByte() {
    var decoder = InputDecoder()
    let items = "\u{1B}[200~huyện\u{1B}[201~".utf8.flatMap { decoder.decode([$0]) }
    #expect(items == [.paste("huyện")])
    #expect(!decoder.isWaiting)
  }

  @Test func anUnfinishedPasteIsGivenAfterAWhile() {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}[200~ab".utf8)).isEmpty)
    #expect(decoder.isInsidePaste)
    #expect(decoder.finish() == [.paste("ab")])
  }

  @Test func arrowsAreCommands() {
    #expect(
      decode(Array("\u{1B}[A\u{1B}OB\u{1B}[3~".utf8))
        == [.command(KeyBindings.upKey), .command(KeyBindings.downKey), .command(KeyBindings.deleteKey)])
  }

  @Test func otherSequencesPassThrough() {
    #expect(decode(Array("\u{1B}[1;5C\u{1B}d".utf8)) == keys("\u{1B}[1;5C\u{1B}d"))
  }

  @Test func aLoneEscapeWaits() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.finish() == keys("\u{1B}"))
  }

  @Test func everyCutGivesTheSame() {
    let bytes = Array("aệ\u{1B}[200~p\nệ\u{1B}[201~\u{1B}[A\u{1B}x\u{323}".utf8) + [0xFF, 0xE1, 0x42]
    for cut in bytes.indices {
      #expect(decode(Array(bytes[..<cut]), Array(bytes[cut...])) == decode(bytes))
    }
  }
}

@Suite struct TextFormsTests {
  @Test func marksAreComposed() {
    #expect(Array(nfc("hue\u{302}\u{323}").unicodeScalars) == Array("huệ".unicodeScalars))
  }

  @Test func foldingDropsAccentsAndCapitals() {
    #expect(foldedForSearch("Đắk Lắk, HUẾ") == "dak lak, hue")
    #expect(foldedForSearch("E\u{301}\u{323} Ω漢ß\u{130}") == "e ω漢ßi")
  }

  @Test func aPastedTextHasLineFeedsOnlyAndNoControls() {
    #expect(editable("a\r\nb\rc\td\u{1B}[2J\u{202E}e\u{301}") == "a\nb\nc\td\u{FFFD}[2J\u{FFFD}\u{E9}")
  }

  @Test func indentationComesAndGoes() {
    let indentation = Indentation(width: 3)
    #expect(indentation.added(to: "a\n b\n") == "a\n    b\n   ")
    #expect(indentation.removed(from: "a\n    b\n   ") == "a\n b\n")
    #expect(indentation.removed(from: "   a\n b") == "   a\nb")
  }
}
