// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// Members by dimension; a dimension that is not there means all of it.
typealias Place = [Int: Int]

/// Finds what the figures say about one cell, by trying every road of LANGUAGE.md "Figures" in turn.
///
/// A class for its memory of answers: the roads of a cell meet the same cells again and again.
final class ObviousResolver {
  let catalog: Catalog
  let figures: [(figure: Figure, place: Place)]
  let asOf: Day?
  private var known: [Question: ObviousAnswer?] = [:]
  private var places: [PlaceQuestion: Place?] = [:]

  struct Question: Hashable {
    let measure: Int
    let place: Place
    /// One span, or the periods of a list.
    let times: [Period]
  }

  private struct PlaceQuestion: Hashable {
    let members: Place
    let measure: Int
    let withDefaults: Bool
  }

  init(_ catalog: Catalog, _ figures: [Figure], asOf: Day?) {
    self.catalog = catalog
    self.figures = figures.map { ($0, $0.place) }
    self.asOf = asOf
  }

  // MARK: Places

  /// The cell of `members` for a measure: with parents, what the members imply, and defaults; `nil` when they
  /// contradict each other or the measure is not broken down so.
  func place(_ members: Place, of measure: Int, withDefaults: Bool = true) -> Place? {
    let question = PlaceQuestion(members: members, measure: measure, withDefaults: withDefaults)
    if let known = places[question] { return known }
    let found = findPlace(members, of: measure, withDefaults: withDefaults)
    places[question] = .some(found)
    return found
  }

  private func findPlace(_ members: Place, of measure: Int, withDefaults: Bool) -> Place? {
    let dimensions = catalog.measures[measure].dimensions
    var place: Place = [:]
    for (dimension, member) in members.sorted(by: { $0.key < $1.key }) {
      guard dimensions.contains(dimension) else { return nil }
      guard add(dimension, member, to: &place, dimensions) else { return nil }
    }
    for fallback in catalog.defaults
    where withDefaults && dimensions.contains(fallback.dimension) && place[fallback.dimension] == nil {
      _ = add(fallback.dimension, fallback.member, to: &place, dimensions)
    }
    return place
  }

  private func add(_ dimension: Int, _ member: Int, to place: inout Place, _ dimensions: Set<Int>) -> Bool {
    let table = catalog.dimensions[dimension]
    let row = table.members[member]
    if let origin = row.origin { return add(origin.dimension, origin.member, to: &place, dimensions) }
    if let earlier = place[dimension] { return earlier == member }
    place[dimension] = member
    if let parent = table.parent, let above = row.parent, !add(parent, above, to: &place, dimensions) {
      return false
    }
    for implied in table.implied + row.implied where dimensions.contains(implied.dimension) {
      if !add(implied.dimension, implied.member, to: &place, dimensions) { return false }
    }
    return true
  }

  func narrowed(_ place: Place, _ dimension: Int, _ member: Int, of measure: Int) -> Place? {
    var place = place
    return add(dimension, member, to: &place, catalog.measures[measure].dimensions) ? place : nil
  }

  /// The cell already has the member, or for a member of a union the one it comes from.
  func isInside(_ place: Place, _ dimension: Int, _ member: Int) -> Bool {
    if let origin = catalog.dimensions[dimension].members[member].origin {
      return place[origin.dimension] == origin.member
    }
    return place[dimension] == member
  }

  /// The member does not contradict the cell.
  func fits(_ place: Place, _ dimension: Int, _ member: Int, of measure: Int) -> Bool {
    narrowed(place, dimension, member, of: measure) != nil
  }

  // MARK: Roads

  /// What the measure is at the cell, wholly; `nil` when it is missing or only partly known.
  func whole(_ measure: Int, _ place: Place, _ times: [Period]) -> ObviousAnswer? {
    let question = Question(measure: measure, place: place, times: times)
    if let answer = known[question] { return answer }
    let answer = catalog.measures[measure].kind == .ratio ? ratio(question) : plain(question)
    known[question] = .some(answer)
    return answer
  }

  /// Of all roads the one of the best status; of equals the first by the rules, those over time last.
  private func plain(_ question: Question) -> ObviousAnswer? {
    var roads: [ObviousAnswer] = []
    if let reported = reported(question) { roads.append(reported) }
    if let derived = derived(question) { roads.append(derived) }
    if catalog.measures[question.measure].kind.isAdditive {
      for dimension in summedDimensions(question) {
        if let sum = rolledUp(question, dimension) { roads.append(sum) }
      }
    }
    if let covered = covered(question) { roads.append(covered) }
    guard let best = roads.map(\.status).min(), let first = roads.first(where: { $0.status == best }) else {
      return nil
    }
    let disagrees = roads.contains { contradict(first, $0) } || partsExceed(first, question)
    return disagrees ? first.marked(.conflict) : first
  }

  /// Both exact numbers of the same days, and they cannot both be right.
  func contradict(_ first: ObviousAnswer, _ other: ObviousAnswer) -> Bool {
    if first.marks.contains(.incomplete) != other.marks.contains(.incomplete) { return false }
    if first.marks.union(other.marks).contains(.approx) { return false }
    guard let a = first.exact, let b = other.exact else { return false }
    return a != b
  }

