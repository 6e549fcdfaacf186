import ClickHouseClient
import Foundation

@testable import QueryLang

/// Two shards of Debian's ClickHouse on this machine's loopback, in folders and at ports of their own.
///
/// A class because it owns processes. One for all tests of a run; it ends with them.
final class Cluster: @unchecked Sendable {
  struct CannotStart: Error, CustomStringConvertible { let description: String }

  struct Shard {
    let folder: URL
    let http: Int
    let tcp: Int
    let other: Int
    /// 0: none.
    var process: pid_t = 0
  }

  private(set) var shards: [Shard]
  private let root: URL

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let unpacked = folder.appending(path: ".build/clickhouse")
  private static var program: String? {
    [unpacked.path + "/usr/sbin/clickhouse-server", "/usr/sbin/clickhouse-server"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// `nil` where there is no server here; says so where nobody can overlook it.
  static let shared: Result<Cluster, any Error>? = {
    guard program != nil else {
      let text = "\n*** NOT TESTED: no clickhouse-server here; run scripts/unpack-clickhouse ***\n\n"
      FileHandle.standardError.write(Data(text.utf8))
      return nil
    }
    return Result { try Cluster() }
  }()

  static var isAvailable: Bool { shared != nil }

  private init() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "tthc-cluster-" + UUID().uuidString)
    self.root = root
    let ports = try Cluster.freePorts(6)
    shards = (0..<2).map { index in
      Shard(
        folder: root.appending(path: "shard\(index + 1)"), http: ports[index * 3], tcp: ports[index * 3 + 1],
        other: ports[index * 3 + 2])
    }
    for index in shards.indices {
      for name in ["data", "tmp", "files"] {
        try FileManager.default.createDirectory(
          at: shards[index].folder.appending(path: name), withIntermediateDirectories: true)
      }
      try configuration(shards[index]).write(
        to: shards[index].folder.appending(path: "config.xml"), atomically: true, encoding: .utf8)
      try users.write(
        to: shards[index].folder.appending(path: "users.xml"), atomically: true, encoding: .utf8)
      try start(index)
    }
    try watch()
    for index in shards.indices { try waitUntilReady(index) }
  }

  // MARK: Shards

  /// By `posix_spawn`: Foundation's `Process` may wait forever for a child that was killed.
  func start(_ index: Int) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    let libraries = ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu"].map { Cluster.unpacked.path + $0 }
    let program = Cluster.program ?? ""
    let words = [program, "--config-file=" + shards[index].folder.path + "/config.xml"]
    var arguments = words.map { strdup($0) } + [nil]
    var variables = [strdup("LD_LIBRARY_PATH=" + libraries.joined(separator: ":")), nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var process = pid_t()
    let failure = posix_spawn(&process, program, &actions, nil, &arguments, &variables)
    guard failure == 0 else { throw CannotStart(description: String(cString: strerror(failure))) }
    shards[index].process = process
  }

  func waitUntilReady(_ index: Int) throws {
    for _ in 0..<200 {
      let place = try ServerAddress("http://127.0.0.1:\(shards[index].http)/default")
      let isReady = (try? ClickHouseServer(place, Cluster.owner, seconds: 1, observer: .none)) != nil
      if isReady { return }
      if waitpid(shards[index].process, nil, WNOHANG) != 0 { break }
      Thread.sleep(forTimeInterval: 0.1)
    }
    let log = shards[index].folder.appending(path: "server.err.log")
    throw CannotStart(description: (try? String(contentsOf: log, encoding: .utf8)) ?? "no log")
  }

  func signal(_ index: Int, _ signal: Int32) {
    guard shards[index].process > 0 else { return }
    kill(shards[index].process, signal)
    // On a busy machine its threads go on for a while, and answer.
    if signal == SIGSTOP { waitpid(shards[index].process, nil, WUNTRACED) }
  }

  /// Ends a shard at once, as a machine that loses its power.
  func end(_ index: Int) {
    signal(index, SIGKILL)
    if shards[index].process > 0 { waitpid(shards[index].process, nil, 0) }
    shards[index].process = 0
  }

  /// Ends what this run started, however the run ends.
  private func watch() throws {
    let own = ProcessInfo.processInfo.processIdentifier
    let watcher = Process()
    watcher.executableURL = URL(filePath: "/bin/bash")
    watcher.arguments = [
      "-c",
      """
      while kill -0 \(own) 2>/dev/null; do sleep 0.5; done
      for p in /proc/[0-9]*; do
        [ "${p#/proc/}" = "$$" ] && continue
        if tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -qF -- '--config-file=\(root.path)/shard'; then
          kill -9 ${p#/proc/}
        fi
      done
      sleep 0.5
      rm -rf '\(root.path)'
      """,
    ]
    watcher.standardOutput = FileHandle.nullDevice
    watcher.standardError = FileHandle.nullDevice
    watcher.standardInput = FileHandle.nullDevice
    try watcher.run()
  }

