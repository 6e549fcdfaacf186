@preconcurrency internal import Glibc
internal import QueryLang

// Files of cases: loading them, with bad rows set aside where that is asked for.
extension StatementRunner {
  /// A file of cases and the folder that was named, if it was found in one.
  struct FoundCaseFile {
    let path: String
    let folder: String?
  }

  private static let columnsSuffix = ".columns.csv"
  private static let folderColumns = "columns.csv"

  /// The files of cases that a path stands for; `nil` where it is a data package or no file at all.
  func caseFiles(at path: String) -> [FoundCaseFile]? {
    guard FileReading.isDirectory(path) else {
      return access(path, F_OK) == 0 ? [FoundCaseFile(path: path, folder: nil)] : nil
    }
    if access(path + "/datapackage.json", F_OK) == 0 { return nil }
    let names = folderNames(path).filter { name in
      let name = name.lowercased()
      return [".csv", ".tsv"].contains { name.hasSuffix($0) } && !name.hasPrefix(".")
        && !name.hasSuffix(StatementRunner.columnsSuffix) && name != StatementRunner.folderColumns
    }
    if names.isEmpty { return nil }
    return names.sorted().map { FoundCaseFile(path: path + "/" + $0, folder: path) }
  }

  private func folderNames(_ path: String) -> [String] {
    var names: [String] = []
    // A name that is not UTF-8 becomes one that is not there: the load is refused, no file is passed over.
    try? FolderReading.names(in: path) { bytes in
      names.append(String(decoding: bytes, as: UTF8.self))
      return true
    }
    return names
  }

  /// `load "cases.csv" as cases`; without a name that of the folder, or of the first file.
  ///
  /// The session is as it was until everything has succeeded, the file of bad rows written too.
  mutating func loadCases(
    _ files: [FoundCaseFile], of paths: [String], as name: String?, rejects: RejectsSyntax?,
    at span: SourceSpan
  ) throws(QueryError) {
    let named = paths.count == 1 ? files[0].folder ?? files[0].path : files[0].path
    let name = name ?? datasetName(ofFile: named)
    try session.library.requireFree(name)
    let target = try rejects.map { rejects throws(QueryError) in try rejectFile(rejects, files) }
    var held: [HeldFile] = []
    let inputs = try files.map { file throws(QueryError) in try input(file, &held, at: span) }
    let catalog = session.library.catalog
    let language = session.settings.language
    let loaded = try WorkObserver.followingLoad(
      of: files[0].path, unit: .bytes, language: language, isStopped: presenter.isStopped
    ) { observer throws(QueryError) in
      try CaseLoader(catalog: catalog, observer: observer).load(inputs, settingAside: target != nil)
    }
    withExtendedLifetime(held) {}
    let (unknown, rejected) = (loaded.unknown, loaded.rejected)
    let library = try session.library.adding(cases: consume loaded, named: name, from: files[0].path)
    if let target, let rejects, rejected.count > 0 {
      let observer = observer
      try OutputFile.write(to: target, replacing: rejects.replacing, observer: observer) {
        take throws(QueryError) in
        try rejected.write(observer, take)
      }
    }
    session.replaceLibrary(library)
    presenter.showLoadedCases(
      library.datasets[library.datasets.count - 1], unknown, rejects.map { (rejected, $0.path) },
      session.settings)
  }

  /// Where bad rows go.
  /// - Throws: that the file exists, or is one of those that are loaded.
  private func rejectFile(_ rejects: RejectsSyntax, _ files: [FoundCaseFile]) throws(QueryError) -> String {
    let path = rejects.path
    if let real = resolvedPath(path), files.contains(where: { resolvedPath($0.path) == real }) {
      let reason = Localized(vi: "chính tệp này đang được nạp", en: "it is itself being loaded")
      throw QueryError(.cannotWrite(path: path, reason: reason[session.settings.language]), at: nil)
    }
    try OutputFile.requireNew(path, replacing: rejects.replacing, overwriting: "rejects!")
    return path
  }

  // MARK: What is opened

  private func input(
    _ file: FoundCaseFile, _ held: inout [HeldFile], at span: SourceSpan
  ) throws(QueryError) -> CaseInput {
    let place = try judged(file.path, &held, at: span)
    return CaseInput(file.path, openedAt: place, mapping: try mapping(beside: file, &held, at: span))
  }

  /// What the user says of the columns: in a table beside the file, or in one for its whole folder.
  private func mapping(
    beside file: FoundCaseFile, _ held: inout [HeldFile], at span: SourceSpan
  ) throws(QueryError) -> CaseColumnMapping {
    let own = withoutExtension(file.path) + StatementRunner.columnsSuffix
    let common = file.folder.map { $0 + "/" + StatementRunner.folderColumns }
    let catalog = session.library.catalog
    for path in [own, common].compactMap({ $0 }) where access(path, F_OK) == 0 {
      let place = try judged(path, &held, at: span)
      return try CaseColumnMapping(file: path, openedAt: place, catalog: catalog)
    }
    return .none
  }

  private func withoutExtension(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
    return String(path[..<dot])
  }

  /// In safe mode the file itself, judged and held open; otherwise nothing of the kind.
  private func judged(
    _ path: String, _ held: inout [HeldFile], at span: SourceSpan
  ) throws(QueryError) -> String? {
    guard session.settings.isSafe else { return nil }
    guard let file = try safeReading.open(path) else { throw outsideSafeFolders(path, at: span) }
    held.append(file)
    return file.path
  }
}

extension Presenter {
  /// How many cases, and what was met on the way.
  func showLoadedCases(
    _ dataset: Library.Dataset, _ unknown: [UnknownNames], _ rejected: (RejectedRows, path: String)?,
    _ settings: Settings
  ) {
    let language = settings.language
    let rows = dataset.caseCount ?? 0
    let count = countText(rows, language)
    say(
      Localized(
        vi: "đã nạp ‘\(dataset.name)’: \(count) hồ sơ",
        en: "loaded ‘\(dataset.name)’: \(count) \(rows == 1 ? "case" : "cases")"), settings)
    for unknown in unknown { say(sentence(unknown, language), settings) }
    guard let (rejected, path) = rejected else { return }
    say(sentence(rejected, path, language), settings)
  }

  private func sentence(_ unknown: UnknownNames, _ language: Language) -> Localized {
    let more = unknown.count > unknown.examples.count ? " …" : ""
    let examples = unknown.examples.joined(separator: ", ") + more
    let count = countText(unknown.count, language)
    let dimension = unknown.dimension
    return Localized(
      vi: "\(count) tên \(dimension.vietnamese) không có trong danh mục, giữ tên riêng: \(examples)",
      en: unknown.count == 1
        ? "1 name of \(dimension.english) is not in the catalog and is kept as it stands: \(examples)"
        : "\(count) names of \(dimension.english) are not in the catalog and are kept as they stand: \(examples)"
    )
  }

  private func sentence(_ rejected: RejectedRows, _ path: String, _ language: Language) -> Localized {
    guard let first = rejected.problems.first else {
      return Localized(
        vi: "không có dòng hỏng nào; không ghi gì vào ‘\(path)’",
        en: "no row was bad; nothing was written to ‘\(path)’")
    }
    let count = countText(rejected.count, language)
    let problem = DiagnosticWording(language).sentence(first.fact)
    return Localized(
      vi: "đã để riêng \(count) dòng hỏng vào ‘\(path)’; dòng đầu tiên: \(problem)",
      en: rejected.count == 1
        ? "set 1 bad row aside in ‘\(path)’: \(problem)"
        : "set \(count) bad rows aside in ‘\(path)’, the first of them: \(problem)")
  }
}
