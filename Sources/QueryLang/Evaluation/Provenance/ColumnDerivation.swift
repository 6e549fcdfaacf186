/// Walks the roads of a whole column at a cell, partial sums included.
struct ColumnDerivation {
  private var columns: ColumnEvaluation
  private let walk: DerivationWalk
  private var resolver: FigureResolver { columns.resolver }
  private var catalog: Catalog { resolver.catalog }

  /// What functions over rows come to in the row that is walked.
  var windows: [WindowCall: Resolved] {
    get { columns.windows }
    set { columns.windows = newValue }
  }

  init(_ resolver: FigureResolver) {
    columns = ColumnEvaluation(resolver)
    walk = DerivationWalk(resolver)
  }

  /// The same choices as ``ColumnEvaluation/answer(_:at:)``.
  func derivation(of column: PlannedExpression, at coordinates: Coordinates) -> Derivation {
    let answer = columns.answer(column, at: coordinates)
    if !column.expression.hasFallback {
      if resolver.value(of: column.expression, at: coordinates) != nil {
        return whole(column.expression, answer, coordinates)
      }
      if column.isSummable, let shape = shape(column.atoms, coordinates) {
        return partial(column, shape, answer, coordinates)
      }
    }
    return composed(column.expression, answer, coordinates)
  }

  private func derivation(of expression: BoundExpression, _ coordinates: Coordinates) -> Derivation {
    derivation(of: FigurePlanner(catalog).plan(expression), at: coordinates)
  }

  private func node(
    _ expression: BoundExpression, _ answer: Resolved, _ coordinates: Coordinates, _ step: Derivation.Step,
    _ parts: [Derivation]
  ) -> Derivation {
    if case .measure(let reference) = expression {
      return Derivation(
        label: .measure(reference), measure: reference.measure,
        coordinates: resolver.filtered(coordinates, by: reference), answer: answer, step: step, parts: parts)
    }
    return Derivation(
      label: .expression(expression), measure: nil, coordinates: coordinates, answer: answer, step: step,
      parts: parts)
  }

  private func whole(_ expression: BoundExpression, _ answer: Resolved, _ coordinates: Coordinates)
    -> Derivation
  {
    if case .measure(let reference) = expression,
      let found = walk.derivation(of: reference, at: coordinates)
    {
      return found
    }
    return node(
      expression, answer, coordinates, .expression(expression), walk.operands(expression, coordinates))
  }

  /// Put together from what its operands are, each by itself.
  private func composed(_ expression: BoundExpression, _ answer: Resolved, _ coordinates: Coordinates)
    -> Derivation
  {
    switch expression {
    case .number: return node(expression, answer, coordinates, .expression(expression), [])
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      guard measure.kind == .ratio, let formula = measure.formula else {
        return missing(reference, answer, coordinates)
      }
      let filtered = formula.filteredBeneath(by: reference.filter)
      let inner = derivation(of: filtered, coordinates)
      return node(expression, answer, coordinates, .formula(filtered), inner.parts)
    case .negated(let operand), .rounded(let operand, _):
      return node(
        expression, answer, coordinates, .expression(expression), [derivation(of: operand, coordinates)])
    case .window(let window):
      return node(
        expression, answer, coordinates, .expression(expression),
        [derivation(of: window.operand, coordinates)])
    case .coalesce(let first, let second):
      let known = derivation(of: first, coordinates)
      let isKnown = known.answer.amount != .undefined
      let parts = isKnown ? [known] : [known, derivation(of: second, coordinates)]
      return node(expression, answer, coordinates, .expression(expression), parts)
    case .binary(_, let left, let right):
      let parts = [derivation(of: left, coordinates), derivation(of: right, coordinates)]
      return node(expression, answer, coordinates, .expression(expression), parts)
    }
  }

  private func missing(_ reference: MeasureReference, _ answer: Resolved, _ coordinates: Coordinates)
    -> Derivation
  {
    let here = resolver.filtered(coordinates, by: reference)
    var besides: [Derivation.Beside] = []
    if let place = resolver.settle(reference.measure, here) {
      besides = walk.superseded(
        DerivationWalk.Question(measure: reference.measure, coordinates: here, cell: place.cell))
    }
    return Derivation(
      label: .measure(reference), measure: reference.measure, coordinates: here, answer: answer,
      step: .missing, parts: [], besides: besides)
  }

  // MARK: Partial sums

  /// Which cells a partial sum stands on; the same for all measures of an expression.
  private indirect enum Shape {
    case whole(Coordinates)
    case sum(Coordinates, dimension: Int, members: [(Int, Shape)], absent: [Int], isSelection: Bool)
  }

