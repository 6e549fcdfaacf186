/// How a query over cases is answered: what is asked of the engine, and what its parts make.
struct CasePlan: Sendable {
  /// What a measure is made of the parts of a group.
  enum Leaf: Hashable, Sendable {
    /// A count, or a sum.
    case amount(atom: Int)
    case average(atom: Int, decimals: Int)
    /// A fraction of the way through the values in order, between two values in proportion.
    case quantile(atom: Int, numerator: Int, denominator: Int, decimals: Int)
    case least(atom: Int, decimals: Int)
    case greatest(atom: Int, decimals: Int)

    var atom: Int {
      switch self {
      case .amount(let atom), .average(let atom, _), .quantile(let atom, _, _, _), .least(let atom, _),
        .greatest(let atom, _):
        atom
      }
    }
  }

  /// What `vs` holds the rows against.
  struct Baseline: Sendable {
    let aggregation: CaseAggregation
    let leaves: [MeasureReference: Leaf]
    /// Which of its slots each period of the rows is held against.
    let slotOfPeriod: [Period?: Int]
  }

  let query: BoundQuery
  let aggregation: CaseAggregation
  /// What each measure with its filter is; after formulas are written out only these are left.
  let leaves: [MeasureReference: Leaf]
  /// The atom that counts the cases which rates leave out, where there are rates.
  let leftOut: Int?
  /// `nil` where the rows are held against nothing, or nothing is known of it.
  let baseline: Baseline?
  /// Time was not asked for: all there is.
  let isWholeTime: Bool
}

/// Bound query → what is asked of the cases.
struct CasePlanner {
  private let table: CaseTable
  private let catalog: Catalog

  init(_ table: CaseTable, _ catalog: Catalog) {
    self.table = table
    self.catalog = catalog
  }

  /// - Throws: that a measure is not one of cases.
  func plan(_ query: BoundQuery) throws(QueryError) -> CasePlan {
    let time = CasePlanTime(query, span: table.span, firstDay: table.days.first)
    let request = try request(query, time.slots)
    return CasePlan(
      query: query, aggregation: request.aggregation, leaves: request.leaves, leftOut: request.leftOut,
      baseline: try baseline(query, time),
      isWholeTime: query.time.spans.isEmpty && query.time.latest == nil && query.time.excluded.isEmpty)
  }

  private struct Request {
    let aggregation: CaseAggregation
    let leaves: [MeasureReference: CasePlan.Leaf]
    let leftOut: Int?
  }

  private func request(_ query: BoundQuery, _ slots: [CaseSlot]) throws(QueryError) -> Request {
    var atoms = AtomList()
    var leaves: [MeasureReference: CasePlan.Leaf] = [:]
    var usesRates = false
    for expression in query.allExpressions {
      let operands = expression.windows.map(\.operand)
      for part in [expression] + operands {
        for reference in expand(part, &usesRates).measures
        where leaves[reference] == nil
          && (catalog.measures[reference.measure].caseRule != nil || part.windows.isEmpty)
        {
          leaves[reference] = try leaf(reference, query, &atoms)
        }
      }
    }
    let leftOut = usesRates ? leftOutAtom(&atoms) : nil
    let (conditions, timeliness) = atoms.takeCommon()
    let aggregation = CaseAggregation(
      keys: keys(query), conditions: conditions, timeliness: timeliness, restrictions: query.restrictions,
      slots: slots,
      atoms: atoms.atoms, asOf: table.span?.upperBound ?? table.days.first)
    return Request(aggregation: aggregation, leaves: leaves, leftOut: leftOut)
  }

  /// The same question of another time, or of another member in place of the query's own.
  private func baseline(_ query: BoundQuery, _ time: CasePlanTime) throws(QueryError) -> CasePlan.Baseline? {
    guard let baseline = query.baseline else { return nil }
    let (slots, position) = time.counterparts(baseline)
    if slots.isEmpty { return nil }
    var asked = query
    switch baseline {
    case .period: asked.keys.removeAll(where: \.isTime)
    case .previous, .lastYear: break
    case .member(let reference):
      guard isTold(reference) else { return nil }
      asked.keys.removeAll { $0 == .dimension(reference.dimension) }
      let own = Selection(dimension: reference.dimension, members: [reference.member])
      asked.selections = asked.selections.replacing(with: [own])
    }
    let request = try request(asked, slots)
    return CasePlan.Baseline(
      aggregation: request.aggregation, leaves: request.leaves, slotOfPeriod: position)
  }

