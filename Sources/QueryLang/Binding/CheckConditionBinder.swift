/// Resolves the condition of `check`. Each finding is one row, so alternatives may stand between any fields.
struct CheckConditionBinder {
  private let catalog: Catalog
  private let context: BindingContext
  private let names: NameResolution
  var diagnostics: [Diagnostic] = []
  /// Members of the places named beside, which tell namesakes apart.
  private var chosen: [Int: Set<Int>] = [:]

  init(_ catalog: Catalog, _ context: BindingContext) {
    self.catalog = catalog
    self.context = context
    names = NameResolution(catalog: catalog, lexicon: catalog.lexicon, language: context.language)
  }

  private mutating func report(_ fact: DiagnosticFact, at span: SourceSpan?, _ suggestions: [Suggestion] = [])
    -> BoundCheckCondition?
  {
    diagnostics.append(Diagnostic(fact, at: span, suggestions: suggestions))
    return nil
  }

  mutating func bind(_ condition: ConditionSyntax) -> BoundCheckCondition? {
    switch condition {
    case .comparison(let field, let comparison, let value): return bind(field, comparison, value)
    case .membership(let field, let values, let isNegated):
      let parts = values.compactMap { bind(field, .equal, $0) }
      return isNegated ? .not(.any(parts)) : .any(parts)
    case .range(let field, let lower, let upper, let isNegated):
      guard let first = bind(field, .greaterOrEqual, lower), let last = bind(field, .lessOrEqual, upper)
      else { return nil }
      return isNegated ? .not(.all([first, last])) : .all([first, last])
    case .contains(let field, let text): return bindContains(field, text)
    case .isMissing(let field, let isNegated): return bindMissing(field, isNegated)
    case .not(let inner): return bind(inner).map { .not($0) }
    case .and(let parts):
      // Parents first, so that they narrow the choice of names.
      let order = parts.indices.sorted { (depth(parts[$0]), $0) < (depth(parts[$1]), $1) }
      return .all(order.compactMap { bind(parts[$0]) })
    case .or(let parts): return .any(parts.compactMap { bind($0) })
    }
  }

  private func depth(_ condition: ConditionSyntax) -> Int {
    guard case .comparison(let field, .equal, _) = condition,
      case .dimension(var dimension)? = meaning(of: field)
    else { return 9 }
    var depth = 0
    while let parent = catalog.dimensions[dimension].parent {
      depth += 1
      dimension = parent
    }
    return depth
  }

  // MARK: Fields

  private func own(_ field: NameSyntax) -> CheckBinder.Field? { CheckBinder.Field.named(field) }

  private func meaning(of field: NameSyntax) -> NameLexicon.Meaning? {
    let meanings = catalog.lexicon.meanings(of: field.text).filter(\.isGroupable)
    return NameResolution.exactFirst(field.text, meanings) { $0.spellings(in: catalog) }.candidates.first
  }

  private mutating func reportUnknown(_ field: NameSyntax) -> BoundCheckCondition? {
    let own = CheckBinder.Field.allCases.flatMap { [$0.rawValue, $0.names.vietnamese] }
    let near = NearNames.of(field.text, among: own)
    if !near.isEmpty { return report(.unknownField(field.text), at: field.span, [.didYouMean(near)]) }
    let others = names.nearFields(field.text)
    let choices = CheckBinder.Field.allCases.map(\.rawValue) + ["period"] + placeNames
    return report(.unknownField(field.text), at: field.span, others.isEmpty ? [.choices(choices)] : others)
  }

  private var placeNames: [String] {
    catalog.dimensions.filter { catalog.isPlace($0.index) }.map(\.id)
  }

  private mutating func bind(
    _ field: NameSyntax, _ comparison: ComparisonOperator, _ value: ValueSyntax
  ) -> BoundCheckCondition? {
    if case .parameter(let name, let span) = value { return report(.unknownParameter(name), at: span) }
    if case .invalid = value { return nil }
    if let own = own(field) {
      return bindOwn(own, value).flatMap { equality($0, comparison, field, own.names) }
    }
    switch meaning(of: field) {
    case .dimension(let dimension)?:
      var binder = ConditionBinder(context, measures: [])
      binder.chosen = chosen
      let members = binder.member(value, of: dimension)
      diagnostics += binder.diagnostics
      guard let members else { return nil }
      if comparison == .equal { chosen[dimension] = members }
      let selection = Selection(dimension: dimension, members: members.sorted())
      return equality(.members(selection), comparison, field, catalog.dimensions[dimension].names)
    case .timeField(let time)?:
      guard case .period(let period, let span) = value else {
        return report(.valueIsNotAPeriod(field: time.names), at: value.span)
      }
      if time != .period, time.grain != period.grain {
        let right = TimeField.ofGrain(period.grain).names
        return report(
          .wrongGrain(period: period.display, field: time.names, rightField: right), at: span)
      }
      return .period(comparison, period)
    default: return reportUnknown(field)
    }
  }

