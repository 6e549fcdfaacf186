import Testing

@testable import QueryLang

/// The text of statements, without any server.
struct StatementTests {
  /// Answers what attaching a small table asks.
  private struct SmallServer: StatementRunning {
    var address: String { "http://server:8123/default" }
    var columns = [
      ["received_on", "Date"], ["due_on", "Nullable(Date)"], ["finished_on", "Nullable(Date)"],
      ["province_name", "LowCardinality(String)"], ["district_name", "Nullable(String)"], ["note", "String"],
      ["fee", "Nullable(Decimal(18, 2))"], ["weight", "Float64"],
    ]
    var definition = "Distributed(nation, default, cases_local)"

    func answer(to statement: String, observer: WorkObserver) throws(QueryError) -> [UInt8] {
      let rows: [[String]]
      if statement.contains("system.columns") {
        rows = columns
      } else if statement.contains("system.tables") {
        rows = [[definition]]
      } else if statement.contains("tthc_m0") {
        rows = [["3", "18628", "18990", "2", "18992", "0", "0"]]
      } else if statement.contains("`district_name`") {
        rows = [
          ["Huyện Châu Thành", "An Giang"], ["Huyện Châu Thành", "Bến Tre"], ["Huyện Đô Lương", "Nghệ An"],
        ]
      } else if statement.contains("`province_name`") {
        rows = [["An Giang"], ["Bến Tre"], ["Nghệ An"]]
      } else {
        rows = [["it's"], ["back\\slash"], [""]]
      }
      let lines = rows.map { "[" + $0.map { "\"" + escaped($0) + "\"" }.joined(separator: ",") + "]" }
      return Array("{\"meta\":[],\"data\":[\(lines.joined(separator: ","))],\"rows\":\(rows.count)}".utf8)
    }

    private func escaped(_ text: String) -> String {
      text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    }
  }

  private func attach(_ server: SmallServer = SmallServer()) throws -> RemoteCaseAttaching.Attached {
    var attaching = RemoteCaseAttaching(server, ShippedData.library.catalog, .none)
    return try attaching.attach("ca`ses")
  }

