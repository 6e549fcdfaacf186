/// What a figure of a measure may be, as printed: a percentage is 64.3, not 0.643.
package struct MeasureLimits: Sendable {
  package let isNonNegative: Bool
  /// Most digits after the point; `nil` for any number of them.
  package let decimals: Int?
  package let maximum: ExactDecimal?

  /// What the catalog leaves open follows from the kind and the unit: what adds up counts whole things, and a
  /// share that cannot be negative cannot be more than all.
  init(isNonNegative: Bool, decimals: Int?, maximum: ExactDecimal?, kind: MeasureKind, unit: String) {
    let isPercentage = unit == "%"
    let isCounted = !isPercentage && (kind.isAdditive || kind == .rank)
    self.isNonNegative = isNonNegative
    self.decimals = decimals ?? (isCounted ? 0 : nil)
    self.maximum = maximum ?? (isPercentage && isNonNegative ? ExactDecimal(100) : nil)
  }

  /// What is wrong with a value; `text` is how it was written.
  func problem(of value: ExactDecimal, written text: String, measure: String) -> DataProblem? {
    if isNonNegative, value.isNegative { return .negative(text: text, measure: measure) }
    if let decimals, value.scale > decimals {
      return .tooManyDecimals(text: text, measure: measure, decimals: decimals)
    }
    if let maximum, value > maximum {
      return .aboveMaximum(text: text, measure: measure, maximum: maximum.description)
    }
    return nil
  }
}
