// What a bound expression becomes under a further filter, and what it counts in.
extension BoundExpression {
  /// The expression with a further filter on every measure in it; it replaces filters on the same dimension.
  func filtered(by selections: [Selection]) -> BoundExpression {
    switch self {
    case .number: self
    case .measure(let reference):
      .measure(
        MeasureReference(
          measure: reference.measure, filter: reference.filter.replacing(with: selections)))
    case .negated(let operand): .negated(operand.filtered(by: selections))
    case .rounded(let operand, let digits): .rounded(operand.filtered(by: selections), digits: digits)
    case .window(let window): .window(window.mapped { $0.filtered(by: selections) })
    case .coalesce(let left, let right):
      .coalesce(left.filtered(by: selections), right.filtered(by: selections))
    case .binary(let operation, let left, let right):
      .binary(operation, left.filtered(by: selections), right.filtered(by: selections))
    }
  }

  /// A quotient of like quantities, shown as a percentage.
  func isShare(in catalog: Catalog) -> Bool {
    switch self {
    case .measure(let reference): return catalog.measures[reference.measure].isPercentage
    case .binary(.divide, let left, let right):
      guard let unit = left.unit(in: catalog), !unit.isEmpty else { return false }
      return unit == right.unit(in: catalog)
    case .coalesce(let first, _), .rounded(let first, _): return first.isShare(in: catalog)
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      // `1 - late / all` is the rest of the whole.
      return left.isShare(in: catalog) && (right.isShare(in: catalog) || right.isFraction)
        || left.isFraction && right.isShare(in: catalog)
    case .binary, .number: return false
    case .negated(let operand): return operand.isShare(in: catalog)
    case .window(let window):
      switch window.function {
      case .share: return true
      case .cumulative: return window.operand.isShare(in: catalog)
      case .rank, .change: return false
      }
    }
  }

  private var isFraction: Bool {
    if case .number(let number) = self { !number.isNegative && number <= ExactDecimal(1) } else { false }
  }

  /// The one unit that every measure of a sum counts in; `nil` when there is none.
  private func unit(in catalog: Catalog) -> String? {
    switch self {
    case .measure(let reference): return catalog.measures[reference.measure].unit
    case .negated(let operand), .rounded(let operand, _): return operand.unit(in: catalog)
    case .coalesce(let first, _): return first.unit(in: catalog)
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      let unit = left.unit(in: catalog)
      return unit == right.unit(in: catalog) ? unit : nil
    case .number, .binary, .window: return nil
    }
  }
}

extension WindowCall {
  func mapped(_ transform: (BoundExpression) -> BoundExpression) -> WindowCall {
    WindowCall(function: function, operand: transform(operand), within: within)
  }
}

extension [Selection] {
  /// These selections with those of `others` in place of the ones on the same dimensions.
  func replacing(with others: [Selection]) -> [Selection] {
    let replaced = Set(others.map(\.dimension))
    return (filter { !replaced.contains($0.dimension) } + others).sorted { $0.dimension < $1.dimension }
  }
}
