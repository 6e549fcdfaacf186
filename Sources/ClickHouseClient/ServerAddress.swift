package import QueryLang

/// Where a server is: `http://host:8123/database`.
package struct ServerAddress: Sendable, Equatable {
  package let host: String
  package let port: Int
  package let database: String

  private static let usualPort = 8123

  /// - Throws: what is wrong with the text; a password in it is not repeated.
  package init(_ text: String) throws(QueryError) {
    func refused(_ shown: String, _ vi: String, _ en: String) -> QueryError {
      QueryError(.remote(shown, .address(reason: Localized(vi: vi, en: en))), at: nil)
    }
    guard !text.contains("@") else {
      throw refused(
        "http://…", "địa chỉ không được chứa tên hay mật khẩu (dùng TTHC_CLICKHOUSE_USER và …_PASSWORD)",
        "an address has no user or password in it (TTHC_CLICKHOUSE_USER and …_PASSWORD do)")
    }
    if text.lowercased().hasPrefix("https://") {
      throw refused(
        text, "chương trình này không tự mã hoá; hãy đặt stunnel hoặc ssh -L ở máy này rồi gắn qua http",
        "this program does not encrypt; put stunnel or ssh -L in front of it here, and attach that by http")
    }
    guard text.lowercased().hasPrefix("http://"), !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
    else { throw refused(text, "đây không phải là địa chỉ http", "this is no http address") }
    let rest = text.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" }
    var path = rest.dropFirst(authority.count).dropFirst()
    if path.last == "/" { path = path.dropLast() }
    guard !path.contains(where: { "/?#".contains($0) }) else {
      throw refused(
        text, "sau tên máy chỉ có tên cơ sở dữ liệu", "only the name of a database follows the host")
    }
    guard let (host, port) = ServerAddress.parts(authority) else {
      throw refused(text, "tên máy hoặc cổng không hợp lệ", "the host or port is not valid")
    }
    self.host = host
    self.port = port
    database = path.isEmpty ? "default" : ServerAddress.withoutPercents(path) ?? String(path)
  }

  private static func parts(_ authority: Substring) -> (host: String, port: Int)? {
    var host = authority
    var port: Substring?
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let behind = authority[authority.index(after: end)...]
      guard behind.isEmpty || behind.hasPrefix(":") else { return nil }
      if !behind.isEmpty { port = behind.dropFirst() }
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !host.isEmpty else { return nil }
    guard let port else { return (String(host), usualPort) }
    guard let number = Int(port), (1...65535).contains(number) else { return nil }
    return (String(host), number)
  }

  private static func withoutPercents(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// As people read it.
  package var text: String {
    "http://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)/\(database)"
  }

  /// Whether what is sent stays on this machine.
  package var isLocal: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// Who asks.
package struct ServerCredentials: Sendable {
  package let user: String
  package let password: String

  package init(user: String, password: String) {
    self.user = user
    self.password = password
  }
}
