/// `compare` with its names resolved: a query grouped by what is compared first, and the columns in their order.
package struct BoundComparison: Sendable {
  package let query: BoundQuery
  /// What is compared: the values of the query's first key, each once.
  let values: [GroupKey]
  /// `with incomparable`: what stands on different ground is shown all the same.
  var showsIncomparable: Bool
  package let canonicalText: String
  let withCondition: @Sendable (String) -> String
}

extension Binder {
  /// The bound form of a comparison.
  /// - Throws: all errors of the statement at once.
  package static func bind(
    _ compare: CompareSyntax, at span: SourceSpan, in context: BindingContext
  ) throws(QueryError) -> BoundComparison {
    var binder = Binder(context)
    let bound = binder.bindComparison(compare, at: span)
    guard let bound, !binder.diagnostics.contains(where: { $0.severity == .error }) else {
      throw QueryError(binder.diagnostics).inOrder
    }
    return bound
  }

  private mutating func bindComparison(_ compare: CompareSyntax, at span: SourceSpan) -> BoundComparison? {
    var clauses = compare.clauses
    let showsIncomparable = clauses.with.contains { $0.word == .incomparable }
    (clauses.with, clauses.pivot) = ([], nil)
    refuse(compare.clauses, at: span)
    let query = QuerySyntax(subject: .measures(compare.measures), clauses: clauses, span: span)
    guard var bound = bindQuery(query, comparesPeriods: compare.comparesPeriods) else { return nil }
    if !bound.windows.isEmpty { report(.windowNotHere(.compare), at: span) }
    if compare.values.count < 2 { report(.nothingToCompare, at: compare.values.first?.span ?? span) }
    guard let (key, values) = bindCompared(compare, bound, at: span) else { return nil }
    refuseCompared(key, compare.clauses)
    switch key {
    case .time:
      bound.time.spans = values.compactMap { if case .period(let period) = $0 { period } else { nil } }
    case .dimension(let dimension):
      let members = values.compactMap { if case .member(let member) = $0 { member } else { nil } }
      let own = Selection(dimension: dimension, members: members.sorted())
      bound.selections = bound.selections.replacing(with: [own])
    }
    bound.keys.removeAll { $0 == key }
    bound.keys.insert(key, at: 0)
    bound.needsEcho = wasForgiving || bound.needsEcho
    let canonical = CanonicalText(catalog)
    let final = bound
    @Sendable func text(adding condition: String?) -> String {
      canonical.write(final, comparing: values, showsIncomparable: showsIncomparable, adding: condition)
    }
    bound.canonicalText = text(adding: nil)
    return BoundComparison(
      query: bound, values: values, showsIncomparable: showsIncomparable, canonicalText: bound.canonicalText,
      withCondition: { text(adding: $0) })
  }

  /// A comparison has its own order and columns.
  private mutating func refuse(_ clauses: ClausesSyntax, at span: SourceSpan) {
    var refused: [Keyword] = []
    if clauses.having != nil { refused.append(.having) }
    if clauses.baseline != nil { refused.append(.vs) }
    if !clauses.sort.isEmpty { refused.append(.sort) }
    if let ranking = clauses.ranking { refused.append(ranking.isBottom ? .bottom : .top) }
    if clauses.pivot != nil { refused.append(.pivot) }
    for part in clauses.with {
      switch part.word {
      case .totals: report(.clauseNotForCompare(.totals), at: part.span)
      case .missing: report(.clauseNotForCompare(.missing), at: part.span)
      case .incomparable: break
      }
    }
    for keyword in refused { report(.clauseNotForCompare(keyword), at: clauses.spans[keyword] ?? span) }
  }

