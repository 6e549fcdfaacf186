@testable import QueryLang

/// Answers a query over figures slowly and obviously: every member of every key is tried, every road of every cell
/// is walked. Written from LANGUAGE.md alone, to be compared with the evaluator that people use.
struct ObviousEvaluator {
  struct Row: Equatable {
    /// A member of a dimension by its id, a period by its days.
    var keys: [String]
    var cells: [ObviousAnswer]
  }

  /// What one column asks about: for each dimension named the members chosen, and the periods.
  private struct Scope {
    var choices: [Int: [Int]]
    var times: [Period]
  }

  private let catalog: Catalog
  private let figures: [Figure]
  private let query: BoundQuery
  private let resolver: ObviousResolver

  init(_ query: BoundQuery, _ library: Library) {
    self.query = query
    catalog = library.catalog
    figures = library.store.figures.filter { figure in
      (query.datasets.isEmpty || query.datasets.contains(figure.dataset))
        && !library.store.supersededSources.contains(figure.source)
    }
    resolver = ObviousResolver(catalog, figures, asOf: query.asOf)
  }

  private struct Group {
    let scope: Scope
    let keys: [KeyValue]
  }

  private enum KeyValue: Equatable {
    case member(Int, id: String)
    case period(Period)
  }

  func answer() -> [Row] {
    var groups = self.groups()
    if let having = query.having { groups = groups.filter { holds(having, $0.scope) == true } }
    if let ranking = query.ranking { groups = ranked(groups, ranking) }
    if !query.sort.isEmpty { groups = sorted(groups) }
    return groups.map { group in
      Row(keys: group.keys.map(text), cells: query.measures.map { evaluate($0.expression, group.scope) })
    }
  }

  private func text(_ key: KeyValue) -> String {
    switch key {
    case .member(_, let id): id
    case .period(let period): period.description
    }
  }

  // MARK: Groups

  private func groups() -> [Group] {
    let spans = timeSpans()
    var all: [Group] = []
    for period in timeGroups(spans) {
      let times = period.map { [$0] } ?? spans
      if times.isEmpty { continue }
      var groups = [Group(scope: Scope(choices: choices(times), times: times), keys: [])]
      for key in query.keys { groups = groups.flatMap { narrowed($0, by: key) } }
      all += groups
    }
    let shown = all.filter { query.keys.isEmpty || query.showsMissing || hasFigures($0) }
    return stably(shown) { isBefore($0.keys, $1.keys) }
  }

  private func narrowed(_ group: Group, by key: BoundKey) -> [Group] {
    switch key {
    case .time: return [Group(scope: group.scope, keys: group.keys + [.period(group.scope.times[0])])]
    case .dimension(let dimension):
      let day = query.asOf ?? group.scope.times.map(\.last).max()!
      let chosen = group.scope.choices[dimension]
      return catalog.dimensions[dimension].members.compactMap { member in
        guard member.isValid(on: day), chosen?.contains(member.index) ?? true else { return nil }
        var scope = group.scope
        scope.choices[dimension] = [member.index]
        if !isPossible(scope.choices) { return nil }
        return Group(scope: scope, keys: group.keys + [.member(member.index, id: member.id)])
      }
    }
  }

  /// Members that contradict each other make no group.
  private func isPossible(_ choices: [Int: [Int]]) -> Bool {
    let dimensions = Set(catalog.dimensions.indices)
    var places: [Place] = [[:]]
    for (dimension, members) in choices.sorted(by: { $0.key < $1.key }) {
      places = places.flatMap { place in
        members.compactMap { close(place, dimension, $0, dimensions) }
      }
    }
    return !places.isEmpty
  }

  private func close(_ place: Place, _ dimension: Int, _ member: Int, _ dimensions: Set<Int>) -> Place? {
    var place = place
    var waiting = [MemberReference(dimension: dimension, member: member)]
    while let next = waiting.popLast() {
      let row = catalog.member(next)
      if let origin = row.origin {
        waiting.append(origin)
        continue
      }
      if let earlier = place[next.dimension] {
        if earlier != next.member { return nil }
        continue
      }
      place[next.dimension] = next.member
      let table = catalog.dimensions[next.dimension]
      if let parent = table.parent, let above = row.parent {
        waiting.append(MemberReference(dimension: parent, member: above))
      }
      waiting += table.implied + row.implied
    }
    return place
  }

