/// Resolves every name of a query, once, and checks that the question has a meaning.
package struct Binder {
  let context: BindingContext
  let names: NameResolution
  var diagnostics: [Diagnostic] = []
  var wasForgiving = false
  /// The cases asked; `nil` over figures.
  var cases: CaseTable?
  var catalog: Catalog { context.catalog }

  init(_ context: BindingContext) {
    self.context = context
    names = NameResolution(catalog: context.catalog, lexicon: context.lexicon, language: context.language)
  }

  /// The bound form of a query over figures.
  /// - Throws: all errors of the query at once.
  package static func bind(_ query: QuerySyntax, in context: BindingContext) throws(QueryError) -> BoundQuery
  {
    var binder = Binder(context)
    let bound = binder.bindQuery(query)
    guard let bound, !binder.diagnostics.contains(where: { $0.severity == .error }) else {
      throw QueryError(binder.diagnostics).inOrder
    }
    return bound
  }

  /// An expression of `let`, checked where it is defined.
  package static func check(_ expression: ExpressionSyntax, in context: BindingContext) throws(QueryError) {
    var binder = ExpressionBinder(context)
    let bound = binder.bind(expression)
    if !binder.diagnostics.isEmpty { throw QueryError(binder.diagnostics) }
    if let bound, bound.measures.isEmpty { throw QueryError(.expressionWithoutMeasure, at: expression.span) }
  }

  mutating func report(_ fact: DiagnosticFact, at span: SourceSpan?, _ suggestions: [Suggestion] = []) {
    diagnostics.append(Diagnostic(fact, at: span, suggestions: suggestions))
  }

  /// `comparesPeriods`: the periods are those that a comparison names.
  mutating func bindQuery(_ query: QuerySyntax, comparesPeriods: Bool = false) -> BoundQuery? {
    guard case .measures(let syntax) = query.subject else {
      report(.noLastResult, at: query.span)
      return nil
    }
    let clauses = query.clauses
    reportUnanswered(clauses, at: query.span)
    let datasets = bindDatasets(clauses.from)
    cases = datasets.count == 1 ? context.caseTables[datasets[0]] : nil
    var expressions = ExpressionBinder(context)
    expressions.cases = cases
    expressions.keys = clauses.by.compactMap { name in
      context.lexicon.meanings(of: name.text).lazy.compactMap(\.key).first
    }
    let measures = bindMeasures(syntax, &expressions)
    let used = measures.flatMap { $0.expression.measures.map(\.measure) }
    var keys = bindKeys(clauses.by, of: used)
    let asOf = bindDay(clauses.asOf)
    let (selections, time, restrictions) = bindCondition(clauses.condition, used, keys, asOf)
    if cases == nil, !comparesPeriods, !keys.contains(where: \.isTime), let field = time.impliedKey {
      keys.append(.time(field))
    }
    if clauses.baseline != nil {
      expressions.columnsOfBaseline = Set(measures.flatMap(\.namesBesideBaseline).map { folded($0) })
    }
    expressions.clause = .having
    let having = clauses.having.flatMap { expressions.bind($0) }
    expressions.clause = .sort
    let sort = bindSort(clauses.sort, keys, &expressions)
    expressions.clause = clauses.ranking?.isBottom == true ? .bottom : .top
    let ranking = bindRanking(clauses.ranking, keys, measures, &expressions)
    let pivot = bindPivot(clauses.pivot, keys)
    diagnostics += expressions.diagnostics
    wasForgiving = wasForgiving || expressions.wasForgiving
    guard !measures.isEmpty, measures.count == syntax.count else { return nil }
    let showsMissing = clauses.with.contains { $0.word == .missing }
    var bound = BoundQuery(measures: measures, keys: keys, selections: selections, time: time)
    bound.restrictions = restrictions
    bound.hideBelow = context.hideBelow
    bound.having = having
    bound.sort = sort
    bound.ranking = ranking
    bound.pivotKey = pivot
    bound.showsMissing = showsMissing
    bound.showsTotals = clauses.with.contains { $0.word == .totals }
    bound.asOf = asOf
    bound.datasets = datasets
    bound.periods = context.periods
    bound.datasetName = clauses.from.map(\.text)
    bound.baseline = bindBaseline(clauses.baseline, bound)
    if bound.baseline != nil, !bound.windows.isEmpty { report(.windowNotHere(.vs), at: query.span) }
    bound.needsEcho = wasForgiving
    bound.canonicalText = CanonicalText(catalog).write(bound)
    return bound
  }

  /// Clauses that the grammar has and this version does not answer.
  private mutating func reportUnanswered(_ clauses: ClausesSyntax, at span: SourceSpan) {
    var unanswered: [Keyword] = []
    if clauses.with.contains(where: { $0.word == .incomparable }) { unanswered.append(.incomparable) }
    for keyword in unanswered {
      report(
        .notYetAnswered(Localized(vi: "‘\(keyword.vietnamese)’", en: "‘\(keyword.canonical)’")), at: span)
    }
  }

  // MARK: Measures

  private mutating func bindMeasures(
    _ syntax: [MeasureSyntax], _ expressions: inout ExpressionBinder
  ) -> [BoundMeasure] {
    var measures: [BoundMeasure] = []
    let canonical = CanonicalText(catalog)
    for measure in syntax {
      guard let expression = expressions.bind(measure.expression) else { continue }
      if expression.measures.isEmpty {
        reportWithoutMeasure(measure.expression)
        continue
      }
      let name = measure.alias?.text ?? definitionName(measure.expression) ?? canonical.write(expression)
      if measures.contains(where: { $0.name == name }) {
        report(.duplicateColumn(name), at: measure.expression.span)
      }
      if let alias = measure.alias {
        if isTaken(alias, expression) { report(.definitionTaken(alias.text), at: alias.span) }
        expressions.aliases[folded(alias.text)] = expression
      }
      measures.append(
        BoundMeasure(
          expression: expression, name: name,
          title: title(of: expression, named: name, hasAlias: measure.alias != nil),
          isShare: expression.isShare(in: catalog)))
    }
    return measures
  }

  private mutating func reportWithoutMeasure(_ expression: ExpressionSyntax) {
    var suggestions: [Suggestion] = []
    if case .number(let value, _) = expression {
      // Without quotes the code of a row of two places (`2.1`) is a number.
      let isCode = !catalog.expressions(ofAppendixRow: value.description).isEmpty
      suggestions = isCode ? [.write("\"\(value)\"")] : []
    }
    report(.expressionWithoutMeasure, at: expression.span, suggestions)
  }

  /// A column named like a measure or dimension that it is not would be read as that.
  private func isTaken(_ alias: NameSyntax, _ expression: BoundExpression) -> Bool {
    context.lexicon.meanings(of: alias.text).contains { meaning in
      switch meaning {
      case .dimension, .timeField: true
      case .measure(let measure):
        expression != .measure(MeasureReference(measure: measure, filter: []))
          && expression != catalog.measures[measure].formula
      default: false
      }
    }
  }

  /// `let late_share = …` gives its column its name.
  private func definitionName(_ expression: ExpressionSyntax) -> String? {
    guard case .name(let name, nil) = expression else { return nil }
    let isMeasure = context.lexicon.meanings(of: name.text).contains {
      if case .measure = $0 { true } else { false }
    }
    return context.definitions[folded(name.text)] != nil && !isMeasure ? name.text : nil
  }

  private func title(of expression: BoundExpression, named name: String, hasAlias: Bool) -> Localized {
    if !hasAlias, case .measure(let reference) = expression, reference.filter.isEmpty {
      return catalog.measures[reference.measure].names
    }
    return Localized(both: name)
  }

  // MARK: Keys

  private mutating func bindKeys(_ names: [NameSyntax], of measures: [Int]) -> [BoundKey] {
    var keys: [BoundKey] = []
    for name in names {
      guard let key = bindKey(name, of: measures) else { continue }
      if keys.contains(key) {
        report(.duplicateKey(key.names(in: catalog)), at: name.span)
      } else {
        keys.append(key)
      }
    }
    return keys
  }

  private mutating func bindKey(_ name: NameSyntax, of measures: [Int]) -> BoundKey? {
    let meanings = context.lexicon.meanings(of: name.text).filter(\.isGroupable)
    let (exact, match) = NameResolution.exactFirst(name.text, meanings) { $0.spellings(in: catalog) }
    if exact.count > 1 {
      report(.ambiguousName(name.text, candidates: exact.map { $0.spellings(in: catalog)[0] }), at: name.span)
      return nil
    }
    switch exact.first {
    case .timeField(let field):
      if match == .forgiven { wasForgiving = true }
      return .time(field)
    case .dimension(let dimension):
      if match == .forgiven { wasForgiving = true }
      var conditions = ConditionBinder(context, measures: measures, cases: cases)
      let isAvailable = conditions.checkAvailable(dimension, at: name.span, isKey: true)
      diagnostics += conditions.diagnostics
      return isAvailable ? .dimension(dimension) : nil
    default:
      let isMeasure = context.lexicon.meanings(of: name.text).contains(where: \.isMeasureLike)
      let fact: DiagnosticFact = isMeasure ? .measureWhereFieldBelongs(name.text) : .unknownField(name.text)
      report(fact, at: name.span, isMeasure ? [] : names.nearFields(name.text))
      return nil
    }
  }

  // MARK: Conditions

  mutating func bindCondition(
    _ condition: ConditionSyntax?, _ measures: [Int], _ keys: [BoundKey], _ asOf: Day?
  ) -> ([Selection], TimeScope, [CaseRestriction]) {
    var binder = ConditionBinder(context, measures: measures, cases: cases)
    binder.asOf = asOf
    binder.groupsByTime = keys.contains(where: \.isTime)
    for case .dimension(let dimension) in keys { binder.keys.insert(dimension) }
    guard let condition else { return ([], binder.time, []) }
    let selections = binder.bind(condition)
    diagnostics += binder.diagnostics
    wasForgiving = wasForgiving || binder.wasForgiving
    if cases == nil, binder.time.isOpen, !keys.contains(where: \.isTime), let field = binder.timeField {
      report(.openTimeRange(field: field.names), at: condition.fields.first?.span)
    }
    return (selections, binder.time, binder.restrictions)
  }

  private mutating func bindDay(_ value: ValueSyntax?) -> Day? {
    guard let value else { return nil }
    if case .period(let period, let span) = value {
      if period.grain != .day {
        report(.notADay(period.display), at: span, [.write(period.last.dayMonthYear)])
      }
      return period.last
    }
    if case .invalid = value { return nil }
    report(.valueIsNotAPeriod(field: TimeField.date.names), at: value.span)
    return nil
  }

  mutating func bindDatasets(_ name: NameSyntax?) -> [Int] {
    guard let name else { return context.defaultDataset.map { [$0] } ?? [] }
    for case .dataset(let index) in context.lexicon.meanings(of: name.text) {
      return index < 0 ? [] : [index]
    }
    report(.unknownDataset(name.text), at: name.span)
    return []
  }
}

extension NameLexicon.Meaning {
  fileprivate var key: BoundKey? {
    switch self {
    case .dimension(let dimension): .dimension(dimension)
    case .timeField(let field): .time(field)
    default: nil
    }
  }
}

extension BoundKey {
  package var isTime: Bool {
    if case .time = self { return true }
    return false
  }

  package func names(in catalog: Catalog) -> Localized {
    switch self {
    case .dimension(let dimension): catalog.dimensions[dimension].names
    case .time(let field): field.names
    }
  }
}
