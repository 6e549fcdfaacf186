/// Finds the value of a measure at a cell by the rules of LANGUAGE.md, "Figures": reported, derived, rolled up.
///
/// A class because every road asks for the same neighbouring cells: answers are remembered for the length of
/// one evaluation.
final class FigureResolver {
  let index: FigureIndex
  let catalog: Catalog
  private var known: [Question: Resolved?] = [:]
  private var directories: [Int: MeasureFigures] = [:]
  private var unions: [Int: [MemberReference: Int]] = [:]
  private var periods: [Int: [Period]] = [:]
  /// Cells asked for, for `explain` and limits.
  private(set) var questionCount = 0

  private struct Question: Hashable {
    let measure: Int
    let coordinates: Coordinates
  }

  let observer: WorkObserver

  init(_ index: FigureIndex, _ observer: WorkObserver = .none) {
    self.index = index
    self.observer = observer
    catalog = index.catalog
  }

  /// Positions of a measure's figures.
  func figures(of measure: Int) -> [Int] { directory(of: measure).positions }

  /// A measure's figures by their cells.
  func directory(of measure: Int) -> MeasureFigures {
    if let found = directories[measure] { return found }
    let found = index.figures(of: measure)
    directories[measure] = found
    return found
  }

  /// The members of a dimension that unites others (`unit`), by the members they come from.
  func origins(of dimension: Int) -> [MemberReference: Int] {
    if let found = unions[dimension] { return found }
    let members = catalog.dimensions[dimension].members
    let pairs = members.compactMap { member in member.origin.map { ($0, member.index) } }
    let found = Dictionary(pairs) { first, _ in first }
    unions[dimension] = found
    return found
  }

  /// Periods that figures of the measure, or of what its formula is made of, are given for.
  func nominalPeriods(of measure: Int) -> [Period] {
    if let found = periods[measure] { return found }
    let all = index.closure(of: measure).reduce(into: Set<Period>()) { found, part in
      found.formUnion(directory(of: part).periods)
    }
    let found = all.sorted()
    periods[measure] = found
    return found
  }

  // MARK: Whole answers

  /// The measure at these coordinates when it is reported, derived or completely rolled up; `nil` otherwise.
  ///
  /// All roads are walked: the first by rank is the answer, another complete one with a different value makes
  /// it a conflict.
  func whole(_ measure: Int, _ coordinates: Coordinates) -> Resolved? {
    let question = Question(measure: measure, coordinates: coordinates)
    if let found = known[question] { return found }
    if observer.isStopped { return nil }
    questionCount += 1
    let answer = findWhole(measure, coordinates)
    known[question] = .some(answer)
    return answer
  }

  /// The measure with its own filter: it replaces the query's condition on the same dimension.
  func whole(_ reference: MeasureReference, _ coordinates: Coordinates) -> Resolved? {
    whole(reference.measure, filtered(coordinates, by: reference))
  }

  func filtered(_ coordinates: Coordinates, by reference: MeasureReference) -> Coordinates {
    guard !reference.filter.isEmpty else { return coordinates }
    var copy = coordinates
    copy.conditions = coordinates.conditions.replacing(
      with: reference.filter.inForce(on: coordinates.day, of: catalog))
    return copy
  }

  private func findWhole(_ measure: Int, _ coordinates: Coordinates) -> Resolved? {
    guard let place = settle(measure, coordinates) else { return nil }
    guard hasFigures(measure, inside: place.cell) else { return nil }
    let isRatio = catalog.measures[measure].kind == .ratio
    if let choice = place.choice {
      return isRatio ? derived(measure, coordinates) : sumOfSelection(measure, coordinates, choice)
    }
    if isRatio { return ratio(measure, coordinates, place.cell) }
    return roads(measure, coordinates, place.cell)
  }

