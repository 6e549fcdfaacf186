@preconcurrency internal import Glibc
internal import QueryLang

// Files of cases: loading them, with bad rows set aside where that is asked for.
extension StatementRunner {
  /// The files of cases that a path stands for; `nil` where it is a data package or no file at all.
  func caseFiles(at path: String) -> [String]? {
    guard FileReading.isDirectory(path) else { return access(path, F_OK) == 0 ? [path] : nil }
    if access(path + "/datapackage.json", F_OK) == 0 { return nil }
    let names = folderNames(path).filter { name in
      [".csv", ".tsv"].contains { name.hasSuffix($0) } && !name.hasSuffix(".columns.csv")
    }
    return names.isEmpty ? nil : names.sorted().map { path + "/" + $0 }
  }

  private func folderNames(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  /// `load "cases.csv" as cases`; without a name the first file's own.
  mutating func loadCases(
    _ files: [String], as name: String?, rejects: String?, at span: SourceSpan
  ) throws(QueryError) {
    let language = session.settings.language
    let catalog = session.library.catalog
    var rejected: [UInt8] = []
    let sink: CaseLoader.RejectSink = { row throws(QueryError) in rejected += row }
    let loaded = try WorkObserver.followingLoad(
      of: files[0], language: language, isStopped: presenter.isStopped
    ) { observer throws(QueryError) in
      try CaseLoader(catalog: catalog, observer: observer).load(files, reject: rejects == nil ? nil : sink)
    }
    let library = try session.library.adding(
      cases: loaded, named: name ?? datasetName(ofFile: files[0]), from: files[0])
    presenter.showLoadedCases(library.datasets[library.datasets.count - 1], loaded, session.settings)
    session.replaceLibrary(library)
  }
}
