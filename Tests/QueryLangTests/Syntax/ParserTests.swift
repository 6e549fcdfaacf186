import Testing

@testable import QueryLang

struct ParserTests {
  @Test func productsBindCloserThanSums() throws {
    let query = try Reading.query("received + resolved * 2 - pending / 3")
    #expect(SyntaxPrinter().print(query) == "received + resolved * 2 - pending / 3")
    let other = try Reading.query("(received + resolved) * (2 - pending) / (3 * overdue)")
    #expect(SyntaxPrinter().print(other) == "(received + resolved) * (2 - pending) / (3 * overdue)")
  }

  @Test func unneededBracketsGo() throws {
    let query = try Reading.query("((received)) + (resolved * 2)")
    #expect(SyntaxPrinter().print(query) == "received + resolved * 2")
  }

  @Test func andBindsCloserThanOr() throws {
    let plain = try Reading.query("overdue where sector = a or sector = b and sector = c")
    let grouped = try Reading.query("overdue where sector = a or (sector = b and sector = c)")
    #expect(plain == grouped)
  }

  @Test func notBindsClosest() throws {
    let plain = try Reading.query("overdue having not overdue > 1 and overdue < 5")
    let grouped = try Reading.query("overdue having (not (overdue > 1)) and overdue < 5")
    #expect(plain == grouped)
  }

  @Test func clausesHaveNoOrder() throws {
    let one = try Reading.query(
      "overdue by district where quarter = Q2/2021 having overdue > 1 sort overdue top 3")
    let other = try Reading.query(
      "overdue sort overdue having overdue > 1 top 3 where quarter = Q2/2021 by district")
    #expect(one.clauses == other.clauses)
  }

  @Test func byAfterTopBelongsToTop() throws {
    let clauses = try Reading.query("overdue by district top 3 by received").clauses
    #expect(clauses.by.map(\.text) == ["district"])
    #expect(clauses.ranking?.by != nil)
  }

  @Test func aPeriodIsALiteralOnlyWhereOneCanStand() throws {
    let query = try Reading.query("received / 6/2021 where month = 6/2021")
    #expect(SyntaxPrinter().print(query) == "received / 6 / 2021 where month = 06/2021")
  }

  @Test func theLongestKnownNameWins() throws {
    let condition = try Reading.query("overdue where agency = Sở Tài nguyên và Môi trường and sector = local")
      .clauses.condition
    guard case .and(let parts) = condition else { throw Reading.NoQuery(text: "and") }
    #expect(parts.count == 2)
  }

  @Test func quotedWordsAreNames() throws {
    #expect(try Reading.query("\"by\" by \"where\"").clauses.by.map(\.text) == ["where"])
  }

  @Test(arguments: [
    "overdue by", "by district", "overdue where", "overdue having", "overdue sort", "overdue top",
    "overdue top x",
    "overdue pivot", "overdue with", "overdue with others", "overdue as of", "overdue vs", "overdue from",
    "(overdue",
    "overdue)", "overdue +", "+", "overdue as", "overdue,", "overdue where x", "overdue where x =",
    "overdue where x in", "overdue where x in (1", "overdue where x in 1", "overdue where x ~",
    "overdue where x is", "overdue where x not", "overdue where (x = 1", "overdue having overdue",
    "overdue having overdue is", "received_new{channel = online", "received_new{}", "round(overdue",
    "nothing(overdue)", "overdue | nothing", "overdue |", "overdue | chart", "overdue | into", "compare",
    "compare \"a\"",
    "compare \"a\" on", "list", "show", "show nothing", "show values", "show values of", "let", "let a",
    "let a =", "param",
    "assert", "assert overdue", "load", "load \"a\" as", "unload", "save", "save a", "attach",
    "attach clickhouse",
    "attach clickhouse \"u\" table", "detach", "push a", "push a to", "use", "source", "set", "why",
    "explain",
    "overdue by district by tier", "quit now", "check where",
  ])
  func whatIsIncompleteIsSaid(text: String) {
    let parsed = Reading.parsed(text)
    #expect(parsed.contains { $0.hasErrors }, "‘\(text)’")
    for diagnostic in parsed.flatMap(\.diagnostics) { #expect(diagnostic.span != nil) }
  }

  @Test func allErrorsOfAStatementAreSaidAtOnce() {
    let facts = Reading.facts("overdue by where quarter = Q5/2021 having > 1.000 sort top 0 by district")
    #expect(facts.count >= 5, "\(facts)")
  }

  @Test func aClauseWordWithASlipIsNamed() {
    let suggestions = Reading.parsed("overdue by district wher sector = local").flatMap(\.diagnostics)
      .flatMap(\.suggestions)
    #expect(suggestions == [.didYouMean(["where"])])
  }

  @Test func nestingHasALimit() {
    for text in [nest("(", "overdue", ")", 10_000), nest("-", "overdue", "", 10_000)] {
      #expect(Reading.facts(text).contains(.nestingTooDeep(limit: Parser.nestingLimit)))
    }
    let condition = "overdue where " + nest("(", "sector = local", ")", 10_000)
    #expect(Reading.facts(condition).contains(.nestingTooDeep(limit: Parser.nestingLimit)))
    let negations = "overdue where " + nest("not ", "sector = local", "", 10_000)
    #expect(Reading.facts(negations).contains(.nestingTooDeep(limit: Parser.nestingLimit)))
    let tests = "overdue having " + nest("(", "overdue > 1", ")", 10_000)
    #expect(Reading.facts(tests).contains(.nestingTooDeep(limit: Parser.nestingLimit)))
    let calls = nest("round(", "overdue", ", 1)", 10_000)
    #expect(Reading.facts(calls).contains(.nestingTooDeep(limit: Parser.nestingLimit)))
    let unclosed = String(repeating: "(", count: 10_000)
    #expect(Reading.parsed(unclosed).contains { $0.hasErrors })
  }

  @Test func withinTheLimitNestingIsRead() throws {
    _ = try Reading.query(nest("(", "overdue", ")", 200))
  }

  private func nest(_ open: String, _ middle: String, _ close: String, _ count: Int) -> String {
    String(repeating: open, count: count) + middle + String(repeating: close, count: count)
  }

  @Test func longChainsHaveALimit() {
    let text = "overdue" + String(repeating: " + overdue", count: 5000)
    #expect(Reading.facts(text).contains(.tooManyOperators(limit: Parser.operatorLimit)))
  }

  @Test func aStatementOfFiveMegabytesIsRefused() {
    let text =
      "overdue where district in (" + String(repeating: "\"Lục Nam\", ", count: 400_000) + "\"Lục Nam\")"
    #expect(text.utf8.count > 5_000_000)
    #expect(Reading.facts(text) == [.statementTooLong(limitInBytes: QuerySource.maximumStatementLength)])
  }

  @Test func longRunsOfOneThingEnd() {
    for piece in ["a ", "\"", "(", "{", ", ", "1 ", "by ", "và ", "/", "-", "\n", "a\n", "sở ", "not "] {
      _ = Reading.parsed(String(repeating: piece, count: 20_000))
    }
  }
}
