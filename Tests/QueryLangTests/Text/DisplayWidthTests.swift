import Testing

@testable import QueryLang

struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("Huyện", 5), ("Huye\u{323}\u{302}n", 5), ("東京", 4), ("한국", 4), ("ﾊﾝ", 2), ("😀", 2),
    ("👩‍👩‍👧‍👦", 2), ("🇻🇳", 2), ("👍🏽", 2), ("❤️", 2), ("1️⃣", 2), ("\u{200B}\u{0}\u{1B}", 0), ("│–∅Σ◐‡⧗≈−", 9), ("Ａ", 2),
  ])
  func columnsOfATerminal(text: String, expected: Int) {
    #expect(displayWidth(text) == expected)
  }

  @Test func longTextEndsInAnEllipsisWithinTheWidth() {
    #expect(truncated("Bắc Giang", toWidth: 9) == "Bắc Giang")
    #expect(truncated("Bắc Giang", toWidth: 5) == "Bắc …")
    #expect(truncated("東京都", toWidth: 4) == "東…")
    #expect(truncated("abc", toWidth: 1) == "…")
    #expect(truncated("abc", toWidth: -3).isEmpty)
  }
}
