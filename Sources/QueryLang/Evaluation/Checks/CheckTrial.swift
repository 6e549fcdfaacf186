/// One comparison that a rule made at one cell.
struct CheckTrial {
  /// Position in ``Catalog/checks``.
  let rule: Int
  /// What was compared: the left side of a test, or the measure.
  let subject: BoundExpression
  let cell: Cell
  let period: Period
  let holds: Bool
  let stated: CheckValue
  let expected: CheckValue

  var figures: Set<Int> { stated.figures.union(expected.figures) }
}

/// What the forms of rules share: cells, values at them, and trials.
struct CheckGround {
  let resolver: FigureResolver
  let rule: BoundCheckRule
  var catalog: Catalog { resolver.catalog }
  var index: FigureIndex { resolver.index }
  var tolerance: ExactDecimal { catalog.checks[rule.rule].tolerance }

  func coordinates(_ cell: Cell, _ period: Period) -> Coordinates {
    Coordinates(cell: cell, conditions: [], time: .period(period), asOf: nil, of: catalog)
  }

  /// Never partial: reported, derived, or added up from all parts.
  func whole(_ measure: Int, _ cell: Cell, _ period: Period) -> Resolved? {
    resolver.whole(measure, coordinates(cell, period))
  }

  /// Whether the rule is tried there at all.
  func isInScope(_ cell: Cell, _ period: Period) -> Bool {
    let scope = rule.scope
    return (scope.spans.isEmpty || scope.spans.contains { $0.contains(period) })
      && scope.selections.allSatisfy { selection in
        resolver.member(of: selection.dimension, in: cell).map(selection.members.contains) ?? false
      }
  }

  func trial(
    _ subject: BoundExpression, _ cell: Cell, _ period: Period, holds: Bool, stated: CheckValue,
    expected: CheckValue
  ) -> CheckTrial {
    CheckTrial(
      rule: rule.rule, subject: subject, cell: cell, period: period, holds: holds, stated: stated,
      expected: expected)
  }
}

/// A cell at a nominal period.
struct CheckPlace: Hashable {
  let cell: Cell
  let period: Period
}

extension BoundExpression {
  /// A measure as it is.
  static func plain(_ measure: Int) -> BoundExpression {
    .measure(MeasureReference(measure: measure, filter: []))
  }
}

extension Cell {
  func without(_ dimensions: Set<Int>) -> Cell {
    Cell(members.filter { !dimensions.contains($0.dimension) })
  }
}
