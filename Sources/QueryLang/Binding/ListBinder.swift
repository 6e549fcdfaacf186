// `list`: its fields, its rows, their order.
extension Binder {
  /// - Throws: all errors of the statement at once.
  package static func bindList(
    _ fields: [NameSyntax], _ clauses: ClausesSyntax, at span: SourceSpan, in context: BindingContext
  ) throws(QueryError) -> BoundList {
    var binder = Binder(context)
    let bound = binder.bindList(fields, clauses, at: span)
    guard let bound, !binder.diagnostics.contains(where: { $0.severity == .error }) else {
      throw QueryError(binder.diagnostics).inOrder
    }
    return bound
  }

  private mutating func bindList(
    _ names: [NameSyntax], _ clauses: ClausesSyntax, at span: SourceSpan
  ) -> BoundList? {
    reportForeignClauses(clauses, at: span)
    guard let dataset = listedDataset(clauses.from, at: span), let table = context.caseTables[dataset] else {
      return nil
    }
    cases = table
    let fields = names.compactMap { bindListField($0, table) }
    let sort = clauses.sort.compactMap { key -> BoundList.SortKey? in
      guard case .name(let name, nil) = key.key else {
        report(.unknownListField(SyntaxPrinter().print(key.key)), at: key.key.span)
        return nil
      }
      return bindListField(name, table).map {
        BoundList.SortKey(field: $0, isDescending: key.isDescending)
      }
    }
    let (selections, time, restrictions) = bindCondition(clauses.condition, [], [], nil)
    var query = BoundQuery(measures: [], selections: selections, time: time)
    query.restrictions = restrictions
    query.datasets = [dataset]
    query.datasetName = clauses.from.map(\.text)
    query.periods = context.periods
    query.needsEcho = wasForgiving
    var bound = BoundList(fields: fields, query: query, sort: sort, count: clauses.ranking?.count)
    bound.canonicalText = CanonicalText(catalog).write(bound)
    return bound
  }

  private mutating func reportForeignClauses(_ clauses: ClausesSyntax, at span: SourceSpan) {
    let ranking = clauses.ranking
    let foreign: [(Keyword, isThere: Bool)] = [
      (.by, !clauses.by.isEmpty || ranking?.by != nil), (.having, clauses.having != nil),
      (.vs, clauses.baseline != nil), (.pivot, clauses.pivot != nil), (.asOf, clauses.asOf != nil),
      (.with, !clauses.with.isEmpty || ranking?.withOthers == true), (.bottom, ranking?.isBottom == true),
      (.per, ranking?.per != nil),
    ]
    for clause in foreign where clause.isThere { report(.clauseNotForList(clause.0), at: span) }
  }

  /// The one named, or chosen with `use`, or the only one of cases.
  private mutating func listedDataset(_ name: NameSyntax?, at span: SourceSpan) -> Int? {
    let count = diagnostics.count
    if let dataset = bindDatasets(name).first, context.caseTables[dataset] != nil { return dataset }
    if diagnostics.count > count { return nil }
    if name == nil, context.caseTables.count == 1 { return context.caseTables.keys.first }
    let known = context.caseTables.keys.sorted().compactMap { context.datasetNames[$0] }
    report(.listNeedsCases(datasets: known), at: name?.span ?? span)
    return nil
  }

  private mutating func bindListField(_ name: NameSyntax, _ table: CaseTable) -> BoundList.Field? {
    let meanings = context.lexicon.meanings(of: name.text)
    var candidates: [(field: BoundList.Field, spellings: [String])] = []
    for meaning in meanings {
      switch meaning {
      case .dimension(let dimension):
        candidates.append((.dimension(dimension), catalog.dimensions[dimension].spellings))
      case .caseValue(let value) where table.has(value):
        candidates.append((.value(value), [catalog.id(of: value)]))
      case .timeField(let field):
        report(.timeFieldInList(field.names), at: name.span)
        return nil
      default: continue
      }
    }
    let (exact, match) = NameResolution.exactFirst(name.text, candidates) { $0.spellings }
    guard let found = exact.first else {
      report(.unknownListField(name.text), at: name.span, nearListFields(name.text, table))
      return nil
    }
    if exact.count > 1 {
      report(.ambiguousName(name.text, candidates: exact.compactMap(\.spellings.first)), at: name.span)
      return nil
    }
    switch found.field {
    case .value: return found.field
    case .dimension(let dimension):
      if match == .forgiven { wasForgiving = true }
      var conditions = ConditionBinder(context, measures: [], cases: table)
      let isAvailable = conditions.checkAvailable(dimension, at: name.span)
      diagnostics += conditions.diagnostics
      return isAvailable ? found.field : nil
    }
  }

  private func nearListFields(_ name: String, _ table: CaseTable) -> [Suggestion] {
    let known = catalog.fields(of: table).map { CanonicalText(catalog).write($0) }
    let near = NearNames.of(name, among: known)
    return [near.isEmpty ? .choices(known) : .didYouMean(near)]
  }
}

extension Catalog {
  /// What can be listed of these cases, in the order in which people read it.
  func fields(of table: CaseTable) -> [BoundList.Field] {
    let values: [CaseValue] =
      [.identifier, .day(.received), .day(.due), .day(.finished), .processingDays]
      + table.numbers.map { .number($0.id) }
    let told = dimensions.indices.filter { CaseCodes($0, of: table, in: self) != nil || isTimeliness($0) }
    return values.filter(table.has).map { .value($0) } + told.map { .dimension($0) }
  }
}

extension CanonicalText {
  func write(_ field: BoundList.Field) -> String {
    switch field {
    case .value(let value): name(id(of: value))
    case .dimension(let dimension): write(BoundKey.dimension(dimension))
    }
  }

  func write(_ list: BoundList) -> String {
    var parts = ["list " + list.fields.map { write($0) }.joined(separator: ", ")]
    let conditions = write(list.query)
    if !conditions.isEmpty { parts.append(conditions) }
    if !list.sort.isEmpty {
      let keys = list.sort.map { write($0.field) + ($0.isDescending ? " desc" : "") }
      parts.append("sort " + keys.joined(separator: ", "))
    }
    if let count = list.count { parts.append("top \(count)") }
    return parts.joined(separator: " ")
  }
}
