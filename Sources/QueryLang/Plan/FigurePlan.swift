/// How a query over figures is answered: its expressions prepared for one cell after another.
package struct FigurePlan: Sendable {
  package let query: BoundQuery
  /// One for each measure of the query, in order.
  package let columns: [PlannedExpression]
  /// The same columns again where the query has a baseline (`vs`), else none.
  package var baselineColumns: [PlannedExpression] { query.baseline == nil ? [] : columns }
  /// What is answered in every row: the columns, then their baselines.
  package var answered: [PlannedExpression] { columns + baselineColumns }
  /// Measures that the first column is made of: says which places and periods have figures at all.
  package let firstMeasures: Set<Int>
  /// Measures that any column is made of: their figures say which groups there are.
  package let allMeasures: Set<Int>
}

/// An expression with the measures it reads.
package struct PlannedExpression: Sendable {
  package let expression: BoundExpression
  /// Measures as written; a ratio is one of them.
  package let leaves: [MeasureReference]
  /// The expression with every ratio written out as its formula: what is summed when only parts are known.
  package let expanded: BoundExpression
  /// Leaves of `expanded`, each once: they are always summed over the same cells.
  package let atoms: [MeasureReference]
  /// All atoms may be summed over the members of a partition.
  package let isSummable: Bool
}

/// Bound query → plan.
package struct FigurePlanner {
  private let catalog: Catalog

  package init(_ catalog: Catalog) { self.catalog = catalog }

  package func plan(_ query: BoundQuery) -> FigurePlan {
    let columns = query.measures.map { plan($0.expression) }
    return FigurePlan(
      query: query, columns: columns, firstMeasures: columns.first.map(closure) ?? [],
      allMeasures: columns.reduce(into: []) { $0.formUnion(closure(of: $1)) })
  }

  package func plan(_ expression: BoundExpression) -> PlannedExpression {
    plan(expression, expanded: expand(expression, overTime: false))
  }

  /// The same expression for cells of several periods, to be added: a balance adds up from its parts alone.
  package func planOverTime(_ column: PlannedExpression) -> PlannedExpression {
    plan(column.expression, expanded: expand(column.expression, overTime: true))
  }

  private func plan(_ expression: BoundExpression, expanded: BoundExpression) -> PlannedExpression {
    var atoms: [MeasureReference] = []
    for atom in expanded.measures where !atoms.contains(atom) { atoms.append(atom) }
    return PlannedExpression(
      expression: expression, leaves: expression.measures, expanded: expanded, atoms: atoms,
      isSummable: atoms.allSatisfy { catalog.measures[$0.measure].kind.isAdditive } && !expanded.hasFallback)
  }

  private func closure(of column: PlannedExpression) -> Set<Int> {
    column.leaves.reduce(into: []) { $0.formUnion(catalog.closure(of: $1.measure)) }
  }

  /// Ratios become quotients of their parts; a filter on the ratio applies to both parts, beneath what the
  /// formula says itself.
  private func expand(_ expression: BoundExpression, overTime: Bool) -> BoundExpression {
    func expand(_ expression: BoundExpression) -> BoundExpression {
      self.expand(expression, overTime: overTime)
    }
    switch expression {
    case .number: return expression
    case .measure(let reference):
      let measure = catalog.measures[reference.measure]
      let isTakenApart = measure.kind == .ratio || overTime && measure.kind == .balance
      guard isTakenApart, let formula = measure.formula else { return expression }
      return expand(formula.filteredBeneath(by: reference.filter))
    case .negated(let operand): return .negated(expand(operand))
    case .window(let window): return .window(window.mapped(expand))
    case .rounded(let operand, let digits): return .rounded(expand(operand), digits: digits)
    case .coalesce(let first, let second): return .coalesce(expand(first), expand(second))
    case .binary(let operation, let left, let right): return .binary(operation, expand(left), expand(right))
    }
  }
}

extension BoundExpression {
  /// The expression with `selections` added wherever it has no filter on that dimension yet.
  package func filteredBeneath(by selections: [Selection]) -> BoundExpression {
    if selections.isEmpty { return self }
    switch self {
    case .number: return self
    case .measure(let reference):
      return .measure(
        MeasureReference(measure: reference.measure, filter: selections.replacing(with: reference.filter)))
    case .negated(let operand): return .negated(operand.filteredBeneath(by: selections))
    case .rounded(let operand, let digits):
      return .rounded(operand.filteredBeneath(by: selections), digits: digits)
    case .window(let window): return .window(window.mapped { $0.filteredBeneath(by: selections) })
    case .coalesce(let first, let second):
      return .coalesce(first.filteredBeneath(by: selections), second.filteredBeneath(by: selections))
    case .binary(let operation, let left, let right):
      return .binary(
        operation, left.filteredBeneath(by: selections), right.filteredBeneath(by: selections))
    }
  }

  /// Has a `coalesce` in it, whose parts need not stand on the same cells, or something about other rows.
  var hasFallback: Bool {
    switch self {
    case .coalesce, .window: true
    case .number, .measure: false
    case .negated(let operand), .rounded(let operand, _): operand.hasFallback
    case .binary(_, let left, let right): left.hasFallback || right.hasFallback
    }
  }
}
