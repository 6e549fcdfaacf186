/// Walks the roads of a measure at a cell again, by asking the resolver the same questions, and keeps them.
struct DerivationWalk {
  let resolver: FigureResolver
  /// Roads beside the taken one are told of the cell itself, not of theirs in turn.
  let tellsBesides: Bool
  var catalog: Catalog { resolver.catalog }

  init(_ resolver: FigureResolver, tellsBesides: Bool = true) {
    self.resolver = resolver
    self.tellsBesides = tellsBesides
  }

  private var aside: DerivationWalk { DerivationWalk(resolver, tellsBesides: false) }

  /// `nil` where the resolver has no whole answer.
  func derivation(of reference: MeasureReference, at coordinates: Coordinates) -> Derivation? {
    derivation(of: reference.measure, at: resolver.filtered(coordinates, by: reference))?
      .labelled(.measure(reference))
  }

  func derivation(of measure: Int, at coordinates: Coordinates) -> Derivation? {
    guard let answer = resolver.whole(measure, coordinates), let place = resolver.settle(measure, coordinates)
    else { return nil }
    let question = Question(measure: measure, coordinates: coordinates, cell: place.cell)
    if catalog.measures[measure].kind == .ratio {
      return place.choice == nil ? ratio(question, answer) : formula(question, answer)
    }
    if let choice = place.choice { return selection(question, choice, answer) }
    return roads(question, answer)
  }

  struct Question {
    let measure: Int
    let coordinates: Coordinates
    let cell: Cell
  }

  func node(
    _ question: Question, _ answer: Resolved, _ step: Derivation.Step, _ parts: [Derivation],
    _ besides: [Derivation.Beside] = []
  ) -> Derivation {
    Derivation(
      label: .measure(MeasureReference(measure: question.measure, filter: [])), measure: question.measure,
      coordinates: question.coordinates, answer: answer, step: step, parts: parts, besides: besides)
  }

  // MARK: Roads

  private func roads(_ question: Question, _ answer: Resolved) -> Derivation? {
    let (measure, coordinates) = (question.measure, question.coordinates)
    let nominal = resolver.nominalAnswers(measure, coordinates, question.cell)
    let first = FigureResolver.firstDefinite(nominal.map(\.answer))
    let overTime = resolver.overTime(measure, coordinates)
    let isOverTime = resolver.isBetter(overTime, than: first.map { nominal[$0].answer })
    var besides: [Derivation.Beside] = []
    if tellsBesides {
      if let overTime, let first { besides += timeBeside(question, isOverTime, overTime, nominal[first]) }
      if !isOverTime, let first { besides += others(question, nominal, beside: first) }
      besides += excess(question, answer) + superseded(question)
    }
    if isOverTime { return periods(question, answer, besides) }
    guard let first else { return nil }
    return walk(nominal[first].road, question, answer, besides)
  }

  private typealias Walked = (road: FigureResolver.Road, answer: Resolved)

  /// What the periods give where the cell's own roads were better, or the other way round.
  private func timeBeside(
    _ question: Question, _ isOverTime: Bool, _ overTime: Resolved, _ nominal: Walked
  ) -> [Derivation.Beside] {
    let disagrees = resolver.disagree(nominal.answer, overTime)
    let other =
      isOverTime
      ? aside.walk(nominal.road, question, nominal.answer, []) : aside.periods(question, overTime, [])
    return [beside(other, disagrees)]
  }

  private func others(_ question: Question, _ roads: [Walked], beside taken: Int) -> [Derivation.Beside] {
    roads.enumerated().filter { $0.offset != taken }.map { _, road in
      beside(
        aside.walk(road.road, question, road.answer, []),
        resolver.disagree(roads[taken].answer, road.answer))
    }
  }

  private func beside(_ derivation: Derivation, _ disagrees: Bool) -> Derivation.Beside {
    Derivation.Beside(relation: disagrees ? .disagrees : .agrees, derivation: derivation)
  }

