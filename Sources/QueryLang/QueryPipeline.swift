/// The whole of the language on one screen: text → tokens → syntax tree → bound query → plan → result → text.
package enum QueryPipeline {
  /// One statement of a text, with everything that is wrong with its form.
  package struct Parsed: Sendable {
    package let statement: StatementSyntax?
    package let diagnostics: [Diagnostic]
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  /// The statements of a text, in order. Never fails: what cannot be read carries its diagnostics.
  package static func parse(_ source: QuerySource, names lexicon: NameLexicon) -> [Parsed] {
    var reader = StatementReader(source)
    var statements: [Parsed] = []
    while let statement = reader.next(names: lexicon) { statements.append(statement) }
    return statements
  }

  /// The answer of a query over what is loaded.
  /// - Throws: all errors of the query at once; ``DiagnosticFact/interrupted`` when the observer stops it.
  package static func answer(
    _ query: QuerySyntax, library: Library, context: BindingContext, observer: WorkObserver = .none
  ) throws(QueryError) -> ResultTable {
    try answer(Binder.bind(query, in: context), library: library, observer: observer)
  }

  package static func answer(
    _ bound: BoundQuery, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> ResultTable {
    if let cases = library.caseEvaluator(of: bound, observer) { return try cases.evaluate(bound) }
    let plan = FigurePlanner(library.catalog).plan(bound)
    return try FigureEvaluator(library, observer).evaluate(plan)
  }

  /// The answer of a comparison over what is loaded.
  /// - Throws: all errors of the statement at once; that the ground differs; that the observer stopped it.
  package static func answer(
    _ compare: CompareSyntax, at span: SourceSpan, library: Library, context: BindingContext,
    observer: WorkObserver = .none
  ) throws(QueryError) -> ResultTable {
    try answer(
      Binder.bind(compare, at: span, in: context), at: span, library: library, observer: observer)
  }

  /// - Parameter span: of the statement, where what the data say is told.
  package static func answer(
    _ bound: BoundComparison, at span: SourceSpan, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> ResultTable {
    do {
      if let cases = library.caseEvaluator(of: bound.query, observer) { return try cases.evaluate(bound) }
      return try FigureEvaluator(library, observer).evaluate(bound)
    } catch {
      // What the data say has no place of its own in the text.
      throw QueryError(
        error.diagnostics.map {
          Diagnostic($0.fact, at: $0.span ?? span, severity: $0.severity, suggestions: $0.suggestions)
        })
    }
  }

  /// How many rows a list has.
  /// - Throws: that the data are damaged; an interruption.
  package static func count(
    _ list: BoundList, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> Int {
    try library.rows(of: list, observer)?.count() ?? 0
  }

  /// The rows of a list, some at a time; the first table is there without rows too.
  /// - Parameter most: no more rows than these.
  /// - Throws: what `take` throws; that the data are damaged; an interruption.
  package static func list(
    _ list: BoundList, library: Library, most: Int? = nil, observer: WorkObserver = .none,
    _ take: (ResultTable) throws(QueryError) -> Void
  ) throws(QueryError) {
    try library.rows(of: list, observer)?.forEachChunk(most: most, take)
  }

  /// Where the cells of an answer come from.
  /// - Parameter shown: an answer of the same query of which only some rows are left; `nil`: all cells.
  /// - Throws: what ``answer(_:library:context:observer:)`` throws.
  package static func why(
    _ bound: BoundQuery, library: Library, rowsOf shown: ResultTable? = nil,
    observer: WorkObserver = .none
  ) throws(QueryError) -> Explanation {
    let plan = FigurePlanner(library.catalog).plan(bound)
    let derivations = try CellDerivations(plan, library, observer)
    let figures = shown.map { derivations.figures(ofRowsIn: $0) } ?? derivations.allFigures
    return try ExplanationWriter(derivations).explanation(of: figures, limit: Explanation.mostCells)
  }

  /// Where the cells of a comparison come from, those too that may not be compared.
  /// - Parameter shown: as for a query.
  /// - Throws: what answering the comparison throws.
  package static func why(
    _ bound: BoundComparison, library: Library, rowsOf shown: ResultTable? = nil,
    observer: WorkObserver = .none
  ) throws(QueryError) -> Explanation {
    let plan = FigurePlanner(library.catalog).plan(bound.query)
    let derivations = try CellDerivations(bound, plan, library, observer)
    return try ExplanationWriter(derivations).explanation(
      of: bound, rowsOf: shown ?? derivations.table, limit: Explanation.mostCells)
  }

  /// The cases behind what a query over cases counts; `nil` for a query over figures.
  /// - Throws: what ``answer(_:library:context:observer:)`` throws.
  package static func whyOfCases(
    _ bound: BoundQuery, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> ResultTable? {
    guard let cases = library.cases(of: bound) else { return nil }
    return try CaseWhy(cases, library, observer).explain(bound)
  }

  /// How a query is understood and answered; it is answered for that, over cases only to `analyze`.
  /// - Throws: what ``answer(_:library:context:observer:)`` throws.
  package static func explain(
    _ query: QuerySyntax, library: Library, context: BindingContext, analyze: Bool = true,
    observer: WorkObserver = .none
  ) throws(QueryError) -> PlanReport {
    var clock = StepClock()
    let bound = try Binder.bind(query, in: context)
    clock.end(.bind)
    if let cases = library.caseEvaluator(of: bound, observer) {
      return try cases.explain(
        bound, clauses: clauses(of: bound.canonicalText, context), analyze: analyze,
        boundIn: clock.times.first?.duration ?? .zero)
    }
    let plan = FigurePlanner(library.catalog).plan(bound)
    clock.end(.plan)
    let derivations = try CellDerivations(plan, library, observer)
    return try report(derivations, bound.canonicalText, clock, context)
  }

  /// The same of a comparison, also of what may not be compared.
  /// - Throws: what binding the comparison throws; that the observer stopped it.
  package static func explain(
    _ compare: CompareSyntax, at span: SourceSpan, library: Library, context: BindingContext,
    analyze: Bool = true, observer: WorkObserver = .none
  ) throws(QueryError) -> PlanReport {
    var clock = StepClock()
    let bound = try Binder.bind(compare, at: span, in: context)
    clock.end(.bind)
    if let cases = library.caseEvaluator(of: bound.query, observer) {
      return try cases.explain(
        bound.query, clauses: clauses(of: bound.canonicalText, context), analyze: analyze,
        boundIn: clock.times.first?.duration ?? .zero)
    }
    let plan = FigurePlanner(library.catalog).plan(bound.query)
    clock.end(.plan)
    let derivations = try CellDerivations(bound, plan, library, observer)
    return try report(derivations, bound.canonicalText, clock, context)
  }

  private static func report(
    _ derivations: CellDerivations, _ canonicalText: String, _ clock: StepClock, _ context: BindingContext
  ) throws(QueryError) -> PlanReport {
    var clock = clock
    clock.end(.groups, at: derivations.record.groupsFound)
    clock.end(.evaluate)
    var report = try PlanReporter(derivations).report(clauses: clauses(of: canonicalText, context))
    report.times = clock.times
    return report
  }

  /// The canonical text, which reads back to the same question, one clause each.
  private static func clauses(of canonicalText: String, _ context: BindingContext) -> [String] {
    let parsed = parse(QuerySource(canonicalText), names: context.lexicon)
    switch parsed.first?.statement?.kind {
    case .query(let query): return SyntaxPrinter().clauseTexts(query)
    case .compare(let compare): return SyntaxPrinter().clauseTexts(compare)
    default: return [canonicalText]
    }
  }

  /// All that is wrong with a query, its form and its meaning together.
  package static func diagnose(
    _ query: QuerySyntax, parsed: Parsed, context: BindingContext
  ) -> QueryError {
    do {
      _ = try Binder.bind(query, in: context)
      return QueryError(parsed.diagnostics)
    } catch {
      return QueryError(parsed.diagnostics + error.diagnostics).inOrder
    }
  }
}