  private static func freePorts(_ count: Int) throws -> [Int] {
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    return try (0..<count).map { _ in
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      sockets.append(descriptor)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
        }
      }
      guard isBound else { throw CannotStart(description: "no free port") }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }

  // MARK: Users

  static let owner = ServerCredentials(user: "owner", password: "owner-pw")
  /// SELECT only, and no setting may be changed.
  static let reader = ServerCredentials(user: "reader", password: "reader \"pw\"")
  /// The same, with a profile that answers without shards that are down.
  static let skipping = ServerCredentials(user: "skipping", password: "x")
  /// Whose profile skips, but who may change settings.
  static let skippingFree = ServerCredentials(user: "skipping_free", password: "x")
  static let truncating = ServerCredentials(user: "truncating", password: "x")

  func address(_ index: Int = 0, database: String = "default") throws -> ServerAddress {
    try ServerAddress("http://127.0.0.1:\(shards[index].http)/\(database)")
  }

  func server(
    _ credentials: ServerCredentials = Cluster.reader, seconds: Int = 30, shard: Int = 0
  ) throws -> ClickHouseServer {
    try ClickHouseServer(address(shard), credentials, seconds: seconds, observer: .none)
  }

  /// One with little time, of which a slow machine may need more only to ask the server who it is.
  func hurriedServer(
    _ credentials: ServerCredentials = Cluster.reader, seconds: Int
  ) throws -> ClickHouseServer {
    for _ in 0..<9 {
      if let server = try? server(credentials, seconds: seconds) { return server }
    }
    return try server(credentials, seconds: seconds)
  }

  /// How many statements of others a shard runs of which this holds.
  func running(_ condition: String, shard: Int = 0) throws -> Int {
    let statement =
      "SELECT count() AS m0 FROM system.processes WHERE (\(condition)) AND position(query, 'system.processes') = 0"
    let rows = try server(Cluster.owner, shard: shard).rows(of: statement, columns: 1, observer: .none)
    return Int(rows[0][0] ?? "") ?? 0
  }

  /// Runs a statement on both shards.
  func everywhere(_ statement: String) throws {
    for index in shards.indices {
      _ = try server(Cluster.owner, shard: index).answer(to: statement, observer: .none)
    }
  }

  // MARK: Configuration

  private func configuration(_ shard: Shard) -> String {
    let replicas = shards.map {
      "<shard><replica><host>127.0.0.1</host><port>\($0.tcp)</port><user>owner</user><password>owner-pw</password>"
        + "</replica></shard>"
    }
    return """
      <?xml version="1.0"?>
      <yandex>
        <logger><level>warning</level><log>\(shard.folder.path)/server.log</log>
          <errorlog>\(shard.folder.path)/server.err.log</errorlog></logger>
        <listen_host>127.0.0.1</listen_host>
        <http_port>\(shard.http)</http_port><tcp_port>\(shard.tcp)</tcp_port>
        <interserver_http_port>\(shard.other)</interserver_http_port>
        <interserver_http_host>127.0.0.1</interserver_http_host>
        <path>\(shard.folder.path)/data/</path><tmp_path>\(shard.folder.path)/tmp/</tmp_path>
        <user_files_path>\(shard.folder.path)/files/</user_files_path>
        <users_config>\(shard.folder.path)/users.xml</users_config>
        <default_profile>owner</default_profile><default_database>default</default_database>
        <timezone>UTC</timezone><mark_cache_size>67108864</mark_cache_size>
        <max_concurrent_queries>50</max_concurrent_queries><keep_alive_timeout>1</keep_alive_timeout>
        <remote_servers><cases>\(replicas.joined())</cases></remote_servers>
      </yandex>
      """
  }

  private var users: String {
    func user(_ name: String, _ password: String, _ profile: String) -> String {
      "<\(name)><password>\(password)</password><networks><ip>127.0.0.1</ip></networks>"
        + "<profile>\(profile)</profile><quota>default</quota></\(name)>"
    }
    return """
      <?xml version="1.0"?>
      <yandex>
        <profiles>
          <owner><allow_experimental_low_cardinality_type>1</allow_experimental_low_cardinality_type></owner>
          <reader><readonly>1</readonly></reader>
          <skipping><readonly>1</readonly><skip_unavailable_shards>1</skip_unavailable_shards></skipping>
          <skipping_free><readonly>2</readonly><skip_unavailable_shards>1</skip_unavailable_shards></skipping_free>
          <truncating><readonly>1</readonly><max_result_rows>1</max_result_rows>
            <result_overflow_mode>break</result_overflow_mode></truncating>
        </profiles>
        <users>
          \(user("owner", "owner-pw", "owner"))\(user("reader", "reader &quot;pw&quot;", "reader"))
          \(user("skipping", "x", "skipping"))\(user("skipping_free", "x", "skipping_free"))
          \(user("truncating", "x", "truncating"))
        </users>
        <quotas><default/></quotas>
      </yandex>
      """
  }
}
