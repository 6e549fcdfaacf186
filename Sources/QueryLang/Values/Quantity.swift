/// A number of a result: exact until a quotient makes it a rounded real.
package enum Quantity: Hashable, Sendable {
  case exact(ExactDecimal)
  case real(Double)

  package var doubleValue: Double {
    switch self {
    case .exact(let decimal): decimal.nearestDouble
    case .real(let value): value
    }
  }

  package var isZero: Bool {
    switch self {
    case .exact(let decimal): decimal.isZero
    case .real(let value): value == 0
    }
  }
}

extension Quantity: Comparable {
  package static func < (left: Quantity, right: Quantity) -> Bool {
    if case .exact(let a) = left, case .exact(let b) = right { return a < b }
    return left.doubleValue < right.doubleValue
  }
}

extension Quantity: CustomStringConvertible {
  /// Plain and shortest-exact: `201606`, `0.005694275`; a real never with an exponent below 1e16.
  package var description: String {
    switch self {
    case .exact(let decimal): decimal.description
    case .real(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }
  }
}
