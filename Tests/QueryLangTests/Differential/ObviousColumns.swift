// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

// What an expression is at a group.
extension ObviousEvaluator {
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
  func onOneGround(_ operation: ArithmeticOperator, _ left: ObviousAnswer, _ right: ObviousAnswer)
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
  func wholly(_ expression: BoundExpression, _ scope: Scope) -> ObviousAnswer? {
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
  func filtered(_ scope: Scope, _ filter: [Selection]) -> Scope {
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
  func whole(_ reference: MeasureReference, _ scope: Scope) -> ObviousAnswer? {
    let question = Memory.Question(measures: [reference], scope: scope)
    if let known = memory.wholes[question] { return known }
    let found = findWhole(reference, scope)
    memory.wholes[question] = .some(found)
    return found
  }

  func findWhole(_ reference: MeasureReference, _ scope: Scope) -> ObviousAnswer? {
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
  func united(_ dimension: Int, _ scope: Scope) -> Scope? {
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

  func parts(_ dimension: Int, _ scope: Scope) -> [Scope] {
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
}
