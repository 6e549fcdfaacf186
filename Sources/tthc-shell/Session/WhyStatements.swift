internal import QueryLang

// Where answers come from, and how they are found.
extension StatementRunner {
  func why(_ query: QuerySyntax, _ stages: [StageSyntax]) throws(QueryError) {
    if case .lastResult = query.subject {
      if let asked = session.lastQuestion?.query, let behind = try behindCases(asked, at: query.span) {
        return try present(behind, stages)
      }
      return try tell(whyOfLastResult(query), stages)
    }
    let bound = try Binder.bind(query, in: session.bindingContext)
    if let behind = try behindCases(bound, at: query.span) { return try present(behind, stages) }
    try tell(QueryPipeline.why(bound, library: session.library, observer: observer), stages)
  }

  /// The cases behind a query over cases.
  private func behindCases(_ bound: BoundQuery, at span: SourceSpan) throws(QueryError) -> ResultTable? {
    let library = session.library
    do throws(QueryError) {
      return try following(bound.datasets) { observer throws(QueryError) in
        try QueryPipeline.whyOfCases(bound, library: library, observer: observer)
      }
    } catch { throw error.placed(at: span) }
  }

  func why(_ compare: CompareSyntax, at span: SourceSpan, _ stages: [StageSyntax]) throws(QueryError) {
    let bound = try Binder.bind(compare, at: span, in: session.bindingContext)
    if let behind = try behindCases(bound.query, at: span) { return try present(behind, stages) }
    try tell(QueryPipeline.why(bound, library: session.library, observer: observer), stages)
  }

  private func tell(_ explanation: Explanation, _ stages: [StageSyntax]) throws(QueryError) {
    var explanation = explanation
    try quoteDocuments(in: &explanation)
    let told = explanation
    try presenter.present(explanation.table, stages, session.settings) { options in
      ExplanationRenderer.render(told, options: options)
    }
  }

  /// The rows that are left of the last result, explained by the question that gave it.
  private func whyOfLastResult(_ query: QuerySyntax) throws(QueryError) -> Explanation {
    guard let last = session.lastResult else { throw QueryError(.noLastResult, at: query.span) }
    guard let question = session.lastQuestion else {
      throw QueryError(.lastResultWithoutQuery, at: query.span)
    }
    let clauses = query.clauses
    let isWhole = clauses.having == nil && clauses.ranking == nil
    // Rows that are sums are left out by `having` and `top`, and stay otherwise.
    var wanted = try LastResult.evaluate(query, over: last, observer: observer)
    if isWhole { wanted.rows += last.rows.filter { $0.kind != .group } }
    switch question {
    case .query(let bound):
      return try QueryPipeline.why(bound, library: session.library, rowsOf: wanted, observer: observer)
    case .comparison(let bound):
      return try QueryPipeline.why(bound, library: session.library, rowsOf: wanted, observer: observer)
    }
  }

  private func quoteDocuments(in explanation: inout Explanation) throws(QueryError) {
    guard let folder = session.settings.documentsFolder else { return }
    do {
      let texts = try DocumentTexts(folder: folder)
      explanation.quote(from: texts, judgement: session.settings.isSafe ? safeReading.judgement : nil)
    } catch {
      throw QueryError(.cannotRead(path: folder, reason: error.reason), at: nil)
    }
  }

  func explain(_ query: QuerySyntax, analyze: Bool, _ stages: [StageSyntax]) throws(QueryError) {
    if case .lastResult = query.subject { throw QueryError(.lastResultHasNoPlan, at: query.span) }
    let (library, context) = (session.library, session.bindingContext)
    // Bound twice: only what is asked of a server is told of while it runs.
    let datasets = analyze ? (try? Binder.bind(query, in: context))?.datasets ?? [] : []
    let report = try following(datasets) { observer throws(QueryError) in
      try QueryPipeline.explain(
        query, library: library, context: context, analyze: analyze, observer: observer)
    }
    try tell(report, analyze: analyze, stages)
  }

  func explain(
    _ compare: CompareSyntax, analyze: Bool, at span: SourceSpan, _ stages: [StageSyntax]
  ) throws(QueryError) {
    let (library, context) = (session.library, session.bindingContext)
    let bound = analyze ? try? Binder.bind(compare, at: span, in: context) : nil
    let report = try following(bound?.query.datasets ?? []) { observer throws(QueryError) in
      try QueryPipeline.explain(
        compare, at: span, library: library, context: context, analyze: analyze, observer: observer)
    }
    try tell(report, analyze: analyze, stages)
  }

  func tell(_ report: PlanReport, analyze: Bool, _ stages: [StageSyntax]) throws(QueryError) {
    var report = report
    if analyze, report.kind == .figures {
      let started = ContinuousClock.now
      _ = session.settings.format.renderer.render(
        report.table, options: presenter.options(session.settings, isFile: false))
      report.times.append((.render, ContinuousClock.now - started))
    } else if !analyze {
      report.times = []
    }
    let told = report
    try presenter.present(report.listing, stages, session.settings) { PlanRenderer.render(told, options: $0) }
  }

  /// A folder is remembered by where it is now, whatever script asks later.
  mutating func setDocuments(_ value: NameSyntax) throws(QueryError) {
    if ["off", "tat"].contains(folded(value.text)) {
      session.settings.documentsFolder = nil
      return
    }
    let folder = resolved(value.text)
    if session.settings.isSafe, !safeReading.allows(folder) {
      throw outsideSafeFolders(value.text, at: value.span)
    }
    do {
      _ = try DocumentTexts(folder: folder)
    } catch {
      throw QueryError(.cannotRead(path: folder, reason: error.reason), at: value.span)
    }
    session.settings.documentsFolder = resolvedPath(folder) ?? folder
  }
}
