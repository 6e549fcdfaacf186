@preconcurrency import Glibc

/// The file that keeps the history between sessions, a ``HistoryLine`` each line.
///
/// Several shells can share it: each addition is one write at the end under a lock, and the file is only ever
/// replaced whole. Nothing here fails: what cannot be read is empty, what cannot be written is not.
struct HistoryFile: Sendable {
  let path: String

  /// Only the end of a longer file is read.
  private static let mostBytesRead = 16 << 20
  /// And no more lines of it, should nearly all be the same.
  private static let mostLinesRead = 4 * History.mostEntries

  init(path: String) { self.path = path }

  /// `$XDG_STATE_HOME/tthc/history`, else `~/.local/state/tthc/history`; `nil` without a home.
  init?(environment: (String) -> String?) {
    let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? home.map({ $0 + "/.local/state" }) else { return nil }
    path = base + "/tthc/history"
  }

  /// The statements, oldest first, the last of each; damaged lines are passed over.
  ///
  /// Read from the end, so that a file of any length opens as fast. One that holds more than is wanted is compacted
  /// on the way.
  func load() -> [String] {
    guard let file = LockedFile(opening: path, creating: false) else { return [] }
    var rest = file.contents(atMost: Self.mostBytesRead)[...]
    var newest = History.Newest()
    var count = 0
    while !rest.isEmpty, !newest.isFull, count < Self.mostLinesRead {
      let line = rest.suffix(from: (rest.lastIndex(of: 0x0A) ?? rest.startIndex - 1) + 1)
      if let statement = HistoryLine.decoded(line) { newest.addOlder(statement) }
      count += 1
      rest = rest.prefix(max(rest.count - line.count - 1, 0))
    }
    if !rest.isEmpty || count > History.mostEntries { replace(by: newest.oldestFirst) }
    return newest.oldestFirst
  }

  /// Adds a statement at the end.
  func append(_ statement: String) {
    makeFolders()
    guard let file = LockedFile(opening: path, creating: true) else { return }
    let separator = file.endsInsideLine ? "\n" : ""
    file.write(separator + HistoryLine.encoded(statement) + "\n")
  }

  /// To be called while the old file is locked.
  private func replace(by statements: [String]) {
    let target = resolvedPath
    let temporary = "\(target).\(getpid()).new"
    unlink(temporary)
    let text = statements.map { HistoryLine.encoded($0) + "\n" }.joined()
    guard let descriptor = LockedFile.create(temporary) else { return }
    let isWritten = LockedFile.writeAll(text, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    if !isWritten || rename(temporary, target) != 0 { unlink(temporary) }
  }

  /// A link to a file elsewhere stays a link.
  private var resolvedPath: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Private folders, as the base directory specification asks.
  private func makeFolders() {
    for (offset, character) in path.utf8.enumerated() where character == UInt8(ascii: "/") && offset > 0 {
      mkdir(String(decoding: path.utf8.prefix(offset), as: UTF8.self), 0o700)
    }
  }
}
