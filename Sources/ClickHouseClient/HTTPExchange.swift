/// One request and its answer over a connection of its own: as much of HTTP/1.1 as that takes.
struct HTTPExchange {
  struct Answer {
    let status: Int
    /// By name in small letters.
    let headers: [String: String]
    let body: [UInt8]
  }

  private let socket: Socket
  private var buffer: [UInt8] = []
  private var isEnded = false

  static let largestBody = 512 << 20
  private static let largestHead = 1 << 16

  init(_ socket: Socket) { self.socket = socket }

  /// - Parameter target: path and query, ready for the first line.
  mutating func post(
    _ target: String, host: String, headers: [(String, String)], body: [UInt8]
  ) throws(TransportFailure) -> Answer {
    var head = "POST \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
    head += "Content-Length: \(body.count)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    try socket.send(Array((head + "\r\n").utf8))
    try socket.send(body)
    return try receive()
  }

  // MARK: Answer

  private mutating func more() throws(TransportFailure) {
    guard !isEnded else { throw .broken }
    let bytes = try socket.receive()
    if bytes.isEmpty { isEnded = true }
    buffer += bytes
  }

  private mutating func receive() throws(TransportFailure) -> Answer {
    var lines: [String] = []
    repeat {
      lines = try head()
    } while lines.first?.contains(" 100") == true
    let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { throw .broken }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .broken }
      headers[parts[0].lowercased()] = parts[1].filter { $0 != " " && $0 != "\t" }
    }
    return Answer(status: status, headers: headers, body: try body(headers))
  }

  /// The lines up to the empty one.
  private mutating func head() throws(TransportFailure) -> [String] {
    var lines: [String] = []
    while true {
      let line = try line()
      if line.isEmpty { return lines }
      lines.append(line)
      if lines.count > 200 { throw .broken }
    }
  }

  private mutating func line() throws(TransportFailure) -> String {
    var searched = 0
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        var line = buffer[..<end]
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        let text = String(decoding: line, as: UTF8.self)
        buffer.removeSubrange(...end)
        return text
      }
      searched = buffer.count
      if searched > HTTPExchange.largestHead || isEnded { throw .broken }
      try more()
    }
  }

  private mutating func body(_ headers: [String: String]) throws(TransportFailure) -> [UInt8] {
    if headers["transfer-encoding"]?.lowercased() == "chunked" { return try chunks() }
    if let text = headers["content-length"] {
      guard let length = Int(text), length >= 0 else { throw .broken }
      if length > HTTPExchange.largestBody { throw .tooLarge }
      return try take(length)
    }
    while !isEnded {
      try more()
      if buffer.count > HTTPExchange.largestBody { throw .tooLarge }
    }
    return buffer
  }

  private mutating func take(_ length: Int) throws(TransportFailure) -> [UInt8] {
    while buffer.count < length {
      if isEnded { throw .broken }
      try more()
    }
    let taken = Array(buffer[..<length])
    buffer.removeSubrange(..<length)
    return taken
  }

  private mutating func chunks() throws(TransportFailure) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let size = try line().prefix { $0 != ";" }
      guard let length = Int(size, radix: 16), length >= 0 else { throw .broken }
      if length == 0 { return body }
      if body.count + length > HTTPExchange.largestBody { throw .tooLarge }
      body += try take(length)
      guard try line().isEmpty else { throw .broken }
    }
  }
}
