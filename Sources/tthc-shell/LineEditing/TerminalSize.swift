@preconcurrency import Glibc

/// The terminal of standard output, in cells.
struct TerminalSize: Equatable, Sendable {
  var columns: Int
  var rows: Int

  /// 80 by 24 where the terminal does not tell.
  static var current: TerminalSize {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return TerminalSize(columns: 80, rows: 24)
    }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
