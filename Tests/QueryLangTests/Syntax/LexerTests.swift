import Testing

@testable import QueryLang

struct LexerTests {
  @Test func wordsNumbersAndSymbolsAreTokens() {
    #expect(Reading.kinds("a1_b >= 1_000.5") == [.word, .symbol(.greaterOrEqual), .number])
    #expect(Reading.texts("quá hạn!=3%") == ["quá", "hạn", "!=", "3%"])
  }

  @Test func decomposedLettersAreOneWord() {
    #expect(Reading.texts("huye\u{302}\u{323}n") == ["huyện"])
  }

  @Test func aRangeIsNoDecimalPoint() {
    #expect(Reading.texts("1..2") == ["1", "..", "2"])
    #expect(Reading.texts("1.5") == ["1.5"])
  }

  @Test func textInQuotesIsDecoded() {
    #expect(Reading.kinds(#""a\"b\\c""#) == [.string(#"a"b\c"#)])
    #expect(Reading.kinds("\"a\nb\"") == [.string("a\nb")])
  }

  @Test func spansCoverTheTextInOrder() {
    let source = QuerySource("quá hạn by \"Bắc Giang\" 1_0 $p -- x\n;")
    let tokens = Lexer.tokenize(source).tokens
    for (token, next) in zip(tokens, tokens.dropFirst()) { #expect(token.span.upper <= next.span.lower) }
    for token in tokens { #expect(source.slice(token.span) == token.text) }
  }

  @Test(arguments: [
    ("# all of it", 0), ("a # rest", 1), ("a -- rest", 1), ("--", 0), ("a --", 1), ("a--b", 4), ("a --b", 4),
    ("#!/usr/bin/env tthc-shell\na", 2), ("\"# no\"", 1), ("a -- b\nc", 3),
  ])
  func commentsAreSkipped(text: String, tokens: Int) {
    #expect(Reading.kinds(text).count == tokens)
  }

  @Test func theNextLinesIndentationIsKnown() {
    #expect(Reading.kinds("a\n b") == [.word, .newline(nextIsIndented: true), .word])
    #expect(Reading.kinds("a\nb") == [.word, .newline(nextIsIndented: false), .word])
    #expect(Reading.kinds("a\n \nb").first { $0 == .newline(nextIsIndented: true) } == nil)
    #expect(Reading.kinds("a\r\n\tb") == [.word, .newline(nextIsIndented: true), .word])
  }

  @Test(arguments: [
    ("1.000", DiagnosticFact.ambiguousThousands("1.000")),
    ("12.345.678", .ambiguousThousands("12.345.678")), ("1.2.3", .malformedNumber("1.2.3")),
    ("\"abc", .unclosedQuote), ("\"", .unclosedQuote), ("\"a\\\"", .unclosedQuote),
    (#""\n""#, .unknownEscape), ("$", .parameterWithoutName), ("@", .invalidCharacter("@")),
    ("\u{0}", .invalidCharacter("\u{0}")), ("\u{1B}", .invalidCharacter("\u{1B}")),
    ("\u{202E}", .invalidCharacter("\u{202E}")), ("\u{FFFD}", .invalidCharacter("\u{FFFD}")),
    ("\"a\u{202E}b\"", .bidirectionalControl("\u{202E}")),
    ("\"\u{2066}a\u{2069}\"", .bidirectionalControl("\u{2066}")),
    ("\"\u{61C}\"", .bidirectionalControl("\u{61C}")), ("\"\u{200F}\"", .bidirectionalControl("\u{200F}")),
    ("\u{2019}", .typographicCharacter("\u{2019}", instead: "\"")),
    ("\u{2265}", .typographicCharacter("\u{2265}", instead: ">=")),
  ])
  func whatCannotBeATokenIsReportedOnce(text: String, fact: DiagnosticFact) {
    #expect(Reading.lexicalFacts(text) == [fact])
  }

  @Test(arguments: ["0.125", "0.000", "1000", "1_000", "0.5%", "1.25", "1.0000", "12.34", "1_000.5"])
  func numbersOfOneMeaningAreSilent(text: String) {
    #expect(Reading.lexicalFacts(text).isEmpty)
    #expect(Reading.kinds(text) == [.number])
  }

  @Test func underscoresStandOnlyBetweenDigits() {
    #expect(Reading.texts("1_") == ["1", "_"])
    #expect(Reading.texts("1__0") == ["1", "__0"])
    #expect(Reading.texts("_") == ["_"])
  }

  @Test func aCommaBetweenDigitsIsADecimalCommaOnlyOutsideBrackets() {
    #expect(Reading.texts("1,5") == ["1,5"])
    #expect(Reading.texts("1, 5") == ["1", ",", "5"])
    #expect(Reading.texts("(1,5)") == ["(", "1", ",", "5", ")"])
  }

  @Test func tooLongATextIsRefusedAtOnce() {
    let text = String(repeating: "a ", count: QuerySource.maximumLength / 2 + 1)
    #expect(Reading.lexicalFacts(text) == [.textTooLong(limitInBytes: QuerySource.maximumLength)])
  }

  @Test func otherSpacesSeparate() {
    #expect(Reading.texts("a\u{A0}b\u{3000}c\u{2003}d") == ["a", "b", "c", "d"])
  }
}
