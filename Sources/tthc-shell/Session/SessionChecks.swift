internal import QueryLang

// `check`: what the figures break is an answer like any other, and ends a script.
extension StatementRunner {
  mutating func runCheck(
    _ dataset: NameSyntax?, _ against: NameSyntax?, _ condition: ConditionSyntax?,
    _ statement: StatementSyntax
  ) throws(QueryError) -> StatementOutcome {
    if against != nil { throw unanswered(statement) }
    if let dataset {
      for case .dataset(let index) in session.lexicon.meanings(of: dataset.text) {
        try refuseCases([index], .check, at: statement.span)
      }
    }
    let started = ContinuousClock.now
    let check = try CheckBinder.bind(
      dataset: dataset, where: condition, library: session.library, context: session.bindingContext)
    let report = try CheckEvaluator.evaluate(check, library: session.library, observer: observer)
    let elapsed = ContinuousClock.now - started
    if report.table.rows.isEmpty, statement.stages.isEmpty, !session.settings.format.isMachine {
      let notes = report.table.notes.map { $0[session.settings.language] + "\n" }
      presenter.showText(notes.joined(), session.settings)
    } else {
      try presenter.present(report.table, statement.stages, session.settings)
    }
    session.lastResult = report.table
    if session.settings.showsTiming { presenter.showTiming(elapsed, session.settings) }
    // At the prompt, where pages are turned, somebody reads it and goes on.
    return report.hasErrors && !presenter.usesPager ? .failed(.conditionFailed) : .done
  }
}
