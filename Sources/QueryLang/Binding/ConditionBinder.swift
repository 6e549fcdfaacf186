/// Resolves a `where` condition or a measure's `{…}` into a box: for each dimension named the chosen members,
/// and what is said about time.
struct ConditionBinder {
  let context: BindingContext
  /// Every field must be a dimension of all of these.
  let measures: [Int]
  var diagnostics: [Diagnostic] = []
  var wasForgiving = false
  /// Dimensions of `by`: there a complement of an open list is a filter of groups.
  var keys: Set<Int> = []
  var asOf: Day?
  /// The query has a key of time.
  var groupsByTime = false
  var time = TimeScope(spans: [], isList: false, latest: nil)
  var timeField: TimeField?
  var timeBounds: (first: Day?, last: Day?)?
  /// Members that remain of each dimension named so far.
  var chosen: [Int: Set<Int>] = [:]
  /// What the days and numbers of cases must be, one for each value named.
  var restrictions: [CaseRestriction] = []
  private var parts: [ConditionSyntax] = []
  let names: NameResolution
  /// The cases asked; `nil` over figures.
  let cases: CaseTable?
  var catalog: Catalog { context.catalog }

  init(_ context: BindingContext, measures: [Int], cases: CaseTable? = nil) {
    self.context = context
    self.measures = measures
    self.cases = cases
    names = NameResolution(catalog: context.catalog, lexicon: context.lexicon, language: context.language)
  }

  mutating func report(_ fact: DiagnosticFact, at span: SourceSpan?, _ suggestions: [Suggestion] = []) {
    diagnostics.append(Diagnostic(fact, at: span, suggestions: suggestions))
  }

  /// The box of a query's `where`.
  mutating func bind(_ condition: ConditionSyntax) -> [Selection] {
    parts = condition.conjuncts
    // Time first: it decides which places and members a name can mean.
    for part in parts where field(of: part).map({ isTime($0) }) == true { bindTime(part) }
    settleTime()
    for part in parts.sorted(by: { depth($0) < depth($1) }) where field(of: part).map({ isTime($0) }) != true
    {
      bindPart(part)
    }
    return selections
  }

  /// The box of a measure's `{…}`; time has no place in it.
  mutating func bindFilter(_ condition: ConditionSyntax) -> [Selection] {
    for part in condition.conjuncts {
      if let field = field(of: part), isTime(field) {
        report(.timeConditionInsideOr, at: field.span)
      } else if let field = field(of: part), case .caseValue(let value)? = meaning(of: field) {
        report(.caseValueInFilter(catalog.names(of: value, in: cases)), at: field.span)
      } else {
        bindPart(part)
      }
    }
    return selections
  }

  private var selections: [Selection] {
    chosen.sorted { $0.key < $1.key }.map { Selection(dimension: $0.key, members: $0.value.sorted()) }
  }

  // MARK: Fields

  /// The one field a part speaks of; `nil` for alternatives over several.
  func field(of part: ConditionSyntax) -> NameSyntax? {
    switch part {
    case .comparison(let field, _, _), .membership(let field, _, _), .range(let field, _, _, _),
      .contains(let field, _), .isMissing(let field, _):
      return field
    case .not(let inner): return self.field(of: inner)
    case .and(let parts), .or(let parts):
      let fields = parts.map { self.field(of: $0) }
      guard let first = fields.first, let known = first else { return nil }
      let key = meaning(of: known)
      return fields.allSatisfy { $0.map { meaning(of: $0) == key } ?? false } ? known : nil
    }
  }

  private func meaning(of field: NameSyntax) -> NameLexicon.Meaning? {
    context.lexicon.meanings(of: field.text).first(where: \.isGroupable)
      ?? caseValue(field).map { .caseValue($0) }
  }

  private func isTime(_ field: NameSyntax) -> Bool { meaning(of: field)?.isTimeField ?? false }

