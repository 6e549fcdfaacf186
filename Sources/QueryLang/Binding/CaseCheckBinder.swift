// `check` of cases: which of them, and which rules.
extension Binder {
  /// - Throws: all errors of the condition at once.
  static func bindCaseCheck(
    of dataset: Int, where condition: ConditionSyntax?, in context: BindingContext
  ) throws(QueryError) -> BoundCaseCheck {
    var rules = CaseCheckRuleBinder(context, context.caseTables[dataset])
    let (chosen, rest) = rules.bind(condition)
    var binder = Binder(context)
    binder.cases = context.caseTables[dataset]
    let (selections, time, restrictions) = binder.bindCondition(rest, [], [], nil)
    let diagnostics = rules.diagnostics + binder.diagnostics
    if diagnostics.contains(where: { $0.severity == .error }) { throw QueryError(diagnostics).inOrder }
    var query = BoundQuery(measures: [], selections: selections, time: time)
    query.restrictions = restrictions
    query.datasets = [dataset]
    query.datasetName = context.datasetNames[dataset]
    query.periods = context.periods
    query.hideBelow = context.hideBelow
    return BoundCaseCheck(rules: chosen, query: query, hasCondition: condition != nil)
  }
}

extension CheckBinder {
  /// The condition of `check … against …`, where there is one rule alone.
  static func bindComparison(
    where condition: ConditionSyntax?, _ library: Library, _ context: BindingContext
  ) throws(QueryError) -> BoundCheckCondition? {
    guard let condition else { return nil }
    let senseless = condition.fields.compactMap { field -> Diagnostic? in
      guard let own = Field.named(field), own == .rule || own == .severity else { return nil }
      return Diagnostic(.noFieldOfThisCheck(own.names, ofCases: false), at: field.span)
    }
    if !senseless.isEmpty { throw QueryError(senseless) }
    var binder = CheckConditionBinder(library.catalog, context)
    let bound = binder.bind(condition)
    if !binder.diagnostics.isEmpty { throw QueryError(binder.diagnostics).inOrder }
    return bound
  }
}

/// Takes what a condition says of rules out of it; the rest is about the cases.
private struct CaseCheckRuleBinder {
  private let context: BindingContext
  private let table: CaseTable?
  private(set) var diagnostics: [Diagnostic] = []

  init(_ context: BindingContext, _ table: CaseTable?) {
    self.context = context
    self.table = table
  }

  mutating func bind(_ condition: ConditionSyntax?) -> (rules: Set<CaseCheckRule>, rest: ConditionSyntax?) {
    var rules = Set(CaseCheckRule.allCases)
    var rest: [ConditionSyntax] = []
    for part in condition?.conjuncts ?? [] {
      let own = part.fields.map { self.own($0) }
      if own.allSatisfy({ $0 == nil }) {
        rest.append(part)
      } else if own.contains(nil) {
        reportAlternatives(part)
      } else if let chosen = self.rules(part) {
        rules.formIntersection(chosen)
      }
    }
    return (rules, rest.count > 1 ? .and(rest) : rest.first)
  }

  private mutating func report(
    _ fact: DiagnosticFact, at span: SourceSpan?, _ suggestions: [Suggestion] = []
  ) -> Set<CaseCheckRule>? {
    diagnostics.append(Diagnostic(fact, at: span, suggestions: suggestions))
    return nil
  }

  private mutating func reportAlternatives(_ part: ConditionSyntax) {
    let printer = SyntaxPrinter()
    let alternatives = part.alternatives.prefix(2).map { "check … where \(printer.print($0))" }
    _ = report(
      .alternativesAcrossFields, at: part.fields.first?.span,
      part.alternatives.count > 1 ? [.run(alternatives)] : [])
  }

  /// A column of the cases comes before a field of `check` that is called alike.
  private func own(_ field: NameSyntax) -> CheckBinder.Field? {
    let isColumn = context.lexicon.meanings(of: field.text).contains { meaning in
      guard let table, case .dimension(let dimension) = meaning else { return false }
      return table.column(of: dimension) != nil
    }
    return isColumn ? nil : CheckBinder.Field.named(field)
  }

  // MARK: Rules

  /// The rules that the part keeps; `nil` when it was reported.
  private mutating func rules(_ part: ConditionSyntax) -> Set<CaseCheckRule>? {
    switch part {
    case .comparison(let field, .equal, let value): return rules(field, value)
    case .comparison(let field, .notEqual, let value): return rules(field, value).map(others)
    case .comparison(let field, _, _), .range(let field, _, _, _):
      return own(field).flatMap { report(.orderOfMembers(dimension: $0.names), at: field.span) }
    case .membership(let field, let values, let isNegated):
      let found = values.map { rules(field, $0) }
      if found.contains(nil) { return nil }
      let union = found.reduce(into: Set<CaseCheckRule>()) { $0.formUnion($1 ?? []) }
      return isNegated ? others(than: union) : union
    case .contains(let field, let text):
      let wanted = folded(text.text)
      return choose(field) { folded($0).contains(wanted) }
    case .isMissing(let field, _):
      return own(field).flatMap { report(.neverMissing($0.names), at: field.span) }
    case .not(let inner): return rules(inner).map(others)
    case .and(let parts): return combined(parts) { $0.intersection($1) }
    case .or(let parts): return combined(parts) { $0.union($1) }
    }
  }

  private func others(than rules: Set<CaseCheckRule>) -> Set<CaseCheckRule> {
    Set(CaseCheckRule.allCases).subtracting(rules)
  }

  private mutating func combined(
    _ parts: [ConditionSyntax], _ operation: (Set<CaseCheckRule>, Set<CaseCheckRule>) -> Set<CaseCheckRule>
  ) -> Set<CaseCheckRule>? {
    let found = parts.map { rules($0) }
    let known = found.compactMap { $0 }
    guard known.count == found.count, let first = known.first else { return nil }
    return known.dropFirst().reduce(first, operation)
  }

  private mutating func rules(_ field: NameSyntax, _ value: ValueSyntax) -> Set<CaseCheckRule>? {
    if case .parameter(let name, let span) = value { return report(.unknownParameter(name), at: span) }
    if case .invalid = value { return nil }
    let wanted = folded(value.writtenText)
    guard let found = choose(field, { folded($0) == wanted }) else { return nil }
    guard found.isEmpty, let own = own(field) else { return found }
    let known = spellings(own)
    let near = NearNames.of(value.writtenText, among: known)
    return report(
      .unknownMember(value.writtenText, dimension: own.names), at: value.span,
      [near.isEmpty ? .choices(known) : .didYouMean(near)])
  }

  private func spellings(_ field: CheckBinder.Field) -> [String] {
    field == .rule
      ? CaseCheckRule.allCases.map(\.rawValue)
      : [CheckRule.Severity.error, .warning].map(\.rawValue)
  }

  /// The rules whose id or severity is meant; only figures have the other fields.
  private mutating func choose(
    _ field: NameSyntax, _ isMeant: (String) -> Bool
  ) -> Set<CaseCheckRule>? {
    switch own(field) {
    case .rule?: return Set(CaseCheckRule.allCases.filter { isMeant($0.rawValue) })
    case .severity?:
      return Set(
        CaseCheckRule.allCases.filter { rule in
          isMeant(rule.severity.rawValue) || isMeant(rule.severity.names.vietnamese)
        })
    case let other?: return report(.noFieldOfThisCheck(other.names, ofCases: true), at: field.span)
    case nil: return nil
    }
  }
}
