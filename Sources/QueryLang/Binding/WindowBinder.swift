// Functions over rows: what each of them may be of.
extension ExpressionBinder {
  mutating func bindWindow(
    _ function: FunctionName, _ arguments: [ExpressionSyntax], _ bound: [BoundExpression?],
    _ dimension: NameSyntax?, _ span: SourceSpan
  ) -> BoundExpression? {
    guard arguments.count == 1 else { return report(.functionArguments(function, expected: 1), at: span) }
    guard let operand = bound[0], let window = WindowCall.Function(rawValue: function.rawValue) else {
      return nil
    }
    if operand.measures.isEmpty { return report(.expressionWithoutMeasure, at: arguments[0].span) }
    if !operand.windows.isEmpty { return report(.windowInWindow(function), at: span) }
    let kinds = operand.measures.map { catalog.measures[$0.measure].kind }
    let isSum = kinds.allSatisfy(\.isAdditive) && operand.isLinear
    if window == .share, !isSum { return report(.functionNeedsSum(function), at: arguments[0].span) }
    if window == .cumulative, !isSum || kinds.contains(where: { $0 != .flow }) {
      return report(.functionNeedsFlow(function), at: arguments[0].span)
    }
    var within: BoundKey?
    if let dimension, let keys {
      within = key(named: dimension, among: keys)
      if within == nil { return report(.shareOfNoKey(Localized(both: dimension.text)), at: dimension.span) }
    }
    if window.runsOverTime, let keys, keys.finestTimeField?.grain == nil {
      return report(.functionNeedsTime(function), at: span)
    }
    return .window(WindowCall(function: window, operand: operand, within: within))
  }

  private func key(named name: NameSyntax, among keys: [BoundKey]) -> BoundKey? {
    let meanings = context.lexicon.meanings(of: name.text)
    return keys.first { key in
      switch key {
      case .dimension(let dimension): meanings.contains(.dimension(dimension))
      case .time(let field): meanings.contains(.timeField(field))
      }
    }
  }
}

extension WindowCall.Function {
  /// Needs periods that never overlap, one after the other.
  fileprivate var runsOverTime: Bool { self == .cumulative || self == .change }
}
