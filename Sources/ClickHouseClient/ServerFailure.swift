internal import QueryLang

/// What a server says when it does not answer.
struct ServerFailure {
  private let status: Int
  private let text: String
  private let code: Int?
  private let shards: [String]

  private static let loginCodes = [192, 193, 194, 516]
  /// Of settings that a read-only user may not change.
  private static let readOnlyCode = 164
  /// A statement of the same name is under way.
  static let runningCode = 216
  private static let longestReason = 300

  init(_ answer: HTTPExchange.Answer, shards: [String]) {
    status = answer.status
    let whole = String(decoding: answer.body, as: UTF8.self)
    // Behind it each shard is named, whether it failed or not.
    text = whole.firstRange(of: ": Insertion status:").map { String(whole[..<$0.lowerBound]) } ?? whole
    self.shards = shards
    let header = answer.headers["x-clickhouse-exception-code"].flatMap { Int($0) }
    let start = text.hasPrefix("Code: ") ? text.dropFirst("Code: ".count) : ""
    code = header ?? Int(start.prefix { $0.isNumber })
  }

  func error(at address: String) -> QueryError { QueryError(.remote(address, problem), at: nil) }

  private var problem: RemoteProblem {
    guard let code else {
      return status == 401 || status == 403 ? .login : .notClickHouse(String(reason.prefix(80)))
    }
    if ServerFailure.loginCodes.contains(code) { return .login }
    if code == ServerFailure.readOnlyCode, text.contains("skip_unavailable_shards") {
      return .setting("skip_unavailable_shards", value: "1", wanted: "0")
    }
    let named = shards.filter { text.contains($0) }
    if named.count == 1 { return .shard(named[0], reason: "\(code): \(reason)") }
    return .refused(code: code, reason: reason)
  }

  /// The beginning of what it says, in one line, without what only its makers read.
  private var reason: String {
    var words = text
    for mark in ["DB::Exception: ", "DB::NetException: "] {
      if let found = words.firstRange(of: mark) {
        words = String(words[found.upperBound...])
        break
      }
    }
    for mark in [", e.what()", "Stack trace", " (version "] {
      if let found = words.firstRange(of: mark) { words = String(words[..<found.lowerBound]) }
    }
    let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > ServerFailure.longestReason
      ? line.prefix(ServerFailure.longestReason) + "…" : line
  }
}
