@preconcurrency internal import Glibc
internal import QueryLang

/// What results are written into as it stands: a pipe, a device such as a terminal, or a descriptor of this process
/// (`/dev/stdout`), whatever it leads to.
///
/// A pipe's reader may be late, slow or gone: whoever asks to stop is heard meanwhile, and a reader that leaves is an
/// error of the statement, not the end of the program.
struct OutputChannel: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let observer: WorkObserver
  /// The most bytes that are written at once.
  private let portion: Int

  /// What is at a path, as far as writing goes.
  enum Kind {
    /// There is none, or it is one that a new one may take the place of.
    case file
    case channel
    /// A folder is left to the system to refuse.
    case unwritable(reason: Int32)
  }

  static func kind(of path: String) -> Kind {
    if ownDescriptor(path) != nil { return .channel }
    var status = stat()
    guard stat(path, &status) == 0 else { return .file }
    return switch status.st_mode & S_IFMT {
    case S_IFCHR, S_IFIFO: .channel
    case S_IFBLK: .unwritable(reason: EOPNOTSUPP)
    case S_IFSOCK: .unwritable(reason: ENXIO)
    default: .file
    }
  }

  /// - Precondition: the path is of a channel.
  /// - Throws: ``DiagnosticFact/cannotWrite(path:reason:)``, ``DiagnosticFact/interrupted``.
  init(_ path: String, _ observer: WorkObserver) throws(QueryError) {
    let own = OutputChannel.ownDescriptor(path)
    let end: Int32
    if let own {
      // The end of a pipe that is only read from would never be ready.
      let rights = fcntl(own, F_GETFL)
      if rights >= 0, rights & O_ACCMODE == O_RDONLY { throw OutputChannel.failure(path, EBADF) }
      end = dup(own)
    } else {
      end = try OutputChannel.opened(path, observer)
    }
    if end < 0 { throw OutputChannel.failure(path, errno) }
    descriptor = end
    // It may be shared with others, for whom writing has to go on waiting: so much is taken without any wait.
    portion = own == nil ? .max : Int(PIPE_BUF)
    self.path = path
    self.observer = observer
  }

  deinit { close(descriptor) }

  /// Waits for somebody who reads a pipe.
  private static func opened(_ path: String, _ observer: WorkObserver) throws(QueryError) -> Int32 {
    while true {
      let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      if descriptor >= 0 {
        var status = stat()
        let isChannel =
          fstat(descriptor, &status) == 0 && [S_IFCHR, S_IFIFO].contains(status.st_mode & S_IFMT)
        if isChannel { return descriptor }
        close(descriptor)
        throw failure(path, EEXIST)
      }
      guard errno == ENXIO || errno == EINTR else { return descriptor }
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { throw failure(path, ENXIO) }
      try observer.checkpoint()
      usleep(pauseInMicroseconds)
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(QueryError) {
    var offset = 0
    while offset < bytes.count {
      try observer.checkpoint()
      var end = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&end, 1, OutputChannel.pauseInMilliseconds) > 0 else { continue }
      let count = min(bytes.count - offset, portion)
      let written = withoutPipeSignal {
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, count)
      }
      if written < 0, errno == EINTR || errno == EAGAIN { continue }
      if written <= 0 { throw OutputChannel.failure(path, written == 0 ? EIO : errno) }
      offset += written
    }
  }

  private static let pauseInMilliseconds: Int32 = 50
  private static let pauseInMicroseconds: UInt32 = 50_000

  /// A pipe that nobody reads any more is told by the call alone.
  private func withoutPipeSignal(_ write: () -> Int) -> Int {
    var pipeSignal = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
    let written = write()
    let reason = errno
    if written < 0, reason == EPIPE {
      var none = timespec()
      while sigtimedwait(&pipeSignal, nil, &none) < 0, errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    errno = reason
    return written
  }

  /// The descriptor of this process that a path names, perhaps by links: `/dev/stdout` leads to `/proc/self/fd/1`.
  /// Followed to its end, as the system does, the path would be of the file that it is redirected to.
  private static func ownDescriptor(_ path: String) -> Int32? {
    var path = path
    for _ in 0..<8 {
      let plain = "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
      for folder in descriptorFolders where path.hasPrefix("/") && plain.hasPrefix(folder) {
        let number = plain.dropFirst(folder.count)
        if number.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let descriptor = UInt16(number) {
          return Int32(descriptor)
        }
      }
      var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = target.withUnsafeMutableBytes { room in
        room.baseAddress.map { readlink(path, $0, room.count) } ?? 0
      }
      guard count > 0 else { return nil }
      let next = String(decoding: target.prefix(count), as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = next.hasPrefix("/") ? next : folder + next
    }
    return nil
  }

  private static var descriptorFolders: [String] {
    ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/", "/proc/\(getpid())/fd/"]
  }

  static func failure(_ path: String, _ reason: Int32) -> QueryError {
    QueryError(.cannotWrite(path: path, reason: String(cString: strerror(reason))), at: nil)
  }
}
