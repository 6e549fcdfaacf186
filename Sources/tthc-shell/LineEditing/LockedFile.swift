@preconcurrency import Glibc

/// A regular file open for reading and appending, locked against other shells until it goes.
final class LockedFile {
  // A class, because the descriptor is closed, and with it the lock goes, exactly once.
  private let descriptor: Int32
  private var size: off_t

  private static let attempts = 50
  private static let waitInMicroseconds: UInt32 = 2_000

  /// `nil` when the file is not there, not regular, or not ours to write.
  init?(opening path: String, creating: Bool) {
    for _ in 0..<Self.attempts {
      guard let opened = Self.open(path, creating: creating) else { return nil }
      Self.lock(opened)
      var now = stat()
      var named = stat()
      let isRegular = fstat(opened, &now) == 0 && now.st_mode & S_IFMT == S_IFREG
      if isRegular, stat(path, &named) == 0, named.st_ino == now.st_ino, named.st_dev == now.st_dev {
        descriptor = opened
        size = now.st_size
        return
      }
      close(opened)
      if !isRegular { return nil }
      // Another shell replaced the file while this one waited for the lock: open the new one.
    }
    return nil
  }

  deinit { close(descriptor) }

  /// The last bytes, from the start of a line.
  func contents(atMost limit: Int) -> [UInt8] {
    let start = max(Int(size) - limit, 0)
    var bytes = [UInt8](repeating: 0, count: Int(size) - start)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return pread(descriptor, target.baseAddress, target.count, off_t(start + filled))
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      filled += count
    }
    let read = bytes.prefix(filled)
    return start == 0 ? Array(read) : Array(read.drop { $0 != 0x0A }.dropFirst())
  }

  /// Whether a writer was cut off in its line.
  var endsInsideLine: Bool {
    var last: UInt8 = 0
    return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != 0x0A
  }

  /// One write at the end.
  func write(_ text: String) {
    Self.writeAll(text, to: descriptor)
  }

  /// A new file, private from its first moment whatever the umask; `nil` when there is one.
  static func create(_ path: String) -> Int32? {
    let created = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard created >= 0 else { return nil }
    fchmod(created, 0o600)
    return created
  }

  @discardableResult
  static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// A file that may only be read is opened for that; an appending write to it then fails.
  private static func open(_ path: String, creating: Bool) -> Int32? {
    // Never waits for the other end of a pipe that someone put in the file's place.
    let flags = O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    for attempt in 0..<2 {
      let existing = Glibc.open(path, O_RDWR | flags)
      if existing >= 0 { return existing }
      guard errno == ENOENT, creating, attempt == 0 else { break }
      if let created = create(path) { return created }
      // Another shell was first.
    }
    let readable = Glibc.open(path, O_RDONLY | flags)
    return readable >= 0 ? readable : nil
  }

  /// A shell stopped with the lock in its hands must not stop the others: after 0.1 s they go on, and one
  /// appending write is whole by itself.
  private static func lock(_ descriptor: Int32) {
    for _ in 0..<attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      usleep(waitInMicroseconds)
    }
  }
}
