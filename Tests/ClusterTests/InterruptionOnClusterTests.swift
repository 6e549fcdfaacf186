import ClickHouseClient
import Foundation
import Testing

@testable import QueryLang

/// Runs that are interrupted while a server works for them: it is told, and nothing is printed.
extension ClusterTests {
  /// A table of which counting is quick and one number takes a minute.
  private func slowTable() throws -> String {
    let name = "slow" + UUID().uuidString.replacingOccurrences(of: "-", with: "")
    try cluster.everywhere(
      "CREATE VIEW \(name) AS SELECT toDate('2021-06-30') AS received_on,"
        + " toInt64(sipHash64(concat(toString(number), toString(number * 3))) % 1000) AS pages"
        + " FROM numbers(60000000)")
    return name
  }

  private struct Run {
    let status: Int32
    let output: String
    let errors: String
    /// From the signal to the end, in looks of 20 milliseconds.
    let duration: Int
  }

  /// Runs the program, sends it a signal once the server runs its statement about `mark`, and waits for its end.
  private func run(
    _ statements: [String], signal: Int32, onceRuns mark: String, before: () -> Void = {}
  ) throws -> Run {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let quoted = statements.map { "-c '\($0)'" }.joined(separator: " ")
    // A job of its own: what runs in the background of a script ignores SIGINT.
    let command =
      "set -m; tthc-shell --lang en \(quoted) > output 2> errors & echo $! > pid.new; mv pid.new pid;"
      + " wait %1 2> /dev/null; echo $? > status.new; mv status.new status"
    let program = Thread {
      _ = try? Program.shell(
        command, in: folder.url,
        environment: [
          "TTHC_CLICKHOUSE_USER": Cluster.owner.user, "TTHC_CLICKHOUSE_PASSWORD": Cluster.owner.password,
        ])
    }
    program.start()
    func text(_ file: String) -> String? {
      try? String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
    }
    func number(_ file: String) throws -> Int32 {
      _ = comesAbout { text(file) != nil }
      let digits = try #require(text(file)).filter(\.isNumber)
      return try #require(Int32(digits))
    }
    let process = try number("pid")
    try waitUntilRuns(mark)
    before()
    kill(process, signal)
    let (status, duration) = try looks { try number("status") }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(left.sorted() == ["errors", "output", "pid", "status"], "files that were begun are taken away")
    return Run(status: status, output: text("output") ?? "", errors: text("errors") ?? "", duration: duration)
  }

  private func isRunning(_ mark: String) throws -> Bool {
    try cluster.running("position(query, \(ClickHouseText.literal(mark))) > 0") > 0
  }

  private func waitUntilRuns(_ mark: String) throws {
    try #require(try comesAbout { try isRunning(mark) })
  }

  private func expectEnd(of mark: String) throws {
    #expect(try comesAbout { try !isRunning(mark) })
  }

  @Test(arguments: [
    ("avg(pages) from nation | csv", SIGINT), ("avg(pages) from nation | csv", SIGTERM),
    ("assert avg(pages) > 1 from nation", SIGINT), ("explain analyze avg(pages) from nation | csv", SIGINT),
    ("list pages from nation sort pages | into \"all.csv\"", SIGTERM),
    ("list received_on from nation where pages = 12 top 3", SIGHUP),
  ])
  func aScriptThatIsInterruptedTellsTheServerAndPrintsNothing(_ statement: String, _ signal: Int32) throws {
    let table = try slowTable()
    let attach = "attach clickhouse \"\(try cluster.address().text)\" table \(table) as nation"
    // The further statement must not be run.
    let run = try run(
      [attach, statement, "show datasets"], signal: signal, onceRuns: "`pages`")
    #expect(run.status == 128 + signal, "\(run.errors)")
    #expect(run.output == "", "\(run.output)")
    #expect(run.errors.contains("error[interrupted]"), "\(run.errors)")
    // Within a second; this is for a busy machine.
    #expect(run.duration < 500)
    try expectEnd(of: "`pages`")
  }

  /// It cannot be told to stop, and that is waited for no longer than it takes to be sure.
  @Test func aScriptWhoseServerIsFrozenEndsWhenInterrupted() throws {
    let attach = "attach clickhouse \"\(try cluster.address().text)\" table \(try slowTable()) as nation"
    defer { cluster.signal(0, SIGCONT) }
    let frozen = try run(
      [attach, "min(pages) from nation | csv"], signal: SIGINT, onceRuns: "`pages`"
    ) { cluster.signal(0, SIGSTOP) }
    cluster.signal(0, SIGCONT)
    #expect(frozen.status == 128 + SIGINT && frozen.output == "", "\(frozen.errors)")
    #expect(frozen.duration < 500)
    try expectEnd(of: "`pages`")
  }

  /// The prompt is back though a shard answers nothing, not even that it was told to stop.
  @Test(.enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
  func controlCBringsThePromptBackThoughAShardIsFrozen() throws {
    _ = try TwoEngines(
      RandomCases.rows(200, seed: 47), types: RandomCases.types, table: "frozen_prompt", on: cluster)
    let variables = [
      "TTHC_CLICKHOUSE_USER": Cluster.owner.user, "TTHC_CLICKHOUSE_PASSWORD": Cluster.owner.password,
    ]
    let address = try cluster.address().text
    try Terminal.use(variables) { terminal in
      try terminal.enter("attach clickhouse \"\(address)\" table frozen_prompt as nation")
      try terminal.wait(for: "attached ‘nation’: 200 cases")
      for statement in [
        "count() from nation", "list case_id from nation top 3", "assert count() > 1 from nation",
      ] {
        cluster.signal(1, SIGSTOP)
        defer { cluster.signal(1, SIGCONT) }
        try terminal.press("C-l")
        try terminal.enter(statement)
        usleep(500_000)
        let (_, duration) = try looks {
          try terminal.press("C-c")
          try terminal.wait(for: "error[interrupted]: stopped as asked")
        }
        #expect(duration < 500)
        try terminal.wait(for: "tthc> ")
      }
      cluster.signal(1, SIGCONT)
      try terminal.press("C-l")
      try terminal.enter("count() from nation | csv")
      try terminal.wait(for: "200")
    }
  }
}
