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
    let (tokens, lexical) = Lexer.tokenize(source)
    let pieces = StatementSplitter.split(tokens, names: lexicon)
    if pieces.isEmpty, !lexical.isEmpty { return [Parsed(statement: nil, diagnostics: lexical)] }
    return pieces.enumerated().map { index, piece in
      let lower = piece.tokens.first?.span.lower ?? 0
      let upper = index + 1 < pieces.count ? pieces[index + 1].tokens.first?.span.lower ?? .max : .max
      let own = lexical.filter { diagnostic in
        diagnostic.span.map { (index == 0 || $0.lower >= lower) && $0.lower < upper } ?? false
      }
      let (statement, syntactic) = Parser.parse(piece.tokens, in: source, names: lexicon)
      return Parsed(statement: statement, diagnostics: own + syntactic)
    }
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
      return try FigureEvaluator(library, observer).evaluate(bound)
    } catch {
      // What the data say has no place of its own in the text.
      throw QueryError(
        error.diagnostics.map {
          Diagnostic($0.fact, at: $0.span ?? span, severity: $0.severity, suggestions: $0.suggestions)
        })
    }
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
    let derivations = try CellDerivations(bound, library, observer)
    return try ExplanationWriter(derivations).explanation(
      of: bound, rowsOf: shown ?? derivations.table, limit: Explanation.mostCells)
  }

  /// How a query is understood and answered; it is answered for that.
  /// - Throws: what ``answer(_:library:context:observer:)`` throws.
  package static func explain(
    _ query: QuerySyntax, library: Library, context: BindingContext, observer: WorkObserver = .none
  ) throws(QueryError) -> PlanReport {
    let started = ContinuousClock.now
    let bound = try Binder.bind(query, in: context)
    let boundAt = ContinuousClock.now
    if let cases = library.caseEvaluator(of: bound, observer) {
      return try explain(bound, cases, clauses(of: bound, context), bind: boundAt - started)
    }
    let plan = FigurePlanner(library.catalog).plan(bound)
    let planned = ContinuousClock.now
    let derivations = try CellDerivations(plan, library, observer)
    let evaluated = ContinuousClock.now
    var report = try PlanReporter(derivations).report(clauses: clauses(of: bound, context))
    let grouped = derivations.record.groupsFound ?? planned
    report.times = [
      (.bind, boundAt - started), (.plan, planned - boundAt), (.groups, grouped - planned),
      (.evaluate, evaluated - grouped),
    ]
    return report
  }

  /// Over cases: what an engine on a server is asked.
  private static func explain(
    _ bound: BoundQuery, _ cases: CaseEvaluator, _ clauses: [String], bind: Duration
  ) throws(QueryError) -> PlanReport {
    let started = ContinuousClock.now
    let statements = try cases.statements(for: bound)
    let planned = ContinuousClock.now
    var report = PlanReport(clauses: clauses, table: try cases.evaluate(bound))
    report.statements = statements.enumerated().map { index, text in
      PlanReport.Item(name: "sql \(index + 1)", detail: Localized(both: text), count: nil, depth: 0)
    }
    report.times = [
      (.bind, bind), (.plan, planned - started), (.evaluate, ContinuousClock.now - planned),
    ]
    return report
  }

  /// The canonical text, which reads back to the same query, one clause each.
  private static func clauses(of bound: BoundQuery, _ context: BindingContext) -> [String] {
    let parsed = parse(QuerySource(bound.canonicalText), names: context.lexicon)
    guard parsed.count == 1, case .query(let query)? = parsed[0].statement?.kind else {
      return [bound.canonicalText]
    }
    return SyntaxPrinter().clauseTexts(query)
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
