@preconcurrency internal import Glibc
internal import QueryLang

// Statements that change the session: definitions, data, settings.
extension StatementRunner {
  // MARK: Statements that change the session

  mutating func runSessionStatement(_ statement: StatementSyntax) throws(QueryError) {
    switch statement.kind {
    case .define(let name, let expression): try session.define(name, expression)
    case .parameter(let name, let type, let value):
      try session.parameters.declare(
        name, type: type, defaultValue: value, depth: runningFiles.count, in: session.catalog)
    case .load(let paths, let name, let rejects): try load(paths, name, rejects, at: statement.span)
    case .unload(let name): try unload(name)
    case .attach(let url, let table, let name): try attach(url, table, name, at: statement.span)
    case .detach(let name): try detach(name)
    case .push(let name, let target): try push(name, to: target, at: statement.span)
    case .save(let name, let path): try save(name, to: path, at: statement.span)
    case .use(let name): session.defaultDataset = try dataset(name)
    case .set(let name, let value): try set(name, value)
    default: throw unanswered(statement)
    }
  }

  private mutating func load(
    _ paths: [String], _ name: NameSyntax?, _ rejects: RejectsSyntax?, at span: SourceSpan
  ) throws(QueryError) {
    for path in paths where session.settings.isSafe && !safeReading.allows(resolved(path)) {
      throw outsideSafeFolders(path, at: span)
    }
    let files = paths.map { caseFiles(at: resolved($0)) }
    if files.allSatisfy({ $0 != nil }) {
      do throws(QueryError) {
        if paths.count == 1, isSnapshot(resolved(paths[0])) {
          return try loadSnapshot(resolved(paths[0]), as: name?.text)
        }
        let files = files.flatMap { $0 ?? [] }
        return try loadCases(files, of: paths, as: name?.text, rejects: rejects, at: span)
      } catch { throw error.placed(at: span) }
    }
    if rejects != nil {
      let what = Localized(vi: "‘rejects’ với thư mục số liệu", en: "‘rejects’ with a folder of figures")
      throw QueryError(.notYetAnswered(what), at: span)
    }
    var library = session.library
    var attached: [AttachedTable] = []
    for path in paths {
      let folder = resolved(path)
      try requireAllowed(packageIn: folder, named: path, at: span)
      guard FileReading.isDirectory(folder) else {
        let isFile = access(folder, F_OK) == 0
        let cases = Localized(
          vi: "nạp hồ sơ (\(path)) cùng một lệnh với thư mục số liệu",
          en: "loading cases (\(path)) together with a folder of figures")
        if isFile { throw QueryError(.notYetAnswered(cases), at: span) }
        throw QueryError(.cannotRead(path: path, reason: String(cString: strerror(ENOENT))), at: span)
      }
      let name = paths.count == 1 ? name?.text : nil
      let language = session.settings.language
      let judgement = session.settings.isSafe ? safeReading.judgement : nil
      do {
        library = try WorkObserver.followingLoad(of: path, language: language, isStopped: presenter.isStopped)
        {
          observer throws(QueryError) in
          try library.loading(
            folder: folder, as: name, language: language, observer: observer, judgement: judgement)
        }
        attached += try AttachedTable.all(of: DataPackage(folder: folder, judgement: judgement))
      } catch {
        throw error.placed(at: span)
      }
    }
    let loaded = library.datasets.dropFirst(session.library.datasets.count)
    let opened: [ServerTables.Opened]
    do throws(QueryError) {
      opened = try serverTables.attach(all: attached, to: &library)
    } catch { throw error.placed(at: span) }
    // Only now is it certain that all of it is there.
    for dataset in loaded where dataset.figureCount > 0 || opened.isEmpty {
      presenter.showLoaded(dataset, session.settings)
    }
    for table in opened { presenter.showAttached(table, session.settings) }
    session.replaceLibrary(library)
  }

  /// By its names; each file is judged again once it is open.
  private func requireAllowed(
    packageIn folder: String, named path: String, at span: SourceSpan
  ) throws(QueryError) {
    guard session.settings.isSafe else { return }
    let isAllowed: Bool
    do {
      isAllowed = try safeReading.allowsPackage(in: folder)
    } catch {
      throw error.placed(at: span)
    }
    if !isAllowed { throw outsideSafeFolders(path, at: span) }
  }

  private mutating func unload(_ name: NameSyntax) throws(QueryError) {
    guard let index = try dataset(name) else { throw QueryError(.datasetBuiltIn(name.text), at: name.span) }
    if session.library.datasets[index].isBuiltIn {
      throw QueryError(.datasetBuiltIn(name.text), at: name.span)
    }
    let hadCases = session.library.caseTables[index] != nil
    session.replaceLibrary(session.library.unloading(index))
    if hadCases { HeapMemory.giveBackFreed() }
  }

  /// Position of a dataset; `nil` for all figures together.
  func dataset(_ name: NameSyntax) throws(QueryError) -> Int? {
    for case .dataset(let index) in session.lexicon.meanings(of: name.text) { return index < 0 ? nil : index }
    let known = session.library.datasets.filter(\.isLoaded).map(\.name) + [Library.allFigures.english]
    let near = NearNames.of(name.text, among: known)
    let suggestion: Suggestion = near.isEmpty ? .choices(known) : .didYouMean(near)
    throw QueryError(.unknownDataset(name.text), at: name.span, suggestions: [suggestion])
  }

  private mutating func set(_ name: NameSyntax, _ value: NameSyntax?) throws(QueryError) {
    let key = folded(name.text)
    guard let setting = Settings.Name(rawValue: key) else {
      let names = Settings.Name.allCases.map(\.rawValue)
      let near = NearNames.of(name.text, among: names)
      throw QueryError(
        .unknownSetting(name.text), at: name.span,
        suggestions: [near.isEmpty ? .choices(names) : .didYouMean(near)])
    }
    if setting == .documents, let value { return try setDocuments(value) }
    guard let value else {
      presenter.showText("\(setting.rawValue) \(session.settings[setting])\n", session.settings)
      return
    }
    if setting == .safe, session.settings.isSafe {
      let what = Localized(vi: "đổi chính nó", en: "changing itself")
      throw QueryError(.notAllowedInSafeMode(what), at: name.span)
    }
    if !session.settings.set(setting, to: value.text) {
      throw QueryError(
        .invalidSettingValue(setting: setting.rawValue, value: value.text), at: value.span,
        suggestions: [.choices(Settings.choices(setting))])
    }
  }
}