  /// At least one measure as written is not missing.
  private func hasFigures(_ group: Group) -> Bool {
    query.measures.contains { column in
      column.expression.measures.contains { !evaluate(.measure($0), group.scope).isMissing }
    }
  }

  /// The query's condition as members chosen for each dimension, those in force.
  private func choices(_ times: [Period]) -> [Int: [Int]] {
    var choices: [Int: [Int]] = [:]
    for selection in query.selections { choices[selection.dimension] = inForce(selection, times) }
    return choices
  }

  private func inForce(_ selection: Selection, _ times: [Period]) -> [Int] {
    let day = query.asOf ?? times.map(\.last).max()!
    return selection.members.filter { catalog.dimensions[selection.dimension].members[$0].isValid(on: day) }
  }

  // MARK: Time

  private func timeSpans() -> [Period] {
    guard let latest = query.time.latest else { return query.time.spans }
    let measures = query.measures.first.map { measuresOf($0.expression) } ?? []
    let wanted = figures.filter { figure in
      measures.contains(figure.measure) && (latest.grain.map { $0 == figure.period.grain } ?? true)
        && query.selections.allSatisfy { selection in
          guard let member = figure.place[selection.dimension] else { return false }
          return selection.members.contains(member)
        }
    }
    let last = wanted.map(\.period).max { ($0.last, $1.first) < ($1.last, $0.first) }
    return last.map { [$0] } ?? []
  }

  private func measuresOf(_ expression: BoundExpression) -> Set<Int> {
    expression.measures.reduce(into: []) { $0.formUnion(catalog.closure(of: $1.measure)) }
  }

  /// `nil`: the query's own span; else each period that is a group of its own.
  private func timeGroups(_ spans: [Period]) -> [Period?] {
    var field: TimeField?
    for case .time(let key) in query.keys { field = key }
    guard let field else { return [nil] }
    let measures = query.measures.reduce(into: Set<Int>()) { $0.formUnion(measuresOf($1.expression)) }
    let nominal = Set(figures.filter { measures.contains($0.measure) }.map(\.period))
    var periods = nominal
    if let grain = field.grain {
      let days = nominal.flatMap { [$0.first, $0.last] }
      periods = Set(days.compactMap { Period.containing($0, grain: grain) })
      // Periods in between may be known from longer figures only through their first and last days.
      if grain != .day, let first = days.min(), let last = days.max() {
        var day = first
        while day <= last {
          if let period = Period.containing(day, grain: grain) { periods.insert(period) }
          day = day.advanced(byDays: 27)
        }
      }
    }
    let bounded = periods.filter { period in
      (spans.isEmpty && query.time.latest == nil || spans.contains { $0.contains(period) })
        && !query.time.excluded.contains { $0.covers(period) }
    }
    return bounded.sorted().map { .some($0) }
  }

  // MARK: Columns

  /// The value of an expression on one ground.
  private func evaluate(_ expression: BoundExpression, _ scope: Scope) -> ObviousAnswer {
    if let whole = wholly(expression, scope) { return whole }
    if let partial = partially(expression, scope) { return partial }
    switch expression {
    case .number(let number): return .constant(number)
    case .measure: return .missing
    case .negated(let operand): return evaluate(operand, scope).negated
    case .rounded(let operand, let digits): return evaluate(operand, scope).rounded(to: digits)
    case .coalesce(let first, let second):
      let answer = evaluate(first, scope)
      return answer.value == .missing || answer.value == .undefined ? evaluate(second, scope) : answer
    case .binary(let operation, let left, let right):
      return .combine(operation, evaluate(left, scope), evaluate(right, scope))
    }
  }