  private func walk(
    _ road: FigureResolver.Road, _ question: Question, _ answer: Resolved, _ besides: [Derivation.Beside]
  ) -> Derivation {
    switch road {
    case .reported: return reported(question, answer, besides)
    case .derived: return formula(question, answer, besides)
    case .rolledUp(let dimension):
      let members = resolver.summands(of: dimension, question.coordinates.day)
      let parts = self.members(dimension, members, question.measure, question.coordinates)
      return node(question, answer, .allMembers(dimension: dimension), parts, besides)
    case .united(let union):
      var base = question.coordinates.with(cell: Cell(question.cell.members.filter { $0 != union }))
      base.conditions = question.coordinates.conditions.filter { $0.dimension != union.dimension }
      let parts = members(union.dimension, catalog.member(union).unionOf, question.measure, base)
      return node(question, answer, .united(union), parts, besides)
    }
  }

  func members(_ dimension: Int, _ members: [Int], _ measure: Int, _ base: Coordinates) -> [Derivation] {
    members.compactMap { member in
      let reference = MemberReference(dimension: dimension, member: member)
      return resolver.narrowed(base, to: reference).flatMap { derivation(of: measure, at: $0) }?
        .labelled(.member(reference))
    }
  }

  // MARK: Reported

  private func reported(_ question: Question, _ answer: Resolved, _ besides: [Derivation.Beside])
    -> Derivation
  {
    let found = resolver.reported(question.measure, question.cell, question.coordinates.time) ?? answer
    let leaves = found.figures.sorted().map { leaf($0, question.coordinates) }
    return node(question, answer, .reported, leaves, besides)
  }

  func leaf(_ position: Int, _ coordinates: Coordinates) -> Derivation {
    let figure = resolver.index[position]
    let amount: Amount = figure.bound.map { .bounded($0, figure.value) } ?? .number(.exact(figure.value))
    let answer = Resolved(amount: amount, status: .reported, marks: figure.marks, figures: [position])
    return Derivation(
      label: .figure(position), measure: figure.measure, coordinates: coordinates, answer: answer,
      step: .figure, parts: [])
  }

  /// Figures of the very cell in documents that others replace.
  func superseded(_ question: Question) -> [Derivation.Beside] {
    guard case .period(let period) = question.coordinates.time else { return [] }
    return resolver.index.supersededPositions(of: question.measure).filter { position in
      let figure = resolver.index[position]
      return figure.cell == question.cell
        && (figure.period == period || resolver.isSameStock(figure, at: period))
    }.map { Derivation.Beside(relation: .superseded, derivation: leaf($0, question.coordinates)) }
  }

  // MARK: Formulas

  private func formula(
    _ question: Question, _ answer: Resolved, _ besides: [Derivation.Beside] = []
  ) -> Derivation {
    guard let formula = catalog.measures[question.measure].formula else {
      return node(question, answer, .missing, [], besides)
    }
    return node(question, answer, .formula(formula), operands(formula, question.coordinates), besides)
  }

  /// The measures that the value of an expression rests on, left to right; of a `coalesce` those of the side
  /// that was taken.
  func operands(_ expression: BoundExpression, _ coordinates: Coordinates) -> [Derivation] {
    switch expression {
    case .number: return []
    case .measure(let reference): return derivation(of: reference, at: coordinates).map { [$0] } ?? []
    case .negated(let operand), .rounded(let operand, _): return operands(operand, coordinates)
    case .window(let window): return operands(window.operand, coordinates)
    case .binary(_, let left, let right): return operands(left, coordinates) + operands(right, coordinates)
    case .coalesce(let first, let second):
      let isFirst = resolver.value(of: first, at: coordinates).map { $0.amount != .undefined } ?? false
      return operands(isFirst ? first : second, coordinates)
    }
  }

