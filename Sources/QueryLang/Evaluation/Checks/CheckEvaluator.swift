/// Tries the rules on the figures.
package struct CheckEvaluator {
  private let check: BoundCheck
  private let resolver: FigureResolver
  private let observer: WorkObserver
  private let store: FigureStore

  private init(_ check: BoundCheck, _ library: Library, _ observer: WorkObserver) {
    self.check = check
    self.observer = observer
    store = library.store
    let index = FigureIndex(catalog: library.catalog, store: library.store, datasets: check.datasets)
    resolver = FigureResolver(index, observer)
  }

  /// What the figures break: one row for each rule and cell, by document and line.
  /// - Throws: ``DiagnosticFact/interrupted`` when the observer stops it.
  package static func evaluate(
    _ check: BoundCheck, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> CheckReport {
    try CheckEvaluator(check, library, observer).run()
  }

  private func run() throws(QueryError) -> CheckReport {
    var trials: [CheckTrial] = []
    for rule in check.rules {
      try observer.checkpoint()
      trials += self.trials(of: rule)
    }
    try observer.checkpoint()
    let filter = CheckFilter(resolver)
    let wanted = trials.filter { trial in
      check.condition.map { filter.holds($0, trial.subjectMatter) } ?? true
    }
    return CheckResultBuilder(resolver, hasCondition: check.condition != nil).report(
      wanted, ruleCount: check.rules.count, notes: denominatorNotes)
  }

  private static let denominatorsListed = 3

  /// Percentages that no rule could try.
  private var denominatorNotes: [Localized] {
    let unread = check.unreadDenominators.map { store.figures[$0] }
    guard !unread.isEmpty else { return [] }
    let names = unread.map { figure in
      let source = resolver.catalog.sources[figure.source].id
      return Localized(
        vi: "‘\(figure.denominator)’ (\(source), dòng \(figure.line))",
        en: "‘\(figure.denominator)’ (\(source), line \(figure.line))")
    }.listed(CheckEvaluator.denominatorsListed)
    return [
      Localized(
        vi: "không đọc được mẫu số \(names.vietnamese); tỷ lệ nêu cùng nó chưa được thử",
        en: "cannot read the denominator \(names.english); the percentages printed with it were not tried")
    ]
  }

  private func trials(of rule: BoundCheckRule) -> [CheckTrial] {
    let ground = CheckGround(resolver: resolver, rule: rule)
    let printed = PrintedCheck(ground: ground, denominators: check.denominators)
    switch rule.form {
    case .test(let test): return TestCheck(ground: ground, test: test).trials()
    case .parts(let dimensions):
      return dimensions.flatMap { PartsCheck(ground: ground, dimension: $0).trials() }
    case .partsOverTime: return PeriodPartsCheck(ground: ground).trials()
    case .repeats: return RepeatCheck(ground: ground).trials()
    case .printedRates: return printed.ratioTrials()
    case .printedShare(let measure, let numerator):
      return printed.shareTrials(of: measure, numerator: numerator)
    }
  }
}

/// What came of `check`.
package struct CheckReport: Sendable {
  package let table: ResultTable
  /// A rule that must hold does not.
  package let hasErrors: Bool
}
