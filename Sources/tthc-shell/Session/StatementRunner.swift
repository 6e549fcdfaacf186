@preconcurrency internal import Glibc
internal import QueryLang

/// What came of a statement.
enum StatementOutcome: Equatable {
  case done
  /// `quit`; the code of an earlier statement that failed, if one did.
  case quit(ShellExit)
  /// Errors were shown; the code a script ends with.
  case failed(ShellExit)
}

/// Runs statements against a session and shows what comes of them.
struct StatementRunner {
  var session: Session
  var presenter: Presenter
  /// What was asked at the prompt, newest first; scripts have no history.
  var history: () -> [String] = { [] }
  /// Whether the statements after one that failed are run, in included files too.
  private var keepsGoing: Bool
  /// Texts read before they are run, by path.
  var textsReadAhead: [String: QuerySource] = [:]
  /// Files being run, outermost first: a file is never run inside itself.
  var runningFiles: [RunningFile] = []
  /// What safe mode may read whatever is loaded later.
  private let dataFolders: [String]

  struct RunningFile {
    let path: String
    let realPath: String
  }

  init(session: Session, presenter: Presenter, keepsGoing: Bool = false) {
    self.session = session
    self.presenter = presenter
    self.keepsGoing = keepsGoing
    dataFolders = session.library.datasets.map(\.folder)
  }

  /// Runs all statements of a text, or those up to the first that fails, which decides the outcome.
  mutating func run(_ source: QuerySource) -> StatementOutcome {
    var result: StatementOutcome = .done
    var parsed = QueryPipeline.parse(source, names: session.lexicon)
    var next = 0
    while next < parsed.count {
      let outcome = run(parsed[next], of: source)
      // A definition or a load adds names, which decide how the rest is read.
      if parsed[next].changesNames { parsed = QueryPipeline.parse(source, names: session.lexicon) }
      next += 1
      switch outcome {
      case .done: continue
      case .quit:
        if case .failed(let code) = result { return .quit(code) }
        return outcome
      case .failed:
        if outcome == .failed(.interrupted) { return outcome }
        if result == .done { result = outcome }
        if !keepsGoing { return result }
      }
    }
    return result
  }

  private mutating func run(_ parsed: QueryPipeline.Parsed, of source: QuerySource) -> StatementOutcome {
    do throws(QueryError) {
      if parsed.hasErrors { throw explained(parsed) }
      guard let statement = parsed.statement else { return .done }
      presenter.show(parsed.diagnostics, in: source, session.settings)
      return try run(withParameters(statement))
    } catch {
      presenter.show(error.diagnostics, in: source, session.settings)
      return .failed(ShellExit(for: error))
    }
  }

  /// The errors of form with those of meaning that can be told already.
  private func explained(_ parsed: QueryPipeline.Parsed) -> QueryError {
    var parameters = ParameterReplacement(session.parameters, names: session.lexicon)
    let statement = parsed.statement.map { parameters.replace(in: $0) }
    let known = QueryError(parsed.diagnostics + parameters.diagnostics)
    guard let query = statement?.kind.askedQuery, case .measures = query.subject else { return known }
    return QueryError(known.diagnostics + meaningErrors(query)).inOrder
  }

  /// The statement with the values of its parameters.
  /// - Throws: what is wrong with them, together with what is wrong otherwise.
  private func withParameters(_ statement: StatementSyntax) throws(QueryError) -> StatementSyntax {
    var parameters = ParameterReplacement(session.parameters, names: session.lexicon)
    let replaced = parameters.replace(in: statement)
    if parameters.diagnostics.isEmpty { return replaced }
    guard let query = replaced.kind.askedQuery, case .measures = query.subject else {
      throw QueryError(parameters.diagnostics)
    }
    throw QueryError(parameters.diagnostics + meaningErrors(query)).inOrder
  }

  private func meaningErrors(_ query: QuerySyntax) -> [Diagnostic] {
    do {
      _ = try Binder.bind(query, in: session.bindingContext)
      return []
    } catch {
      return error.diagnostics
    }
  }

