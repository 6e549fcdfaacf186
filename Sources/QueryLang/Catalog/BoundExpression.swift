/// An expression over measures with every name resolved.
package indirect enum BoundExpression: Sendable, Hashable {
  case number(ExactDecimal)
  case measure(MeasureReference)
  case negated(BoundExpression)
  case binary(ArithmeticOperator, BoundExpression, BoundExpression)
  /// `coalesce(m, x)`: `x` where `m` is missing or undefined.
  case coalesce(BoundExpression, BoundExpression)
  /// `round(m, digits)`, half away from zero.
  case rounded(BoundExpression, digits: Int)
}

/// A measure of the catalog with the filters written on it.
package struct MeasureReference: Sendable, Hashable {
  package let measure: Int
  /// From `{…}`: replaces the query's condition on the same dimension, narrows any other.
  package var filter: [Selection]
}

/// The chosen members of one dimension, in their order.
package struct Selection: Sendable, Hashable {
  package let dimension: Int
  package var members: [Int]

  package init(dimension: Int, members: [Int]) {
    self.dimension = dimension
    self.members = members
  }
}

extension BoundExpression {
  /// Every measure reference in the expression, left to right.
  package var measures: [MeasureReference] {
    switch self {
    case .number: []
    case .measure(let reference): [reference]
    case .negated(let operand), .rounded(let operand, _): operand.measures
    case .binary(_, let left, let right), .coalesce(let left, let right): left.measures + right.measures
    }
  }
}
