@preconcurrency internal import Glibc
internal import QueryLang

/// Writes whole texts to the standard streams.
enum Console {
  /// Ends the process where nobody can read on: by the signal of a closed pipe, quietly for a terminal that is
  /// gone, with a message for a full disk.
  ///
  /// - Parameter isStopped: ends the writing in the middle, at the start of a line.
  static func write(_ text: String, isStopped: (() -> Bool)? = nil) {
    let failure = writeAll(text, to: STDOUT_FILENO, isStopped: isStopped)
    if failure == ECANCELED {
      _ = writeAll("\n", to: STDOUT_FILENO)
    } else if failure != 0 {
      leave(after: failure)
    }
  }

  /// Messages that cannot be told have nowhere else to go.
  static func writeError(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

  /// What a terminal takes at once.
  private static let portion = 1 << 14

  /// - Returns: 0, or the system's error; `ECANCELED` when stopped.
  static func writeAll(_ text: String, to descriptor: Int32, isStopped: (() -> Bool)? = nil) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        if let isStopped, isStopped() { return ECANCELED }
        let count = isStopped == nil ? bytes.count - offset : min(portion, bytes.count - offset)
        let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, count)
        if written > 0 {
          offset += written
        } else if written < 0, errno == EAGAIN {
          waitUntilWritable(descriptor)
        } else if written == 0 || errno != EINTR {
          return written == 0 ? EIO : errno
        }
      }
      return 0
    }
  }

  /// Another program may have made the shared end of a pipe one that does not wait.
  private static func waitUntilWritable(_ descriptor: Int32) {
    var end = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&end, 1, -1)
  }

  private static func leave(after failure: Int32) -> Never {
    switch failure {
    case EPIPE:
      // Whoever started this program has the signal ignored: end as if it were not.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    case EIO: break
    default:
      let error = QueryError(
        .cannotWrite(path: "stdout", reason: String(cString: strerror(failure))), at: nil)
      writeError(DiagnosticDrawing(Environment.language).draw(error.diagnostics, in: nil))
    }
    exit(ShellExit.statementFailed.rawValue)
  }
}
