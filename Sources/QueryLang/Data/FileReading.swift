@preconcurrency import Glibc

/// Whole files as bytes, with the system's reason when that fails.
package enum FileReading {
  package struct Failure: Error {
    package let reason: String
  }

  package static func bytes(atPath path: String, limitInBytes limit: Int = 1 << 30) throws(Failure) -> [UInt8]
  {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(reason: lastErrorText()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(reason: lastErrorText()) }
    if status.st_mode & S_IFMT == S_IFDIR { throw Failure(reason: String(cString: strerror(EISDIR))) }
    guard Int(status.st_size) <= limit else { throw Failure(reason: "\(status.st_size) > \(limit) bytes") }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    return try readAll(descriptor, expected: Int(status.st_size), isRegular: isRegular, limit: limit)
  }

  /// Reads to the end whatever the size said: pipes and devices have none.
  private static func readAll(
    _ descriptor: Int32, expected: Int, isRegular: Bool, limit: Int
  ) throws(Failure) -> [UInt8] {
    var content: [UInt8] = []
    var capacity = expected + 1
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let received = read(descriptor, buffer.baseAddress, buffer.count)
        if received < 0 { failure = errno }
        count = max(0, received)
      }
      if failure == EINTR { continue }
      if failure != 0 { throw Failure(reason: String(cString: strerror(failure))) }
      if chunk.isEmpty { return content }
      // Of a file less than asked for is its end.
      if isRegular, content.isEmpty, chunk.count < capacity { return chunk }
      if content.isEmpty { content = chunk } else { content += chunk }
      guard content.count <= limit else { throw Failure(reason: "> \(limit) bytes") }
      capacity = max(1, expected + 1 - content.count, expected > 0 ? 1 : 1 << 16)
    }
  }

  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func lastErrorText() -> String { String(cString: strerror(errno)) }
}
