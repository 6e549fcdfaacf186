import ClickHouseClient
import Foundation
import Synchronization
import Testing

@testable import QueryLang

/// Shards that are down, killed or frozen; time that is up; work that is stopped.
extension ClusterTests {
  @Test func workThatIsStoppedIsStoppedOnTheServerToo() throws {
    let started = ContinuousClock.now
    let observer = WorkObserver(isStopped: { ContinuousClock.now - started > .milliseconds(300) })
    let (_, duration) = looks {
      #expect {
        try cluster.server(Cluster.owner).answer(to: Self.longQuery(51), observer: observer)
      } throws: {
        ($0 as? QueryError)?.diagnostics.first?.fact == .interrupted
      }
    }
    #expect(duration < 1_500)
    try expectNothingRuns(51)
  }

  @Test func howFarAQueryIsIsHeardWhileItRuns() throws {
    let heard = Mutex<[Int]>([])
    let observer = WorkObserver(
      isStopped: { heard.withLock { $0.count >= 3 } },
      hearing: { done, _ in heard.withLock { $0.append(done) } })
    let (_, duration) = looks {
      #expect {
        try cluster.server(Cluster.owner, seconds: 60).answer(to: Self.longQuery(53), observer: observer)
      } throws: {
        ($0 as? QueryError)?.diagnostics.first?.fact == .interrupted
      }
    }
    #expect(duration < 1_500)
    let rows = heard.withLock { $0 }
    #expect(rows.count == 3 && rows[0] > 0 && rows[0] < rows[1] && rows[1] < rows[2], "\(rows)")
    try expectNothingRuns(53)
  }

  /// Whoever only wants to hear waits no longer for it.
  @Test func aFrozenServerIsGivenUpInTimeThoughSomebodyListens() throws {
    let server = try cluster.hurriedServer(seconds: 5)
    cluster.signal(0, SIGSTOP)
    defer { cluster.signal(0, SIGCONT) }
    let (found, duration) = looks {
      problem { _ = try server.answer(to: "SELECT 1 AS m0", observer: WorkObserver(hearing: { _, _ in })) }
    }
    guard case .deadline(5, _)? = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    // The statement's own time, and the moment that stopping it there is tried for.
    #expect(duration < 1_000)
  }

  @Test func aDeadlineIsKept() throws {
    let server = try cluster.hurriedServer(Cluster.owner, seconds: 4)
    let (found, duration) = looks {
      problem { _ = try server.answer(to: Self.longQuery(52), observer: .none) }
    }
    guard case .deadline(4, let shards)? = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(shards.count == 2)
    #expect(duration < 1_000)
    try expectNothingRuns(52)
  }

  /// A long list that is read slowly: the time is the server's only.
  @Test func whoeverTakesAnAnswerMayTakeLongerThanTheServer() throws {
    let server = try cluster.hurriedServer(Cluster.owner, seconds: 2)
    var (bytes, hasWaited) = (0, false)
    try server.read("SELECT number AS m0 FROM numbers(400000)", observer: .none) {
      bytes += $0.count
      if !hasWaited { Thread.sleep(forTimeInterval: 3) }
      hasWaited = true
    }
    #expect(bytes > 2_000_000)
  }

  static func longQuery(_ mark: Int) -> String {
    "SELECT count() AS m0 FROM numbers(100000000000) WHERE intHash64(number) = \(mark)"
  }

  func expectNothingRuns(_ mark: Int) throws {
    let text = ClickHouseText.literal(Self.longQuery(mark))
    #expect(try comesAbout { try cluster.running("query = \(text)") == 0 })
  }

  @Test func aShardThatIsDownIsNamedAndNothingIsCounted() throws {
    let engines = try TwoEngines(
      RandomCases.rows(200, seed: 5), types: RandomCases.types, table: "down", on: cluster)
    let free = try cluster.server(Cluster.skippingFree)
    cluster.end(1)
    defer { restart() }
    let (answer, duration) = looks { engines.answer("count() from _DATA_", from: "nation") }
    #expect(duration < 1_500)
    #expect(answer.isError && answer.text.contains("127.0.0.1:\(cluster.shards[1].tcp)"), "\(answer.text)")
    guard case .shard? = problem({ _ = try free.answer(to: "SELECT count() FROM down", observer: .none) })
    else {
      Issue.record("answered without a shard")
      return
    }
  }

  /// The server says of each shard how far it came, but only one is to blame.
  @Test func aShardThatIsDownIsNamedWhenCasesAreSent() throws {
    try cluster.everywhere("CREATE TABLE sent_local (n UInt64) ENGINE = Memory")
    try cluster.everywhere(
      "CREATE TABLE sent AS sent_local ENGINE = Distributed(cases, default, sent_local, n)")
    let server = try cluster.server(Cluster.owner)
    let rows = Array((0..<1000).map { "\($0)\n" }.joined().utf8)
    func send() throws {
      try server.insert(rows, by: "INSERT INTO sent FORMAT TabSeparated", named: "sent", observer: .none)
    }
    try send()
    cluster.end(1)
    defer { restart() }
    guard case .shard(let shard, let reason)? = problem({ try send() }) else {
      Issue.record("sent without a shard, or the shard is not named")
      return
    }
    #expect(shard == "127.0.0.1:\(cluster.shards[1].tcp)")
    #expect(!reason.contains("Insertion status"), "\(reason)")
  }

  @Test func twoSendingsOfOneNameAreRefusedByWhatTheyAre() throws {
    let server = try cluster.server(Cluster.owner)
    let name = "tthc-push-twice"
    let send: @Sendable () throws -> Void = {
      let statement = "SELECT sleepEachRow(0.5) FROM numbers(600) SETTINGS max_block_size = 1"
      try server.insert([], by: statement, named: name, observer: .none)
    }
    let first = Thread { try? send() }
    first.start()
    try #require(try comesAbout { try cluster.running("query_id = '\(name)'") > 0 })
    #expect(problem { try send() } == .pushRunning)
    _ = try server.answer(to: "KILL QUERY WHERE query_id = '\(name)' ASYNC", observer: .none)
  }

  @Test func aShardKilledDuringAQueryIsAnError() throws {
    _ = try TwoEngines(
      RandomCases.rows(400, seed: 5), types: RandomCases.types, table: "killed", on: cluster)
    let server = try cluster.server()
    let tcp = cluster.shards[1].tcp
    let killer = Thread { [cluster] in
      _ = comesAbout { (try? cluster.running("position(query, 'sleepEachRow(') > 0", shard: 1)) ?? 0 > 0 }
      cluster.signal(1, SIGKILL)
    }
    killer.start()
    defer { restart() }
    let found = problem {
      _ = try server.answer(to: "SELECT sum(sleepEachRow(0.01)) AS m0 FROM killed", observer: .none)
    }
    switch found {
    case .shard(let shard, _): #expect(shard == "127.0.0.1:\(tcp)")
    case .refused(let code, _): #expect([32, 209, 210, 279].contains(code))
    default: Issue.record("\(String(describing: found))")
    }
  }

  @Test func aFrozenShardEndsAtTheDeadline() throws {
    let engines = try TwoEngines(
      RandomCases.rows(200, seed: 9), types: RandomCases.types, table: "frozen", on: cluster)
    #expect(!engines.answer("count() from _DATA_", from: "nation").isError)
    let server = try cluster.hurriedServer(seconds: 5)
    cluster.signal(1, SIGSTOP)
    defer { cluster.signal(1, SIGCONT) }
    let (found, duration) = looks {
      problem { _ = try server.answer(to: "SELECT count() AS m0 FROM frozen", observer: .none) }
    }
    guard case .deadline(5, _)? = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(duration < 1_000)
  }

  func restart() {
    cluster.end(1)
    do {
      try cluster.start(1)
      try cluster.waitUntilReady(1)
    } catch { Issue.record("\(error)") }
  }
}
