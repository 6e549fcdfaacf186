internal import QueryLang

// Queries and assertions: answered, judged, shown.
extension StatementRunner {
  /// Presents a result and keeps it as the last one.
  mutating func showAnswer(
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
  func answer(_ query: QuerySyntax) throws(QueryError) -> (ResultTable, BoundQuery?) {
    let (library, last) = (session.library, session.lastResult)
    if case .lastResult = query.subject {
      guard let last else { throw QueryError(.noLastResult, at: query.span) }
      let table = try following([]) { observer throws(QueryError) in
        try LastResult.evaluate(query, over: last, observer: observer)
      }
      return (table, nil)
    }
    let bound = try Binder.bind(query, in: session.bindingContext)
    let table = try following(bound.datasets) { observer throws(QueryError) in
      try QueryPipeline.answer(bound, library: library, observer: observer)
    }
    return (table, bound)
  }

  func answer(_ comparison: BoundComparison, at span: SourceSpan) throws(QueryError) -> ResultTable {
    let library = session.library
    return try following(comparison.query.datasets) { observer throws(QueryError) in
      try QueryPipeline.answer(comparison, at: span, library: library, observer: observer)
    }
  }

  func present(_ table: ResultTable, _ stages: [StageSyntax]) throws(QueryError) {
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
  func check(_ assertion: Assertion) throws(QueryError) {
    let (library, context) = (session.library, session.bindingContext)
    let checked = try following(assertion.datasets(in: context)) { observer throws(QueryError) in
      try assertion.check(library: library, context: context, observer: observer)
    }
    try refuseUncertain(checked.table)
    if let failure = checked.failure { throw failure }
    if presenter.usesPager { presenter.say(Localized(vi: "✓ đúng", en: "✓ holds"), session.settings) }
  }
}