  private mutating func run(_ statement: StatementSyntax) throws(QueryError) -> StatementOutcome {
    try observer.checkpoint()
    if let name = unansweredStage(statement.stages) {
      throw QueryError(.notYetAnswered(Localized(both: name)), at: statement.span)
    }
    try refuseWriting(statement)
    switch statement.kind {
    case .query(let query):
      var bound: BoundQuery?
      try showAnswer(statement.stages) { runner throws(QueryError) in
        let (table, query) = try runner.answer(query)
        bound = query
        return table
      }
      if let bound { session.lastQuestion = .query(bound) }
    case .compare(let compare):
      let bound = try Binder.bind(compare, at: statement.span, in: session.bindingContext)
      try showAnswer(statement.stages) { runner throws(QueryError) in
        try QueryPipeline.answer(
          bound, at: statement.span, library: runner.session.library, observer: runner.observer)
      }
      session.lastQuestion = .comparison(bound)
    case .show(let kind, let dimension, let condition):
      try present(try listing(kind, dimension, condition), statement.stages)
    case .why(let query): try why(query, statement.stages)
    case .whyComparison(let compare): try why(compare, at: statement.span, statement.stages)
    case .explain(let query, let analyze): try explain(query, analyze: analyze, statement.stages)
    case .help(let word):
      presenter.showText(try help(word), session.settings)
    case .check(let dataset, let against, let condition):
      return try runCheck(dataset, against, condition, statement)
    case .source(let path):
      return try runIncluded(path, at: statement.span)
    case .quit:
      return .quit(.ok)
    case .assert(let test, let clauses):
      try check(Assertion(test, clauses, at: statement.span))
    default:
      try runSessionStatement(statement)
    }
    return .done
  }

  var observer: WorkObserver { WorkObserver(isStopped: presenter.isStopped) }

  /// Presents a result and keeps it as the last one.
  private mutating func showAnswer(
    _ stages: [StageSyntax], _ answer: (StatementRunner) throws(QueryError) -> ResultTable
  ) throws(QueryError) {
    let started = ContinuousClock.now
    let table = try answer(self)
    let elapsed = ContinuousClock.now - started
    try present(table, stages)
    session.lastResult = table
    if session.settings.showsTiming { presenter.showTiming(elapsed, session.settings) }
  }

  /// With the bound query that it answers; `nil` for rows of the last result.
  private func answer(_ query: QuerySyntax) throws(QueryError) -> (ResultTable, BoundQuery?) {
    let (library, context, last) = (session.library, session.bindingContext, session.lastResult)
    return try StoppableWork.run(isStopped: presenter.isStopped) { observer throws(QueryError) in
      if case .lastResult = query.subject {
        guard let last else { throw QueryError(.noLastResult, at: query.span) }
        return (try LastResult.evaluate(query, over: last), nil)
      }
      let bound = try Binder.bind(query, in: context)
      return (try QueryPipeline.answer(bound, library: library, observer: observer), bound)
    }
  }

  private func present(_ table: ResultTable, _ stages: [StageSyntax]) throws(QueryError) {
    try refuseUncertain(table)
    try presenter.present(table, stages, session.settings)
  }

  private func refuseUncertain(_ table: ResultTable) throws(QueryError) {
    guard session.settings.isStrict, violatesStrictness(table) else { return }
    let note = machineNote(for: table, language: session.settings.language) ?? ""
    let withoutItsFirstWord = note.drop { $0 != ":" }.dropFirst(2)
    throw QueryError(.strictViolation(Localized(both: String(withoutItsFirstWord))), at: nil)
  }

  /// Says nothing where the assertion holds, but at a prompt, where somebody waits for a word.
  private func check(_ assertion: Assertion) throws(QueryError) {
    let checked = try assertion.check(
      library: session.library, context: session.bindingContext, observer: observer)
    try refuseUncertain(checked.table)
    if let failure = checked.failure { throw failure }
    if presenter.usesPager { presenter.say(Localized(vi: "✓ đúng", en: "✓ holds"), session.settings) }
  }

  // MARK: Statements that change the session

