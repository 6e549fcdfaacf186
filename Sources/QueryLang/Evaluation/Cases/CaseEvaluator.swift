/// Bound query → result, over cases in memory or on a server.
struct CaseEvaluator {
  private let table: CaseTable
  /// Where the cases are, if not in the table.
  private let attached: AttachedCases?
  private let catalog: Catalog
  private let observer: WorkObserver
  private let limits: CaseScanner.Limits

  init(
    _ table: CaseTable, attached: AttachedCases? = nil, _ catalog: Catalog, _ observer: WorkObserver,
    _ limits: CaseScanner.Limits = CaseScanner.Limits()
  ) {
    self.table = table
    self.attached = attached
    self.catalog = catalog
    self.observer = observer
    self.limits = limits
  }

  private var rowCount: Int { attached?.rowCount ?? table.rowCount }

  /// - Throws: what is wrong with the question; too many groups; an interruption; a fault of the server.
  func evaluate(_ query: BoundQuery) throws(QueryError) -> ResultTable {
    var engine = engine
    return try answer(CasePlanner(table, catalog).plan(query)) { aggregation throws(QueryError) in
      try engine.aggregate(aggregation)
    }
  }

  /// - Throws: also ``DiagnosticFact/notComparable(_:)``, where the periods are of different length and nobody said
  ///   they may be compared.
  func evaluate(_ comparison: BoundComparison) throws(QueryError) -> ResultTable {
    let periods = comparison.values.compactMap { if case .period(let period) = $0 { period } else { nil } }
    if !comparison.showsIncomparable, Set(periods.map(\.grain)).count > 1 {
      throw QueryError(.notComparable([Comparability.lengths(periods)]), at: nil)
    }
    var engine = engine
    let plan = try CasePlanner(table, catalog).plan(comparison.query)
    return try answer(plan, comparing: comparison.values) { aggregation throws(QueryError) in
      try engine.aggregate(aggregation)
    }
  }

  private func answer(
    _ plan: CasePlan, comparing compared: [GroupKey]? = nil,
    _ aggregate: (CaseAggregation) throws(QueryError) -> CaseGroups
  ) throws(QueryError) -> ResultTable {
    var ranks: [Int: MemberRanks] = [:]
    var catalog = catalog
    for case .dimension(let dimension) in plan.query.keys {
      ranks[dimension] = table.ranks(of: dimension, in: catalog)
      // Its members are all about to be named.
      catalog.enterMembers(of: dimension)
    }
    var evaluation = CaseEvaluation(plan, catalog, span: table.span, rowCount: rowCount, ranks: ranks)
    return try evaluation.run(comparing: compared, aggregate)
  }

  // MARK: Explanation

  /// How the query is answered; it is answered only to say what that took.
  /// - Throws: as ``evaluate(_:)``.
  func explain(
    _ query: BoundQuery, clauses: [String], analyze: Bool, boundIn binding: Duration
  ) throws(QueryError) -> PlanReport {
    let started = ContinuousClock.now
    let plan = try CasePlanner(table, catalog).plan(query)
    let planned = ContinuousClock.now
    let reporter = CasePlanReporter(table: table, catalog: catalog)
    guard analyze else {
      var report = reporter.report(plan, clauses: clauses, answer: ResultTable(columns: [], rows: []))
      report.statements = reporter.statements(try statements(for: plan))
      return report
    }
    var engine = engine
    var counting = Duration.zero
    let answer = try answer(plan) { aggregation throws(QueryError) in
      let asked = ContinuousClock.now
      let groups = try engine.aggregate(aggregation)
      counting += ContinuousClock.now - asked
      return groups
    }
    let answered = ContinuousClock.now
    var report = reporter.report(plan, clauses: clauses, answer: answer)
    report.statements = reporter.statements(try statements(for: plan))
    report.counts = reporter.counts(cases: rowCount, read: engine.report)
    report.times = [
      (.bind, binding), (.plan, planned - started), (.scan, counting),
      (.assemble, answered - planned - counting),
    ]
    return report
  }

  /// What a server is asked; none for cases in memory.
  func statements(for query: BoundQuery) throws(QueryError) -> [String] {
    try statements(for: CasePlanner(table, catalog).plan(query))
  }

  private func statements(for plan: CasePlan) throws(QueryError) -> [String] {
    guard let attached else { return [] }
    let engine = RemoteCaseEngine(attached, table, catalog, observer)
    var statements: [String] = []
    for aggregation in plan.aggregations(table.span, catalog) {
      statements += try engine.statements(of: aggregation)
    }
    return statements
  }

  // MARK: Engines

  private enum Engine {
    case embedded(CaseEngine)
    case remote(RemoteCaseEngine)

    mutating func aggregate(_ aggregation: CaseAggregation) throws(QueryError) -> CaseGroups {
      switch self {
      case .embedded(var engine):
        defer { self = .embedded(engine) }
        return try engine.aggregate(aggregation)
      case .remote(let engine): return try engine.aggregate(aggregation)
      }
    }

    /// What was read here.
    var report: CaseScanner.Report? {
      if case .embedded(let engine) = self { engine.report } else { nil }
    }
  }

  private var engine: Engine {
    attached.map { .remote(RemoteCaseEngine($0, table, catalog, observer)) }
      ?? .embedded(CaseEngine(table, catalog, observer, limits))
  }
}

extension Library {
  /// Answers the queries over cases that are loaded or attached.
  func caseEvaluator(of query: BoundQuery, _ observer: WorkObserver) -> CaseEvaluator? {
    cases(of: query).map {
      CaseEvaluator($0, attached: attachedCases[query.datasets[0]], catalog, observer)
    }
  }

  /// The cases that a query asks; `nil` where it asks figures.
  func cases(of query: BoundQuery) -> CaseTable? {
    query.datasets.count == 1 ? caseTables[query.datasets[0]] : nil
  }
}
