/// What an expression comes to, from the parts of a group.
struct CaseArithmetic {
  let parts: ArraySlice<CasePart>
  let windows: [WindowCall: Resolved]

  func value(_ formula: CaseFormula) -> Resolved { known(formula).answer }

  /// An answer, and whether it is made of numbers alone: then it makes nothing of what is missing.
  private struct Known {
    var answer: Resolved
    var isConstant = false

    init(_ amount: Amount, isConstant: Bool = false) {
      answer = Resolved(amount: amount, status: amount == .undefined ? .undefined : .derived)
      self.isConstant = isConstant
    }

    init(_ answer: Resolved) { self.answer = answer }

    var isMissing: Bool { answer.status == .missing }

    func mapping(_ operation: (Amount) -> Amount) -> Known {
      isMissing ? self : Known(operation(answer.amount), isConstant: isConstant)
    }
  }

  private func known(_ formula: CaseFormula) -> Known {
    switch formula {
    case .number(let number): return Known(.number(.exact(number)), isConstant: true)
    case .leaf(let leaf): return leaf.flatMap(amount).map { Known($0) } ?? Known(.missing)
    case .window(let window): return Known(windows[window] ?? .missing)
    case .negated(let operand): return known(operand).mapping(Arithmetic.negate)
    case .rounded(let operand, let digits):
      return known(operand).mapping { Arithmetic.round($0, digits: digits) }
    case .coalesce(let first, let second):
      let answer = known(first)
      if answer.answer.status < .undefined { return answer }
      var fallback = known(second)
      // What stands in for something undefined stands for its cases.
      if !answer.isMissing { fallback.isConstant = false }
      return fallback
    case .binary(let operation, let left, let right):
      return combine(operation, known(left), known(right))
    }
  }

  /// All missing is missing; some missing is undefined.
  private func combine(_ operation: ArithmeticOperator, _ left: Known, _ right: Known) -> Known {
    let isMissing = (left.isMissing || left.isConstant) && (right.isMissing || right.isConstant)
    if isMissing, left.isMissing || right.isMissing { return Known(.missing) }
    if left.isMissing || right.isMissing { return Known(.undefined) }
    let amount = Arithmetic.apply(operation, left.answer.amount, right.answer.amount)
    return Known(amount, isConstant: left.isConstant && right.isConstant)
  }

  /// `nil` where no case has the number.
  private func amount(_ leaf: CasePlan.Leaf) -> Amount? {
    let position = parts.startIndex + leaf.atom
    guard parts.indices.contains(position) else { return nil }
    switch (leaf, parts[position]) {
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