  /// Places before what lies in them, so that a parent narrows the choice of names.
  private func depth(_ part: ConditionSyntax) -> Int {
    guard let field = field(of: part), case .dimension(var dimension)? = meaning(of: field) else { return 9 }
    var depth = 0
    while let parent = catalog.dimensions[dimension].parent {
      depth += 1
      dimension = parent
    }
    return depth
  }

  private mutating func dimension(of field: NameSyntax) -> Int? {
    let meanings = context.lexicon.meanings(of: field.text)
    let candidates = meanings.compactMap { meaning -> Int? in
      if case .dimension(let index) = meaning { return index }
      return nil
    }
    let (exact, match) = NameResolution.exactFirst(field.text, candidates) {
      catalog.dimensions[$0].spellings
    }
    guard let dimension = exact.first else {
      reportUnknownField(field, meanings)
      return nil
    }
    if exact.count > 1 {
      let ids = exact.map { catalog.dimensions[$0].id }
      report(.ambiguousName(field.text, candidates: ids), at: field.span)
      return nil
    }
    if match == .forgiven { wasForgiving = true }
    return checkAvailable(dimension, at: field.span) ? dimension : nil
  }

  private mutating func reportUnknownField(_ field: NameSyntax, _ meanings: [NameLexicon.Meaning]) {
    for case .measure(let measure) in meanings {
      return report(.measureInWhere(catalog.measures[measure].names), at: field.span)
    }
    report(.unknownField(field.text), at: field.span, names.nearFields(field.text))
  }

  /// Every measure of the query must be reported by the dimension.
  ///
  /// - Parameter isKey: the rows are grouped by it; what is assumed of all cases alike makes no groups.
  mutating func checkAvailable(_ dimension: Int, at span: SourceSpan, isKey: Bool = false) -> Bool {
    if let cases { return checkAvailable(dimension, in: cases, at: span, isKey: isKey) }
    for measure in measures where !catalog.measures[measure].dimensions.contains(dimension) {
      let available = catalog.measures[measure].dimensions.sorted().map { catalog.dimensions[$0].id }
      let names = catalog.dimensions[dimension].names
      report(
        .dimensionNotOfMeasure(dimension: names, measure: catalog.measures[measure].names), at: span,
        [.choices(available)])
      return false
    }
    return true
  }

  /// The cases must tell it.
  private mutating func checkAvailable(
    _ dimension: Int, in cases: CaseTable, at span: SourceSpan, isKey: Bool
  ) -> Bool {
    let known = catalog.dimensions[dimension]
    let isTold =
      CaseCodes(dimension, of: cases, in: catalog) != nil || catalog.isTimeliness(dimension)
      || !isKey && !known.defaultMemberID.isEmpty
    if !isTold {
      let told = cases.members.map { catalog.dimensions[$0.dimension].id }
      report(.noCaseColumn(known.names), at: span, [.choices(told)])
    }
    return isTold
  }

  // MARK: Members

  private mutating func bindPart(_ part: ConditionSyntax) {
    guard let field = field(of: part) else {
      return reportAlternatives(part)
    }
    if case .caseValue(let value)? = meaning(of: field) { return bindCasePart(part, value, at: field) }
    guard let dimension = dimension(of: field), let members = members(of: part, dimension) else { return }
    let narrowed = chosen[dimension].map { $0.intersection(members) } ?? members
    // All members but the only one there is: cases have none, which is an answer.
    if narrowed.isEmpty, cases == nil || !members.isEmpty {
      report(.contradictoryConditions(dimension: catalog.dimensions[dimension].names), at: field.span)
    }
    chosen[dimension] = narrowed
  }

