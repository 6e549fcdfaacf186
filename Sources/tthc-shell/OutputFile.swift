@preconcurrency internal import Glibc
internal import QueryLang

/// Files that appear whole or not at all: written beside their place under a temporary name, then renamed.
enum OutputFile {
  /// - Parameter replacing: whether an existing file may be replaced.
  /// - Parameter mode: the rights of the file; without it those that a new file gets.
  /// - Throws: ``DiagnosticFact/fileExists(path:)``, ``DiagnosticFact/cannotWrite(path:reason:)``.
  static func write(_ text: String, to path: String, replacing: Bool, mode: mode_t? = nil) throws(QueryError)
  {
    var text = text
    let written = text.withUTF8 { bytes -> QueryError? in
      do throws(QueryError) {
        try write(to: path, replacing: replacing, mode: mode) { take throws(QueryError) in
          try take(UnsafeRawBufferPointer(bytes))
        }
        return nil
      } catch { return error }
    }
    if let written { throw written }
  }

  /// - Throws: ``DiagnosticFact/fileExists(path:)`` where it must not be replaced.
  static func requireNew(
    _ path: String, replacing: Bool, overwriting word: String = "into!"
  ) throws(QueryError) {
    if !replacing, access(path, F_OK) == 0 {
      throw QueryError(.fileExists(path: path, overwriting: word), at: nil)
    }
  }

  /// Takes bytes of any number piece by piece; what `fill` throws leaves no file.
  static func write(
    to path: String, replacing: Bool, mode: mode_t? = nil,
    _ fill: ((UnsafeRawBufferPointer) throws(QueryError) -> Void) throws(QueryError) -> Void
  ) throws(QueryError) {
    try requireNew(path, replacing: replacing)
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(QueryError) {
      defer { close(descriptor) }
      try fill { bytes throws(QueryError) in
        guard writeAll(bytes, to: descriptor) else { throw failure(path) }
      }
      guard fchmod(descriptor, mode ?? 0o666 & ~currentUmask()) == 0, fsync(descriptor) == 0 else {
        throw failure(path)
      }
    } catch {
      unlink(temporary)
      throw error
    }
    try move(temporary, to: path, replacing: replacing)
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

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return false }
      offset += written
    }
    return true
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
