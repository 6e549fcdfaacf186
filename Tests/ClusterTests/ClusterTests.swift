import ClickHouseClient
import Foundation
import Synchronization
import Testing

@testable import QueryLang

/// What holds on a real cluster of two shards. One after the other, since faults are of the cluster as a whole.
@Suite(.serialized, .enabled(if: Cluster.isAvailable, "no clickhouse-server here: scripts/unpack-clickhouse"))
struct ClusterTests {
  let cluster: Cluster

  init() throws { cluster = try #require(try Cluster.shared?.get()) }

  func problem(_ work: () throws -> Void) -> RemoteProblem? {
    do { try work() } catch let error as QueryError {
      if case .remote(_, let problem)? = error.diagnostics.first?.fact { return problem }
      Issue.record("\(error)")
    } catch { Issue.record("\(error)") }
    return nil
  }

  func attach(
    _ table: String, _ credentials: ServerCredentials = Cluster.reader, seconds: Int = 20
  ) throws -> RemoteCaseAttaching.Attached {
    let shipped = try Library().loading(
      folder: Cluster.folder.appending(path: "datasets").path, isBuiltIn: true, language: .english)
    var attaching = RemoteCaseAttaching(
      try cluster.server(credentials, seconds: seconds), shipped.catalog, .none)
    return try attaching.attach(table)
  }

  func newTable(_ columns: String, _ rows: String = "") throws -> String {
    let name = "t" + UUID().uuidString.replacingOccurrences(of: "-", with: "")
    try cluster.everywhere("CREATE TABLE \(name) (\(columns)) ENGINE = Memory")
    if !rows.isEmpty {
      try cluster.server(Cluster.owner).insert(
        Array(rows.utf8), by: "INSERT INTO \(name) FORMAT TabSeparated", named: UUID().uuidString,
        observer: .none)
    }
    return name
  }

  // MARK: The same answers

  static let fixedQueries = [
    "resolved_overdue by district from _DATA_ where quarter = Q2/2021",
    "received_new by province, channel from _DATA_ where year = 2021",
    "overdue_rate by province, quarter from _DATA_ with totals",
    "avg(processing_days) by field from _DATA_ where province = \"Nghệ An\" having count() >= 3 top 10",
    "pending by province from _DATA_ where date = 30/06/2021",
    "resolved, overdue_rate, avg(processing_days) from _DATA_ where quarter = Q2/2021",
    "pending, carried_over, pending_overdue, pending_in_time by day from _DATA_ where month = 3/2021",
    "received_new, pending by day from _DATA_",
    "received_new by ghi_chu, channel from _DATA_ pivot channel with totals",
    "median(processing_days), p90(processing_days), median(le_phi) by province from _DATA_",
    "resolved by timeliness from _DATA_", "received_new by district from _DATA_ with missing",
    "resolved, overdue_rate by province from _DATA_ where quarter = Q2/2021 vs previous quarter",
    "pending, pending_overdue, carried_over by timeliness, month from _DATA_",
    "pending, received_new by province, timeliness from _DATA_ where date = 30/06/2021",
    "count(), pending, avg(le_phi) by province from _DATA_ where le_phi > 12.5 and due_on < 30/06/2021",
    "median(so_trang), resolved by quarter from _DATA_ where processing_days in 3..9 and so_trang is not missing",
    "count() by ghi_chu from _DATA_", "avg(so_trang), avg(le_phi), min(le_phi), max(le_phi) from _DATA_",
  ]

  /// The first lines that only one of two texts has.
  static func difference(_ here: String, _ there: String) -> String {
    func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
    let (first, second) = (lines(here), lines(there))
    let missing = first.filter { line in !second.contains { $0.utf8.elementsEqual(line.utf8) } }
    let further = second.filter { line in !first.contains { $0.utf8.elementsEqual(line.utf8) } }
    return (missing.prefix(4).map { "in memory: " + $0 } + further.prefix(4).map { "cluster:   " + $0 })
      .joined(separator: "\n")
  }

  /// Of the environment.
  static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test func everyQueryHasOneAnswerOnBothEngines() throws {
    let engines = try TwoEngines(
      RandomCases.rows(4_000, seed: Self.number("TTHC_RANDOM_SEED") ?? 7), types: RandomCases.types,
      table: "both", on: cluster)
    var chance = SeededGenerator(seed: Self.number("TTHC_RANDOM_SEED") ?? 11)
    let count = Int(Self.number("TTHC_RANDOM_QUERIES") ?? 300)
    let random = (0..<count).map { _ in RandomQueries.query(&chance) }
    var answered = 0
    for query in Self.fixedQueries + random {
      let here = engines.answer(query, from: "cases")
      let there = engines.answer(query, from: "nation")
      if !here.isError { answered += 1 }
      if !here.text.utf8.elementsEqual(there.text.utf8) {
        Issue.record("\(query)\n\(Self.difference(here.text, there.text))")
      }
    }
    for query in Self.fixedQueries {
      let answer = engines.answer(query, from: "nation")
      #expect(!answer.isError, "\(query): \(answer.text)")
    }
    #expect(answered * 2 > Self.fixedQueries.count + count, "only \(answered) had an answer")
  }

  /// Periods of reports may overlap, so that one case counts in several.
  @Test func periodsOfReportsAreTheSameOnBothEngines() throws {
    let engines = try TwoEngines(
      RandomCases.rows(1_500, seed: 17), types: RandomCases.types, table: "reports", on: cluster)
    for key in ["month", "quarter", "year", "month, timeliness"] {
      let query =
        "count(), resolved, pending, pending_overdue, carried_over, median(processing_days)"
        + " by \(key) from _DATA_ with totals"
      let here = engines.answer(query, from: "cases", periods: .reporting)
      let there = engines.answer(query, from: "nation", periods: .reporting)
      #expect(!here.isError, "\(query): \(here.text)")
      #expect(engines.answer(query, from: "cases").text != here.text)
      if here.text != there.text { Issue.record("\(query)\n\(Self.difference(here.text, there.text))") }
    }
  }

  @Test func smallCountsAreHiddenOnBothEngines() throws {
    let engines = try TwoEngines(
      RandomCases.rows(200, seed: 19), types: RandomCases.types, table: "small", on: cluster)
    let query = "count(), overdue_rate by province, channel, ghi_chu from _DATA_ with totals"
    let here = engines.answer(query, from: "cases", hidingBelow: 5)
    let there = engines.answer(query, from: "nation", hidingBelow: 5)
    #expect(
      here.text.contains("hidden") && here.text == there.text, "\(Self.difference(here.text, there.text))")
  }