  /// What is compared is said once: in another clause it would mean something else, or nothing.
  private mutating func refuseCompared(_ key: BoundKey, _ clauses: ClausesSyntax) {
    func isCompared(_ field: NameSyntax) -> Bool {
      context.lexicon.meanings(of: field.text).contains { meaning in
        switch (meaning, key) {
        case (.dimension(let dimension), _): key == .dimension(dimension)
        case (.timeField, .time): true
        default: false
        }
      }
    }
    let name: (NameSyntax) -> Localized = { [catalog] field in
      if case .time = key { Localized(both: field.text) } else { key.names(in: catalog) }
    }
    for field in clauses.by where isCompared(field) {
      report(.comparedTwice(name(field), .by), at: field.span)
    }
    if let field = clauses.condition?.fields.first(where: isCompared) {
      report(.comparedTwice(name(field), .where), at: field.span)
    }
  }

  private mutating func bindCompared(
    _ compare: CompareSyntax, _ query: BoundQuery, at span: SourceSpan
  ) -> (key: BoundKey, values: [GroupKey])? {
    if compare.comparesPeriods {
      let periods = compare.values.compactMap { if case .period(let period, _) = $0 { period } else { nil } }
      guard periods.count == compare.values.count else {
        for value in compare.values where !value.isPeriod {
          let isLatest = if case .latest = value { true } else { false }
          report(isLatest ? .latestNotHere(.compare) : .notAPeriod(name(of: value)), at: value.span)
        }
        return nil
      }
      let grains = Set(periods.map(\.grain))
      let field: TimeField = grains.count == 1 ? TimeField.ofGrain(periods[0].grain) : .period
      return (.time(field), unique(periods.map { .period($0) }, at: span))
    }
    var dimension: Int?
    if let name = compare.dimension {
      for case .dimension(let index) in context.lexicon.meanings(of: name.text) { dimension = index }
      guard dimension != nil else {
        report(.unknownField(name.text), at: name.span, names.nearFields(name.text))
        return nil
      }
    }
    let written = compare.values.compactMap { value -> NameSyntax? in
      switch value {
      case .name(let name), .number(_, let name): return name
      case .parameter, .period, .latest, .invalid: return nil
      }
    }
    guard written.count == compare.values.count else {
      for case .parameter(let name, let span) in compare.values { report(.unknownParameter(name), at: span) }
      for case .latest(let span) in compare.values { report(.latestNotHere(.compare), at: span) }
      for case .period(let period, let span) in compare.values {
        report(.unknownComparedMember(period.display), at: span)
      }
      return nil
    }
    guard let (found, members) = bindMembers(written, of: dimension, query.time, query.asOf) else {
      return nil
    }
    // Over cases it is the columns that decide, when the question is planned.
    let isOverCases = query.datasets.contains { context.caseTables[$0] != nil }
    if isOverCases { return (.dimension(found), unique(members.map { .member($0) }, at: span)) }
    let used = query.measures.flatMap { $0.expression.measures.map(\.measure) }
    var conditions = ConditionBinder(context, measures: used)
    let isAvailable = conditions.checkAvailable(found, at: span)
    diagnostics += conditions.diagnostics
    return isAvailable ? (.dimension(found), unique(members.map { .member($0) }, at: span)) : nil
  }

  private func name(of value: ValueSyntax) -> String {
    switch value {
    case .name(let name), .number(_, let name): name.text
    case .parameter(let name, _): "$" + name
    case .period(let period, _): period.display
    case .latest: "latest"
    case .invalid: ""
    }
  }

  private mutating func unique(_ values: [GroupKey], at span: SourceSpan) -> [GroupKey] {
    var kept: [GroupKey] = []
    for value in values where !kept.contains(value) { kept.append(value) }
    if kept.count < 2, values.count >= 2 { report(.nothingToCompare, at: span) }
    return kept
  }
}

extension CompareSyntax {
  var comparesPeriods: Bool { values.contains(where: \.isPeriod) && dimension == nil || namesTime }

  private var namesTime: Bool {
    dimension.map { name in TimeField.allCases.contains { folded($0.rawValue) == folded(name.text) } }
      ?? false
      || dimension != nil && values.allSatisfy(\.isPeriod)
  }
}

extension ValueSyntax {
  var isPeriod: Bool { if case .period = self { true } else { false } }
}
