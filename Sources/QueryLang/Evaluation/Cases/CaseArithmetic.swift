/// What an expression comes to, from the parts of a group.
struct CaseArithmetic {
  let plan: CasePlan
  let parts: [CasePart]
  let windows: [WindowCall: Resolved]

  /// - Precondition: formulas are written out.
  func value(_ expression: BoundExpression) -> Resolved {
    let leaves = expression.measures.map(leaf)
    if !leaves.isEmpty, expression.windows.isEmpty, leaves.allSatisfy({ $0 == nil }) { return .missing }
    if case .window(let window) = expression { return windows[window] ?? .missing }
    let amount = amount(expression)
    return Resolved(amount: amount, status: amount == .undefined ? .undefined : .derived)
  }

  private func amount(_ expression: BoundExpression) -> Amount {
    switch expression {
    case .number(let number): return .number(.exact(number))
    case .measure(let reference): return leaf(reference) ?? .undefined
    case .negated(let operand): return Arithmetic.negate(amount(operand))
    case .rounded(let operand, let digits): return Arithmetic.round(amount(operand), digits: digits)
    case .coalesce(let first, let second):
      let answer = value(first)
      return answer.status < .undefined ? answer.amount : amount(second)
    case .window(let window): return windows[window]?.amount ?? .undefined
    case .binary(let operation, let left, let right):
      return Arithmetic.apply(operation, amount(left), amount(right))
    }
  }

  /// `nil` where no case has the number.
  private func leaf(_ reference: MeasureReference) -> Amount? {
    guard let leaf = plan.leaves[reference], parts.indices.contains(leaf.atom) else { return nil }
    switch (leaf, parts[leaf.atom]) {
    case (.amount, .count(let count)): return .number(.exact(ExactDecimal(count)))
    case (.average(_, let decimals), .sum(let count, let total)):
      guard count > 0 else { return nil }
      return Arithmetic.apply(
        .divide, .number(.exact(decimal(total, decimals))), .number(.exact(ExactDecimal(count))))
    case (.least(_, let decimals), .extremes(let least, _)): return .number(.exact(decimal(least, decimals)))
    case (.greatest(_, let decimals), .extremes(_, let greatest)):
      return .number(.exact(decimal(greatest, decimals)))
    case (.quantile(_, let numerator, let denominator, let decimals), .histogram(let values)):
      return quantile(values, numerator, denominator, decimals)
    default: return nil
    }
  }

  private func decimal(_ value: Int, _ decimals: Int) -> ExactDecimal {
    ExactDecimal(significand: Int128(value), scale: decimals)
  }

  /// Between the two values around the place in proportion, as spreadsheets and statistics packages do by default
  /// (Hyndman and Fan 1996, type 7): of n values in order the place is (n − 1) · p.
  private func quantile(_ values: [Int: Int], _ numerator: Int, _ denominator: Int, _ decimals: Int)
    -> Amount?
  {
    let count = values.values.reduce(0, +)
    guard count > 0 else { return nil }
    let (whole, rest) = ((count - 1) * numerator).quotientAndRemainder(dividingBy: denominator)
    let ordered = values.sorted { $0.key < $1.key }
    func value(at place: Int) -> Int {
      var passed = 0
      for (value, times) in ordered {
        passed += times
        if place < passed { return value }
      }
      return ordered[ordered.count - 1].key
    }
    let low = decimal(value(at: whole), decimals)
    if rest == 0 { return .number(.exact(low)) }
    let high = decimal(value(at: whole + 1), decimals)
    // Exact: the denominators are 2 and 10.
    guard
      let step = high.subtracting(low)?.multiplied(
        by: ExactDecimal(significand: Int128(rest * 10 / denominator), scale: 1)),
      let sum = low.adding(step)
    else { return .undefined }
    return .number(.exact(sum))
  }
}
