internal import QueryLang

// Where answers come from, and how they are found.
extension StatementRunner {
  func why(_ query: QuerySyntax, _ stages: [StageSyntax]) throws(QueryError) {
    var explanation: Explanation
    if case .lastResult = query.subject {
      explanation = try whyOfLastResult(query)
    } else {
      let bound = try Binder.bind(query, in: session.bindingContext)
      explanation = try QueryPipeline.why(bound, library: session.library, observer: observer)
    }
    try quoteDocuments(in: &explanation)
    let told = explanation
    try presenter.present(explanation.table, stages, session.settings) { options in
      ExplanationRenderer.render(told, options: options)
    }
  }

  /// The rows that are left of the last result, explained by the query that gave it.
  private func whyOfLastResult(_ query: QuerySyntax) throws(QueryError) -> Explanation {
    guard let last = session.lastResult else { throw QueryError(.noLastResult, at: query.span) }
    guard let bound = session.lastQuery else { throw QueryError(.lastResultWithoutQuery, at: query.span) }
    let wanted = try LastResult.evaluate(query, over: last, observer: observer)
    return try QueryPipeline.why(
      bound, library: session.library, rows: { $0.positions(ofRowsIn: wanted) }, observer: observer)
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
    var report = try QueryPipeline.explain(
      query, library: session.library, context: session.bindingContext, observer: observer)
    if analyze {
      let started = ContinuousClock.now
      _ = session.settings.format.renderer.render(
        report.table, options: presenter.options(session.settings, isFile: false))
      report.times.append((.render, ContinuousClock.now - started))
    } else {
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