  private mutating func runSessionStatement(_ statement: StatementSyntax) throws(QueryError) {
    switch statement.kind {
    case .define(let name, let expression): try session.define(name, expression)
    case .parameter(let name, let type, let value):
      try session.parameters.declare(
        name, type: type, defaultValue: value, depth: runningFiles.count, in: session.catalog)
    case .load(let paths, let name, let rejects): try load(paths, name, rejects, at: statement.span)
    case .unload(let name): try unload(name)
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
        let files = files.flatMap { $0 ?? [] }
        return try loadCases(files, of: paths, as: name?.text, rejects: rejects, at: span)
      } catch { throw error.placed(at: span) }
    }
    if rejects != nil {
      let what = Localized(vi: "‘rejects’ với thư mục số liệu", en: "‘rejects’ with a folder of figures")
      throw QueryError(.notYetAnswered(what), at: span)
    }
    var library = session.library
    for path in paths {
      let folder = resolved(path)
      if session.settings.isSafe, try !safeReading.allowsPackage(in: folder) {
        throw outsideSafeFolders(path, at: span)
      }
      guard FileReading.isDirectory(folder) else {
        let isFile = access(folder, F_OK) == 0
        let cases = Localized(
          vi: "nạp hồ sơ (\(path)) cùng một lệnh với thư mục số liệu",
          en: "loading cases (\(path)) together with a folder of figures")
        if isFile { throw QueryError(.notYetAnswered(cases), at: span) }
        throw QueryError(.cannotRead(path: path, reason: String(cString: strerror(ENOENT))), at: span)
      }
      let count = library.datasets.count
      let name = paths.count == 1 ? name?.text : nil
      let language = session.settings.language
      do {
        library = try WorkObserver.followingLoad(of: path, language: language, isStopped: presenter.isStopped)
        {
          observer throws(QueryError) in
          try library.loading(folder: folder, as: name, language: language, observer: observer)
        }
      } catch {
        throw error.placed(at: span)
      }
      presenter.showLoaded(library.datasets[count], session.settings)
    }
    session.replaceLibrary(library)
  }

  private mutating func unload(_ name: NameSyntax) throws(QueryError) {
    guard let index = try dataset(name) else { throw QueryError(.datasetBuiltIn(name.text), at: name.span) }
    if session.library.datasets[index].isBuiltIn {
      throw QueryError(.datasetBuiltIn(name.text), at: name.span)
    }
    session.replaceLibrary(session.library.unloading(index))
  }

  /// Position of a dataset; `nil` for all figures together.
  private func dataset(_ name: NameSyntax) throws(QueryError) -> Int? {
    for case .dataset(let index) in session.lexicon.meanings(of: name.text) { return index < 0 ? nil : index }
    let known = session.library.datasets.filter(\.isLoaded).map(\.name) + [Library.allFigures.english]
    let near = NearNames.of(name.text, among: known)
    let suggestion: Suggestion = near.isEmpty ? .choices(known) : .didYouMean(near)
    throw QueryError(.unknownDataset(name.text), at: name.span, suggestions: [suggestion])
  }

  private mutating func set(_ name: NameSyntax, _ value: NameSyntax?) throws(QueryError) {
    let key = folded(name.text)
    if Settings.unanswered.contains(key) {
      throw QueryError(.notYetAnswered(Localized(both: "‘set \(key)’")), at: name.span)
    }
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

  // MARK: Files

  /// A path as written in a script is relative to that script.
  func resolved(_ path: String) -> String {
    guard !path.hasPrefix("/"), let file = runningFiles.last?.path, let slash = file.lastIndex(of: "/") else {
      return path
    }
    return file[...slash] + path
  }

  /// `quit` in an included file ends that file only.
  private mutating func runIncluded(
    _ path: String, at span: SourceSpan
  ) throws(QueryError) -> StatementOutcome {
    let file = resolved(path)
    do throws(QueryError) {
      var held: HeldFile?
      if session.settings.isSafe {
        held = try safeReading.open(file)
        if held == nil { throw outsideSafeFolders(path, at: span) }
      }
      let outcome = try runFile(file, held: held)
      guard case .quit(let code) = outcome else { return outcome }
      return code == .ok ? .done : .failed(code)
    } catch {
      throw error.placed(at: span)
    }
  }

  /// Runs the user's own file, all of it, whatever fails; it need not be there.
  mutating func runInitFile(_ path: String) {
    guard access(path, F_OK) == 0 else { return }
    let keepsGoingOtherwise = keepsGoing
    keepsGoing = true
    defer { keepsGoing = keepsGoingOtherwise }
    do {
      _ = try runFile(path)
    } catch {
      presenter.show(error.diagnostics, in: nil, session.settings)
    }
  }

  /// Runs a script file; what is `held`, where it was opened already.
  mutating func runFile(_ path: String, held: HeldFile? = nil) throws(QueryError) -> StatementOutcome {
    let real = held?.realPath ?? resolvedPath(path) ?? path
    if let first = runningFiles.firstIndex(where: { $0.realPath == real }) {
      throw QueryError(.cyclicSource(runningFiles[first...].map(\.path) + [path]), at: nil)
    }
    let source = try takeSource(ofFile: path, readFrom: held?.path)
    runningFiles.append(RunningFile(path: path, realPath: real))
    defer { runningFiles.removeLast() }
    return run(source)
  }

  /// Runs what comes on standard input; its paths are relative to the working directory.
  mutating func runStandardInput() throws(QueryError) -> StatementOutcome {
    run(try takeSource(ofFile: StatementRunner.standardInput))
  }

  private mutating func takeSource(
    ofFile path: String, readFrom place: String? = nil
  ) throws(QueryError) -> QuerySource {
    if let source = textsReadAhead.removeValue(forKey: path) { return source }
    return try source(ofFile: path, readFrom: place)
  }

  static let standardInput = "<stdin>"

  /// - Parameter path: a file, or ``standardInput``.
  func source(ofFile path: String, readFrom place: String? = nil) throws(QueryError) -> QuerySource {
    let isInput = path == StatementRunner.standardInput
    return QuerySource(try ScriptFile.text(ofFile: isInput ? "/dev/stdin" : place ?? path), name: path)
  }

  // MARK: Safe mode

  private func refuseWriting(_ statement: StatementSyntax) throws(QueryError) {
    guard session.settings.isSafe else { return }
    var writes = statement.stages.contains { if case .into = $0 { true } else { false } }
    if case .load(_, _, rejects: .some) = statement.kind { writes = true }
    guard writes else { return }
    throw QueryError(
      .notAllowedInSafeMode(Localized(vi: "ghi tệp", en: "writing files")), at: statement.span)
  }

  /// The data that the command line named, and the folder of the script that it or the shell itself started.
  var safeReading: SafeReading {
    let script = runningFiles.first.map { file in
      file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? "."
    }
    return SafeReading(folders: dataFolders + (script.map { [$0] } ?? []))
  }

  func outsideSafeFolders(_ path: String, at span: SourceSpan) -> QueryError {
    let what = Localized(
      vi: "đọc ‘\(path)’, nằm ngoài dữ liệu và thư mục của kịch bản",
      en: "reading ‘\(path)’, outside the data and the script's folder")
    return QueryError(.notAllowedInSafeMode(what), at: span)
  }
}

