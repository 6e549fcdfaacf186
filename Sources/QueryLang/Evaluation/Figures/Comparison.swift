/// One answer held against another.
enum Comparison {
  /// Missing where both are, undefined where one is.
  static func change(_ own: Resolved, _ baseline: Resolved) -> Resolved {
    combine(own, baseline) { Arithmetic.apply(.subtract, $0, $1) }
  }

  /// Of a change of fractions, in percentage points.
  static func points(_ change: Resolved) -> Resolved {
    if change.status == .missing { return change }
    return change.mapping { Arithmetic.apply(.multiply, $0, .number(.exact(ExactDecimal(100)))) }
  }

  /// Undefined where the baseline is zero.
  static func ratio(_ own: Resolved, _ baseline: Resolved) -> Resolved {
    combine(own, baseline) { Arithmetic.apply(.divide, $0, $1) }
  }

  private static func combine(_ own: Resolved, _ other: Resolved, _ operation: (Amount, Amount) -> Amount)
    -> Resolved
  {
    if own.status == .missing, other.status == .missing { return .missing }
    var answer = Resolved.combining(own, other, operation)
    if own.status == .missing || other.status == .missing { answer.amount = .undefined }
    if answer.amount == .undefined { (answer.status, answer.coverage) = (.undefined, []) }
    return answer
  }
}