  /// The cases say it, or what is assumed of all of them does.
  private func isTold(_ reference: MemberReference) -> Bool {
    let dimension = catalog.dimensions[reference.dimension]
    return isTimeliness(reference.dimension) || CaseCodes(reference.dimension, of: table, in: catalog) != nil
      || dimension.member(id: dimension.defaultMemberID) == reference.member
  }

  /// What is asked where every case counts by its receipt: the rows of a list.
  func rows(_ query: BoundQuery) -> CaseAggregation {
    let (conditions, timeliness) = parted(query.selections)
    let atom = CaseAtom(placing: .event(.received), conditions: [], timeliness: nil, statistic: .count)
    return CaseAggregation(
      keys: [], conditions: conditions, timeliness: timeliness, restrictions: query.restrictions,
      slots: CasePlanTime(query, span: table.span, firstDay: table.days.first).slots, atoms: [atom],
      asOf: table.span?.upperBound ?? table.days.first)
  }

  /// Where cases stand against their due date is counted, not looked up.
  private func parted(_ selections: [Selection]) -> (conditions: [Selection], timeliness: Set<Timeliness>?) {
    let isState = { (selection: Selection) in isTimeliness(selection.dimension) }
    return (selections.filter { !isState($0) }, selections.first(where: isState).map(states))
  }

  private func keys(_ query: BoundQuery) -> [CaseAggregation.Key] {
    var keys: [CaseAggregation.Key] = []
    for key in query.keys {
      switch key {
      case .dimension(let dimension):
        keys.append(isTimeliness(dimension) ? .timeliness : .dimension(dimension))
      case .time: if !keys.contains(.slot) { keys.append(.slot) }
      }
    }
    return keys
  }

  private func isTimeliness(_ dimension: Int) -> Bool {
    catalog.isTimeliness(dimension) && CaseCodes(dimension, of: table, in: catalog) == nil
  }

  // MARK: Measures

  private func expand(_ expression: BoundExpression, _ usesRates: inout Bool) -> BoundExpression {
    CasePlanner.expanded(expression, catalog, &usesRates)
  }

  /// The expression with every formula written out, down to what is counted.
  static func expanded(
    _ expression: BoundExpression, _ catalog: Catalog, _ usesRates: inout Bool
  ) -> BoundExpression {
    func expand(_ expression: BoundExpression, _ usesRates: inout Bool) -> BoundExpression {
      expanded(expression, catalog, &usesRates)
    }
    switch expression {
    case .number: return expression
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      if measure.caseRule != nil { return expression }
      if measure.caseFormula != nil { usesRates = true }
      guard let formula = measure.caseFormula ?? measure.formula else { return expression }
      return expand(formula.filteredBeneath(by: reference.filter), &usesRates)
    case .negated(let operand): return .negated(expand(operand, &usesRates))
    case .window:
      // The call stays as it was bound: its answers are kept under it.
      return expression
    case .rounded(let operand, let digits): return .rounded(expand(operand, &usesRates), digits: digits)
    case .coalesce(let first, let second):
      return .coalesce(expand(first, &usesRates), expand(second, &usesRates))
    case .binary(let operation, let left, let right):
      return .binary(operation, expand(left, &usesRates), expand(right, &usesRates))
    }
  }

  private func leaf(
    _ reference: MeasureReference, _ query: BoundQuery, _ atoms: inout AtomList
  ) throws(QueryError) -> CasePlan.Leaf {
    let measure = catalog.measures[reference.measure]
    guard let rule = measure.caseRule else { throw QueryError(.notOverCases(measure.names), at: nil) }
    var conditions = query.selections.replacing(with: reference.filter)
    for own in rule.conditions {
      conditions = conditions.narrowed(by: withAssumed(own), of: catalog)
    }
    var timeliness: Set<Timeliness>?
    conditions.removeAll { selection in
      guard isTimeliness(selection.dimension) else { return false }
      timeliness = states(selection)
      return true
    }
    func atom(_ statistic: CaseStatistic) -> Int {
      atoms.position(
        of: CaseAtom(
          placing: placing(rule.date), conditions: conditions, timeliness: timeliness, statistic: statistic))
    }
    guard let statistic = measure.statistic else { return .amount(atom: atom(.count)) }
    let (number, decimals) = try self.number(statistic.number, of: measure)
    switch statistic.function {
    case .avg: return .average(atom: atom(.sum(number)), decimals: decimals)
    case .median:
      return .quantile(atom: atom(.histogram(number)), numerator: 1, denominator: 2, decimals: decimals)
    case .p90:
      return .quantile(atom: atom(.histogram(number)), numerator: 9, denominator: 10, decimals: decimals)
    case .min: return .least(atom: atom(.extremes(number)), decimals: decimals)
    case .max: return .greatest(atom: atom(.extremes(number)), decimals: decimals)
    case .count, .share, .rank, .cumulative, .change, .coalesce, .round: return .amount(atom: atom(.count))
    }
  }

