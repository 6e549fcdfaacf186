internal import ClickHouseClient
@preconcurrency internal import Glibc
internal import QueryLang

// Who asks servers, and how long they may take. Never part of a statement, so that no history or log has it.
extension Environment {
  private static let usualSeconds = 60
  private static let longestFile = 4096

  /// How long a statement for a server may take, by `TTHC_CLICKHOUSE_TIMEOUT`.
  static var serverSeconds: Int {
    let given = self["TTHC_CLICKHOUSE_TIMEOUT"].flatMap { Int($0) } ?? usualSeconds
    return min(max(given, 1), 86_400)
  }

  /// By `TTHC_CLICKHOUSE_USER` and `TTHC_CLICKHOUSE_PASSWORD`, else by the file that
  /// `TTHC_CLICKHOUSE_CREDENTIALS` names: the user in its first line, the password in its second.
  static func serverCredentials(for place: ServerAddress) throws(QueryError) -> ServerCredentials {
    var (user, password) = (self["TTHC_CLICKHOUSE_USER"], self["TTHC_CLICKHOUSE_PASSWORD"])
    if user == nil, password == nil, let file = self["TTHC_CLICKHOUSE_CREDENTIALS"] {
      let lines = try secretLines(of: file, place)
      user = lines.first
      password = lines.count > 1 ? lines[1] : ""
    }
    let (name, key) = (user ?? "default", password ?? "")
    guard !(name + key).unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw failure(
        "TTHC_CLICKHOUSE_…", place, "tên hoặc mật khẩu có ký tự điều khiển",
        "the user or password has a control character")
    }
    return ServerCredentials(user: name, password: key)
  }

  private static func failure(
    _ file: String, _ place: ServerAddress, _ vi: String, _ en: String
  ) -> QueryError {
    QueryError(
      .remote(place.text, .credentials(file: file, reason: Localized(vi: vi, en: en))), at: nil)
  }

  private static func secretLines(
    of file: String, _ place: ServerAddress
  ) throws(QueryError) -> [String] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw failure(file, place, reason, reason)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw failure(file, place, "không phải là một tệp", "is no file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw failure(
        file, place, "người khác đọc được tệp này; hãy chạy chmod 600", "others may read it; chmod 600 it")
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: longestFile) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    return String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(String.init)
  }
}
