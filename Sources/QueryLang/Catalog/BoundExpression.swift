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
  /// What a row is among all rows.
  case window(WindowCall)
}

/// A function over all rows of a result.
package struct WindowCall: Sendable, Hashable {
  package enum Function: String, CaseIterable, Sendable {
    case share, rank, cumulative, change
  }
  package let function: Function
  package let operand: BoundExpression
  /// `share(m, of dimension)`: a key within whose members the shares add up to the whole.
  package let within: BoundKey?
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
    case .window(let window): window.operand.measures
    case .binary(_, let left, let right), .coalesce(let left, let right): left.measures + right.measures
    }
  }

  /// The windows in the expression; one is never inside another.
  package var windows: [WindowCall] {
    switch self {
    case .number, .measure: []
    case .negated(let operand), .rounded(let operand, _): operand.windows
    case .binary(_, let left, let right), .coalesce(let left, let right): left.windows + right.windows
    case .window(let window): [window]
    }
  }
}
