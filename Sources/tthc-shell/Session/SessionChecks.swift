internal import QueryLang

// `check`: what figures and cases break is an answer like any other, and ends a script.
extension StatementRunner {
  mutating func runCheck(
    _ dataset: NameSyntax?, _ against: NameSyntax?, _ condition: ConditionSyntax?,
    _ statement: StatementSyntax
  ) throws(QueryError) -> StatementOutcome {
    let started = ContinuousClock.now
    let question = try CheckQuestion.bind(
      dataset: dataset, against: against, where: condition, library: session.library,
      context: session.bindingContext)
    let report = try question.answer(library: session.library, observer: observer)
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
