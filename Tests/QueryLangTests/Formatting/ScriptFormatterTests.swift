import Foundation
import Testing

@testable import QueryLang

/// Formatting changes nothing but the layout, and nothing at all the second time.
struct ScriptFormatterTests {
  private static func format(_ text: String) throws -> String {
    try ScriptFormatter.format(text, name: "x.tthc", names: ShippedData.lexicon)
  }

  private static func reading(_ text: String) throws -> ScriptReading {
    let plain = ScriptFormatter.withPlainLineEnds(text)
    return try ScriptReading(QuerySource(plain, name: "x.tthc"), names: ShippedData.lexicon)
  }

  private func expect(_ text: String, _ formatted: String, _ location: SourceLocation = #_sourceLocation)
    throws
  {
    #expect(try Self.format(text) == formatted, sourceLocation: location)
    #expect(try Self.format(formatted) == formatted, sourceLocation: location)
  }

  // MARK: Every query that there is

  /// Queries of the golden files and statements of the documents whose form is right.
  static let scripts: [String] = {
    let documents = ["README.md", "docs/language.md"].flatMap { name in
      let text = (try? String(contentsOf: ShippedData.root.appending(path: name), encoding: .utf8)) ?? ""
      let blocks = text.components(separatedBy: "```tthc\n").dropFirst().map {
        $0.components(separatedBy: "```")[0]
      }
      return blocks + text.split(separator: "'").map(String.init).filter { $0.contains(" where ") }
    }
    let all = WholeGrammar.statements + GoldenFile.allCases.map(\.text) + documents
    return all.filter { (try? reading($0)) != nil }
  }()

  @Test func thereAreScripts() { #expect(Self.scripts.count > 150, "\(Self.scripts.count)") }

  @Test(arguments: scripts)
  func aScriptStaysTheSameScript(text: String) throws {
    let before = try Self.reading(text)
    let formatted = try Self.format(text)
    let after = try Self.reading(formatted)
    #expect(after.statements.map(\.syntax) == before.statements.map(\.syntax))
    #expect(after.comments.map(\.text) == before.comments.map(\.text))
    #expect(try Self.format(formatted) == formatted)
    let long = formatted.split(separator: "\n").filter { displayWidth(String($0)) > StatementLayout.width }
    #expect(
      long.allSatisfy { !$0.contains(" and ") && !$0.contains(", ") && !$0.contains(" by ") }, "\(long)")
  }

  /// Comments, empty lines and line ends put between tokens at random.
  @Test(arguments: 0..<8)
  func commentsAreKeptWhereverTheyStand(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 1))
    for text in Self.scripts where Bool.random(using: &random) {
      let reading = try Self.reading(text)
      var mixed = ""
      var end = 0
      for token in Lexer.tokenize(reading.source).tokens {
        mixed += reading.source.slice(SourceSpan(end, token.span.lower))
        let isInName = reading.statements.contains { statement in
          zip(statement.tokens, statement.roles).contains {
            $0.span.lower == token.span.lower && $1 == .nameRest
          }
        }
        if !isInName, Int.random(in: 0..<4, using: &random) == 0 {
          mixed +=
            ["  # một \(end)\n ", "\n  -- two {\n  ", "\n\n   ", "   ", " #\n\t", "\r\n  "].randomElement(
              using: &random) ?? ""
        }
        mixed += token.text
        end = token.span.upper
      }
      guard let before = try? Self.reading(mixed) else { continue }
      guard let formatted = try? Self.format(mixed) else {
        Issue.record("refused: \(mixed)")
        continue
      }
      let after = try Self.reading(formatted)
      #expect(after.comments.map(\.text) == before.comments.map(\.text), "\(mixed)")
      #expect(after.statements.map(\.syntax) == before.statements.map(\.syntax), "\(mixed)")
      #expect(try Self.format(formatted) == formatted, "\(mixed)")
    }
  }

  // MARK: The layout

  @Test func blanksAndTheCaseOfWordsAreOne() throws {
    try expect(
      "OVERDUE   BY huyện Where quarter=Q2/2021 AND province  =  \"Bắc Giang\"TOP 5|CSV",
      "OVERDUE by huyện where quarter = Q2/2021 and province = \"Bắc Giang\" top 5 | csv\n")
    try expect(
      "quá hạn THEO huyện KHI quý=II/2021 VÀ tỉnh=bắc giang",
      "quá hạn theo huyện khi quý = II/2021 và tỉnh = bắc giang\n")
    try expect(
      "received_new { channel=online }/received_new AS x, - ROUND( overdue,2 ) by province where quarter in ( Q1/2021 .. Q2/2021 )",
      """
      received_new{channel = online} / received_new as x, -round(overdue, 2)
        by province
        where quarter in (Q1/2021..Q2/2021)

      """)
    try expect(
      "param  q :quarter=Q2/2021;load  data/Mine.d/x  as  mine",
      "param q: quarter = Q2/2021;\nload data/Mine.d/x as mine\n")
    try expect("_ having overdue>-1|into!\"a.csv\"", "_ having overdue > -1 | into! \"a.csv\"\n")
  }

  @Test func aLongStatementHasALineForEachClause() throws {
    try expect(
      """
      received, resolved, overdue_rate by province where quarter = Q2/2021 and sector = local having received > 1000 sort received desc | csv
      """,
      """
      received, resolved, overdue_rate
        by province
        where quarter = Q2/2021 and sector = local
        having received > 1000
        sort received desc
        | csv

      """)
  }

  @Test func aLongClauseIsFilled() throws {
    let names = ["Lạng Giang", "Lục Nam", "Lục Ngạn", "Yên Dũng", "Việt Yên", "Hiệp Hòa", "Tân Yên"]
    let list = names.map { "\"Huyện \($0)\"" }.joined(separator: ",")
    try expect(
      "overdue by huyện where huyện in (\(list)) and quarter = Q2/2021",
      """
      overdue
        by huyện
        where huyện in ("Huyện Lạng Giang", "Huyện Lục Nam", "Huyện Lục Ngạn", "Huyện Yên Dũng",
          "Huyện Việt Yên", "Huyện Hiệp Hòa", "Huyện Tân Yên")
          and quarter = Q2/2021

      """.replacing("\"Huyện Tân Yên\")\n    and", with: "\"Huyện Tân Yên\") and"))
  }

  @Test func linesAreJoinedWhereTheyFit() throws {
    try expect(
      "overdue\n\n  by huyện\nwhere quarter = Q2/2021\n", "overdue by huyện where quarter = Q2/2021\n")
  }

  @Test func commentsStay() throws {
    try expect(
      """
      #!/usr/bin/env tthc-shell
      # heading


        # again
      overdue   # what
      # by what
      by huyện
        -- when
        where quarter = Q2/2021; help   # after
      -- end
      """,
      """
      #!/usr/bin/env tthc-shell
      # heading

      # again
      overdue  # what
        # by what
        by huyện
        -- when
        where quarter = Q2/2021;
      help  # after
      -- end

      """)
  }

  @Test func groupsStay() throws {
    try expect("\n\nhelp\n\n\n\nquit\nhelp by\n\n", "help\n\nquit\nhelp by\n")
    try expect("", "")
    try expect("\u{FEFF}help\r\n# a\r\n", "help\n# a\n")
  }

  @Test func definitionsGiveNamesToWhatFollows() throws {
    try expect(
      "let \"cu va moi\"=overdue/received\ncu va moi BY huyện",
      "let \"cu va moi\" = overdue / received\ncu va moi by huyện\n")
  }

  @Test func whatIsWrongIsRefusedWithAllItsErrors() throws {
    let error = #expect(throws: QueryError.self) {
      try Self.format("overdue by\nhelp\nreceived where quarter = 1.000")
    }
    #expect(error?.diagnostics.isEmpty == false)
  }
}