  // MARK: 1. Reported

  private func reported(_ question: Question) -> ObviousAnswer? {
    guard question.times.count == 1 else { return nil }
    let span = question.times[0]
    let kind = catalog.measures[question.measure].kind
    let here = figures.indices.filter { position in
      let (figure, place) = figures[position]
      guard figure.measure == question.measure, place == question.place else { return false }
      if figure.period == span { return true }
      if figure.isIncomplete { return false }
      return kind == .closing && figure.period.last == span.last
        || kind == .opening && figure.period.first == span.first
    }
    let inOrder =
      here.filter { figures[$0].figure.period == span } + here.filter { figures[$0].figure.period != span }
    guard
      let position = inOrder.first(where: { !figures[$0].figure.isIncomplete }) ?? inOrder.first
    else { return nil }
    let first = figures[position].figure
    let alike = inOrder.filter { figures[$0].figure.isIncomplete == first.isIncomplete }
    let answer = ObviousAnswer(
      value: first.obviousValue, status: .reported, marks: first.marks, figures: Set(alike))
    let exact = alike.map { figures[$0].figure }.filter { !$0.isApproximate && $0.bound == nil }
    return Set(exact.map(\.value)).count > 1 ? answer.marked(.conflict) : answer
  }

  // MARK: 2. Derived

  private func derived(_ question: Question) -> ObviousAnswer? {
    guard let formula = catalog.measures[question.measure].formula else { return nil }
    return computed(formula, question)?.worsened(to: .derived)
  }

  /// The formula at the cell; `nil` unless all its parts are wholly known there.
  private func computed(_ formula: BoundExpression, _ question: Question) -> ObviousAnswer? {
    switch formula {
    case .window: return nil
    case .number(let number): return .constant(number)
    case .measure(let reference): return part(reference, question)
    case .negated(let operand): return computed(operand, question)?.negated
    case .rounded(let operand, let digits): return computed(operand, question)?.rounded(to: digits)
    case .coalesce(let first, let second): return computed(first, question) ?? computed(second, question)
    case .binary(let operation, let left, let right):
      guard let left = computed(left, question), let right = computed(right, question) else { return nil }
      return .combine(operation, left, right)
    }
  }

  /// A filter of the formula stands beneath what the cell already says about its dimension.
  private func part(_ reference: MeasureReference, _ question: Question) -> ObviousAnswer? {
    var members = question.place
    for selection in reference.filter where members[selection.dimension] == nil {
      guard selection.members.count == 1 else { return nil }
      members[selection.dimension] = selection.members[0]
    }
    return place(members, of: reference.measure).flatMap { whole(reference.measure, $0, question.times) }
  }

  /// Both parts wholly known: derived, and checked by what is printed; else what is printed.
  private func ratio(_ question: Question) -> ObviousAnswer? {
    let printed = reported(question)
    guard let derived = derived(question) else { return printed }
    guard let printed else { return derived }
    return agrees(derived, with: printed, question) ? derived : derived.marked(.conflict)
  }

  private func agrees(_ derived: ObviousAnswer, with printed: ObviousAnswer, _ question: Question) -> Bool {
    guard case .real(let value) = derived.value else { return true }
    switch printed.value {
    case .exact(let decimal):
      let stated = figures.filter {
        $0.figure.measure == question.measure && $0.place == question.place
          && $0.figure.period == question.times[0]
      }.map(\.figure)
      let isPercentage = catalog.measures[question.measure].isPercentage
      // Two sources may print it differently: each is held to its own rounding.
      let exact = stated.filter { $0.bound == nil && !$0.isApproximate }
      let printed =
        exact.isEmpty ? [(decimal, stated.first?.decimals ?? 0)] : exact.map { ($0.value, $0.decimals) }
      return printed.allSatisfy { number, decimals in
        let unit = (0..<decimals + (isPercentage ? 2 : 0)).reduce(1.0) { number, _ in number / 10 }
        return abs(value - number.nearestDouble) <= unit / 2 * 1.000_001
      }
    case .bounded(let bound, let limit):
      return switch bound {
      case .greaterThan: value > limit.nearestDouble
      case .atLeast: value >= limit.nearestDouble
      case .atMost: value <= limit.nearestDouble
      case .lessThan: value < limit.nearestDouble
      }
    default: return true
    }
  }

  // MARK: 3. Over time