  /// What a case does not say is as the catalog assumes: one that was finished and says no more was resolved.
  private func withAssumed(_ own: Selection) -> Selection {
    let dimension = catalog.dimensions[own.dimension]
    guard let assumed = dimension.member(id: dimension.defaultMemberID), own.members.contains(assumed) else {
      return own
    }
    return Selection(dimension: own.dimension, members: [MemberColumn.noMember] + own.members)
  }

  private func number(_ id: String, of measure: Measure) throws(QueryError) -> (CaseNumber, decimals: Int) {
    if id == CaseNumberField.processingDays { return (.processingDays, 0) }
    guard let column = table.numbers.firstIndex(where: { $0.id == id }) else {
      throw QueryError(.notOverCases(measure.names), at: nil)
    }
    return (.column(column), table.numbers[column].decimals)
  }

  private func placing(_ date: CaseRule.Date) -> CasePlacing {
    switch date {
    case .received: .event(.received)
    case .due: .event(.due)
    case .finished: .event(.finished)
    case .asOfStart: .opening
    case .asOfEnd: .closing
    }
  }

  private func states(_ selection: Selection) -> Set<Timeliness> {
    let members = catalog.dimensions[selection.dimension].members
    var chosen = Set(selection.members)
    for member in selection.members where members.indices.contains(member) {
      chosen.formUnion(members[member].unionOf)
    }
    return Set(
      chosen.compactMap { members.indices.contains($0) ? Timeliness(rawValue: members[$0].id) : nil })
  }

  /// The cases like those that rates are of, but without a due date.
  private func leftOutAtom(_ atoms: inout AtomList) -> Int? {
    guard let sample = atoms.atoms.first(where: { $0.timeliness != nil && $0.placing == .event(.finished) })
    else { return nil }
    return atoms.position(
      of: CaseAtom(
        placing: sample.placing, conditions: sample.conditions, timeliness: [.noDue], statistic: .count))
  }
}

/// The atoms of a query, each once.
private struct AtomList {
  private(set) var atoms: [CaseAtom] = []

  mutating func position(of atom: CaseAtom) -> Int {
    if let known = atoms.firstIndex(of: atom) { return known }
    atoms.append(atom)
    return atoms.count - 1
  }

  /// What all atoms ask for, taken out of them.
  mutating func takeCommon() -> (conditions: [Selection], timeliness: Set<Timeliness>?) {
    guard let first = atoms.first else { return ([], nil) }
    let common = first.conditions.filter { condition in
      atoms.allSatisfy { $0.conditions.contains(condition) }
    }
    atoms = atoms.map { atom in
      CaseAtom(
        placing: atom.placing, conditions: atom.conditions.filter { !common.contains($0) },
        timeliness: atom.timeliness, statistic: atom.statistic)
    }
    return (common, nil)
  }
}

extension [Selection] {
  /// Only members of `other` where it names the dimension too.
  fileprivate func narrowed(by other: Selection, of catalog: Catalog) -> [Selection] {
    guard let position = firstIndex(where: { $0.dimension == other.dimension }) else {
      return (self + [other]).sorted { $0.dimension < $1.dimension }
    }
    var copy = self
    let both = copy[position].expanded(in: catalog).intersection(other.expanded(in: catalog))
    copy[position].members = both.sorted()
    return copy
  }
}

extension Selection {
  /// With the parts of members that unite others.
  fileprivate func expanded(in catalog: Catalog) -> Set<Int> {
    let known = catalog.dimensions[dimension].members
    return members.reduce(into: Set(members)) { chosen, member in
      if known.indices.contains(member) { chosen.formUnion(known[member].unionOf) }
    }
  }
}

extension BoundQuery {
  /// Of measures, tests, orders and windows.
  var allExpressions: [BoundExpression] {
    var found = measures.map(\.expression)
    if let having { found += having.expressions }
    if let ranking { found.append(ranking.expression) }
    for key in sort { if case .expression(let expression) = key.target { found.append(expression) } }
    return found
  }
}