  private mutating func reportAlternatives(_ part: ConditionSyntax) {
    var unknown: [NameSyntax] = []
    for field in part.fields where meaning(of: field) == nil { unknown.append(field) }
    for field in unknown { reportUnknownField(field, context.lexicon.meanings(of: field.text)) }
    if !unknown.isEmpty { return }
    if part.fields.contains(where: { isTime($0) }) {
      return report(.timeConditionInsideOr, at: part.fields.first { isTime($0) }?.span)
    }
    let printer = SyntaxPrinter()
    let alternatives = part.alternatives.prefix(2).map { "… where \(printer.print($0))" }
    report(.alternativesAcrossFields, at: part.fields.first?.span, [.run(alternatives)])
  }

  /// The members of `dimension` that satisfy the part; `nil` when it was reported.
  private mutating func members(of part: ConditionSyntax, _ dimension: Int) -> Set<Int>? {
    switch part {
    case .comparison(_, .equal, let value): return member(value, of: dimension)
    case .comparison(_, .notEqual, let value):
      return member(value, of: dimension).flatMap { complement(of: $0, dimension, at: value.span) }
    case .comparison(let field, _, _), .range(let field, _, _, _):
      report(.orderOfMembers(dimension: catalog.dimensions[dimension].names), at: field.span)
      return nil
    case .membership(let field, let values, let isNegated):
      let found = values.map { member($0, of: dimension) }
      let known = found.compactMap { $0 }
      guard known.count == found.count else { return nil }
      let union = known.reduce(into: Set<Int>()) { $0.formUnion($1) }
      return isNegated ? complement(of: union, dimension, at: field.span) : union
    case .contains(_, let text): return membersContaining(text, dimension)
    case .isMissing(let field, let isNegated): return missing(isNegated, dimension, at: field.span)
    case .not(let inner):
      return members(of: inner, dimension).flatMap { complement(of: $0, dimension, at: nil) }
    case .and(let parts): return combine(parts, dimension) { $0.intersection($1) }
    case .or(let parts): return combine(parts, dimension) { $0.union($1) }
    }
  }

  private mutating func combine(
    _ parts: [ConditionSyntax], _ dimension: Int, _ operation: (Set<Int>, Set<Int>) -> Set<Int>
  ) -> Set<Int>? {
    let sets = parts.map { members(of: $0, dimension) }
    let known = sets.compactMap { $0 }
    guard known.count == sets.count, let first = known.first else { return nil }
    return known.dropFirst().reduce(first, operation)
  }

  private mutating func complement(of members: Set<Int>, _ dimension: Int, at span: SourceSpan?) -> Set<Int>?
  {
    if cases == nil, catalog.dimensions[dimension].isOpen, !keys.contains(dimension) {
      report(.openListNotSummable(dimension: catalog.dimensions[dimension].names), at: span)
      return nil
    }
    let table = catalog.dimensions[dimension].members
    guard cases != nil else { return Set(table.indices).subtracting(members) }
    // A case has one member: what is left out is so also as a part of others, and with all its parts.
    let left = members.reduce(into: members) { left, member in
      if table.indices.contains(member) { left.formUnion(table[member].unionOf) }
    }
    return Set(table.indices.filter { !left.contains($0) && left.isDisjoint(with: table[$0].unionOf) })
  }

  private mutating func membersContaining(_ text: NameSyntax, _ dimension: Int) -> Set<Int>? {
    let wanted = folded(text.text)
    let found = catalog.dimensions[dimension].members.filter { member in
      member.spellings.contains { folded($0).contains(wanted) }
    }
    if found.isEmpty {
      report(.noMatchingMember(text.text, dimension: catalog.dimensions[dimension].names), at: text.span)
      return nil
    }
    return Set(found.map(\.index))
  }

  /// Over figures a dimension that is not named means its total: that is what `is missing` asks for.
  private mutating func missing(_ isNegated: Bool, _ dimension: Int, at span: SourceSpan) -> Set<Int>? {
    if isNegated { return Set(catalog.dimensions[dimension].members.indices) }
    if cases != nil { return [MemberColumn.noMember] }
    if keys.contains(dimension) {
      report(.contradictoryConditions(dimension: catalog.dimensions[dimension].names), at: span)
    }
    return nil
  }
}