  /// The cell with all conditions in it; a condition with several members is left over to be summed.
  func settle(_ measure: Int, _ coordinates: Coordinates) -> (cell: Cell, choice: Selection?)? {
    let allowed = catalog.measures[measure].dimensions
    guard var cell = coordinates.cell.completed(within: allowed, of: catalog) else { return nil }
    var open = coordinates.conditions
    // One condition may settle another: a district decides between several provinces.
    while true {
      var choices: [Selection] = []
      for selection in open {
        guard let members = possible(selection, in: cell, within: allowed) else {
          return nil
        }
        if members.count > 1 { choices.append(Selection(dimension: selection.dimension, members: members)) }
        guard members.count == 1 else { continue }
        let reference = MemberReference(dimension: selection.dimension, member: members[0])
        guard let narrowed = cell.narrowed(to: reference, within: allowed, of: catalog) else { return nil }
        cell = narrowed
      }
      if choices == open { break }
      open = choices
    }
    guard cell.members.allSatisfy({ allowed.contains($0.dimension) }) else { return nil }
    return (cell.withDefaults(for: allowed, of: catalog), open.first)
  }

  /// Members of a selection that the cell leaves open: empty when the cell names one of them already, `nil`
  /// when it contradicts all.
  private func possible(_ selection: Selection, in cell: Cell, within allowed: Set<Int>) -> [Int]? {
    let dimension = catalog.dimensions[selection.dimension]
    if let member = cell.member(of: selection.dimension) {
      return selection.members.contains(member) ? [] : nil
    }
    for origin in selection.members.compactMap({ dimension.members[$0].origin })
    where cell.has(origin.dimension) {
      let isChosen = selection.members.contains { index in
        dimension.members[index].origin.map { cell.member(of: $0.dimension) == $0.member } ?? false
      }
      return isChosen ? [] : nil
    }
    let fitting = selection.members.filter { member in
      let reference = MemberReference(dimension: selection.dimension, member: member)
      return cell.narrowed(to: reference, within: allowed, of: catalog) != nil
    }
    return fitting.isEmpty ? nil : fitting
  }

  /// Whether any figure that could bear on the measure lies inside the cell: prunes hopeless searches.
  private func hasFigures(_ measure: Int, inside cell: Cell) -> Bool {
    let replaced = catalog.filteredDimensions(of: measure)
    // A union's figures stand at its members, and a formula's filter looks elsewhere on its dimension.
    let fixed = cell.members.filter { !replaced.contains($0.dimension) && !catalog.isUnion($0) }
    return index.closure(of: measure).contains { part in
      let allowed = catalog.measures[part].dimensions
      let shared = Cell(fixed.filter { allowed.contains($0.dimension) })
      return directory(of: part).hasCell(inside: shared)
    }
  }

  // MARK: Roads

  /// The measure at exactly this nominal period, or from other periods as its kind allows.
  private func roads(_ measure: Int, _ coordinates: Coordinates, _ cell: Cell) -> Resolved? {
    let nominal = nominalRoads(measure, coordinates, cell)
    let overTime = overTime(measure, coordinates)
    guard var answer = better(nominal, overTime) else { return nil }
    if let nominal, let overTime, disagree(nominal, overTime) { answer.marks.insert(.conflict) }
    if exceedsWhole(measure, coordinates, cell, answer) { answer.marks.insert(.conflict) }
    return answer
  }

  /// The one of better status; of equals the one for the very period asked for.
  private func better(_ nominal: Resolved?, _ overTime: Resolved?) -> Resolved? {
    isBetter(overTime, than: nominal) ? overTime : nominal
  }

  func isBetter(_ overTime: Resolved?, than nominal: Resolved?) -> Bool {
    guard let overTime else { return false }
    return nominal.map { overTime.status < $0.status } ?? true
  }

  /// A way to a value at one nominal period.
  enum Road: Hashable {
    case reported, derived
    case rolledUp(dimension: Int)
    /// The sum of the members that the cell's member unites.
    case united(MemberReference)
  }

