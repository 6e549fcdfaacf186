/// The value of a whole expression at a cell, partial roll-ups included.
struct ColumnEvaluation {
  let resolver: FigureResolver
  /// What the windows come to in the row asked about.
  var windows: [WindowCall: Resolved] = [:]
  private var catalog: Catalog { resolver.catalog }

  init(_ resolver: FigureResolver) { self.resolver = resolver }

  /// Whole where every measure of the expression is; else the partial sum over cells where all of them are
  /// known; else put together from what its operands are.
  func answer(_ column: PlannedExpression, at coordinates: Coordinates) -> Resolved {
    if !column.expression.hasFallback {
      if let whole = resolver.value(of: column.expression, at: coordinates) { return whole }
      if column.isSummable, let parts = partial(column.atoms, coordinates) { return combine(column, parts) }
    }
    return composed(column.expression, coordinates)
  }

  private func answer(_ expression: BoundExpression, _ coordinates: Coordinates) -> Resolved {
    answer(FigurePlanner(catalog).plan(expression), at: coordinates)
  }

  private func composed(_ expression: BoundExpression, _ coordinates: Coordinates) -> Resolved {
    switch expression {
    case .number(let number): return Resolved(amount: .number(.exact(number)), status: .reported)
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      guard measure.kind == .ratio, let formula = measure.formula else { return .missing }
      return answer(formula.filteredBeneath(by: reference.filter), coordinates)
    case .coalesce(let first, let second):
      let known = answer(first, coordinates)
      guard known.amount == .undefined else { return known }
      var fallback = answer(second, coordinates)
      fallback.figures.formUnion(known.figures)
      return fallback
    case .negated(let operand): return answer(operand, coordinates).mapping(Arithmetic.negate)
    case .window(let window): return windows[window] ?? .missing
    case .rounded(let operand, let digits):
      return answer(operand, coordinates).mapping { Arithmetic.round($0, digits: digits) }
    case .binary(let operation, let left, let right):
      return combine(operation, answer(left, coordinates), answer(right, coordinates))
    }
  }

  /// Missing where no operand has figures, undefined where one has none.
  private func combine(_ operation: ArithmeticOperator, _ left: Resolved, _ right: Resolved) -> Resolved {
    var answer = Resolved.combining(left, right) { Arithmetic.apply(operation, $0, $1) }
    let isAnyMissing = left.status == .missing || right.status == .missing
    let isAllMissing = left.status == .missing && right.status == .missing
    if isAllMissing || isAnyMissing && answer.figures.isEmpty {
      var missing = Resolved.missing
      missing.figures = answer.figures
      return missing
    }
    // What is known only in part stands on cells of its own: nothing but a number goes with it.
    let isPartial = left.status == .partial || right.status == .partial
    let isMixed = isPartial && !left.figures.isEmpty && !right.figures.isEmpty
    if isMixed { answer.amount = .undefined }
    if answer.amount == .undefined { (answer.status, answer.coverage) = (.undefined, []) }
    return answer
  }

  /// Sums of several measures over the same cells.
  struct Parts {
    /// One for each measure.
    var amounts: [Amount]
    /// What all of them carry.
    var total: Resolved

    mutating func add(_ other: Parts) {
      amounts = zip(amounts, other.amounts).map(Arithmetic.add)
      total.absorb(other.total)
      if total.coverage.isEmpty { total.coverage = other.total.coverage }
    }
  }

  func combine(_ column: PlannedExpression, _ parts: Parts) -> Resolved {
    let values = Dictionary(uniqueKeysWithValues: zip(column.atoms, parts.amounts))
    var answer = parts.total
    answer.amount = value(of: column.expanded, values)
    if answer.amount == .undefined { (answer.status, answer.coverage) = (.undefined, []) }
    if case .bounded = answer.amount {} else { answer.marks.remove(.bound) }
    return answer
  }

