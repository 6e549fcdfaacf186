/// Three-valued logic of tests: a test that cannot be decided keeps no row.
enum TestDecision {
  static func all(_ parts: [Bool?]) -> Bool? {
    if parts.contains(false) { return false }
    return parts.contains(nil) ? nil : true
  }

  static func any(_ parts: [Bool?]) -> Bool? {
    if parts.contains(true) { return true }
    return parts.contains(nil) ? nil : false
  }

  /// Compares two amounts; a bound decides only what it implies.
  static func compare(_ left: Amount, _ comparison: ComparisonOperator, _ right: Amount) -> Bool? {
    switch (left, right) {
    case (.number(let a), .number(let b)): return holds(comparison, a, b)
    case (.bounded(let bound, let limit), .number(let b)):
      return decide(bound, .exact(limit), comparison, b)
    case (.number(let a), .bounded(let bound, let limit)):
      return decide(bound, .exact(limit), comparison.mirrored, a)
    case (.bounded, .bounded), (.undefined, _), (_, .undefined): return nil
    }
  }

  private static func holds(_ comparison: ComparisonOperator, _ a: Quantity, _ b: Quantity) -> Bool {
    switch comparison {
    case .equal: !(a < b) && !(b < a)
    case .notEqual: a < b || b < a
    case .less: a < b
    case .lessOrEqual: !(b < a)
    case .greater: b < a
    case .greaterOrEqual: !(a < b)
    }
  }

  /// `x bound limit` is known; what follows for `x comparison value`?
  private static func decide(
    _ bound: Bound, _ limit: Quantity, _ comparison: ComparisonOperator, _ value: Quantity
  ) -> Bool? {
    let isLower = bound == .greaterThan || bound == .atLeast
    let isStrict = bound == .greaterThan || bound == .lessThan
    // Beyond: x is certainly on the bound's far side of `value`.
    let isBeyond =
      isLower ? value < limit || (isStrict && value == limit) : limit < value || (isStrict && value == limit)
    let isAtLimit = value == limit
    switch comparison {
    case .greater: return isLower ? (isBeyond ? true : nil) : (isBeyond || isAtLimit ? false : nil)
    case .greaterOrEqual: return isLower ? (isBeyond || isAtLimit ? true : nil) : (isBeyond ? false : nil)
    case .less: return isLower ? (isBeyond || isAtLimit ? false : nil) : (isBeyond ? true : nil)
    case .lessOrEqual: return isLower ? (isBeyond ? false : nil) : (isBeyond || isAtLimit ? true : nil)
    case .equal: return isBeyond ? false : nil
    case .notEqual: return isBeyond ? true : nil
    }
  }
}

extension ComparisonOperator {
  /// The operator with its sides exchanged.
  var mirrored: ComparisonOperator {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
