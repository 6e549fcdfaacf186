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
}