  private func joint(_ atoms: [MeasureReference], _ coordinates: Coordinates) -> Shape? {
    let isWhole = atoms.allSatisfy { resolver.whole($0, coordinates) != nil }
    return isWhole && !atoms.isEmpty ? .whole(coordinates) : shape(atoms, coordinates)
  }

  private func shape(_ atoms: [MeasureReference], _ coordinates: Coordinates) -> Shape? {
    guard columns.partial(atoms, coordinates) != nil else { return nil }
    let places = atoms.compactMap { resolver.settle($0.measure, resolver.filtered(coordinates, by: $0)) }
    if let choice = places.compactMap(\.choice).min(by: { $0.dimension < $1.dimension }) {
      var base = coordinates
      base.conditions = coordinates.conditions.filter { $0.dimension != choice.dimension }
      return sum(atoms, base, choice.dimension, resolver.addable(choice), isSelection: true)
    }
    for dimension in resolver.rollUpDimensions(of: atoms.map(\.measure), places.map(\.cell)) {
      let members = resolver.summands(of: dimension, coordinates.day)
      if let found = sum(atoms, coordinates, dimension, members, isSelection: false) { return found }
    }
    return nil
  }

  private func sum(
    _ atoms: [MeasureReference], _ coordinates: Coordinates, _ dimension: Int, _ members: [Int],
    isSelection: Bool
  ) -> Shape? {
    let measures = atoms.reduce(into: Set<Int>()) { $0.formUnion(resolver.index.closure(of: $1.measure)) }
    let withFigures = Set(resolver.membersWithFigures(dimension, measures, coordinates.cell))
    var known: [(Int, Shape)] = []
    for member in members where withFigures.contains(member) {
      let reference = MemberReference(dimension: dimension, member: member)
      guard let inside = resolver.narrowed(coordinates, to: reference), let shape = joint(atoms, inside)
      else { continue }
      known.append((member, shape))
    }
    guard !known.isEmpty else { return nil }
    let found = Set(known.map(\.0))
    return .sum(
      coordinates, dimension: dimension, members: known, absent: members.filter { !found.contains($0) },
      isSelection: isSelection)
  }

  private func partial(
    _ column: PlannedExpression, _ shape: Shape, _ answer: Resolved, _ coordinates: Coordinates
  ) -> Derivation {
    let parts = column.atoms.indices.map { atom(column.atoms, $0, shape, coordinates) }
    if case .measure(let reference) = column.expression, parts.count == 1,
      column.expanded == column.expression
    {
      return Derivation(
        label: .measure(reference), measure: reference.measure, coordinates: parts[0].coordinates,
        answer: answer, step: parts[0].step, parts: parts[0].parts, besides: parts[0].besides)
    }
    if case .measure = column.expression {
      return node(column.expression, answer, coordinates, .formula(column.expanded), parts)
    }
    return node(column.expression, answer, coordinates, .expression(column.expanded), parts)
  }

  /// The sum of one of the measures over the cells of the shape.
  private func atom(
    _ atoms: [MeasureReference], _ position: Int, _ shape: Shape, _ asked: Coordinates
  ) -> Derivation {
    let reference = atoms[position]
    switch shape {
    case .whole(let coordinates):
      return walk.derivation(of: reference, at: coordinates) ?? missing(reference, .missing, coordinates)
    case .sum(let base, let dimension, let members, let absent, let isSelection):
      let parts = members.map { member, inner in
        let member = MemberReference(dimension: dimension, member: member)
        let inside = resolver.narrowed(base, to: member) ?? base
        return atom(atoms, position, inner, inside).labelled(.member(member))
      }
      var answer =
        columns.partial(atoms, asked).map { sums in
          var answer = sums.total
          answer.amount = sums.amounts[position]
          // The sums of the other measures have their own figures.
          answer.figures = parts.reduce(into: []) { $0.formUnion($1.answer.figures) }
          answer.marks = parts.reduce(into: []) { $0.formUnion($1.answer.marks) }
          return answer
        } ?? .missing
      if answer.amount == .undefined {
        (answer.status, answer.coverage) = (max(answer.status, .undefined), [])
      }
      return Derivation(
        label: .measure(reference), measure: reference.measure,
        coordinates: resolver.filtered(asked, by: reference), answer: answer,
        step: .knownMembers(dimension: dimension, absent: absent, isSelection: isSelection), parts: parts)
    }
  }
}
