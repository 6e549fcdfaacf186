/// Printed percentages against the numbers they are shares of, within the rounding they were printed with.
struct PrintedCheck {
  let ground: CheckGround
  let denominators: [String: BoundExpression]
  private var resolver: FigureResolver { ground.resolver }
  private var catalog: Catalog { ground.catalog }

  /// Figures that say the same of the same cell: one mistake is told once.
  private struct Printed: Hashable {
    let cell: Cell
    let period: Period
    let value: ExactDecimal
    let decimals: Int
    let denominator: String
    let isIncomplete: Bool
  }

  /// Every ratio that is printed beside its parts.
  func ratioTrials() -> [CheckTrial] {
    catalog.measures.flatMap { measure -> [CheckTrial] in
      guard measure.kind == .ratio, let formula = measure.formula else { return [] }
      return trials(measure.index) { place, denominator in
        guard let denominator, case .binary(.divide, let numerator, _) = formula else {
          return resolver.value(of: formula, at: ground.coordinates(place.cell, place.period))
            .map { CheckValue($0, resolver) }
        }
        return quotient(numerator, denominator, place)
      }
    }
  }

  /// A percentage of no formula, as a share of the denominator that was printed with it.
  func shareTrials(of measure: Int, numerator: BoundExpression) -> [CheckTrial] {
    trials(measure) { place, denominator in denominator.flatMap { quotient(numerator, $0, place) } }
  }

  private func trials(
    _ measure: Int, _ compute: (CheckPlace, BoundExpression?) -> CheckValue?
  ) -> [CheckTrial] {
    var order: [Printed] = []
    var groups: [Printed: Set<Int>] = [:]
    for position in resolver.figures(of: measure) {
      let figure = resolver.index[position]
      guard figure.bound == nil, !figure.isApproximate, ground.isInScope(figure.cell, figure.period) else {
        continue
      }
      let printed = Printed(
        cell: figure.cell, period: figure.period, value: figure.value, decimals: figure.decimals,
        denominator: figure.denominator, isIncomplete: figure.isIncomplete)
      if groups[printed] == nil { order.append(printed) }
      groups[printed, default: []].insert(position)
    }
    return order.compactMap { printed in
      let place = CheckPlace(cell: printed.cell, period: printed.period)
      guard let figures = groups[printed], let first = figures.min(),
        let computed = compute(place, denominators[printed.denominator])
      else { return nil }
      let stated = CheckValue(printed: figures, like: first, resolver)
      return CheckComparison.decide(stated, .equal, computed, tolerance: ground.tolerance).map {
        ground.trial(.plain(measure), place.cell, place.period, holds: $0, stated: stated, expected: computed)
      }
    }
  }

  private func quotient(
    _ numerator: BoundExpression, _ denominator: BoundExpression, _ place: CheckPlace
  ) -> CheckValue? {
    let here = ground.coordinates(place.cell, place.period)
    guard let above = resolver.value(of: numerator, at: here),
      let below = resolver.value(of: denominator, at: here)
        ?? resolver.value(of: denominator, at: ground.coordinates(around(place.cell), place.period))
    else { return nil }
    return CheckValue(above, resolver).combined(CheckValue(below, resolver), by: .divide)
  }

  /// The highest place that the cell lies in, and all of it: what an agency's share is often a share of.
  private func around(_ cell: Cell) -> Cell {
    Cell(
      cell.members.filter { reference in
        let isHighest = catalog.dimensions.contains { $0.parent == reference.dimension }
        return isHighest && catalog.dimensions[reference.dimension].parent == nil
          || catalog.defaults.contains(reference)
      })
  }
}