  /// Computed from measures that are all wholly known.
  private func wholly(_ expression: BoundExpression, _ scope: Scope) -> ObviousAnswer? {
    switch expression {
    case .number(let number): return .constant(number)
    case .measure(let reference): return whole(reference, scope)
    case .negated(let operand): return wholly(operand, scope)?.negated
    case .rounded(let operand, let digits): return wholly(operand, scope)?.rounded(to: digits)
    case .coalesce(let first, let second):
      let answer = wholly(first, scope)
      if let answer, answer.value != .undefined { return answer }
      return wholly(second, scope)
    case .binary(let operation, let left, let right):
      guard let left = wholly(left, scope), let right = wholly(right, scope) else { return nil }
      return .combine(operation, left, right)
    }
  }

  private func filtered(_ scope: Scope, _ filter: [Selection]) -> Scope {
    var scope = scope
    for selection in filter { scope.choices[selection.dimension] = inForce(selection, scope.times) }
    return scope
  }

  /// A measure over its own box: one cell, or the sum of several chosen ones.
  private func whole(_ reference: MeasureReference, _ scope: Scope) -> ObviousAnswer? {
    let scope = filtered(scope, reference.filter)
    let measure = catalog.measures[reference.measure]
    guard let dimension = severalChosen(scope) else {
      guard scope.choices.values.allSatisfy({ !$0.isEmpty }) else { return nil }
      guard let place = resolver.place(scope.choices.mapValues { $0[0] }, of: reference.measure) else { return nil }
      return resolver.whole(reference.measure, place, scope.times)
    }
    if measure.kind == .ratio, let formula = measure.formula {
      return wholly(formula.filteredBeneath(by: reference.filter), scope)?.worsened(to: .derived)
    }
    guard measure.kind.isAdditive else { return nil }
    let parts = parts(dimension, scope).map { whole(MeasureReference(measure: reference.measure, filter: []), $0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    return ObviousAnswer.sum(parts.map { $0! }).worsened(to: .complete)
  }

  private func severalChosen(_ scope: Scope) -> Int? {
    scope.choices.filter { $0.value.count > 1 }.keys.min()
  }

  private func parts(_ dimension: Int, _ scope: Scope) -> [Scope] {
    let table = catalog.dimensions[dimension]
    if !isSummable(dimension) { return [] }
    return (scope.choices[dimension] ?? []).filter { index in
      let member = table.members[index]
      return member.isSummand && !member.isCountedInside && member.unionOf.isEmpty
    }.map {
      var part = scope
      part.choices[dimension] = [$0]
      return part
    }
  }

  /// A selection of several is summed only where members are parts of something.
  private func isSummable(_ dimension: Int) -> Bool {
    if catalog.dimensions[dimension].partition != .none { return true }
    return catalog.dimensions.contains { $0.unionOf.contains(dimension) && $0.partition != .none }
  }

  // MARK: Partial sums

  /// Sums of several measures over the same cells.
  private struct Sums {
    var values: [ObviousAnswer]
    var coverage: [String]
  }

  private func partially(_ expression: BoundExpression, _ scope: Scope) -> ObviousAnswer? {
    let planned = expanded(expression)
    guard let planned, !planned.measures.isEmpty else { return nil }
    let atoms = planned.measures
    guard atoms.allSatisfy({ catalog.measures[$0.measure].kind.isAdditive }) else { return nil }
    guard let sums = partialSums(atoms, scope) else { return nil }
    var position = 0
    var answer = substitute(planned, sums.values, &position)
    if answer.value != .undefined {
      answer.status = max(answer.status, .partial)
      answer.coverage = sums.coverage
    }
    return answer
  }

  /// Ratios written out as their formulas; `nil` where a `coalesce` lets parts stand on different cells.
  private func expanded(_ expression: BoundExpression) -> BoundExpression? {
    switch expression {
    case .number: return expression
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      guard measure.kind == .ratio, let formula = measure.formula else { return expression }
      return expanded(formula.filteredBeneath(by: reference.filter))
    case .negated(let operand): return expanded(operand).map { .negated($0) }
    case .rounded(let operand, let digits): return expanded(operand).map { .rounded($0, digits: digits) }
    case .coalesce: return nil
    case .binary(let operation, let left, let right):
      guard let left = expanded(left), let right = expanded(right) else { return nil }
      return .binary(operation, left, right)
    }
  }

  private func substitute(_ expression: BoundExpression, _ values: [ObviousAnswer], _ position: inout Int) -> ObviousAnswer {
    switch expression {
    case .number(let number): return .constant(number)
    case .measure, .coalesce:
      position += 1
      return values[position - 1]
    case .negated(let operand): return substitute(operand, values, &position).negated
    case .rounded(let operand, let digits): return substitute(operand, values, &position).rounded(to: digits)
    case .binary(let operation, let left, let right):
      let left = substitute(left, values, &position)
      return .combine(operation, left, substitute(right, values, &position))
    }
  }

  /// The sums over the cells where all of the measures are known; the first way of dividing that finds any.
  private func partialSums(_ atoms: [MeasureReference], _ scope: Scope) -> Sums? {
    let wholes = atoms.map { whole($0, scope) }
    if wholes.allSatisfy({ $0 != nil }) { return Sums(values: wholes.map { $0! }, coverage: []) }
    if let dimension = severalChosen(scope) {
      if atoms.contains(where: { atom in atom.filter.contains { $0.dimension == dimension } }) { return nil }
      return sums(atoms, parts(dimension, scope), unit: "selected")
    }
    for dimension in catalog.dimensions.indices {
      guard let parts = commonParts(dimension, atoms, scope) else { continue }
      if let found = sums(atoms, parts, unit: catalog.dimensions[dimension].names.english) { return found }
    }
    return nil
  }

  private func sums(_ atoms: [MeasureReference], _ parts: [Scope], unit: String) -> Sums? {
    let found = parts.compactMap { partialSums(atoms, $0) }
    guard let first = found.first else { return nil }
    let values = first.values.indices.map { index in ObviousAnswer.sum(found.map { $0.values[index] }) }
    let inner = found.first { !$0.coverage.isEmpty }?.coverage ?? []
    return Sums(values: values, coverage: ["\(found.count) of \(parts.count) \(unit)"] + inner)
  }

  /// The parts of the cell in a dimension that divides it for every one of the measures.
  private func commonParts(_ dimension: Int, _ atoms: [MeasureReference], _ scope: Scope) -> [Scope]? {
    var members: [Int]?
    for atom in atoms {
      let own = filtered(scope, atom.filter)
      if own.choices.values.contains(where: { $0.count != 1 }) { return nil }
      guard let place = resolver.place(own.choices.mapValues { $0[0] }, of: atom.measure) else { return nil }
      let question = ObviousResolver.Question(measure: atom.measure, place: place, times: scope.times)
      guard resolver.summedDimensions(question).contains(dimension) else { return nil }
      let found = resolver.summands(dimension, question).compactMap { $0[dimension] }
      members = members.map { $0.filter(found.contains) } ?? found
    }
    return members.map { members in
      members.map {
        var part = scope
        part.choices[dimension] = [$0]
        return part
      }
    }
  }

  // MARK: having

  /// `nil`: not decided.
  private func holds(_ test: BoundTest, _ scope: Scope) -> Bool? {
    switch test {
    case .comparison(let left, let comparison, let right):
      return compare(evaluate(left, scope), comparison, evaluate(right, scope))
    case .state(let expression, let state, let isNegated):
      let status = evaluate(expression, scope).status
      let wanted: CellStatus =
        switch state {
        case .missing: .missing
        case .undefined: .undefined
        case .partial: .partial
        }
      return (status == wanted) != isNegated
    case .not(let inner): return holds(inner, scope).map { !$0 }
    case .and(let parts):
      let results = parts.map { holds($0, scope) }
      return results.contains(false) ? false : results.contains(nil) ? nil : true
    case .or(let parts):
      let results = parts.map { holds($0, scope) }
      return results.contains(true) ? true : results.contains(nil) ? nil : false
    }
  }

  /// The numbers an answer may stand for: lowest and highest, and whether these are among them.
  private struct Range {
    var low = -Double.infinity
    var high = Double.infinity
    var hasLow = false
    var hasHigh = false
  }

  private func range(_ answer: ObviousAnswer) -> Range? {
    switch answer.value {
    case .missing, .undefined: return nil
    case .exact, .real:
      let number = answer.number!
      return Range(low: number, high: number, hasLow: true, hasHigh: true)
    case .bounded(let bound, let limit):
      let number = limit.nearestDouble
      return switch bound {
      case .greaterThan: Range(low: number)
      case .atLeast: Range(low: number, hasLow: true)
      case .atMost: Range(high: number, hasHigh: true)
      case .lessThan: Range(high: number)
      }
    }
  }

  private func compare(_ left: ObviousAnswer, _ comparison: ComparisonOperator, _ right: ObviousAnswer) -> Bool? {
    guard let a = range(left), let b = range(right) else { return nil }
    let alwaysLess = a.high < b.low || a.high == b.low && !(a.hasHigh && b.hasLow)
    let alwaysGreater = b.high < a.low || b.high == a.low && !(b.hasHigh && a.hasLow)
    let alwaysEqual = a.low == a.high && b.low == b.high && a.low == b.low
    let neverGreater = a.high <= b.low
    let neverLess = b.high <= a.low
    switch comparison {
    case .less: return alwaysLess ? true : neverLess ? false : nil
    case .greater: return alwaysGreater ? true : neverGreater ? false : nil
    case .lessOrEqual: return neverGreater ? true : alwaysGreater ? false : nil
    case .greaterOrEqual: return neverLess ? true : alwaysLess ? false : nil
    case .equal: return alwaysEqual ? true : alwaysLess || alwaysGreater ? false : nil
    case .notEqual: return alwaysEqual ? false : alwaysLess || alwaysGreater ? true : nil
    }
  }

  // MARK: Order

  private func isBefore(_ left: [KeyValue], _ right: [KeyValue]) -> Bool {
    for (index, key) in query.keys.enumerated() {
      if let order = isBefore(left[index], right[index], key) { return order }
    }
    return false
  }

  /// `nil`: the same.
  private func isBefore(_ left: KeyValue, _ right: KeyValue, _ key: BoundKey) -> Bool? {
    if left == right { return nil }
    switch (left, right, key) {
    case (.period(let a), .period(let b), _): return a < b
    case (.member(let a, _), .member(let b, _), .dimension(let dimension)):
      let members = catalog.dimensions[dimension].members
      return (members[a].order, a) < (members[b].order, b)
    default: return nil
    }
  }

  private func stably(_ groups: [Group], _ isBefore: (Group, Group) -> Bool) -> [Group] {
    var sorted: [Group] = []
    for group in groups {
      let position = sorted.lastIndex { !isBefore(group, $0) }.map { $0 + 1 } ?? 0
      sorted.insert(group, at: position)
    }
    return sorted
  }

  /// What has no number comes last, whatever the direction.
  private func order(_ left: ObviousAnswer, _ right: ObviousAnswer, descending: Bool) -> Bool? {
    switch (left.number, right.number) {
    case (nil, nil): return nil
    case (nil, _): return false
    case (_, nil): return true
    case (let a?, let b?): return a == b ? nil : descending ? a > b : a < b
    }
  }

  private func ranked(_ groups: [Group], _ ranking: BoundRanking) -> [Group] {
    let inOrder = stably(groups) {
      order(evaluate(ranking.expression, $0.scope), evaluate(ranking.expression, $1.scope), descending: !ranking.isBottom)
        ?? false
    }
    var taken: [String: Int] = [:]
    return inOrder.filter { group in
      let within = ranking.perKey.map { text(group.keys[$0]) } ?? ""
      taken[within, default: 0] += 1
      return taken[within]! <= ranking.count
    }
  }

  private func sorted(_ groups: [Group]) -> [Group] {
    stably(stably(groups) { isBefore($0.keys, $1.keys) }) { left, right in
      for key in query.sort {
        let isFirst: Bool? =
          switch key.target {
          case .key(let position):
            isBefore(left.keys[position], right.keys[position], query.keys[position]).map { $0 != key.isDescending }
          case .expression(let expression):
            order(evaluate(expression, left.scope), evaluate(expression, right.scope), descending: key.isDescending)
          }
        if let isFirst { return isFirst }
      }
      return false
    }
  }
}
