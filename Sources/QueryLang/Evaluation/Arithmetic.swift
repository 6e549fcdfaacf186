/// Arithmetic on amounts: sums, differences and products exact; a quotient rounded once.
enum Arithmetic {
  static func apply(_ operation: ArithmeticOperator, _ left: Amount, _ right: Amount) -> Amount {
    guard case .number(let a) = left, case .number(let b) = right else { return .undefined }
    switch operation {
    case .add: return combine(a, b, { $0.adding($1) }, +)
    case .subtract: return combine(a, b, { $0.subtracting($1) }, -)
    case .multiply: return combine(a, b, { $0.multiplied(by: $1) }, *)
    case .divide: return divide(a, b)
    }
  }

  static func add(_ left: Amount, _ right: Amount) -> Amount { apply(.add, left, right) }

  static func negate(_ amount: Amount) -> Amount { apply(.subtract, .number(.exact(.zero)), amount) }

  /// Rounds to `digits` decimals, half away from zero.
  static func round(_ amount: Amount, digits: Int) -> Amount {
    // Rounding can carry a number past a bound.
    guard case .number(let quantity) = amount else { return .undefined }
    switch quantity {
    case .exact(let value): return .number(.exact(rounded(value, digits)))
    case .real(let value):
      guard let exact = ExactDecimal(nearestTo: value) else { return .undefined }
      return .number(.exact(rounded(exact, digits)))
    }
  }

  private static func rounded(_ value: ExactDecimal, _ digits: Int) -> ExactDecimal {
    guard value.scale > digits, let unit = ExactDecimal.powerOfTen(value.scale - digits) else { return value }
    let (quotient, remainder) = value.significand.quotientAndRemainder(dividingBy: unit)
    let isUp = remainder.magnitude * 2 >= unit.magnitude
    let step: Int128 = value.isNegative ? -1 : 1
    return ExactDecimal(significand: isUp ? quotient + step : quotient, scale: digits)
  }

  private static func combine(
    _ a: Quantity, _ b: Quantity, _ exact: (ExactDecimal, ExactDecimal) -> ExactDecimal?,
    _ real: (Double, Double) -> Double
  ) -> Amount {
    if case .exact(let left) = a, case .exact(let right) = b {
      return exact(left, right).map { .number(.exact($0)) } ?? .undefined
    }
    return finite(real(a.doubleValue, b.doubleValue))
  }

  private static func divide(_ a: Quantity, _ b: Quantity) -> Amount {
    if b.isZero { return .undefined }
    if case .exact(let left) = a, case .exact(let right) = b {
      return left.quotient(dividedBy: right).map(finite) ?? .undefined
    }
    return finite(a.doubleValue / b.doubleValue)
  }

  private static func finite(_ value: Double) -> Amount {
    value.isFinite ? .number(.real(value)) : .undefined
  }
}

extension ExactDecimal {
  /// The decimal that `value` prints as (shortest digits that read back); `nil` beyond 38 digits.
  init?(nearestTo value: Double) {
    let text = "\(value)"
    let parts = text.split(separator: "e")
    guard let mantissa = ExactDecimal(plainASCII: parts[0].utf8) else { return nil }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    guard let shifted = mantissa.shifted(byDecimalPlaces: exponent) else { return nil }
    self = shifted
  }
}
