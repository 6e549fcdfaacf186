/// One request and its answer over a connection of its own: as much of HTTP/1.1 as that takes.
struct HTTPExchange {
  struct Answer {
    let status: Int
    /// By name in small letters.
    let headers: [String: String]
    /// Of an answer that is not good; whoever takes the others has them.
    var body: [UInt8] = []

    /// A server of ClickHouse may find out that something failed after it has said that all is well.
    var isGood: Bool { status == 200 && headers["x-clickhouse-exception-code"] == nil }
  }

  private let socket: Socket
  private var buffer: [UInt8] = []
  private var isEnded = false
  private let isStreamed: Bool
  /// Bytes since its time last began.
  private var received = 0

  /// An answer that is streamed has its whole time again after each so many bytes: as long as it likes, but no trickle.
  private static let pace = 1 << 16
  static let largestBody = 512 << 20
  private static let largestHead = 1 << 16

  /// - Parameter isStreamed: whether the answer is given on as it comes, however long that takes; one that is
  ///   collected is there in time or not at all.
  init(_ socket: Socket, isStreamed: Bool) {
    self.socket = socket
    self.isStreamed = isStreamed
  }

  /// Takes the body of a good answer piece by piece.
  typealias Taking = ([UInt8]) throws(TransportFailure) -> Void

  /// - Parameters:
  ///   - target: path and query, ready for the first line.
  ///   - take: gets the body of a good answer, of any length.
  mutating func post(
    _ target: String, host: String, headers: [(String, String)], body: [UInt8], _ take: Taking
  ) throws(TransportFailure) -> Answer {
    var head = "POST \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
    head += "Content-Length: \(body.count)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    try socket.send(Array((head + "\r\n").utf8))
    try socket.send(body)
    return try receive(take)
  }

  // MARK: Answer

  private mutating func more() throws(TransportFailure) {
    guard !isEnded else { throw .broken }
    if isStreamed, received >= HTTPExchange.pace {
      socket.renewDeadline()
      received = 0
    }
    let bytes = try socket.receive()
    if bytes.isEmpty { isEnded = true }
    received += bytes.count
    buffer += bytes
  }

  private mutating func receive(_ take: Taking) throws(TransportFailure) -> Answer {
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
    var answer = Answer(status: status, headers: headers)
    if answer.isGood {
      try pass(headers, take)
    } else {
      try pass(headers) { bytes throws(TransportFailure) in
        if answer.body.count + bytes.count > HTTPExchange.largestBody { throw .tooLarge }
        answer.body += bytes
      }
    }
    return answer
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

  // MARK: Body

  /// Gives the body on as it comes; whoever takes it may take long.
  private mutating func pass(_ headers: [String: String], _ take: Taking) throws(TransportFailure) {
    // The server has the whole answer by now.
    socket.endPulse()
    if headers["transfer-encoding"]?.lowercased() == "chunked" { return try passChunks(take) }
    if let text = headers["content-length"] {
      guard let length = Int(text), length >= 0 else { throw .broken }
      return try pass(length, take)
    }
    while !isEnded {
      try more()
      try pass(buffer.count, take)
    }
  }

  private mutating func pass(_ length: Int, _ take: Taking) throws(TransportFailure) {
    var left = length
    while left > 0 {
      if buffer.isEmpty { try more() }
      if buffer.isEmpty { throw .broken }
      let piece = Array(buffer.prefix(left))
      buffer.removeFirst(piece.count)
      left -= piece.count
      let begun = ContinuousClock.now
      try take(piece)
      // What others do with it is not the server's time.
      socket.extendDeadline(by: begun.duration(to: .now))
    }
  }

  private mutating func passChunks(_ take: Taking) throws(TransportFailure) {
    while true {
      let size = try line().prefix { $0 != ";" }
      guard let length = Int(size, radix: 16), length >= 0 else { throw .broken }
      if length == 0 { return }
      try pass(length, take)
      guard try line().isEmpty else { throw .broken }
    }
  }
}
