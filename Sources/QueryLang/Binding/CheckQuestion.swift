/// What a `check` asks: the figures, the cases, or the ones against the others.
package enum CheckQuestion: Sendable {
  case figures(BoundCheck)
  case cases(BoundCaseCheck)
  case against(BoundCaseComparison)

  /// Figures and cases may stand on either side of `against`.
  /// - Throws: all errors of the condition at once; that both sides are alike; that the cases are on a server.
  package static func bind(
    dataset: NameSyntax?, against: NameSyntax?, where condition: ConditionSyntax?, library: Library,
    context: BindingContext
  ) throws(QueryError) -> CheckQuestion {
    let sides = CheckSides(library: library, context: context)
    let first = try sides.side(dataset)
    guard let against else {
      switch first {
      case .figures:
        return .figures(
          try CheckBinder.bind(dataset: dataset, where: condition, library: library, context: context))
      case .cases(let cases):
        return .cases(try Binder.bindCaseCheck(of: cases, where: condition, in: context))
      }
    }
    switch (first, try sides.side(against)) {
    case (.cases(let cases), .figures(let figures)), (.figures(let figures), .cases(let cases)):
      return .against(
        BoundCaseComparison(
          dataset: cases, datasetName: library.datasets[cases].name, figures: figures,
          condition: try CheckBinder.bindComparison(where: condition, library, context),
          periods: context.periods, hideBelow: context.hideBelow))
    case (let side, _): throw sides.alike(side, at: against.span)
    }
  }

  /// - Throws: that the data are damaged; ``DiagnosticFact/interrupted`` when the observer stops it.
  package func answer(library: Library, observer: WorkObserver = .none) throws(QueryError) -> CheckReport {
    switch self {
    case .figures(let check): try CheckEvaluator.evaluate(check, library: library, observer: observer)
    case .cases(let check): try CaseCheckEvaluator.evaluate(check, library: library, observer: observer)
    case .against(let comparison):
      try CaseComparisonEvaluator.evaluate(comparison, library: library, observer: observer)
    }
  }
}

/// What stands before and after `against`.
private struct CheckSides {
  enum Side {
    case figures([Int])
    case cases(Int)
  }

  let library: Library
  let context: BindingContext

  func side(_ name: NameSyntax?) throws(QueryError) -> Side {
    let datasets = try CheckBinder.datasets(name, library, context)
    guard let dataset = datasets.first, library.caseTables[dataset] != nil else { return .figures(datasets) }
    if let address = library.serverAddresses[dataset] {
      throw QueryError(.remote(address, .onlyLocal(.check)), at: name?.span)
    }
    return .cases(dataset)
  }

  /// With the statement that is meant, where one can be named.
  func alike(_ side: Side, at span: SourceSpan) -> QueryError {
    let canonical = CanonicalText(context.catalog)
    let figures = Library.allFigures.english
    let cases: Int? =
      switch side {
      case .cases(let dataset): dataset
      case .figures: library.caseTables.keys.filter { library.serverAddresses[$0] == nil }.min()
      }
    let isCases = if case .cases = side { true } else { false }
    let statement = cases.map { "check \(canonical.name(library.datasets[$0].name)) against \(figures)" }
    return QueryError(
      .sidesOfCheck(areCases: isCases), at: span, suggestions: statement.map { [.run([$0])] } ?? [])
  }
}
