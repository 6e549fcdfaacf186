// What each kind of value allows in arithmetic.
extension ExpressionBinder {
  /// Ranks and codes never stand in arithmetic.
  mutating func checkOperand(_ operand: BoundExpression?, at span: SourceSpan) {
    for bearer in operand?.bearers ?? [] {
      switch bearer {
      case .measure(let reference):
        let measure = catalog.measures[reference.measure]
        if !measure.kind.allowsArithmetic {
          reportOnce(.kindForbidsArithmetic(measure: measure.names, kind: measure.kind), at: span)
        }
      case .window(let window) where window.function == .rank:
        reportOnce(.kindForbidsArithmetic(measure: text(of: bearer), kind: .rank), at: span)
      default: break
      }
    }
  }

  /// Rates, indices and stated figures are never added, whatever they are wrapped in; what is a fraction of all rows
  /// only to its like.
  mutating func checkSummand(_ operand: BoundExpression?, beside other: BoundExpression?, at span: SourceSpan)
  {
    guard !allowsSumsOfRates, let operand else { return }
    for bearer in operand.bearers {
      switch bearer {
      case .measure(let reference): checkSummand(catalog.measures[reference.measure], at: span)
      case .window(let window):
        guard let other, !other.measures.isEmpty, !window.isLike(other, in: catalog) else { continue }
        reportOnce(.kindForbidsArithmetic(measure: text(of: bearer), kind: .ratio), at: span)
      default: continue
      }
    }
  }

  private mutating func checkSummand(_ measure: Measure, at span: SourceSpan) {
    guard measure.kind.allowsArithmetic, !measure.kind.isAdditive else { return }
    if measure.kind == .ratio {
      reportOnce(.ratioInSum(measure: measure.names), at: span, [.write(measure.formulaText)])
    } else {
      reportOnce(.kindForbidsArithmetic(measure: measure.names, kind: measure.kind), at: span)
    }
  }

  /// What is wrong with a part is not said again of the whole.
  private mutating func reportOnce(
    _ fact: DiagnosticFact, at span: SourceSpan, _ suggestions: [Suggestion] = []
  ) {
    let isSaid = diagnostics.contains { diagnostic in
      diagnostic.fact == fact
        && diagnostic.span.map { span.lower <= $0.lower && $0.upper <= span.upper } ?? false
    }
    if !isSaid { report(fact, at: span, suggestions) }
  }

  private func text(of expression: BoundExpression) -> Localized {
    Localized(both: CanonicalText(catalog).write(expression))
  }
}

extension BoundExpression {
  /// The measures and functions over rows whose nature the whole expression has: of `-round(m, 2) * 3` the measure,
  /// of a quotient or product of measures none.
  fileprivate var bearers: [BoundExpression] {
    switch self {
    case .number: []
    case .measure, .window: [self]
    case .negated(let operand), .rounded(let operand, _): operand.bearers
    case .coalesce(let first, let second): first.bearers + second.bearers
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      left.bearers + right.bearers
    case .binary(.multiply, let left, let right):
      left.measures.isEmpty ? right.bearers : right.measures.isEmpty ? left.bearers : []
    case .binary(.divide, let left, let right): right.measures.isEmpty ? left.bearers : []
    }
  }

}

extension WindowCall {
  /// The change of a rate.
  private func isPoints(in catalog: Catalog) -> Bool { function == .change && operand.isShare(in: catalog) }

  /// Whether the two may be added: a fraction of all rows to fractions, points to points, amounts to anything.
  fileprivate func isLike(_ other: BoundExpression, in catalog: Catalog) -> Bool {
    func isAll(_ isSuch: (WindowCall) -> Bool) -> Bool {
      !other.bearers.isEmpty
        && other.bearers.allSatisfy { if case .window(let window) = $0 { isSuch(window) } else { false } }
    }
    if function == .share { return other.isShare(in: catalog) || isAll { $0.function == .share } }
    return !isPoints(in: catalog) || isAll { $0.isPoints(in: catalog) }
  }
}
