// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// Answers a query over figures slowly and obviously: every member of every key is tried, every road of every cell
/// is walked. Written from LANGUAGE.md alone, to be compared with the evaluator that people use.
struct ObviousEvaluator {
  struct Row: Equatable {
    /// A member of a dimension by its id, a period by its days.
    var keys: [String]
    var cells: [ObviousAnswer]
  }

  /// What one column asks about: the cell of the row, the query's conditions beside it, and the periods.
  struct Scope: Hashable {
    /// Members of the keys and of the parts that a sum is made of.
    var cell: Place = [:]
    /// For each dimension of the condition the members chosen.
    var choices: [Int: [Int]]
    var times: [Period]
  }

  /// What was found once is not looked for again: rows, sums and comparisons ask for the same cells.
  private final class Memory {
    var partial: [Question: Sums?] = [:]
    var wholes: [Question: ObviousAnswer?] = [:]

    struct Question: Hashable {
      let measures: [MeasureReference]
      let scope: Scope
    }
  }

  let catalog: Catalog
  private let figures: [Figure]
  let query: BoundQuery
  let resolver: ObviousResolver
  private let memory = Memory()

  init(_ query: BoundQuery, _ library: Library) {
    self.query = query
    catalog = library.catalog
    figures = library.store.figures.filter { figure in
      (query.datasets.isEmpty || query.datasets.contains(figure.dataset))
        && !library.store.supersededSources.contains(figure.source)
    }
    resolver = ObviousResolver(catalog, figures, asOf: query.asOf)
  }

  struct Group {
    let scope: Scope
    let keys: [KeyValue]
    /// What functions over rows come to in this one.
    var windows: [WindowCall: ObviousAnswer] = [:]
  }

  enum KeyValue: Equatable {
    case member(Int, id: String)
    case period(Period)
  }

  /// The rows that are answered, and those that `top` cut off, before sums.
  func rows() -> (all: [Group], shown: [Group], cut: [Group]) {
    let all = withWindows(groups())
    var groups = all
    if let having = query.having { groups = groups.filter { holds(having, $0) == true } }
    let tested = groups
    if let ranking = query.ranking { groups = ranked(groups, ranking) }
    let cut = tested.filter { group in !groups.contains { $0.keys == group.keys } }
    if !query.sort.isEmpty { groups = sorted(groups) }
    return (all, groups, cut)
  }

  func answer() -> [Row] {
    let (_, shown, cut) = rows()
    return shown.map { group in Row(keys: group.keys.map(text), cells: cells(group)) } + sums(shown, cut)
  }

  func text(_ key: KeyValue) -> String {
    switch key {
    case .member(_, let id): id
    case .period(let period): period.description
    }
  }

  // MARK: Groups

  private func groups() -> [Group] {
    let all = candidates(timeSpans())
    let shown = all.filter { query.keys.isEmpty || query.showsMissing || hasFigures($0) }
    return stably(shown) { isBefore($0.keys, $1.keys) }
  }

  /// Every combination of members and periods that does not contradict itself or the conditions.
  private func candidates(_ spans: [Period]) -> [Group] {
    var all: [Group] = []
    for periods in timeGroups(spans) {
      let times = finest(periods).map { [$0] } ?? spans
      var groups = [Group(scope: Scope(choices: choices(times), times: times), keys: [])]
      for (position, key) in query.keys.enumerated() {
        switch key {
        case .time:
          groups = groups.map { Group(scope: $0.scope, keys: $0.keys + [.period(periods[position]!)]) }
        case .dimension(let dimension): groups = groups.flatMap { narrowed($0, by: dimension) }
        }
      }
      all += groups.filter { query.keys.isEmpty || isPossible($0.scope) }
    }
    return all
  }

  private func narrowed(_ group: Group, by dimension: Int) -> [Group] {
    let day = self.day(group.scope.times)
    return catalog.dimensions[dimension].members.compactMap { member in
      guard member.isValid(on: day) else { return nil }
      var scope = group.scope
      scope.cell[dimension] = member.index
      return Group(scope: scope, keys: group.keys + [.member(member.index, id: member.id)])
    }
  }

  private func day(_ times: [Period]) -> Day { query.asOf ?? times.map(\.last).max()! }

