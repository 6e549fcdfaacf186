import Testing

@testable import QueryLang

struct FoldingTests {
  @Test(arguments: [
    ("Đông Hà", "dong ha"), ("ĐẮK LẮK", "dak lak"), ("Ðắk Lắk", "dak lak"), ("Hoà", "hoa"), ("Hòa", "hoa"),
    ("Thừa Thiên – Huế", "thua thien – hue"), ("Ươ\u{323}t", "uot"), ("Łódź", "lodz"),
    ("Æon Straße", "aeon strasse"),
  ])
  func accentsAndCaseAreDropped(text: String, expected: String) {
    #expect(folded(text) == expected)
  }

  /// Letters that have a way of their own to lower case go where the standard library takes them.
  @Test func usualLettersAreLoweredAsAllAre() throws {
    var count = 0
    for value in (0 as UInt32)..<0x3000 {
      guard let scalar = Unicode.Scalar(value), let lowercase = scalar.usualLowercase else { continue }
      #expect(String(scalar).lowercased() == String(lowercase), "U+\(String(value, radix: 16))")
      count += 1
    }
    #expect(count == 0x100 + 12 + 90)
    #expect(foldedKeepingMarks("ĐỒNG Ψ ÜBER İ") == "đồng ψ über i̇")
  }

  @Test func composedAndDecomposedAreEqual() {
    #expect(folded("Hu\u{31B}ye\u{323}\u{302}n") == folded("Hưyện"))
  }

  @Test func whiteSpaceIsOneBlankAndTrimmed() {
    #expect(folded(" \u{A0}Bắc\t \n\u{3000}Giang\u{2003}") == "bac giang")
    #expect(folded(" \n ").isEmpty)
    // A mark that is dropped between two blanks, or behind the last.
    #expect(folded("a \u{301} b \u{301}") == "a b")
    #expect(folded(" \u{301} \u{A0}a\t\u{323}\u{A0}") == "a")
    #expect(folded("\u{301}").isEmpty)
  }

  /// The fast path gives up on one foreign character and the slow one takes the whole text.
  @Test func bothPathsAgreeOnLatinLetters() {
    for value in Array(0x20...0x24F) + Array(0x1E00...0x1EFF) {
      guard let scalar = Unicode.Scalar(UInt32(value)), !scalar.properties.isWhitespace else { continue }
      let text = String(scalar)
      #expect(folded(text) + "東" == folded(text + "東"), "U+\(String(value, radix: 16))")
    }
  }

  @Test func foldingIsIdempotent() {
    for text in ["Sở Tài nguyên và Môi trường", "Æ Ŋ Ə ǆ ß × İ ı", "ÁÉÍ 東京 \u{200D}"] {
      #expect(folded(folded(text)) == folded(text))
    }
  }

  @Test(arguments: [("hòa", "HOÀ"), ("thủy", "thuỷ"), ("Khỏe", "khoẻ"), ("hoá", "ho\u{301}a")])
  func bothHabitsOfPlacingTonesAreEqual(left: String, right: String) {
    #expect(foldedKeepingMarks(left) == foldedKeepingMarks(right))
  }

  @Test(arguments: [("của", "của"), ("Quý  II", "quý ii"), ("mùa", "mùa"), ("Đà Nẵng", "đà nẵng")])
  func otherMarksAreKept(text: String, expected: String) {
    #expect(foldedKeepingMarks(text) == expected)
    #expect(foldedKeepingMarks(text) != foldedKeepingMarks(folded(text)))
  }
}
