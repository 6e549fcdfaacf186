import Testing

@testable import QueryLang

struct EscapingTests {
  @Test(arguments: [
    ("a\u{1B}[31mb", #"a\u{1B}[31mb"#), ("\u{0}\u{7F}\u{9B}", #"\u{0}\u{7F}\u{9B}"#),
    ("a\rb\tc\n", #"a\u{D}b\u{9}c\u{A}"#),
    ("x\u{202E}y\u{2066}\u{61C}", #"x\u{202E}y\u{2066}\u{61C}"#),
    ("\u{2028}\u{FEFF}\u{200B}", #"\u{2028}\u{FEFF}\u{200B}"#),
    ("\u{E0041}", #"\u{E0041}"#), ("\u{301}a", #"\u{301}a"#),
  ])
  func whatCouldSteerATerminalIsShown(text: String, expected: String) {
    #expect(escapedForTerminal(text) == expected)
  }

  @Test(arguments: ["Sở Tài nguyên", "Hue\u{323}\u{302}", "東京 – “x” …", "👩‍👩‍👧‍👦 ❤️ 🇻🇳", "C:\\x"])
  func whatCanBeSeenStays(text: String) {
    #expect(Array(escapedForTerminal(text).utf8) == Array(text.utf8))
  }

  @Test func newlinesStayOnRequestOnly() {
    #expect(escapedForTerminal("a\r\nb\nc\rd", keepingNewlines: true) == "a\nb\nc\\u{D}d")
  }

  @Test func aTowerOfMarksIsCut() {
    let text = escapedForTerminal("e" + String(repeating: "\u{301}", count: 5000) + "x")
    #expect(text == "e" + String(repeating: "\u{301}", count: 8) + #"\u{301}(+4991)x"#)
  }

  @Test(arguments: [
    ("attach \"http://me:s3cret@host/db\" x", "attach \"http://…@host/db\" x"),
    ("a://u:p/w @h\" b://c:d@e", "a://…@h\" b://…@e"),
    ("http://host/db \"me@x\"", "http://host/db \"me@x\""), ("me:s3cret@host", "me:s3cret@host"),
    ("://@", "://…@"), ("\"http://u:p@h", "\"http://…@h"), ("", ""),
  ])
  func passwordsInAddressesAreNotShown(_ text: String, _ shown: String) {
    #expect(withoutPasswords(text) == shown)
  }
}