  private func nominalRoads(_ measure: Int, _ coordinates: Coordinates, _ cell: Cell) -> Resolved? {
    let answers = nominalAnswers(measure, coordinates, cell).map(\.answer)
    guard let first = FigureResolver.firstDefinite(answers) else { return nil }
    var answer = answers[first]
    if answers.contains(where: { disagree(answer, $0) }) { answer.marks.insert(.conflict) }
    return answer
  }

  /// A road that ends in nothing definite gives way to one that does not.
  static func firstDefinite(_ answers: [Resolved]) -> Int? {
    answers.firstIndex { $0.amount != .undefined } ?? answers.indices.first
  }

  /// What each road leads to, by rank; those that lead nowhere left out.
  func nominalAnswers(
    _ measure: Int, _ coordinates: Coordinates, _ cell: Cell
  ) -> [(road: Road, answer: Resolved)] {
    var answers: [(road: Road, answer: Resolved)] = []
    func walk(_ road: Road, _ answer: Resolved?) {
      if let answer { answers.append((road, answer)) }
    }
    walk(.reported, reported(measure, cell, coordinates.time))
    walk(.derived, derived(measure, coordinates))
    for dimension in rollUpDimensions(of: [measure], [cell], withUnions: true) {
      if let union = cell.member(of: dimension) {
        let reference = MemberReference(dimension: dimension, member: union)
        walk(.united(reference), unionRollUp(measure, coordinates, cell, reference))
      } else {
        let members = summands(of: dimension, coordinates.day)
        walk(
          .rolledUp(dimension: dimension), completeRollUp(measure, coordinates, dimension, members))
      }
    }
    return answers
  }

  func disagree(_ left: Resolved, _ right: Resolved) -> Bool {
    // An approximate number or a bound contradicts nothing exactly; what stops early counts other days.
    guard !left.marks.union(right.marks).contains(.approx),
      left.marks.contains(.incomplete) == right.marks.contains(.incomplete),
      let left = left.amount.exact, let right = right.amount.exact
    else { return false }
    return left != right
  }

  /// Rule 1: the cell itself was reported, for this nominal period or for one that stocks share an end with.
  func reported(_ measure: Int, _ cell: Cell, _ time: TimeExtent) -> Resolved? {
    guard case .period(let period) = time else { return nil }
    let here = directory(of: measure).positions(at: cell)
    let nominal = here.filter { index[$0].period == period }
    let sharing = here.filter { index[$0].period != period && isSameStock(index[$0], at: period) }
    // What covers the whole period replaces what stops early.
    let complete = (nominal + sharing).filter { !index[$0].isIncomplete }
    return reported(from: complete.isEmpty ? nominal : complete)
  }

  /// A closing (opening) stock is that of any period that ends (begins) on the same day.
  func isSameStock(_ figure: Figure, at period: Period) -> Bool {
    switch catalog.measures[figure.measure].kind {
    case .closing: figure.period.last == period.last
    case .opening: figure.period.first == period.first
    case .flow, .balance, .ratio, .statistic, .stated, .index, .rank, .code: false
    }
  }

  private func reported(from positions: [Int]) -> Resolved? {
    guard let first = positions.first else { return nil }
    let figure = index[first]
    let amount: Amount =
      figure.bound.map { .bounded($0, figure.value) } ?? .number(.exact(figure.value))
    var answer = Resolved(amount: amount, status: .reported, marks: figure.marks, figures: Set(positions))
    let values = Set(
      positions.filter { !index[$0].isApproximate && index[$0].bound == nil }.map { index[$0].value })
    if values.count > 1 { answer.marks.insert(.conflict) }
    return answer
  }

  /// Rule 2: from the formula, when all parts are whole here.
  func derived(_ measure: Int, _ coordinates: Coordinates) -> Resolved? {
    guard let formula = catalog.measures[measure].formula else { return nil }
    return value(of: formula, at: coordinates).map { answer in
      var answer = answer
      answer.status = max(answer.status, .derived)
      return answer
    }
  }

