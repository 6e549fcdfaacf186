@preconcurrency internal import Glibc
internal import QueryLang

/// Files that appear whole or not at all: written beside their place under a temporary name, then renamed.
///
/// An ``OutputChannel`` is written into: it holds nothing that could be half there, and a rename would put a file in the
/// place of `/dev/null`.
enum OutputFile {
  /// - Parameter replacing: whether an existing file may be replaced.
  /// - Parameter mode: the rights of the file; without it those that a new file gets.
  /// - Parameter observer: may stop the waiting for a pipe's reader.
  /// - Throws: ``DiagnosticFact/fileExists(path:)``, ``DiagnosticFact/cannotWrite(path:reason:)``.
  static func write(
    _ text: String, to path: String, replacing: Bool, mode: mode_t? = nil, observer: WorkObserver = .none
  ) throws(QueryError) {
    var text = text
    let failure = text.withUTF8 {
      failureOfWriting(
        UnsafeRawBufferPointer($0), to: path, replacing: replacing, mode: mode, observer: observer)
    }
    if let failure { throw failure }
  }

  /// Replaces what was there; for what can be made again, so that it need not be on the disk at once.
  static func write(disposable bytes: [UInt8], to path: String, mode: mode_t) throws(QueryError) {
    let failure = bytes.withUnsafeBytes {
      failureOfWriting($0, to: path, replacing: true, mode: mode, isDurable: false)
    }
    if let failure { throw failure }
  }

  /// The error as a value: closures over bytes throw no typed errors.
  private static func failureOfWriting(
    _ bytes: UnsafeRawBufferPointer, to path: String, replacing: Bool, mode: mode_t?, isDurable: Bool = true,
    observer: WorkObserver = .none
  ) -> QueryError? {
    do throws(QueryError) {
      try write(to: path, replacing: replacing, mode: mode, isDurable: isDurable, observer: observer) {
        take throws(QueryError) in
        try take(bytes)
      }
      return nil
    } catch { return error }
  }

  /// - Throws: ``DiagnosticFact/fileExists(path:)`` where it must not be replaced, or what it is cannot be written.
  static func requireNew(
    _ path: String, replacing: Bool, overwriting word: String = "into!"
  ) throws(QueryError) {
    _ = try isChannel(path, replacing: replacing, overwriting: word)
  }

  /// Whether it is written into; else a file takes the place, as ``requireNew(_:replacing:overwriting:)`` allows.
  private static func isChannel(
    _ path: String, replacing: Bool, overwriting word: String = "into!"
  ) throws(QueryError) -> Bool {
    switch OutputChannel.kind(of: path) {
    case .channel: return true
    case .unwritable(let reason): throw OutputChannel.failure(path, reason)
    case .file:
      if !replacing, access(path, F_OK) == 0 {
        throw QueryError(.fileExists(path: path, overwriting: word), at: nil)
      }
      return false
    }
  }

  /// Takes bytes of any number piece by piece; what `fill` throws leaves no file.
  /// - Parameter isDurable: the file is on the disk when this returns; else it may be lost with the power.
  static func write(
    to path: String, replacing: Bool, mode: mode_t? = nil, isDurable: Bool = true,
    observer: WorkObserver = .none,
    _ fill: ((UnsafeRawBufferPointer) throws(QueryError) -> Void) throws(QueryError) -> Void
  ) throws(QueryError) {
    if try isChannel(path, replacing: replacing) {
      let channel = try OutputChannel(path, observer)
      return try fill { bytes throws(QueryError) in try channel.write(bytes) }
    }
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(QueryError) {
      defer { close(descriptor) }
      try fill { bytes throws(QueryError) in
        guard writeAll(bytes, to: descriptor) else { throw failure(path) }
      }
      guard fchmod(descriptor, mode ?? 0o666 & ~currentUmask()) == 0, !isDurable || fsync(descriptor) == 0
      else {
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

  private static func failure(_ path: String) -> QueryError { OutputChannel.failure(path, errno) }
}
