@preconcurrency internal import Glibc
internal import QueryLang

/// Files that appear whole or not at all: written beside their place under a temporary name, then renamed.
enum OutputFile {
  /// - Parameter replacing: whether an existing file may be replaced.
  /// - Parameter mode: the rights of the file; without it those that a new file gets.
  /// - Throws: ``DiagnosticFact/fileExists(path:)``, ``DiagnosticFact/cannotWrite(path:reason:)``.
  static func write(_ text: String, to path: String, replacing: Bool, mode: mode_t? = nil) throws(QueryError)
  {
    try write(to: path, replacing: replacing, mode: mode) { append throws(QueryError) in try append(text) }
  }

  /// - Parameter body: gives the text piece by piece; what it throws leaves no file behind.
  static func write(
    to path: String, replacing: Bool, mode: mode_t? = nil,
    _ body: ((String) throws(QueryError) -> Void) throws(QueryError) -> Void
  ) throws(QueryError) {
    if !replacing { try requireFree(path) }
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(QueryError) {
      try body { text throws(QueryError) in
        if !writeAll(text, to: descriptor) { throw failure(path) }
      }
      guard fchmod(descriptor, mode ?? 0o666 & ~currentUmask()) == 0, fsync(descriptor) == 0 else {
        throw failure(path)
      }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    close(descriptor)
    try move(temporary, to: path, replacing: replacing)
  }

  /// - Throws: ``DiagnosticFact/fileExists(path:)``.
  static func requireFree(_ path: String) throws(QueryError) {
    if access(path, F_OK) == 0 { throw QueryError(.fileExists(path: path), at: nil) }
  }

  private static func move(_ temporary: String, to path: String, replacing: Bool) throws(QueryError) {
    // A link fails when the name was taken meanwhile; a rename would replace it silently.
    let moved = replacing ? rename(temporary, path) : link(temporary, path)
    let reason = errno
    if moved != 0 {
      unlink(temporary)
      errno = reason
      if reason == EEXIST { throw QueryError(.fileExists(path: path), at: nil) }
      throw failure(path)
    }
    if !replacing { unlink(temporary) }
  }

  private static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
        if written < 0, errno == EINTR { continue }
        if written <= 0 { return false }
        offset += written
      }
      return true
    }
  }

  private static func currentUmask() -> mode_t {
    let mask = umask(0)
    umask(mask)
    return mask
  }

  private static func failure(_ path: String) -> QueryError {
    QueryError(.cannotWrite(path: path, reason: String(cString: strerror(errno))), at: nil)
  }
}
