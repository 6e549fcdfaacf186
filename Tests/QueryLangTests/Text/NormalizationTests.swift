import Testing

@testable import QueryLang

struct NormalizationTests {
  @Test func decomposedTextIsComposed() {
    let text = nfc("Hu\u{79}e\u{323}\u{302}n")
    #expect(text.unicodeScalars.count == 5)
    #expect(Array(text.utf8) == Array("Huyện".utf8))
  }

  @Test func theQuickYesIsRight() {
    for value in Array(0xA0...0x2FF) + Array(0x1E00...0x1EFF) + Array(0x2000...0x206F) {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      let text = String(scalar)
      // A foreign composed letter sends the text down the careful path.
      #expect(Array(nfc(text).utf8) + Array("東".utf8) == Array(nfc(text + "東").utf8))
    }
  }

  /// Wherever it stands: texts are looked at in blocks, and a letter may lie across two of them.
  @Test func aLetterThatMayComposeIsSeenAnywhere() {
    let letters = Array("Ủy ban nhân dân huyện Lục Nam – tỉnh Bắc Giang, 2021")
    let composing = [
      "\u{301}", "\u{323}", "\u{34F}", "\u{1100}", "\u{212B}", "\u{2040}", "\u{200F}", "東", "\u{1D15E}",
    ]
    for length in [0, 1, 5, 16, 17, 18, 19, 33, letters.count] {
      for place in 0...length {
        let (before, after) = (String(letters[..<place]), String(letters[place..<length]))
        for letter in composing {
          #expect(
            !Array((before + letter + after).utf8).areCertainlyComposed, "\(letter) at \(place) of \(length)")
        }
        for letter in ["", "đ", "ế", "Ỹ", "–", "”", "\u{2FF}", "/"] {
          #expect(
            Array((before + letter + after).utf8).areCertainlyComposed, "\(letter) at \(place) of \(length)")
        }
      }
    }
  }
}
