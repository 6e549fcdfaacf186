/// Writes an expression with values in the places of its measures.
struct Calculation {
  private let parts: [(label: Derivation.Label, value: ResultCell.Value, isShare: Bool)]

  init(_ parts: [(derivation: Derivation, value: ResultCell.Value, isShare: Bool)]) {
    self.parts = parts.map { ($0.derivation.label, $0.value, $0.isShare) }
  }

  init(values: [MeasureReference: ResultCell.Value]) {
    parts = values.map { (.measure($0.key), $0.value, false) }
  }

  func pieces(_ expression: BoundExpression) -> [ExplanationNode.Piece] { pieces(expression, within: 0) }

  private func pieces(_ expression: BoundExpression, within precedence: Int) -> [ExplanationNode.Piece] {
    let known = parts.first { part in
      switch part.label {
      case .expression(expression): true
      case .measure(let reference): .measure(reference) == expression
      case .member, .period, .figure, .expression: false
      }
    }
    if let known { return [.value(known.value, isShare: known.isShare)] }
    switch expression {
    case .number(let value): return [.value(.number(.exact(value)), isShare: false)]
    case .measure: return [.value(.missing, isShare: false)]
    case .negated(let operand): return [.text("−")] + pieces(operand, within: 3)
    case .coalesce(let first, let second):
      return [.text("coalesce(")] + pieces(first) + [.text("; ")] + pieces(second) + [.text(")")]
    case .window(let window):
      return [.text("\(window.function.rawValue)(")] + pieces(window.operand) + [.text(")")]
    case .rounded(let operand, let digits):
      return [.text("round(")] + pieces(operand) + [.text("; \(digits))")]
    case .binary(let operation, let left, let right):
      let own = operation == .add || operation == .subtract ? 1 : 2
      let inner =
        pieces(left, within: own) + [.text(" \(operation.sign) ")] + pieces(right, within: own + 1)
      return own < precedence ? [.text("(")] + inner + [.text(")")] : inner
    }
  }
}

extension ArithmeticOperator {
  fileprivate var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "−"
    case .multiply: "×"
    case .divide: "/"
    }
  }
}
