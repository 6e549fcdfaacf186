import Testing

@testable import QueryLang

struct JSONValueTests {
  private func parse(_ text: String) throws(JSONValue.Failure) -> JSONValue {
    try JSONValue.parse(Array(text.utf8))
  }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)),
    ("-1.5e+3", .number("-1.5e+3")), ("1e2", .number("1e2")), ("-0", .number("-0")), ("0", .number("0")),
    ("0.10", .number("0.10")), ("[10E-1]", .array([.number("10E-1")])),
    ("\"a\"", .string("a")), ("\"\"", .string("")), ("[]", .array([])), ("{}", .object([:])),
    ("\u{FEFF}[1, 2]", .array([.number("1"), .number("2")])),
    ("{\"a\": {\"b\": []}}", .object(["a": .object(["b": .array([])])])),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""\u0111\u00E9""#, .string("đé")),
    (#""\uD83D\uDE00""#, .string("😀")), ("\"quá hạn\"", .string("quá hạn")),
  ])
  func valuesAreRead(text: String, expected: JSONValue) throws {
    #expect(try parse(text) == expected)
  }

  @Test(arguments: [
    "", " ", "nul", "tru", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a: 1}", "{\"a\": 1,}", "\"a", "\"\\x\"",
    "\"\\u12\"",
    #""\uD83D""#, #""\uD83Dx""#, #""\uDE00""#, "\"\u{1}\"", "\"a\nb\"", "1 2", "[1", "{", "-", "1e", "+1",
    ".5",
    "{\"a\": 1, \"a\": 2}", #""\u+123""#, "'a'", "[1]]", "\u{0}",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONValue.Failure.self) { try JSONValue.parse(Array(text.utf8)) }
  }

  @Test(arguments: [
    "01", "-01", "00", "1.", "1.e2", ".5", "-.5", "+1", "1e", "1e+", "1.5e-", "--1", "1-2", "1e2.5", "1.2.3",
    "-",
  ])
  func whatIsAlmostANumberIsNamedWithItsLine(text: String) {
    do throws(JSONValue.Failure) {
      _ = try parse("[1,\n\(text)]")
      Issue.record("read")
    } catch {
      #expect(error.line == 2)
      #expect(error.reason == "\(text) is not a number")
    }
  }

  @Test func theLineOfAnErrorIsKnown() {
    do throws(JSONValue.Failure) {
      _ = try parse("{\n\"a\": 1,\n\"b\" 2\n}")
      Issue.record("read")
    } catch {
      #expect(error.line == 3)
    }
  }

  @Test func deepNestingIsRefused() {
    #expect(throws: JSONValue.Failure.self) {
      try JSONValue.parse(Array(repeating: UInt8(ascii: "["), count: 100_000))
    }
  }

  @Test func invalidUTF8IsRefused() {
    #expect(throws: JSONValue.Failure.self) { try JSONValue.parse([0x22, 0xFF, 0x22]) }
  }
}
