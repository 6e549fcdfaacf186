package import QueryLang

/// A ClickHouse server reached over HTTP. Statements are complete or fail; one that is given up is also stopped there.
package struct ClickHouseServer: RowSending {
  private let place: ServerAddress
  private let credentials: ServerCredentials
  private let seconds: Int
  /// Sent with every statement.
  private var settings: [(name: String, value: String)] = [("skip_unavailable_shards", "0")]
  /// `host:port` of the shards that the server knows.
  private var shards: [String] = []

  package var address: String { place.text }

  /// - Parameter seconds: how long a statement may take. A frozen shard ignores the server's own limits.
  /// - Throws: that it cannot be reached, is no ClickHouse, does not let us in, or might answer in part.
  package init(
    _ place: ServerAddress, _ credentials: ServerCredentials, seconds: Int, observer: WorkObserver
  ) throws(QueryError) {
    self.place = place
    self.credentials = credentials
    self.seconds = seconds
    let own = try currentSettings(observer, sending: [])
    let isReadOnly = own["readonly"] == "1"
    for (name, wanted) in ClickHouseServer.wantedSettings {
      guard let value = own[name], value != wanted else { continue }
      // Such a user may not change settings, so the profile must have them.
      if isReadOnly {
        throw QueryError(.remote(address, .setting(name, value: value, wanted: wanted)), at: nil)
      }
      settings.append((name, wanted))
    }
    if !isReadOnly { settings.append(("max_execution_time", String(seconds))) }
    let sent = try currentSettings(observer, sending: settings)
    for (name, wanted) in ClickHouseServer.wantedSettings {
      guard let value = sent[name], value != wanted else { continue }
      throw QueryError(.remote(address, .setting(name, value: value, wanted: wanted)), at: nil)
    }
    shards = try knownShards(observer)
  }

  /// Under other values of these an answer may lack something without a word. Those that a server does not know are
  /// none of its.
  private static let wantedSettings: [(String, String)] =
    [
      ("skip_unavailable_shards", "0"), ("max_skip_unavailable_shards_num", "0"),
      ("distributed_group_by_no_merge", "0"), ("extremes", "0"),
    ]
    + [
      "result", "read", "read_overflow_mode_leaf", "group_by", "timeout", "timeout_overflow_mode_leaf", "set",
    ]
    .map { ($0.contains("_mode") ? $0 : $0 + "_overflow_mode", "throw") }

  private func currentSettings(
    _ observer: WorkObserver, sending settings: [(name: String, value: String)]
  ) throws(QueryError) -> [String: String] {
    let names = (ClickHouseServer.wantedSettings.map(\.0) + ["readonly"]).map(ClickHouseText.literal)
    let statement =
      "SELECT name AS g0, value AS g1 FROM system.settings WHERE name IN (\(names.joined(separator: ", ")))"
    let rows: [[String?]]
    do throws(QueryError) {
      rows = try Probe(server: self, settings: settings).rows(of: statement, columns: 2, observer: observer)
    } catch {
      if case .remote(_, .brokenAnswer)? = error.diagnostics.first?.fact {
        throw QueryError(.remote(address, .notClickHouse("")), at: nil)
      }
      throw error
    }
    return Dictionary(rows.map { ($0[0] ?? "", $0[1] ?? "") }) { $1 }
  }

  private func knownShards(_ observer: WorkObserver) throws(QueryError) -> [String] {
    let rows = try rows(
      of: "SELECT DISTINCT host_name AS g0, toString(port) AS g1 FROM system.clusters LIMIT 100", columns: 2,
      observer: observer)
    return rows.map { ($0[0] ?? "") + ":" + ($0[1] ?? "") }
  }

  /// The server with other settings than it will have.
  private struct Probe: StatementRunning {
    let server: ClickHouseServer
    let settings: [(name: String, value: String)]
    var address: String { server.address }

    func answer(to statement: String, observer: WorkObserver) throws(QueryError) -> [UInt8] {
      try server.send(statement, settings, observer)
    }
  }

  // MARK: Statements

  package func answer(to statement: String, observer: WorkObserver) throws(QueryError) -> [UInt8] {
    try send(statement, settings, observer)
  }

  package func read(
    _ statement: String, observer: WorkObserver, _ take: ([UInt8]) throws(QueryError) -> Void
  ) throws(QueryError) {
    let id = "tthc-" + ClickHouseServer.newName()
    let deadline = Deadline(seconds: Double(seconds), observer, pulse: pulse(of: id, observer))
    var trouble: QueryError?
    do throws(QueryError) {
      try send(Array(statement.utf8), id, settings, deadline, isStreamed: true) {
        bytes throws(TransportFailure) in
        do throws(QueryError) { try take(bytes) } catch {
          trouble = error
          throw .refused
        }
      }
    } catch { throw trouble ?? error }
  }

  /// Tells how far a statement is, by asking the server on connections of their own; whether that works changes
  /// nothing.
  private func pulse(of id: String, _ observer: WorkObserver) -> Pulse? {
    guard observer.isHeard else { return nil }
    let name = ClickHouseText.literal(id)
    let statement =
      "SELECT sum(read_rows) AS g0, sum(total_rows_approx) AS g1 FROM system.processes WHERE query_id = \(name)"
    return Pulse {
      let stopping = WorkObserver(isStopped: { observer.isStopped })
      guard let row = try? Glance(server: self).rows(of: statement, columns: 2, observer: stopping).first,
        let done = row[0].flatMap({ Int($0) }), done > 0, let all = row[1].flatMap({ Int($0) })
      else { return }
      observer.hear(done, of: all < done ? 0 : all)
    }
  }

  /// The server asked in passing.
  private struct Glance: StatementRunning {
    let server: ClickHouseServer
    var address: String { server.address }
    /// Whoever waits for another answer waits no longer than this.
    private static let seconds = 0.3

    func answer(to statement: String, observer: WorkObserver) throws(QueryError) -> [UInt8] {
      do throws(TransportFailure) {
        var bytes: [UInt8] = []
        _ = try server.exchange(
          Array(statement.utf8), "tthc-" + ClickHouseServer.newName(), [],
          on: server.connected(Deadline(seconds: Glance.seconds, observer))
        ) { bytes += $0 }
        return bytes
      } catch { throw server.failure(error) }
    }
  }

  /// Sends rows, and returns once every shard has them.
  /// - Parameter id: two inserts of one name never run at once.
  package func insert(
    _ rows: [UInt8], by statement: String, named id: String, observer: WorkObserver
  ) throws(QueryError) {
    // Without it a server says it is done while rows are still on their way.
    let sent = settings + [("insert_distributed_sync", "1"), ("query", statement)]
    do throws(QueryError) {
      _ = try send(rows, id, sent, Deadline(seconds: Double(seconds), observer))
    } catch {
      guard case .remote(_, .refused(ServerFailure.runningCode, _))? = error.diagnostics.first?.fact else {
        throw error
      }
      throw QueryError(.remote(address, .pushRunning), at: nil)
    }
  }

  private func send(
    _ statement: String, _ settings: [(name: String, value: String)], _ observer: WorkObserver
  ) throws(QueryError) -> [UInt8] {
    let id = "tthc-" + ClickHouseServer.newName()
    let deadline = Deadline(seconds: Double(seconds), observer, pulse: pulse(of: id, observer))
    return try send(Array(statement.utf8), id, settings, deadline)
  }

  private func send(
    _ body: [UInt8], _ id: String, _ settings: [(name: String, value: String)], _ deadline: Deadline
  ) throws(QueryError) -> [UInt8] {
    var whole: [UInt8] = []
    try send(body, id, settings, deadline) { bytes throws(TransportFailure) in
      if whole.count + bytes.count > HTTPExchange.largestBody { throw .tooLarge }
      whole += bytes
    }
    return whole
  }

  private func send(
    _ body: [UInt8], _ id: String, _ settings: [(name: String, value: String)], _ deadline: Deadline,
    isStreamed: Bool = false, _ take: HTTPExchange.Taking
  ) throws(QueryError) {
    let answer: HTTPExchange.Answer
    // Before there is a connection nothing runs that would have to be stopped.
    let socket: Socket
    do throws(TransportFailure) { socket = try connected(deadline) } catch { throw failure(error) }
    do throws(TransportFailure) {
      answer = try exchange(body, id, settings, on: socket, isStreamed: isStreamed, take)
    } catch {
      if error == .late || error == .stopped { stop(id) }
      throw failure(error)
    }
    if !answer.isGood { throw ServerFailure(answer, shards: shards).error(at: address) }
  }

  /// On a connection of its own; whether it worked changes nothing.
  private func stop(_ id: String) {
    let statement = "KILL QUERY WHERE query_id = \(ClickHouseText.literal(id)) ASYNC"
    _ = try? exchange(
      Array(statement.utf8), "tthc-" + ClickHouseServer.newName(), [],
      on: connected(Deadline(seconds: 0.8, .none))
    ) { _ in }
  }

  private func failure(_ failure: TransportFailure) -> QueryError {
    let problem: RemoteProblem
    switch failure {
    case .stopped: return QueryError(.interrupted, at: nil)
    case .unreachable(let reason): problem = .unreachable(reason: reason)
    case .late: problem = .deadline(seconds: seconds, shards: shards)
    case .broken, .refused: problem = .brokenAnswer
    case .tooLarge: problem = .answerTooLarge(limitInBytes: HTTPExchange.largestBody)
    }
    return QueryError(.remote(address, problem), at: nil)
  }

  private func connected(_ deadline: Deadline) throws(TransportFailure) -> Socket {
    try Socket(host: place.host, port: place.port, deadline)
  }

  private func exchange(
    _ body: [UInt8], _ id: String, _ settings: [(name: String, value: String)], on socket: Socket,
    isStreamed: Bool = false, _ take: HTTPExchange.Taking
  ) throws(TransportFailure) -> HTTPExchange.Answer {
    let parameters =
      [
        ("database", place.database), ("default_format", "JSONCompact"), ("wait_end_of_query", "1"),
        ("query_id", id),
      ] + settings.map { ($0.name, $0.value) }
    let target = "/?" + parameters.map { "\($0)=\(ClickHouseServer.percented($1))" }.joined(separator: "&")
    var exchange = HTTPExchange(socket, isStreamed: isStreamed)
    let host = place.host.contains(":") ? "[\(place.host)]" : place.host
    return try exchange.post(
      target, host: "\(host):\(place.port)",
      headers: [("X-ClickHouse-User", credentials.user), ("X-ClickHouse-Key", credentials.password)],
      body: body, take)
  }

  private static func percented(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        byte < 0x80 && (scalar.properties.isAlphabetic || byte.isDigit || "-_.~".utf8.contains(byte))
      return isPlain ? String(scalar) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }

  private static func newName() -> String {
    var generator = SystemRandomNumberGenerator()
    return String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