  private func value(of expression: BoundExpression, _ values: [MeasureReference: Amount]) -> Amount {
    switch expression {
    case .number(let number): .number(.exact(number))
    case .measure(let reference): values[reference] ?? .undefined
    case .negated(let operand): Arithmetic.negate(value(of: operand, values))
    case .rounded(let operand, let digits): Arithmetic.round(value(of: operand, values), digits: digits)
    case .coalesce(let first, _): value(of: first, values)
    case .window: .undefined
    case .binary(let operation, let left, let right):
      Arithmetic.apply(operation, value(of: left, values), value(of: right, values))
    }
  }

  // MARK: Partial sums

  /// What each atom of the column comes to over the cells where all of them are known; `nil` where there are none.
  func parts(of column: PlannedExpression, at coordinates: Coordinates) -> Parts? {
    joint(column.atoms, coordinates)
  }

  private func joint(_ atoms: [MeasureReference], _ coordinates: Coordinates) -> Parts? {
    let whole = atoms.compactMap { resolver.whole($0, coordinates) }
    guard whole.count == atoms.count, let first = whole.first else { return partial(atoms, coordinates) }
    var total = first
    for other in whole.dropFirst() { total.absorb(other) }
    return Parts(amounts: whole.map(\.amount), total: total)
  }

  /// The first way, in the catalog's order, to add the cells that are known.
  func partial(_ atoms: [MeasureReference], _ coordinates: Coordinates) -> Parts? {
    let places = atoms.compactMap { resolver.settle($0.measure, resolver.filtered(coordinates, by: $0)) }
    guard places.count == atoms.count else { return nil }
    if let choice = places.compactMap(\.choice).min(by: { $0.dimension < $1.dimension }) {
      // A measure with a filter of its own there stands on other cells than those added.
      guard places.allSatisfy({ $0.choice == choice }), resolver.canAdd(choice.dimension),
        !atoms.contains(where: { $0.filter.contains { $0.dimension == choice.dimension } })
      else { return nil }
      var base = coordinates
      base.conditions = coordinates.conditions.filter { $0.dimension != choice.dimension }
      let unit = Localized(vi: "được chọn", en: "selected")
      return sum(atoms, base, choice.dimension, resolver.addable(choice), unit)
    }
    for dimension in resolver.rollUpDimensions(of: atoms.map(\.measure), places.map(\.cell)) {
      let members = resolver.summands(of: dimension, coordinates.day)
      let unit = catalog.dimensions[dimension].names.counted
      if let parts = sum(atoms, coordinates, dimension, members, unit) { return parts }
    }
    return nil
  }

  private func sum(
    _ atoms: [MeasureReference], _ coordinates: Coordinates, _ dimension: Int, _ members: [Int],
    _ unit: Localized
  ) -> Parts? {
    let measures = atoms.reduce(into: Set<Int>()) { $0.formUnion(resolver.index.closure(of: $1.measure)) }
    let withFigures = Set(resolver.membersWithFigures(dimension, measures, coordinates.cell))
    var parts: Parts?
    var known = 0
    for member in members where withFigures.contains(member) {
      let reference = MemberReference(dimension: dimension, member: member)
      guard let inside = resolver.narrowed(coordinates, to: reference), let part = joint(atoms, inside) else {
        continue
      }
      known += 1
      if parts == nil { parts = part } else { parts?.add(part) }
    }
    guard var parts else { return nil }
    parts.total.status = .partial
    if known < members.count {
      parts.total.coverage.insert(Coverage(known: known, total: members.count, unit: unit), at: 0)
    }
    return parts
  }
}

extension Localized {
  /// The noun as it stands after a number: Vietnamese unchanged, English in the plural.
  package var counted: Localized { Localized(vi: vietnamese, en: english.englishPlural) }
}

extension String {
  var englishPlural: String {
    if hasSuffix("s") { return self }
    let endsInConsonantY = hasSuffix("y") && !["ay", "ey", "oy", "uy"].contains { hasSuffix($0) }
    return endsInConsonantY ? dropLast() + "ies" : self + "s"
  }
}
