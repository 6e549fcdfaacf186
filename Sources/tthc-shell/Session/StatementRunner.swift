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
  var keepsGoing: Bool
  /// Texts read before they are run, by path.
  var textsReadAhead: [String: QuerySource] = [:]
  /// Files being run, outermost first: a file is never run inside itself.
  var runningFiles: [RunningFile] = []
  /// What safe mode may read whatever is loaded later.
  let dataFolders: [String]

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
    var reader = StatementReader(source)
    while let parsed = reader.next(names: session.lexicon) {
      switch run(parsed, of: source) {
      case .done: continue
      case .quit(let code):
        if case .failed(let code) = result { return .quit(code) }
        return .quit(code)
      case .failed(let code):
        if code == .interrupted { return .failed(code) }
        if result == .done { result = .failed(code) }
        if !keepsGoing { return result }
      }
    }
    return result
  }

  private mutating func run(_ parsed: QueryPipeline.Parsed, of source: QuerySource) -> StatementOutcome {
    guard presenter.isStopped == nil, mayAskServers(parsed.statement) else {
      return attempt(parsed, of: source)
    }
    // What would end the run at once leaves time to stop what is under way on the server.
    presenter.isStopped = { Endings.isPending }
    defer { presenter.isStopped = nil }
    let outcome = Endings.noted { attempt(parsed, of: source) }
    return Endings.isPending ? .failed(.interrupted) : outcome
  }

  private func mayAskServers(_ statement: StatementSyntax?) -> Bool {
    switch statement?.kind {
    case .attach, .load: true
    // Its statements are looked at one by one.
    case .source, nil: false
    default: !session.library.attachedCases.isEmpty
    }
  }

  private mutating func attempt(_ parsed: QueryPipeline.Parsed, of source: QuerySource) -> StatementOutcome {
    do throws(QueryError) {
      if parsed.hasErrors { throw explained(parsed) }
      guard let statement = parsed.statement else { return .done }
      presenter.show(parsed.diagnostics, in: source, session.settings)
      return try run(withParameters(statement))
    } catch {
      presenter.show(session.inDisplayLanguage(error.diagnostics), in: source, session.settings)
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
        try runner.answer(bound, at: statement.span)
      }
      session.lastQuestion = .comparison(bound)
    case .show(let kind, let dimension, let condition):
      try present(try listing(kind, dimension, condition), statement.stages)
    case .why(let query): try why(query, statement.stages)
    case .whyComparison(let compare): try why(compare, at: statement.span, statement.stages)
    case .list(let fields, let clauses): try list(fields, clauses, statement)
    case .explain(let query, let analyze): try explain(query, analyze: analyze, statement.stages)
    case .explainComparison(let compare, let analyze):
      try explain(compare, analyze: analyze, at: statement.span, statement.stages)
    case .help(let word):
      presenter.showHelp(try help(word), session.settings)
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
