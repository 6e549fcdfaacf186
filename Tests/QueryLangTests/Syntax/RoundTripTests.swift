import Testing

@testable import QueryLang

/// What is read is printed, and what was printed reads back to the same tree.
struct RoundTripTests {
  @Test(arguments: WholeGrammar.statements)
  func everyStatementReadsBack(text: String) throws {
    let parsed = Reading.parsed(text)
    try #require(parsed.count == 1)
    try #require(parsed[0].diagnostics.isEmpty, "\(parsed[0].diagnostics.map(\.fact))")
    try check(parsed[0])
  }

  @Test(arguments: GoldenFile.allCases)
  func everyGoldenQueryReadsBack(golden: GoldenCase) throws {
    for parsed in Reading.parsed(golden.text) where !parsed.hasErrors { try check(parsed) }
  }

  private func check(_ parsed: QueryPipeline.Parsed) throws {
    let statement = try #require(parsed.statement)
    let printed = SyntaxPrinter().print(statement)
    let again = Reading.parsed(printed)
    try #require(again.count == 1, "‘\(printed)’")
    #expect(again[0].diagnostics.isEmpty, "‘\(printed)’: \(again[0].diagnostics.map(\.fact))")
    #expect(again[0].statement == statement, "‘\(printed)’")
    #expect(again[0].statement.map { SyntaxPrinter().print($0) } == printed)
  }
}

/// Statements that together use every production of the grammar.
enum WholeGrammar {
  static let statements = queries + others

  static let queries = [
    "overdue", "_", "_ having overdue > 100 sort overdue desc | csv", "_ top 3 per province by overdue",
    "overdue from figures by district", "overdue by province, district, quarter",
    "overdue / received * 100 as late_percent", "overdue as \"hồ sơ trễ\"", "-overdue + -(-received)",
    "received - (resolved - pending)", "received / (resolved / pending)", "1% * overdue", "overdue + 1_000.5",
    "received_new{channel = online and tier = district} / received_new", "share(overdue)",
    "share(overdue, of district)",
    "rank(overdue), cumulative(overdue), change(overdue)", "coalesce(overdue, 0), round(overdue, 2)",
    "count(), avg(overdue), median(overdue), p90(overdue), min(overdue), max(overdue)", "overdue * $factor",
    "overdue where district = \"Lục Nam\"", "overdue where district != Lục Nam",
    "overdue where district in (\"Lục Nam\", Tân Yên)", "overdue where district not in (\"Lục Nam\")",
    "overdue where period in Q1/2021..Q2/2021", "overdue where period not in Q1/2021..Q2/2021",
    "overdue where quarter = Q1/2021..Q2/2021", "overdue where date >= 01/01/2021 and date < 30/06/2021",
    "overdue top $n per province", "overdue where district ~ $name",
    "overdue where district ~ luc", "overdue where district ~ \"a \\\"b\\\\\"",
    "overdue where sector is missing",
    "overdue where sector is not missing", "overdue where not (sector = local or sector = vertical)",
    "overdue where quarter = latest", "overdue where quarter = $q and district = $d",
    "overdue where (sector = local and tier = commune) or sector = vertical",
    "overdue where service_level = 3_4",
    "overdue where year = 2021 and half = H1/2021 and month = 06/2021 and period = 9T/2021",
    "overdue having overdue > 100 and not (overdue <= 200 or overdue = 3)",
    "overdue having overdue is missing or received is not undefined or resolved is partial",
    "overdue having (overdue + 1) * 2 >= received / 3", "overdue vs Q1/2021", "overdue vs 2021",
    "overdue vs previous quarter",
    "overdue vs same quarter last year", "overdue vs target", "overdue vs \"An Giang\"", "overdue vs $other",
    "overdue so với cùng quý năm trước", "overdue so với chỉ tiêu",
    "overdue sort overdue desc, district asc, received / 2",
    "overdue by province, district top 3 per province by received with others",
    "overdue by district bottom 1_0",
    "received by province, tier pivot tier with totals with missing with incomparable",
    "overdue as of 30/06/2021",
    "overdue as of 2021-06-30",
    "quá hạn theo huyện khi quý = quý II/2021 có quá hạn > 3 sắp xếp quá hạn giảm dần đầu 3",
    "overdue by district | table", "overdue | vertical", "overdue | csv", "overdue | tsv", "overdue | json",
    "overdue | jsonl", "overdue | markdown", "overdue | html", "overdue | chart bar",
    "overdue | into \"a b.csv\"",
    "overdue | into! \"a.csv\" | csv", "overdue | into a.csv", "overdue | bảng",
  ]

  static let others = [
    "compare \"Bắc Giang\", \"An Giang\" on received, resolved where quarter = Q2/2021",
    "compare province \"Bắc Giang\", An Giang on overdue_rate with incomparable",
    "compare quarter Q1/2021, Q2/2021 on overdue", "compare 2021, 2024 on overdue",
    "compare H1/2021, 2024 on overdue",
    "compare quý II/2021, quý I/2021 on overdue", "so sánh \"Bắc Giang\", \"An Giang\" về tiếp nhận",
    "list agency, received where sector = local sort received top 20",
    "check", "check figures", "check figures where province = \"Bắc Giang\"", "check \"a\" against figures",
    "check where sector = local", "đối chiếu figures", "why compare \"Bắc Giang\", \"An Giang\" on overdue",
    "why overdue where province = \"Bắc Giang\"",
    "vì sao quá hạn",
    "explain overdue by district", "explain analyze overdue by district | json", "giải thích quá hạn",
    "show measures", "show dimensions", "show datasets", "show sources", "show checks", "show settings",
    "show lets",
    "show values of district", "show values of huyện where province = \"Bắc Giang\"", "xem chỉ tiêu",
    "let late_share = overdue / received", "đặt \"tỷ lệ trễ\" = overdue / received", "param q",
    "param q : period",
    "param q = Q2/2021", "param n: number = -5", "param d = \"Lục Nam\"",
    "assert overdue < 5 where quarter = Q2/2021",
    "assert overdue is missing and received > 3 by province", "load \"a folder\"",
    "load a/b.csv, \"c d\" as mine rejects \"bad.csv\"",
    "load a.csv rejects! b.csv",
    "nạp \"a\" là \"b\"", "unload mine", "save mine \"x.csv\"",
    "attach clickhouse \"http://h\" table cases as mine",
    "detach mine", "push mine to other", "use figures", "source \"a.tthc\"", "source a/b.tthc",
    "set status on", "set language vi",
    "set strict", "help", "help top", "help \"by\"", "help so sánh", "quit", "exit", "thoát",
  ]
}