  /// A flow is added over a complete cover by disjoint periods, coarsest first; of several periods asked for, a
  /// flow is their sum, a closing stock that of the last, an opening stock that of the first.
  private func covered(_ question: Question) -> ObviousAnswer? {
    let times = question.times
    let kind = catalog.measures[question.measure].kind
    if times.count > 1 {
      switch kind {
      case .flow:
        for (index, period) in times.enumerated() where times[..<index].contains(where: period.overlaps) {
          return nil
        }
        return sum(question, over: times)
      case .opening:
        return whole(question.measure, question.place, [times.min { $0.first < $1.first } ?? times[0]])
      case .closing:
        return whole(question.measure, question.place, [times.max { $0.last < $1.last } ?? times[0]])
      case .balance, .ratio, .statistic, .stated, .index, .rank, .code: return nil
      }
    }
    guard kind == .flow else { return nil }
    let measures = catalog.closure(of: question.measure)
    let candidates = Set(figures.filter { measures.contains($0.figure.measure) }.map(\.figure.period))
      .filter { times[0].contains($0) && $0 != times[0] }
    return cover(question, from: times[0].first, to: times[0].last, candidates)
  }

  private func sum(_ question: Question, over periods: [Period]) -> ObviousAnswer? {
    let parts = periods.map { whole(question.measure, question.place, [$0]) }
    if parts.contains(where: { $0 == nil || $0!.marks.contains(.incomplete) }) { return nil }
    return ObviousAnswer.sum(parts.map { $0! }).worsened(to: .complete)
  }

  private func cover(_ question: Question, from first: Day, to last: Day, _ candidates: Set<Period>)
    -> ObviousAnswer?
  {
    for period in candidates.filter({ $0.first == first && $0.last <= last }).sorted(by: { $0.last > $1.last }
    ) {
      guard let part = whole(question.measure, question.place, [period]), !part.marks.contains(.incomplete)
      else { continue }
      if period.last == last { return part.worsened(to: .complete) }
      if let rest = cover(question, from: period.last.advanced(byDays: 1), to: last, candidates) {
        return ObviousAnswer.sum([part, rest]).worsened(to: .complete)
      }
    }
    return nil
  }

  // MARK: 3. Over partitions

  private func rolledUp(_ question: Question, _ dimension: Int) -> ObviousAnswer? {
    let parts = summands(dimension, question).map { whole(question.measure, $0, question.times) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    return ObviousAnswer.sum(parts.map { $0! }).worsened(to: .complete)
  }

  /// Closed partitions of the cell in dimensions that it does not name, and the union a named member is.
  func summedDimensions(_ question: Question) -> [Int] {
    catalog.dimensions.indices.filter { dimension in
      catalog.measures[question.measure].dimensions.contains(dimension)
        && !catalog.dimensions[dimension].isOpen && divides(dimension, question)
    }
  }

  private func divides(_ dimension: Int, _ question: Question) -> Bool {
    if let named = question.place[dimension] {
      return !catalog.dimensions[dimension].members[named].unionOf.isEmpty
    }
    if catalog.dimensions[dimension].unionOf.contains(where: { question.place[$0] != nil }) { return false }
    switch catalog.dimensions[dimension].partition {
    case .none: return false
    case .whole: return true
    case .part(let whole, let member):
      // A measure that is never told apart by that dimension has nothing beside the part.
      return question.place[whole] == member || !catalog.measures[question.measure].dimensions.contains(whole)
    }
  }

  /// The cells of the parts that make up the cell in a dimension.
  func summands(_ dimension: Int, _ question: Question) -> [Place] {
    let day = asOf ?? question.times.map(\.last).max()!
    let table = catalog.dimensions[dimension]
    var members = table.members.filter {
      $0.isSummand && !$0.isCountedInside && $0.unionOf.isEmpty && $0.isValid(on: day)
    }
    var place = question.place
    if let named = place.removeValue(forKey: dimension) {
      members = table.members[named].unionOf.map { table.members[$0] }
    }
    return members.compactMap { narrowed(place, dimension, $0.index, of: question.measure) }
  }

  // MARK: Conflicts

  /// The known parts of a non-negative measure are more than the whole, in some partition, open ones included.
  private func partsExceed(_ whole: ObviousAnswer, _ question: Question) -> Bool {
    let measure = catalog.measures[question.measure]
    guard measure.isNonNegative, measure.kind.isAdditive, case .exact(let total) = whole.value,
      !whole.marks.contains(.approx)
    else {
      return false
    }
    return measure.dimensions.contains { dimension in
      guard divides(dimension, question) else { return false }
      let parts = summands(dimension, question).compactMap {
        self.whole(question.measure, $0, question.times)
      }
      if parts.contains(where: { $0.marks.contains(.incomplete) != whole.marks.contains(.incomplete) }) {
        return false
      }
      if parts.contains(where: { $0.marks.contains(.approx) }) { return false }
      let sum = parts.compactMap(\.exact).reduce(ExactDecimal.zero) { $0.adding($1) ?? $0 }
      return total < sum
    }
  }
}

extension Figure {
  var place: Place {
    Dictionary(uniqueKeysWithValues: cell.members.map { ($0.dimension, $0.member) })
  }

  var obviousValue: ObviousAnswer.Value { bound.map { .bounded($0, value) } ?? .exact(value) }
}

extension Bound {
  func allows(_ number: ExactDecimal, _ limit: ExactDecimal) -> Bool {
    switch self {
    case .greaterThan: limit < number
    case .atLeast: limit <= number
    case .atMost: number <= limit
    case .lessThan: number < limit
    }
  }
}
