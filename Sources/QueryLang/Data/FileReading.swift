@preconcurrency import Glibc

/// Whole files as bytes, with the reason when that fails.
package enum FileReading {
  package enum Failure: Error, Equatable {
    /// The system's reason.
    case system(String)
    case special(SpecialFile)
    case tooLarge(limitInBytes: Int)
    case changedWhileRead
    /// By whoever judged the open file.
    case notAllowed

    /// In the system's words, as far as it has any.
    package var reason: String {
      switch self {
      case .system(let reason): reason
      case .special(let kind): String(cString: strerror(kind == .directory ? EISDIR : EINVAL))
      case .tooLarge(let limit): "> \(limit) bytes"
      case .changedWhileRead: String(cString: strerror(ESTALE))
      case .notAllowed: String(cString: strerror(EACCES))
      }
    }

    /// Of a data file.
    var problem: DataProblem {
      switch self {
      case .system(let reason): .cannotOpen(reason: reason)
      case .special(let kind): .notAFile(kind)
      case .tooLarge(let limit): .tooLarge(limitInBytes: limit)
      case .changedWhileRead: .changedWhileRead
      case .notAllowed: .cannotOpen(reason: reason)
      }
    }
  }

  /// Whether a file may be read, asked of its open descriptor: so no name can be turned between the judgement and
  /// the reading.
  package typealias Judgement = @Sendable (_ descriptor: Int32) -> Bool

  /// A stream (a pipe, `/dev/stdin`) is read to its end, and waited for.
  package static func bytes(atPath path: String, limitInBytes limit: Int = 1 << 30) throws(Failure) -> [UInt8]
  {
    try bytes(atPath: path, limit: limit, allowsStreams: true, judgement: nil)
  }

  /// Of a regular file only: nothing is waited for, and what changes meanwhile is refused rather than read in
  /// part.
  package static func bytes(
    ofRegularFile path: String, limitInBytes limit: Int = 1 << 30, judgement: Judgement? = nil
  ) throws(Failure) -> [UInt8] {
    try bytes(atPath: path, limit: limit, allowsStreams: false, judgement: judgement)
  }

  private static func bytes(
    atPath path: String, limit: Int, allowsStreams: Bool, judgement: Judgement?
  ) throws(Failure) -> [UInt8] {
    // Opening a pipe to which nobody writes would wait.
    let flags = allowsStreams ? 0 : O_NONBLOCK | O_NOCTTY
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
    guard descriptor >= 0 else {
      let reason = lastErrorText()
      // A socket cannot even be opened.
      if !allowsStreams, let kind = kind(ofPath: path) { throw .special(kind) }
      throw .system(reason)
    }
    defer { close(descriptor) }
    if let judgement, !judgement(descriptor) { throw .notAllowed }
    let before = try status(of: descriptor)
    let kind = SpecialFile(mode: before.st_mode)
    if let kind, !allowsStreams || kind == .directory { throw .special(kind) }
    let size = kind == nil ? Int(before.st_size) : 0
    guard size <= limit else { throw .tooLarge(limitInBytes: limit) }
    let content = try readAll(descriptor, expected: size, limit: limit)
    let after = try status(of: descriptor)
    if !allowsStreams, !before.isUnchanged(in: after) { throw .changedWhileRead }
    return content
  }

  private static func status(of descriptor: Int32) throws(Failure) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(lastErrorText()) }
    return status
  }

  static func kind(ofPath path: String) -> SpecialFile? {
    var status = stat()
    return stat(path, &status) == 0 ? SpecialFile(mode: status.st_mode) : nil
  }

  /// Reads to the end whatever the size said: pipes, devices and files of the kernel have none.
  private static func readAll(_ descriptor: Int32, expected: Int, limit: Int) throws(Failure) -> [UInt8] {
    var content: [UInt8] = []
    // One more than expected: so a file is read in one piece and its end is seen.
    var capacity = expected > 0 ? expected + 1 : 1 << 16
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let received = read(descriptor, buffer.baseAddress, buffer.count)
        if received < 0 { failure = errno }
        count = max(0, received)
      }
      if failure == EINTR { continue }
      if failure != 0 { throw .system(String(cString: strerror(failure))) }
      if chunk.isEmpty { return content }
      // Of a file less than asked for is its end.
      if expected > 0, content.isEmpty, chunk.count < capacity { return chunk }
      if content.isEmpty { content = chunk } else { content += chunk }
      guard content.count <= limit else { throw .tooLarge(limitInBytes: limit) }
      capacity = max(1 << 16, expected - content.count)
    }
  }

  package static func isDirectory(_ path: String) -> Bool { kind(ofPath: path) == .directory }

  static func lastErrorText() -> String { String(cString: strerror(errno)) }
}

/// What may stand where a file is wanted.
package enum SpecialFile: Sendable, Equatable {
  case directory, pipe, socket, device

  /// `nil` for a regular file.
  init?(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: self = .directory
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    default: self = .device
    }
  }
}

extension stat {
  fileprivate func isUnchanged(in later: stat) -> Bool {
    st_size == later.st_size && st_mtim.tv_sec == later.st_mtim.tv_sec
      && st_mtim.tv_nsec == later.st_mtim.tv_nsec
  }
}