  private mutating func equality(
    _ condition: BoundCheckCondition, _ comparison: ComparisonOperator, _ field: NameSyntax,
    _ names: Localized
  ) -> BoundCheckCondition? {
    switch comparison {
    case .equal: condition
    case .notEqual: .not(condition)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      report(.orderOfMembers(dimension: names), at: field.span)
    }
  }

  // MARK: Values

  private mutating func bindOwn(_ field: CheckBinder.Field, _ value: ValueSyntax) -> BoundCheckCondition? {
    let text = value.writtenText
    switch field {
    case .rule:
      let found = catalog.checks.indices.filter { folded(catalog.checks[$0].id) == folded(text) }
      if found.isEmpty { return reportUnknown(text, field, catalog.checks.map(\.id), at: value.span) }
      return .rules(Set(found))
    case .severity:
      let all = CheckRule.Severity.allCases
      let found = all.filter { severity in
        [severity.rawValue, severity.names.vietnamese].contains { folded($0) == folded(text) }
      }
      if found.isEmpty { return reportUnknown(text, field, all.map(\.rawValue), at: value.span) }
      return .severities(Set(found))
    case .measure:
      var found: Set<Int> = []
      for case .measure(let measure) in catalog.lexicon.meanings(of: text) { found.insert(measure) }
      if found.isEmpty {
        return report(.unknownMeasure(text), at: value.span, names.nearMeasures(text))
      }
      return .measures(found)
    case .document:
      let sources = catalog.sources.filter { !catalog.retiredSources.contains($0.index) }
      let found = sources.filter { [$0.id, $0.number].contains { folded($0) == folded(text) } }
      if found.isEmpty { return reportUnknown(text, field, sources.map(\.id), at: value.span) }
      return .documents(Set(found.map(\.index)))
    }
  }

  private mutating func reportUnknown(
    _ text: String, _ field: CheckBinder.Field, _ known: [String], at span: SourceSpan?
  ) -> BoundCheckCondition? {
    let near = NearNames.of(text, among: known)
    let suggestion: [Suggestion] =
      !near.isEmpty ? [.didYouMean(near)] : known.count <= 12 ? [.choices(known)] : []
    return report(.unknownMember(text, dimension: field.names), at: span, suggestion)
  }

  private mutating func bindContains(_ field: NameSyntax, _ text: NameSyntax) -> BoundCheckCondition? {
    func has(_ spelling: String) -> Bool { folded(spelling).contains(folded(text.text)) }
    switch own(field) {
    case .rule?: return .rules(Set(catalog.checks.indices.filter { has(catalog.checks[$0].id) }))
    case .severity?: return .severities(Set(CheckRule.Severity.allCases.filter { has($0.rawValue) }))
    case .measure?:
      return .measures(
        Set(catalog.measures.filter { $0.spellings.contains(where: has) }.map(\.index)))
    case .document?:
      return .documents(
        Set(
          catalog.sources.filter { [$0.id, $0.title.vietnamese, $0.title.english].contains(where: has) }
            .map(\.index)))
    case nil: break
    }
    if case .timeField(let time)? = meaning(of: field) {
      return report(.valueIsNotAPeriod(field: time.names), at: text.span)
    }
    guard case .dimension(let dimension)? = meaning(of: field) else { return reportUnknown(field) }
    let members = catalog.dimensions[dimension].members.filter {
      $0.spellings.contains(where: has)
    }
    return .members(Selection(dimension: dimension, members: members.map(\.index)))
  }

  private mutating func bindMissing(_ field: NameSyntax, _ isNegated: Bool) -> BoundCheckCondition? {
    if let own = own(field) { return report(.neverMissing(own.names), at: field.span) }
    if case .timeField(let time)? = meaning(of: field) {
      return report(.neverMissing(time.names), at: field.span)
    }
    guard case .dimension(let dimension)? = meaning(of: field) else { return reportUnknown(field) }
    return isNegated ? .names(dimension: dimension) : .not(.names(dimension: dimension))
  }
}

extension ValueSyntax {
  /// As it stands in the text.
  var writtenText: String {
    switch self {
    case .name(let name), .number(_, let name): name.text
    case .period(let period, _): period.display
    case .latest: "latest"
    case .parameter(let name, _): name
    case .invalid: ""
    }
  }
}
