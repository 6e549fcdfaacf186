@preconcurrency internal import Glibc
internal import QueryLang

// Snapshots of cases: `save cases "cases.tthcs"`, and `load` of such a file.
extension StatementRunner {
  /// Whether a file that is to be loaded is a snapshot.
  func isSnapshot(_ path: String) -> Bool { SnapshotReader.isSnapshot(path) }

  mutating func loadSnapshot(_ path: String, as name: String?) throws(QueryError) {
    let reader = try SnapshotReader(path)
    let loaded = try reader.load(session.library.catalog)
    let unknown = loaded.unknown
    let library = try session.library.adding(
      cases: consume loaded, named: name ?? datasetName(ofFile: path), from: path)
    presenter.showLoadedCases(
      library.datasets[library.datasets.count - 1], unknown, nil, session.settings)
    session.replaceLibrary(library)
  }

  /// The name that a dataset of a file has unless another is given: `cases` of `data/cases.csv`.
  func datasetName(ofFile path: String) -> String {
    let base = path.split(separator: "/").last.map(String.init) ?? path
    return base.split(separator: ".").first.map(String.init) ?? base
  }

  /// Written under a temporary name and renamed; only a snapshot is replaced, never another file.
  func save(_ name: NameSyntax, to path: String, at span: SourceSpan) throws(QueryError) {
    if session.settings.isSafe {
      throw QueryError(
        .notAllowedInSafeMode(Localized(vi: "ghi tệp", en: "writing files")), at: span)
    }
    guard let index = try dataset(name), let table = session.library.caseTables[index] else {
      throw QueryError(.noCases(name.text), at: name.span)
    }
    if let attached = session.library.attachedCases[index] {
      throw QueryError(.remote(attached.runner.address, .onlyLocal(.save)), at: name.span)
    }
    let target = resolved(path)
    guard case .file = OutputChannel.kind(of: target) else {
      let reason = Localized(vi: "không phải tệp thường", en: "it is no ordinary file")
      throw QueryError(.cannotWrite(path: path, reason: reason[session.settings.language]), at: span)
    }
    if access(target, F_OK) == 0, !isSnapshot(target) {
      throw QueryError(.fileExists(path: path, overwriting: nil), at: span)
    }
    let (catalog, language) = (session.library.catalog, session.settings.language)
    let file = try ReplacedFile(target)
    do throws(QueryError) {
      try WorkObserver.followingLoad(of: path, language: language, isStopped: presenter.isStopped) {
        observer throws(QueryError) in
        try SnapshotWriter(table, catalog, observer: observer).write { bytes, offset throws(QueryError) in
          try file.write(bytes, at: offset)
        }
      }
      try file.finish()
    } catch {
      file.abandon()
      throw QueryError(error.diagnostics.map { $0.span == nil ? $0.moved(to: span) : $0 })
    }
    presenter.say(
      Localized(
        vi: "đã lưu ‘\(name.text)’ vào \(escapedForTerminal(path))",
        en: "saved ‘\(name.text)’ to \(escapedForTerminal(path))"), session.settings)
  }
}

/// A file written beside its place, which takes that place when it is whole.
struct ReplacedFile {
  private let path: String
  private let temporary: String
  private let descriptor: Int32

  init(_ path: String) throws(QueryError) {
    self.path = path
    var template = Array((path + ".XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if descriptor < 0 { throw failure }
  }

  private var failure: QueryError {
    QueryError(.cannotWrite(path: path, reason: String(cString: strerror(errno))), at: nil)
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(QueryError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(
          descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw failure }
      written += count
    }
  }

  /// - Throws: the system's reason; the temporary file is then still to be abandoned.
  func finish() throws(QueryError) {
    let mask = umask(0)
    umask(mask)
    guard fchmod(descriptor, 0o666 & ~mask) == 0, fsync(descriptor) == 0, rename(temporary, path) == 0 else {
      throw failure
    }
    close(descriptor)
  }

  func abandon() {
    unlink(temporary)
    close(descriptor)
  }
}