  @Test func hostileNamesReachTheServerAsLiterals() throws {
    let engines = try TwoEngines(
      RandomCases.rows(300, seed: 3), types: RandomCases.types, table: "hostile", on: cluster)
    let statements = try engines.statements(
      "count() from _DATA_ where ghi_chu = \"\\\\'; DROP TABLE cases; --\"")
    #expect(statements.count == 1)
    #expect(statements[0].contains(#"(`ghi chú` IN ('\\\'; DROP TABLE cases; --'))"#), "\(statements)")
    let answer = engines.answer("count() by ghi_chu from _DATA_", from: "nation")
    #expect(!answer.isError)
  }

  @Test(arguments: [
    "'", "x\\", "\\' OR 1=1 --", "Fie\u{300}vre", "\u{0}nul", "🦠", "back`tick", "a\tb\nc\u{1}",
  ])
  func everyTextComesBackAsItWas(_ text: String) throws {
    let rows = try cluster.server().rows(
      of: "SELECT \(ClickHouseText.literal(text)) AS g0", columns: 1, observer: .none)
    #expect(rows[0][0]?.utf8.elementsEqual(text.utf8) == true)
  }

  @Test func aTableWithHostileColumnsAnswers() throws {
    let table = try newTable(
      "`day` Date, `g0` String, `a\\`b\\\\'c` String, `ngày tiếp nhận` Date", "2021-01-01\tx\ty\t2021-02-01\n"
    )
    let attached = try attach(table)
    #expect(attached.attached.cases.aliasPrefix == "_")
    #expect(attached.attached.rowCount == 1)
  }