  /// From its parts, held against the percentage that is printed beside them; else the printed one.
  private func ratio(_ question: Question, _ answer: Resolved) -> Derivation {
    let printed = resolver.reported(question.measure, question.cell, question.coordinates.time)
    guard let computed = resolver.derived(question.measure, question.coordinates) else {
      return reported(question, answer, tellsBesides ? superseded(question) : [])
    }
    var besides: [Derivation.Beside] = []
    if tellsBesides {
      if let printed {
        besides.append(
          beside(reported(question, printed, []), resolver.contradicts(printed, computed)))
      }
      besides += superseded(question)
    }
    return formula(question, answer, besides)
  }

  // MARK: Several members, several periods

  private func selection(_ question: Question, _ choice: Selection, _ answer: Resolved) -> Derivation? {
    var base = question.coordinates
    base.conditions = base.conditions.filter { $0.dimension != choice.dimension }
    let members = resolver.addable(choice)
    let united = catalog.union(of: members, in: choice.dimension)
    let whole = united.flatMap { resolver.narrowed(base, to: $0) }
      .flatMap { derivation(of: question.measure, at: $0) }
    let sum = resolver.completeRollUp(question.measure, base, choice.dimension, members)
    guard let sum else { return whole }
    var besides: [Derivation.Beside] = []
    if tellsBesides, let whole, let united {
      besides.append(beside(whole.labelled(.member(united)), resolver.disagree(sum, whole.answer)))
    }
    let parts = self.members(choice.dimension, members, question.measure, base)
    let step = Derivation.Step.selected(Selection(dimension: choice.dimension, members: members))
    return node(question, answer, step, parts, besides)
  }

  private func periods(_ question: Question, _ answer: Resolved, _ besides: [Derivation.Beside])
    -> Derivation
  {
    let (measure, coordinates) = (question.measure, question.coordinates)
    func part(_ period: Period) -> Derivation? {
      derivation(of: measure, at: coordinates.with(time: .period(period)))?.labelled(.period(period))
    }
    switch (catalog.measures[measure].kind, coordinates.time) {
    case (.closing, let time): return node(question, answer, .stock, [part(time.last)].compactMap { $0 })
    case (.opening, let time): return node(question, answer, .stock, [part(time.first)].compactMap { $0 })
    case (_, .list(let periods)):
      return node(question, answer, .periods, periods.compactMap(part), besides)
    case (_, .period(let period)):
      let pieces = resolver.pieces(measure, coordinates, covering: period) ?? []
      return node(question, answer, .periods, pieces.compactMap { part($0.period) }, besides)
    }
  }

  /// Known parts that together are more than the whole.
  private func excess(_ question: Question, _ answer: Resolved) -> [Derivation.Beside] {
    let (measure, coordinates, cell) = (question.measure, question.coordinates, question.cell)
    guard resolver.exceedsWhole(measure, coordinates, cell, answer), let whole = answer.amount.exact else {
      return []
    }
    return catalog.dimensions.indices.compactMap { dimension in
      guard resolver.isPartition(dimension, of: measure, at: cell),
        let sum = resolver.knownParts(of: answer, measure, coordinates, cell, dimension), whole < sum
      else { return nil }
      return Derivation.Beside(relation: .exceeds, derivation: knownParts(question, dimension, sum))
    }
  }

  private func knownParts(_ question: Question, _ dimension: Int, _ sum: ExactDecimal) -> Derivation {
    let (measure, coordinates) = (question.measure, question.coordinates)
    let known = Set(
      resolver.membersWithFigures(dimension, resolver.index.closure(of: measure), question.cell))
    let members = catalog.summands(of: dimension, on: coordinates.day).filter(known.contains)
    let parts = aside.members(dimension, members, measure, coordinates).filter {
      $0.answer.amount.exact != nil
    }
    var answer = Resolved(amount: .number(.exact(sum)), status: .partial)
    answer.figures = parts.reduce(into: []) { $0.formUnion($1.answer.figures) }
    return node(
      question, answer, .knownMembers(dimension: dimension, absent: [], isSelection: false), parts)
  }
}