  private func statements(_ text: String) throws -> [String] {
    let library = try ShippedData.library.attaching(attach(), named: "nation")
    var context = BindingContext(catalog: library.catalog)
    context.caseTables = library.caseTables
    guard let parsed = QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon).first,
      case .query(let query)? = parsed.statement?.kind, !parsed.hasErrors
    else { return [] }
    let bound = try Binder.bind(query, in: context)
    return try library.caseEvaluator(of: bound, .none)?.statements(for: bound) ?? []
  }

  @Test(arguments: [
    (
      "received_new by province from nation where quarter = Q2/2021",
      [
        "SELECT CAST(toString(`province_name`), 'String') AS `g0`, count() AS `m0` FROM `ca\\`ses` WHERE"
          + " (toInt32(`received_on`) >= 18718) AND (toInt32(`received_on`) <= 18808) GROUP BY `g0` LIMIT 1000001"
      ]
    ),
    (
      "count() from nation where note = \"it's\" and province != \"An Giang\"",
      [
        "SELECT count() AS `m0` FROM `ca\\`ses` WHERE (CAST(toString(`province_name`), 'String') NOT IN ('An Giang'))"
          + " AND (`note` IN ('it\\'s')) AND ((toInt32(`received_on`) >= 18628) AND (toInt32(`received_on`) <= 18992))"
      ]
    ),
    (
      "count() from nation where district = \"Huyện Châu Thành\" and province = \"Bến Tre\" and year = 2021",
      [
        "SELECT count() AS `m0` FROM `ca\\`ses` WHERE (CAST(toString(`province_name`), 'String') IN ('Bến Tre')) AND"
          + " ((ifNull(`district_name`, ''), CAST(toString(`province_name`), 'String')) IN (('Huyện Châu Thành',"
          + " 'Bến Tre'))) AND ((toInt32(`received_on`) >= 18628) AND (toInt32(`received_on`) <= 18992))"
      ]
    ),
    (
      "pending from nation where date = 30/06/2021",
      [
        "SELECT count() AS `m0` FROM `ca\\`ses` WHERE (toInt32(`received_on`) <= 18808) AND"
          + " (ifNull(toInt32(`finished_on`), 1000000) > 18808)"
      ]
    ),
    (
      "avg(fee), max(fee) from nation where year = 2021",
      [
        "SELECT countIf(isNotNull(`fee`)) AS `m0`, sumIf(toDecimal128(`fee`, 2), isNotNull(`fee`)) AS `m1`,"
          + " countIf(isNotNull(`fee`)) AS `m2`, minIf(`fee`, isNotNull(`fee`)) AS `m3`, maxIf(`fee`,"
          + " isNotNull(`fee`)) AS `m4` FROM `ca\\`ses` WHERE (toInt32(`received_on`) >= 18628) AND"
          + " (toInt32(`received_on`) <= 18992)"
      ]
    ),
    (
      "count() from nation where year = 2021 and fee >= -0.5 and due_on < 30/06/2021",
      [
        "SELECT count() AS `m0` FROM `ca\\`ses` WHERE (isNotNull(`fee`) AND (`fee` >= toDecimal128('-0.50', 2))) AND"
          + " (ifNull(toInt32(`due_on`), 1000000) <= 18807) AND"
          + " ((toInt32(`received_on`) >= 18628) AND (toInt32(`received_on`) <= 18992))"
      ]
    ),
    (
      "count() from nation where year = 2021 and (processing_days in 3..9 or processing_days is missing)",
      [
        "SELECT count() AS `m0` FROM `ca\\`ses` WHERE (((ifNull(toInt32(`finished_on`), 1000000) != 1000000) AND"
          + " (((ifNull(toInt32(`finished_on`), 1000000) - toInt32(`received_on`)) >= 3) AND"
          + " ((ifNull(toInt32(`finished_on`), 1000000) - toInt32(`received_on`)) <= 9))) OR"
          + " (ifNull(toInt32(`finished_on`), 1000000) = 1000000)) AND"
          + " ((toInt32(`received_on`) >= 18628) AND (toInt32(`received_on`) <= 18992))"
      ]
    ),
  ])
  func statementsAreAsTheyWere(_ query: String, _ expected: [String]) throws {
    #expect(try statements(query) == expected)
  }

  @Test func stocksOverTimeAreArrivalsAndDepartures() throws {
    let found = try statements("pending_overdue by quarter from nation where year = 2021")
    #expect(found.count == 2)
    #expect(found[0].contains("greatest(toInt32(`received_on`), ifNull(toInt32(`due_on`), 1000000) - (-1))"))
    #expect(found.allSatisfy { !$0.contains("ifNull(`finished_on`") && $0.contains(" GROUP BY `g0`") })
  }

  /// A pending case is overdue or in time: each has a statement of its own.
  @Test func stocksByTimelinessAreThoseOfEachState() throws {
    let found = try statements("pending by timeliness from nation where date = 30/06/2021")
    #expect(found.count == 2)
    #expect(found.contains { $0.contains("greatest(toInt32(`received_on`)") })
    #expect(found.contains { $0.contains("least(ifNull(toInt32(`finished_on`), 1000000)") })
  }

  @Test func casesOnAServerAreNotChecked() throws {
    let library = try ShippedData.library.attaching(attach(), named: "nation")
    var session = TestSession(library)
    for text in [
      "check nation", "check figures against nation",
    ] {
      let answer = session.transcript(of: text)
      #expect(
        answer.contains("error[remote-only-local]") && answer.contains("http://server:8123/default"),
        "\(answer)")
    }
  }

  @Test func explainShowsWhatIsSent() throws {
    let library = try ShippedData.library.attaching(attach(), named: "nation")
    var session = TestSession(library)
    let answer = session.transcript(
      of: "explain count() by province from nation where quarter = Q2/2021 vs Q1/2021 with missing")
    #expect(
      answer.contains("asked of the engine") && answer.contains("statements for the server"), "\(answer)")
    // The answer, every province there is, and what it is held against.
    #expect(answer.split(separator: "\n").count { $0.contains("SELECT ") } == 3, "\(answer)")
  }

  @Test func aTableAttachedAnewIsFoundByItsName() throws {
    let first = try ShippedData.library.attaching(attach(), named: "nation")
    var again = RemoteCaseAttaching(SmallServer(), first.catalog, .none)
    let renewed = try first.renewing(first.datasets.count - 1, with: again.attach("ca`ses"))
    let meanings = renewed.catalog.lexicon.meanings(of: "nation")
    #expect(meanings == [.dataset(renewed.datasets.count - 1)])
    #expect(renewed.attachedCases.keys.sorted() == [renewed.datasets.count - 1])
  }

  @Test func whatCannotBeCountedByIsLeftOut() throws {
    #expect(try attach().leftOut == ["weight"])
  }

  @Test func aTableThatAnswersWithoutShardsIsRefused() throws {
    var server = SmallServer()
    server.definition += " SETTINGS skip_unavailable_shards = 1"
    let problem = RemoteProblem.setting("skip_unavailable_shards", value: "1", wanted: "0")
    #expect { try attach(server) } throws: {
      ($0 as? QueryError)?.diagnostics.first?.fact == .remote(server.address, problem)
    }
  }

  @Test func literalsKeepEveryByteInside() {
    #expect(ClickHouseText.literal("it's") == "'it\\'s'")
    #expect(ClickHouseText.literal("x\\") == "'x\\\\'")
    #expect(ClickHouseText.literal("\0") == "'\\0'")
    #expect(ClickHouseText.identifier("a`b\\c") == "`a\\`b\\\\c`")
  }

  @Test(arguments: [
    "", "{", "{\"data\":[[\"1\"]]}", "{\"data\":[[\"1\"]],\"rows\":2}",
    "{\"data\":[[\"1\",\"2\"]],\"rows\":1}",
    "{\"data\":[[\"1\"]],\"rows\":1}Code: 395", "{\"data\":[[[]]],\"rows\":1}",
    "{\"data\":[\"1\"],\"rows\":1}",
  ])
  func anAnswerThatIsNotWholeIsNone(_ text: String) {
    #expect(JSONCompactAnswer.rows(of: Array(text.utf8), columns: 1) == nil)
  }

  @Test func aWholeAnswerIsRead() {
    let text = "{\"meta\":[],\"data\":[[\"é\",null,12.50],[\"\\u0000\",1,18446744073709551616]],\"rows\":2}"
    let rows = JSONCompactAnswer.rows(of: Array(text.utf8), columns: 3)
    #expect(rows == [["é", nil, "12.50"], ["\0", "1", "18446744073709551616"]])
  }
}