  // MARK: Sending cases

  @Test func aPushThatWasCutGoesOnAndAnswersTheSame() throws {
    let rows = RandomCases.rows(70_000, seed: 13)
    let library = try TwoEngines.library(rows)
    let table = try #require(library.caseTables.values.first)
    let types = RandomCases.types.merging(["tthc_row": "UInt64"]) { $1 }
    try TwoEngines.create("pushed", rows[0] + ["tthc_push", "tthc_row"], types, on: cluster)
    func attach() throws -> RemoteCaseAttaching.Attached {
      var attaching = RemoteCaseAttaching(try cluster.server(Cluster.owner), library.catalog, .none)
      return try attaching.attach("pushed")
    }
    func push(_ observer: WorkObserver) throws -> CasePush.Outcome? {
      try CasePush(table, library.catalog, to: attach().attached, observer)?.run()
    }
    let isCut = Mutex(false)
    let cutting = WorkObserver(
      isStopped: { isCut.withLock { $0 } }, hearing: { _, _ in isCut.withLock { $0 = true } })
    #expect { try push(cutting) } throws: { ($0 as? QueryError)?.diagnostics.first?.fact == .interrupted }
    #expect(try attach().attached.rowCount == 65_536)
    let second = try #require(try push(.none))
    #expect(second.before == 65_536 && second.total == 70_000)
    let third = try #require(try push(.none))
    #expect(third.before == 70_000 && third.total == 70_000)
    let engines = TwoEngines(try library.attaching(attach(), named: "nation"))
    for query in Self.fixedQueries {
      let (here, there) = (engines.answer(query, from: "cases"), engines.answer(query, from: "nation"))
      #expect(!here.isError)
      if !here.text.utf8.elementsEqual(there.text.utf8) {
        Issue.record("\(query)\n\(Self.difference(here.text, there.text))")
      }
    }
  }

  @Test func whoMayOnlyReadCannotPush() throws {
    let rows = RandomCases.rows(20, seed: 13)
    let library = try TwoEngines.library(rows)
    let table = try #require(library.caseTables.values.first)
    let types = RandomCases.types.merging(["tthc_row": "UInt64"]) { $1 }
    try TwoEngines.create("unwritten", rows[0] + ["tthc_push", "tthc_row"], types, on: cluster)
    var attaching = RemoteCaseAttaching(try cluster.server(), library.catalog, .none)
    let attached = try attaching.attach("unwritten").attached
    guard
      case .refused(164, _)? = problem({
        _ = try CasePush(table, library.catalog, to: attached, .none)?.run()
      })
    else {
      Issue.record("a user who may only read has written")
      return
    }
    try TwoEngines.create("narrow", ["ngày tiếp nhận"], types, on: cluster)
    let narrow = try attaching.attach("narrow").attached
    guard
      case .columnsToPush(let names)? = problem({
        _ = try CasePush(table, library.catalog, to: narrow, .none)?.run()
      })
    else {
      Issue.record("pushed without columns")
      return
    }
    #expect(names.contains("tthc_push") && names.contains("due_on"))
  }

  // MARK: What is refused