  /// A ratio is derived from its parts; a printed percentage stands in for them and otherwise checks them.
  private func ratio(_ measure: Int, _ coordinates: Coordinates, _ cell: Cell) -> Resolved? {
    let printed = reported(measure, cell, coordinates.time)
    guard var computed = derived(measure, coordinates) else { return printed }
    if let printed, contradicts(printed, computed) { computed.marks.insert(.conflict) }
    return computed
  }

  /// Farther from the computed value than the rounding it was printed with allows; of a bound: it excludes the value.
  func contradicts(_ printed: Resolved, _ computed: Resolved) -> Bool {
    guard case .number(let value) = computed.amount else { return false }
    return printed.figures.contains { position in
      let figure = index[position]
      if figure.isApproximate { return false }
      if let bound = figure.bound { return !bound.admits(value.doubleValue, figure.value.nearestDouble) }
      let places = figure.decimals + (catalog.measures[figure.measure].isPercentage ? 2 : 0)
      let halfUnit = ExactDecimal(significand: 5, scale: places + 1).nearestDouble
      return abs(value.doubleValue - figure.value.nearestDouble) > halfUnit * (1 + 1e-9)
    }
  }

  /// An expression all of whose leaves are whole at these coordinates; `nil` when one is not.
  func value(of expression: BoundExpression, at coordinates: Coordinates) -> Resolved? {
    switch expression {
    case .number(let number): return Resolved(amount: .number(.exact(number)), status: .reported)
    case .measure(let reference): return whole(reference, coordinates)
    case .coalesce(let first, let second):
      if let found = value(of: first, at: coordinates), found.amount != .undefined { return found }
      return value(of: second, at: coordinates)
    case .negated(let operand):
      return value(of: operand, at: coordinates).map { $0.mapping(Arithmetic.negate) }
    // What other rows say is no figure of this cell.
    case .window: return nil
    case .rounded(let operand, let digits):
      return value(of: operand, at: coordinates).map { $0.mapping { Arithmetic.round($0, digits: digits) } }
    case .binary(let operation, let left, let right):
      guard let left = value(of: left, at: coordinates), let right = value(of: right, at: coordinates) else {
        return nil
      }
      return Resolved.combining(left, right) { Arithmetic.apply(operation, $0, $1) }
    }
  }
}

extension Resolved {
  /// What is computed is at best derived, whatever it is computed from.
  func mapping(_ operation: (Amount) -> Amount) -> Resolved {
    var copy = self
    copy.amount = operation(amount)
    copy.status = max(status, .derived)
    if case .bounded = copy.amount {} else { copy.marks.remove(.bound) }
    return copy.withoutCoverageIfUndefined
  }

  static func combining(_ left: Resolved, _ right: Resolved, _ operation: (Amount, Amount) -> Amount)
    -> Resolved
  {
    var result = Resolved(amount: operation(left.amount, right.amount), status: max(left.status, .derived))
    result.coverage = left.coverage.isEmpty ? right.coverage : left.coverage
    result.marks = left.marks.subtracting([.bound])
    result.figures = left.figures
    result.absorb(right)
    return result.withoutCoverageIfUndefined
  }

  /// What cannot be computed covers nothing.
  private var withoutCoverageIfUndefined: Resolved {
    guard amount == .undefined else { return self }
    var copy = self
    (copy.status, copy.coverage) = (max(status, .undefined), [])
    return copy
  }
}

extension Cell {
  init(_ members: [MemberReference]) {
    self.init()
    for reference in members { appendSorted(reference) }
  }

  /// No dimension on which the two name different members.
  func isCompatible(with other: Cell) -> Bool {
    members.allSatisfy { reference in
      other.member(of: reference.dimension).map { $0 == reference.member } ?? true
    }
  }

  /// What the members imply among `dimensions`, written out.
  /// `nil` when they contradict each other.
  func completed(within dimensions: Set<Int>, of catalog: Catalog) -> Cell? {
    var cell = self
    for reference in members {
      guard let narrowed = cell.narrowed(to: reference, within: dimensions, of: catalog) else { return nil }
      cell = narrowed
    }
    return cell
  }
}
