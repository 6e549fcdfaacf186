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
    let (library, context, last) = (session.library, session.bindingContext, session.lastResult)
    // Held here: work that is left behind tells nothing any more.
    let lines = serverLines
    defer { for line in lines.values { line.end() } }
    return try StoppableWork.run(isStopped: presenter.isStopped) { observer throws(QueryError) in
      if case .lastResult = query.subject {
        guard let last else { throw QueryError(.noLastResult, at: query.span) }
        return (try LastResult.evaluate(query, over: last, observer: observer), nil)
      }
      let bound = try Binder.bind(query, in: context)
      let line = bound.datasets.lazy.compactMap { lines[$0] }.first
      let observer = line.map { observer.heard(by: $0) } ?? observer
      return (try QueryPipeline.answer(bound, library: library, observer: observer), bound)
    }
  }

  /// By dataset on a server, a line that tells how far a query of it is, where somebody watches.
  private var serverLines: [Int: ProgressLine] {
    guard Environment.isErrorTerminal else { return [:] }
    let language = session.settings.language
    return session.library.serverAddresses.mapValues { ProgressLine(name: $0, language: language) }
  }

  func answer(_ comparison: BoundComparison, at span: SourceSpan) throws(QueryError) -> ResultTable {
    let library = session.library
    return try StoppableWork.run(isStopped: presenter.isStopped) { observer throws(QueryError) in
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
    let checked = try assertion.check(
      library: session.library, context: session.bindingContext, observer: observer)
    try refuseUncertain(checked.table)
    if let failure = checked.failure { throw failure }
    if presenter.usesPager { presenter.say(Localized(vi: "✓ đúng", en: "✓ holds"), session.settings) }
  }
}