  @Test func aTableThatIsNoneOfCasesIsRefused() throws {
    #expect(problem { _ = try attach("no_such_table") } == .noTable("no_such_table", near: []))
    let noDay = try newTable("a String, b UInt8")
    guard case .noDayOfReceipt(["a", "b"], let accepted)? = problem({ _ = try attach(noDay) }) else {
      Issue.record("a table without a day was attached")
      return
    }
    #expect(accepted.contains("ngày tiếp nhận"))
    let wrongType = try newTable("received_on String")
    #expect(problem { _ = try attach(wrongType) } == .noDayColumn("received_on", type: "String"))
    let twice = try newTable("received_on Date, `ngày nhận` Date")
    #expect(problem { _ = try attach(twice) } == .sameColumnTwice("ngày nhận", "received_on"))
    let early = try newTable("received_on Date, finished_on Nullable(Date)", "2021-02-01\t2021-01-01\n")
    #expect(problem { _ = try attach(early) } == .finishedBeforeReceipt(1))
    let without = try newTable("received_on Nullable(Date)", "\\N\n2021-01-01\n")
    #expect(problem { _ = try attach(without) } == .withoutReceipt(1))
  }

  @Test func aSumThatOverflowsIsAnError() throws {
    let table = try newTable("received_on Date, pages Int64", "2021-01-01\t\(Int.max)\n2021-01-02\t1\n")
    let attached = try attach(table)
    let library = try Library().loading(
      folder: Cluster.folder.appending(path: "datasets").path, isBuiltIn: true, language: .english
    ).attaching(attached, named: "nation")
    let aggregation = CaseAggregation(
      keys: [], conditions: [], timeliness: nil,
      slots: [CaseSlot(ranges: [try #require(attached.schema.span)], period: nil)],
      atoms: [
        CaseAtom(placing: .event(.received), conditions: [], timeliness: nil, statistic: .sum(.column(0)))
      ], asOf: Day(daysSince1970: 18_700))
    let engine = RemoteCaseEngine(attached.attached, attached.schema, library.catalog, .none)
    #expect { try engine.aggregate(aggregation) } throws: {
      ($0 as? QueryError)?.diagnostics.first?.fact == .sumTooLarge
    }
  }

  @Test func rowsThatCameAfterwardsAreNotLeftOutUnsaid() throws {
    let table = try newTable("received_on Date, note String", "2021-01-01\ta\n")
    let attached = try attach(table)
    try cluster.server(Cluster.owner).insert(
      Array("2021-01-02\tb\n".utf8), by: "INSERT INTO \(table) FORMAT TabSeparated", named: "later",
      observer: .none)
    let aggregation = CaseAggregation(
      keys: [], conditions: [], timeliness: nil,
      slots: [CaseSlot(ranges: [try #require(attached.schema.span)], period: nil)],
      atoms: [CaseAtom(placing: .event(.received), conditions: [], timeliness: nil, statistic: .count)],
      asOf: Day(daysSince1970: 18_700))
    let engine = RemoteCaseEngine(attached.attached, attached.schema, attached.catalog, .none)
    #expect(problem { _ = try engine.aggregate(aggregation) } == .changed)
  }

  // MARK: Who may ask

  @Test func aWrongPasswordIsToldAndNeverRepeated() throws {
    let secret = "s3cret-password"
    do {
      _ = try cluster.server(ServerCredentials(user: "reader", password: secret))
      Issue.record("let in")
    } catch let error as QueryError {
      #expect(error.diagnostics.first?.fact == .remote(try cluster.address().text, .login))
      let said = DiagnosticDrawing(.english).draw(error.diagnostics, in: nil)
      #expect(!said.contains(secret))
    }
    for shard in cluster.shards {
      let log = try String(contentsOf: shard.folder.appending(path: "server.log"), encoding: .utf8)
      #expect(!log.contains(secret))
    }
  }

  @Test func aProfileThatLeavesShardsOutIsRefused() throws {
    #expect(
      problem { _ = try cluster.server(Cluster.skipping) }
        == .setting("skip_unavailable_shards", value: "1", wanted: "0"))
    #expect(
      problem { _ = try cluster.server(Cluster.truncating) }
        == .setting("result_overflow_mode", value: "break", wanted: "throw"))
    // Who may change settings is let in with ours.
    _ = try cluster.server(Cluster.skippingFree)
  }
}
