// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

// Sums of what is known, where not everything is.
extension ObviousEvaluator {
  /// Sums of several measures over the same cells.
  struct Sums {
    var values: [ObviousAnswer]
    var coverage: [String]
    /// Some of the cells of a whole are not known.
    var isPartial = true
  }

  func partially(_ expression: BoundExpression, _ scope: Scope) -> ObviousAnswer? {
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

  func findPartialSums(_ atoms: [MeasureReference], _ scope: Scope) -> Sums? {
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

  func sums(_ atoms: [MeasureReference], _ parts: [Scope], unit: String) -> Sums? {
    let found = parts.compactMap { partialSums(atoms, $0) }
    guard let first = found.first else { return nil }
    let values = first.values.indices.map { index in ObviousAnswer.sum(found.map { $0.values[index] }) }
    let inner = found.first { !$0.coverage.isEmpty }?.coverage ?? []
    let own = found.count < parts.count ? ["\(found.count) of \(parts.count) \(unit)"] : []
    return Sums(values: values, coverage: own + inner)
  }

  /// The parts of the cell in a dimension that divides it for every one of the measures.
  func commonParts(_ dimension: Int, _ atoms: [MeasureReference], _ scope: Scope) -> [Scope]? {
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
}
