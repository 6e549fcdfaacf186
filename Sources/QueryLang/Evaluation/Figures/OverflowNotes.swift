/// Says which columns are undefined because an exact number would need more digits than there are.
///
/// Found by walking the roads of undefined cells: an operation on numbers that has no result, and is no division.
struct OverflowNotes {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  /// The roads of further rows are not walked.
  private static let mostRows = 20

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    self.resolver = resolver
  }

  func notes(_ rows: [EvaluatedRow], sums: [SummedRow]) -> [Localized] {
    let columns = plan.columns.indices.filter { column in
      let undefined = rows.filter { $0.answers[column].status == .undefined }
      let walk = ColumnDerivation(resolver)
      return undefined.prefix(OverflowNotes.mostRows).contains { row in
        var walk = walk
        walk.windows = row.windows
        return overflows(walk.derivation(of: plan.columns[column], at: row.coordinates))
      }
        || sums.contains { sum in
          sum.shown.answers[column].status == .undefined
            && sum.rows.allSatisfy { $0.answers[column].amount.exact != nil }
            && plan.columns[column].expanded.isLinear
        }
    }
    guard !columns.isEmpty else { return [] }
    let titles = columns.map { plan.query.measures[$0].title }.joined(", ")
    return [
      Localized(
        vi: "\(titles.vietnamese): có ô không xác định vì kết quả chính xác dài quá 38 chữ số",
        en: "\(titles.english): cells are undefined where the exact result needs more than 38 digits")
    ]
  }

  private func overflows(_ node: Derivation) -> Bool {
    guard node.answer.amount == .undefined, node.answer.status != .missing else { return false }
    if node.parts.contains(where: overflows) { return true }
    switch node.step {
    case .formula(let expression), .expression(let expression):
      var evaluation = ExactEvaluation(node.parts)
      _ = evaluation.amount(expression)
      return evaluation.overflows
    case .allMembers, .united, .selected, .periods, .knownMembers:
      return !node.parts.isEmpty && node.parts.allSatisfy { $0.answer.amount.exact != nil }
    case .reported, .figure, .stock, .missing: return false
    }
  }
}

/// An expression computed from the answers of its measures, watching for what is too long.
private struct ExactEvaluation {
  private let values: [BoundExpression: Amount]
  private(set) var overflows = false

  init(_ parts: [Derivation]) {
    let pairs = parts.compactMap { part -> (BoundExpression, Amount)? in
      switch part.label {
      case .measure(let reference): (.measure(reference), part.answer.amount)
      case .expression(let expression): (expression, part.answer.amount)
      case .member, .period, .figure: nil
      }
    }
    values = Dictionary(pairs) { first, _ in first }
  }

  mutating func amount(_ expression: BoundExpression) -> Amount {
    if let known = values[expression] { return known }
    switch expression {
    case .number(let number): return .number(.exact(number))
    case .measure, .window, .coalesce: return .undefined
    case .negated(let operand): return Arithmetic.negate(amount(operand))
    case .rounded(let operand, let digits): return Arithmetic.round(amount(operand), digits: digits)
    case .binary(let operation, let left, let right):
      let (first, second) = (amount(left), amount(right))
      let result = Arithmetic.apply(operation, first, second)
      let areNumbers = first.exact != nil && second.exact != nil
      if result == .undefined, areNumbers, operation != .divide { overflows = true }
      return result
    }
  }
}