  /// The members of the row fit each other, and each condition leaves something of them.
  private func isPossible(_ scope: Scope) -> Bool {
    var place: Place? = [:]
    for (dimension, member) in scope.cell { place = place.flatMap { close($0, dimension, member) } }
    guard let place else { return false }
    return scope.choices.allSatisfy { dimension, members in
      let isNamed = ([dimension] + catalog.dimensions[dimension].unionOf).contains { place[$0] != nil }
      if isNamed { return members.contains { resolver.isInside(place, dimension, $0) } }
      return members.contains { close(place, dimension, $0) != nil }
    }
  }

  /// The place with a member and everything that it implies; `nil` when they contradict each other.
  private func close(_ place: Place, _ dimension: Int, _ member: Int) -> Place? {
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

  /// At least one measure as written is not missing; a union makes a row only where some figure names it.
  private func hasFigures(_ group: Group) -> Bool {
    guard namesUnions(group) else { return false }
    return query.measures.contains { column in
      column.expression.measures.contains { !evaluate(.measure($0), group.scope).isMissing }
    }
  }

  private func namesUnions(_ group: Group) -> Bool {
    let cell = group.scope.cell
    guard cell.contains(where: { !catalog.dimensions[$0.key].members[$0.value].unionOf.isEmpty }) else {
      return true
    }
    let measures = query.measures.reduce(into: Set<Int>()) { $0.formUnion(measuresOf($1.expression)) }
    let isTimed = query.keys.contains(where: \.isTime)
    return figures.contains { figure in
      measures.contains(figure.measure) && cell.allSatisfy { names(figure.place, $0.key, $0.value) }
        && (!isTimed || bears(figure, on: group.scope.times[0]))
    }
  }

  private func names(_ place: Place, _ dimension: Int, _ member: Int) -> Bool {
    let isUnited = !catalog.dimensions[dimension].unionOf.isEmpty
    return isUnited ? resolver.isInside(place, dimension, member) : place[dimension] == member
  }

  /// A figure may say something about a period: it lies in it, or is a stock of one of its ends.
  private func bears(_ figure: Figure, on period: Period) -> Bool {
    let kind = catalog.measures[figure.measure].kind
    return period.contains(figure.period) || kind == .closing && period.last == figure.period.last
      || kind == .opening && period.first == figure.period.first
  }

  /// The query's condition as members chosen for each dimension, those in force.
  private func choices(_ times: [Period]) -> [Int: [Int]] {
    var choices: [Int: [Int]] = [:]
    for selection in query.selections { choices[selection.dimension] = inForce(selection, times) }
    return choices
  }

  func inForce(_ selection: Selection, _ times: [Period]) -> [Int] {
    let day = self.day(times)
    return selection.members.filter { catalog.dimensions[selection.dimension].members[$0].isValid(on: day) }
  }

  // MARK: Time

  /// The last nominal period for which the first measure is known in any row.
  private func timeSpans() -> [Period] {
    guard let latest = query.time.latest else { return query.time.spans }
    let measures = query.measures.first.map { measuresOf($0.expression) } ?? []
    let possible = figures.filter { measures.contains($0.measure) }.filter { figure in
      (latest.grain.map { $0 == figure.period.grain } ?? true)
        && (query.time.spans.isEmpty || query.time.spans.contains { $0.contains(figure.period) })
    }
    let periods = Set(possible.map(\.period))
    let known = periods.filter { period in
      let total = Scope(choices: choices([period]), times: [period])
      return ([total] + candidates([period]).map(\.scope)).contains {
        !evaluate(query.measures[0].expression, $0).isMissing
      }
    }
    // Where nothing is known a figure under the conditions still says which period is the last.
    let reported = possible.filter { figure in
      query.selections.allSatisfy { selection in
        selection.members.contains { resolver.isInside(figure.place, selection.dimension, $0) }
      }
    }
    let last = (known.isEmpty ? Set(reported.map(\.period)) : known).max {
      ($0.last, $1.first) < ($1.last, $0.first)
    }
    return last.map { [$0] } ?? [Period(day: TimeScope.earliestDay)]
  }

  private func measuresOf(_ expression: BoundExpression) -> Set<Int> {
    expression.measures.reduce(into: []) { $0.formUnion(catalog.closure(of: $1.measure)) }
  }

  /// For each row of periods one for each key, `nil` for keys of other kinds.
  private func timeGroups(_ spans: [Period]) -> [[Period?]] {
    var rows: [[Period?]] = [[]]
    for key in query.keys {
      switch key {
      case .dimension: rows = rows.map { $0 + [nil] }
      case .time(let field):
        let periods = periods(of: field, spans)
        rows = rows.flatMap { row in periods.map { row + [$0] } }
      }
    }
    return rows.filter { row in
      guard let time = finest(row) else { return true }
      return row.allSatisfy { $0?.contains(time) ?? true }
    }
  }

  /// The period of the finest field; any `period` is finer than a grain.
  private func finest(_ periods: [Period?]) -> Period? {
    var found: (field: TimeField, period: Period)?
    for (key, period) in zip(query.keys, periods) {
      guard case .time(let field) = key, let period else { continue }
      let order = [TimeField.year, .half, .quarter, .month, .date, .period]
      if let earlier = found, order.firstIndex(of: field)! < order.firstIndex(of: earlier.field)! { continue }
      found = (field, period)
    }
    return found?.period
  }

  var finestField: TimeField? {
    let fields = query.keys.compactMap { if case .time(let field) = $0 { field } else { nil } }
    return [.period, .date, .month, .quarter, .half, .year].first(where: fields.contains)
  }

  private func periods(of field: TimeField, _ spans: [Period]) -> [Period] {
    let measures = query.measures.reduce(into: Set<Int>()) { $0.formUnion(measuresOf($1.expression)) }
    let nominal = Set(figures.filter { measures.contains($0.measure) }.map(\.period))
    let isBounded = !spans.isEmpty && spans.allSatisfy { $0.lengthInDays < 10_000 }
    var periods = nominal
    if let grain = field.grain {
      let days = nominal.flatMap { [$0.first, $0.last] }
      periods = Set(days.compactMap { Period.containing($0, grain: grain) })
      if query.showsMissing, isBounded {
        for span in spans {
          for day in span.first.daysSince1970...span.last.daysSince1970 {
            if let period = Period.containing(Day(daysSince1970: day), grain: grain) {
              periods.insert(period)
            }
          }
        }
      }
    }
    // Conditions bound the periods of the rows, not the longer ones around them.
    if field != finestField { return periods.sorted() }
    let inside = periods.filter { period in
      (spans.isEmpty || spans.contains { $0.contains(period) })
        && !query.time.excluded.contains { $0.covers(period) }
    }
    if inside.isEmpty, query.showsMissing, field == .period { return spans }
    return inside.sorted()
  }

  // MARK: Columns

  /// The value of an expression on one ground.
  func evaluate(
    _ expression: BoundExpression, _ scope: Scope, _ windows: [WindowCall: ObviousAnswer] = [:]
  ) -> ObviousAnswer {
    if !hasFallback(expression), let whole = wholly(expression, scope) { return whole }
    if let partial = partially(expression, scope) { return partial }
    switch expression {
    case .window(let window): return windows[window] ?? .missing
    case .number(let number): return .constant(number)
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      guard measure.kind == .ratio, let formula = measure.formula else { return .missing }
      return evaluate(formula.filteredBeneath(by: reference.filter), scope)
    case .negated(let operand): return evaluate(operand, scope, windows).negated
    case .rounded(let operand, let digits): return evaluate(operand, scope, windows).rounded(to: digits)
    case .coalesce(let first, let second):
      let answer = evaluate(first, scope, windows)
      guard answer.value == .missing || answer.value == .undefined else { return answer }
      var fallback = evaluate(second, scope, windows)
      // What stands in for something undefined stands on its figures.
      if !answer.isMissing { fallback.isConstant = false }
      fallback.figures.formUnion(answer.figures)
      return fallback
    case .binary(let operation, let left, let right):
      return onOneGround(operation, evaluate(left, scope, windows), evaluate(right, scope, windows))
    }
  }

  /// What is known only in part stands on cells of its own: nothing but a number goes with it.
  private func onOneGround(_ operation: ArithmeticOperator, _ left: ObviousAnswer, _ right: ObviousAnswer)
    -> ObviousAnswer
  {
    let isPartial = left.status == .partial || right.status == .partial
    if isPartial, !left.isConstant, !right.isConstant {
      return ObviousAnswer.join([left, right], value: .undefined)
    }
    return .combine(operation, left, right)
  }

  func evaluate(_ expression: BoundExpression, _ group: Group) -> ObviousAnswer {
    evaluate(expression, group.scope, group.windows)
  }

  func hasFallback(_ expression: BoundExpression) -> Bool {
    switch expression {
    case .window: true
    case .coalesce: true
    case .number, .measure: false
    case .negated(let operand), .rounded(let operand, _): hasFallback(operand)
    case .binary(_, let left, let right): hasFallback(left) || hasFallback(right)
    }
  }

  /// Computed from measures that are all wholly known.
  private func wholly(_ expression: BoundExpression, _ scope: Scope) -> ObviousAnswer? {
    switch expression {
    case .window: return nil
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

  /// A filter replaces the query's condition on the same dimension; a row stays what it is.
  private func filtered(_ scope: Scope, _ filter: [Selection]) -> Scope {
    var scope = scope
    for selection in filter { scope.choices[selection.dimension] = inForce(selection, scope.times) }
    return scope
  }

  /// The scope with everything said about one member in its cell, and choices of several members beside it that
  /// the cell leaves open; `nil` when they contradict each other.
  func settled(_ scope: Scope, of measure: Int) -> Scope? {
    var scope = scope
    while true {
      guard let place = resolver.place(scope.cell, of: measure, withDefaults: false) else { return nil }
      var isSettled = true
      for (dimension, members) in scope.choices.sorted(by: { $0.key < $1.key }) {
        let fitting = members.filter { resolver.fits(place, dimension, $0, of: measure) }
        if fitting.isEmpty { return nil }
        scope.choices[dimension] = fitting
        if fitting.count > 1, !fitting.contains(where: { resolver.isInside(place, dimension, $0) }) {
          continue
        }
        let chosen = fitting.first { resolver.isInside(place, dimension, $0) } ?? fitting[0]
        scope.choices[dimension] = nil
        if !resolver.isInside(place, dimension, chosen) { scope.cell[dimension] = chosen }
        isSettled = false
        break
      }
      if isSettled { return scope }
    }
  }

  /// A measure over its own box: one cell, or the sum of several chosen ones.
  private func whole(_ reference: MeasureReference, _ scope: Scope) -> ObviousAnswer? {
    let question = Memory.Question(measures: [reference], scope: scope)
    if let known = memory.wholes[question] { return known }
    let found = findWhole(reference, scope)
    memory.wholes[question] = .some(found)
    return found
  }

  private func findWhole(_ reference: MeasureReference, _ scope: Scope) -> ObviousAnswer? {
    let measure = catalog.measures[reference.measure]
    guard let settled = settled(filtered(scope, reference.filter), of: reference.measure) else { return nil }
    guard let dimension = settled.choices.keys.min() else {
      return resolver.place(settled.cell, of: reference.measure).flatMap {
        resolver.whole(reference.measure, $0, scope.times)
      }
    }
    if measure.kind == .ratio, let formula = measure.formula {
      return wholly(formula.filteredBeneath(by: reference.filter), scope)?.worsened(to: .derived)
    }
    let united = united(dimension, settled).flatMap {
      whole(MeasureReference(measure: reference.measure, filter: []), $0)
    }
    // What never adds up may be stated of all those chosen together.
    guard measure.kind.isAdditive else { return united }
    let parts = parts(dimension, settled).map {
      whole(MeasureReference(measure: reference.measure, filter: []), $0)
    }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return united }
    let sum = ObviousAnswer.sum(parts.map { $0! }).worsened(to: .complete)
    guard let united else { return sum }
    let disagrees = united.marks.contains(.conflict) || resolver.contradict(sum, united)
    return disagrees ? sum.marked(.conflict) : sum
  }

  /// The scope at the member that stands for all those chosen together.
  private func united(_ dimension: Int, _ scope: Scope) -> Scope? {
    let chosen = Set(parts(dimension, scope).compactMap { $0.cell[dimension] })
    let member = catalog.dimensions[dimension].members.first {
      !$0.unionOf.isEmpty && Set($0.unionOf) == chosen
    }
    guard let member else { return nil }
    var scope = scope
    scope.choices[dimension] = nil
    scope.cell[dimension] = member.index
    return scope
  }

  private func parts(_ dimension: Int, _ scope: Scope) -> [Scope] {
    let table = catalog.dimensions[dimension]
    if !isSummable(dimension) { return [] }
    return (scope.choices[dimension] ?? []).filter { index in
      let member = table.members[index]
      return member.isSummand && !member.isCountedInside && member.unionOf.isEmpty
    }.map {
      var part = scope
      part.choices[dimension] = nil
      part.cell[dimension] = $0
      return part
    }
  }

  /// A selection of several is summed only where members are parts of something.
  func isSummable(_ dimension: Int) -> Bool {
    if catalog.dimensions[dimension].partition != .none { return true }
    return catalog.dimensions.contains { $0.unionOf.contains(dimension) && $0.partition != .none }
  }

  // MARK: Partial sums

  /// Sums of several measures over the same cells.
  struct Sums {
    var values: [ObviousAnswer]
    var coverage: [String]
    /// Some of the cells of a whole are not known.
    var isPartial = true
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
  func expanded(_ expression: BoundExpression, overTime: Bool = false) -> BoundExpression? {
    func expanded(_ expression: BoundExpression) -> BoundExpression? {
      self.expanded(expression, overTime: overTime)
    }
    switch expression {
    case .window: return nil
    case .number: return expression
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      let isTakenApart = measure.kind == .ratio || overTime && measure.kind == .balance
      guard isTakenApart, let formula = measure.formula else { return expression }
      return expanded(formula.filteredBeneath(by: reference.filter))
    case .negated(let operand): return expanded(operand).map { .negated($0) }
    case .rounded(let operand, let digits): return expanded(operand).map { .rounded($0, digits: digits) }
    case .coalesce: return nil
    case .binary(let operation, let left, let right):
      guard let left = expanded(left), let right = expanded(right) else { return nil }
      return .binary(operation, left, right)
    }
  }

  func substitute(_ expression: BoundExpression, _ values: [ObviousAnswer], _ position: inout Int)
    -> ObviousAnswer
  {
    switch expression {
    case .window: return .missing
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
  func partialSums(_ atoms: [MeasureReference], _ scope: Scope) -> Sums? {
    let question = Memory.Question(measures: atoms, scope: scope)
    if let known = memory.partial[question] { return known }
    let found = findPartialSums(atoms, scope)
    memory.partial[question] = .some(found)
    return found
  }

  private func findPartialSums(_ atoms: [MeasureReference], _ scope: Scope) -> Sums? {
    let wholes = atoms.map { whole($0, scope) }
    if wholes.allSatisfy({ $0 != nil }) {
      return Sums(values: wholes.map { $0! }, coverage: [], isPartial: false)
    }
    let scopes = atoms.map { settled(filtered(scope, $0.filter), of: $0.measure) }
    if scopes.contains(where: { $0 == nil }) { return nil }
    if let dimension = scopes.compactMap({ $0!.choices.keys.min() }).min() {
      let isShared = scopes.allSatisfy { $0!.choices[dimension] == scopes[0]!.choices[dimension] }
      if !isShared || atoms.contains(where: { atom in atom.filter.contains { $0.dimension == dimension } }) {
        return nil
      }
      var shared = scope
      shared.choices[dimension] = scopes[0]!.choices[dimension]
      return sums(atoms, parts(dimension, shared), unit: "selected")
    }
    for dimension in catalog.dimensions.indices {
      guard let parts = commonParts(dimension, atoms, scope) else { continue }
      if let found = sums(atoms, parts, unit: catalog.dimensions[dimension].names.english.englishPlural) {
        return found
      }
    }
    return nil
  }

  private func sums(_ atoms: [MeasureReference], _ parts: [Scope], unit: String) -> Sums? {
    let found = parts.compactMap { partialSums(atoms, $0) }
    guard let first = found.first else { return nil }
    let values = first.values.indices.map { index in ObviousAnswer.sum(found.map { $0.values[index] }) }
    let inner = found.first { !$0.coverage.isEmpty }?.coverage ?? []
    let own = found.count < parts.count ? ["\(found.count) of \(parts.count) \(unit)"] : []
    return Sums(values: values, coverage: own + inner)
  }

  /// The parts of the cell in a dimension that divides it for every one of the measures.
  private func commonParts(_ dimension: Int, _ atoms: [MeasureReference], _ scope: Scope) -> [Scope]? {
    var members: [Int]?
    for atom in atoms {
      guard let own = settled(filtered(scope, atom.filter), of: atom.measure),
        let place = resolver.place(own.cell, of: atom.measure)
      else { return nil }
      let question = ObviousResolver.Question(measure: atom.measure, place: place, times: scope.times)
      guard place[dimension] == nil, resolver.summedDimensions(question).contains(dimension) else {
        return nil
      }
      let found = resolver.summands(dimension, question).compactMap { $0[dimension] }
      members = members.map { $0.filter(found.contains) } ?? found
    }
    return members.map { members in
      members.map {
        var part = scope
        part.cell[dimension] = $0
        return part
      }
    }
  }

  // MARK: having

  /// `nil`: not decided.
  private func holds(_ test: BoundTest, _ group: Group) -> Bool? {
    switch test {
    case .comparison(let left, let comparison, let right):
      return compare(evaluate(left, group), comparison, evaluate(right, group))
    case .state(let expression, let state, let isNegated):
      let status = evaluate(expression, group).status
      let wanted: CellStatus =
        switch state {
        case .missing: .missing
        case .undefined: .undefined
        case .partial: .partial
        }
      return (status == wanted) != isNegated
    case .not(let inner): return holds(inner, group).map { !$0 }
    case .and(let parts):
      let results = parts.map { holds($0, group) }
      return results.contains(false) ? false : results.contains(nil) ? nil : true
    case .or(let parts):
      let results = parts.map { holds($0, group) }
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

  private func compare(_ left: ObviousAnswer, _ comparison: ComparisonOperator, _ right: ObviousAnswer)
    -> Bool?
  {
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
  func isBefore(_ left: KeyValue, _ right: KeyValue, _ key: BoundKey) -> Bool? {
    if left == right { return nil }
    switch (left, right, key) {
    case (.period(let a), .period(let b), _): return a < b
    case (.member(let a, _), .member(let b, _), .dimension(let dimension)):
      let members = catalog.dimensions[dimension].members
      return order(members[a], dimension) < order(members[b], dimension)
    default: return nil
    }
  }

  /// Places and agencies stand with their province; units dimension by dimension.
  private func order(_ member: Member, _ dimension: Int) -> (Int, Int, Int, Int) {
    let origin = member.origin?.dimension ?? dimension
    let parent = member.parent.map {
      catalog.dimensions[catalog.dimensions[origin].parent!].members[$0].order
    }
    return (parent ?? 0, origin, member.order, member.index)
  }

  private func stably<Item>(_ items: [Item], _ isBefore: (Item, Item) -> Bool) -> [Item] {
    var sorted: [Item] = []
    for item in items {
      let position = sorted.lastIndex { !isBefore(item, $0) }.map { $0 + 1 } ?? 0
      sorted.insert(item, at: position)
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
    let values = groups.map { evaluate(ranking.expression, $0) }
    let inOrder = stably(Array(groups.indices)) {
      order(values[$0], values[$1], descending: !ranking.isBottom) ?? false
    }.map { groups[$0] }
    var taken: [String: Int] = [:]
    return inOrder.filter { group in
      let within = ranking.perKey.map { text(group.keys[$0]) } ?? ""
      taken[within, default: 0] += 1
      return taken[within]! <= ranking.count
    }
  }

  private func sorted(_ groups: [Group]) -> [Group] {
    let values = query.sort.map { key -> [ObviousAnswer] in
      guard case .expression(let expression) = key.target else { return [] }
      return groups.map { evaluate(expression, $0) }
    }
    return stably(Array(groups.indices)) { left, right in
      for (key, values) in zip(query.sort, values) {
        let isFirst: Bool? =
          switch key.target {
          case .key(let position):
            isBefore(groups[left].keys[position], groups[right].keys[position], query.keys[position])
              .map { $0 != key.isDescending }
          case .expression: order(values[left], values[right], descending: key.isDescending)
          }
        if let isFirst { return isFirst }
      }
      return false
    }.map { groups[$0] }
  }
}
