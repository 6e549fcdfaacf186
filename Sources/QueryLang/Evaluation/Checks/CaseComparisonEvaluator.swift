/// Holds reported figures against the same questions over cases.
package struct CaseComparisonEvaluator {
  private let comparison: BoundCaseComparison
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver
  private let resolver: FigureResolver
  private var foot: CaseComparisonFoot
  private var comparability: CaseComparability
  private var trials: [CheckTrial] = []

  /// Figures with one cell and one time: one question over the cases answers all of them.
  private struct Question: Hashable {
    let cell: Cell
    let time: ComparedTime
  }

  /// What differs: one row for each figure, by document and line.
  /// - Throws: that the data are damaged; ``DiagnosticFact/interrupted`` when the observer stops it.
  package static func evaluate(
    _ comparison: BoundCaseComparison, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> CheckReport {
    guard let table = library.caseTables[comparison.dataset] else {
      throw QueryError(.noCases(comparison.datasetName), at: nil)
    }
    var evaluator = CaseComparisonEvaluator(comparison, table, library, observer)
    return try evaluator.run()
  }

  private init(
    _ comparison: BoundCaseComparison, _ table: CaseTable, _ library: Library, _ observer: WorkObserver
  ) {
    self.comparison = comparison
    self.table = table
    self.observer = observer
    catalog = library.catalog
    resolver = FigureResolver(
      FigureIndex(catalog: catalog, store: library.store, datasets: comparison.figures), observer)
    comparability = CaseComparability(table, catalog, comparison.periods)
    foot = CaseComparisonFoot(comparison, table.span, catalog)
  }

  private mutating func run() throws(QueryError) -> CheckReport {
    for (question, figures) in try questions() {
      try observer.checkpoint()
      try answer(question, figures)
    }
    let rule = CheckRule(
      id: "cases_against_figures", ruleText: "", tolerance: ExactDecimal(0), whereText: "", severity: .error,
      message: Localized(
        vi: "Báo cáo phải nêu đúng số đếm được từ hồ sơ.", en: "The report must state what the cases count."),
      place: DataPlace(file: ""))
    let builder = CheckResultBuilder(
      resolver, hasCondition: comparison.condition != nil, rules: [rule])
    return builder.report(trials, foot: foot.notes(trials))
  }

  // MARK: Questions

  /// In the order in which the figures come, as far as the cases can answer them.
  private mutating func questions() throws(QueryError) -> [(Question, [Int])] {
    var order: [Question] = []
    var figures: [Question: [Int]] = [:]
    for measure in catalog.measures where comparability.counts(measure.index) {
      try observer.checkpoint()
      for position in resolver.figures(of: measure.index) where isWanted(position) {
        guard let question = question(position) else { continue }
        if figures[question] == nil { order.append(question) }
        figures[question, default: []].append(position)
      }
    }
    return order.map { ($0, figures[$0] ?? []) }
  }

  private func isWanted(_ position: Int) -> Bool {
    guard let condition = comparison.condition else { return true }
    let figure = resolver.index[position]
    let matter = CheckSubjectMatter(
      rule: nil, measures: [figure.measure], figures: [position], cell: figure.cell, period: figure.period)
    return CheckFilter(resolver).holds(condition, matter)
  }

  /// `nil` where there is an obstacle, which is counted.
  private mutating func question(_ position: Int) -> Question? {
    let figure = resolver.index[position]
    if let obstacle = comparability.obstacle(to: figure.cell) {
      foot.leaveOut(obstacle)
      return nil
    }
    guard let time = comparability.time(of: figure) else {
      foot.leaveOut(.days)
      return nil
    }
    guard comparability.covers(time) else {
      foot.leaveOut(.otherTime)
      return nil
    }
    return Question(cell: figure.cell, time: time)
  }

  private func query(_ question: Question, _ measures: [Int]) -> BoundQuery {
    var query = BoundQuery(measures: measures.map { .plain($0, of: catalog) })
    query.selections = comparability.selections(of: question.cell)
    query.time = TimeScope(spans: [question.time.period], isList: false)
    query.periods = question.time.periods
    query.datasets = [comparison.dataset]
    query.datasetName = comparison.datasetName
    query.hideBelow = comparison.hideBelow
    return query
  }

  // MARK: Answers

  private mutating func answer(_ question: Question, _ figures: [Int]) throws(QueryError) {
    let measures = Set(figures.map { resolver.index[$0].measure }).sorted()
    let query = query(question, measures)
    let answer = try CaseEvaluator(table, catalog, observer).evaluate(query)
    guard let cells = answer.rows.first?.cells, cells.count >= measures.count else { return }
    for position in figures {
      let measure = resolver.index[position].measure
      guard let column = measures.firstIndex(of: measure) else { continue }
      try compare(position, cells[column], question)
    }
  }

  private mutating func compare(
    _ position: Int, _ counted: ResultCell, _ question: Question
  ) throws(QueryError) {
    guard counted.absence != .hidden else { return foot.leaveOut(.hidden) }
    guard let amount = counted.amount else { return foot.leaveOut(.undecided) }
    let figure = resolver.index[position]
    let stated = CheckValue(printed: [position], like: position, resolver)
    let expected = CheckValue(amount)
    guard
      let holds = CheckComparison.decide(
        stated, .equal, expected, tolerance: ExactDecimal(0), ofSameDays: false)
    else { return foot.leaveOut(.undecided) }
    let trial = CheckTrial(
      rule: 0, subject: .plain(figure.measure), cell: figure.cell, period: figure.period, holds: holds,
      stated: stated, expected: expected)
    if !holds {
      let place = (figure.source, figure.line, figure.ordinal)
      foot.note(query(question, [figure.measure]), at: place)
    }
    trials.append(trial)
    let dates = figure.exactDates
    if dates.first != nil || dates.last != nil { foot.hasOwnDays = true }
  }
}

extension ResultCell {
  /// `nil` where there is none.
  fileprivate var amount: Amount? {
    switch value {
    case .number(let quantity): .number(quantity)
    case .bounded(let bound, let limit): .bounded(bound, limit)
    case .undefined: .undefined
    case .missing, .name, .period, .text: nil
    }
  }
}