extension QueryError {
  /// The same at a statement that caused it; problems of data files have their own places.
  fileprivate func placed(at span: SourceSpan) -> QueryError {
    QueryError(
      diagnostics.map { diagnostic in
        if diagnostic.span != nil { return diagnostic }
        if case .data = diagnostic.fact { return diagnostic }
        return diagnostic.moved(to: span)
      })
  }
}

extension ShellExit {
  /// The code a script ends with after an error.
  init(for error: QueryError) {
    let facts = error.diagnostics.map(\.fact)
    let isData = facts.contains { fact in
      switch fact {
      case .data, .cannotRead, .invalidUTF8, .otherEncoding: true
      default: false
      }
    }
    let isInterrupted = facts.contains { if case .interrupted = $0 { true } else { false } }
    let isCondition = facts.contains { fact in
      switch fact {
      case .strictViolation, .assertionFailed, .assertionUndecided: true
      default: false
      }
    }
    let isUsage = facts.contains { fact in
      switch fact {
      case .parameterWithoutValue, .parameterNotDeclared, .parameterMismatch(_, _, _, isGiven: true): true
      default: false
      }
    }
    self =
      isInterrupted
      ? .interrupted
      : isCondition ? .conditionFailed : isData ? .dataUnreadable : isUsage ? .usage : .statementFailed
  }
}

extension QueryPipeline.Parsed {
  fileprivate var changesNames: Bool {
    switch statement?.kind {
    case .define, .load, .unload, .source: true
    default: false
    }
  }
}

extension StatementSyntaxKind {
  /// The query that the statement asks, explains or traces.
  fileprivate var askedQuery: QuerySyntax? {
    switch self {
    case .query(let query), .why(let query), .explain(let query, _): query
    default: nil
    }
  }
}
