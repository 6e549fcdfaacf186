@testable import QueryLang

/// Computes every node of a derivation again from the nodes beneath it, down to the figures.
struct DerivationAudit {
  let cells: CellDerivations
  private var resolver: FigureResolver { cells.resolver }

  /// What is wrong with the explanation of a cell; empty when it explains the evaluator's answer.
  func problems(_ cell: CellDerivations.Cell) -> [String] {
    let expected = cells.record.rows[cell.row].answers[cell.column]
    let root = cell.derivation.answer
    var problems: [String] = []
    if root.amount != expected.amount { problems.append("value \(root.amount), not \(expected.amount)") }
    if root.status != expected.status { problems.append("status \(root.status), not \(expected.status)") }
    if root.marks != expected.marks { problems.append("marks \(root.marks), not \(expected.marks)") }
    if root.coverage != expected.coverage { problems.append("coverage \(root.coverage)") }
    if root.figures != expected.figures { problems.append("figures \(root.figures)") }
    return problems + self.problems(cell.derivation, isBeside: false)
  }

  private func problems(_ node: Derivation, isBeside: Bool) -> [String] {
    var problems = node.parts.flatMap { self.problems($0, isBeside: isBeside) }
    problems += node.besides.flatMap { self.problems($0.derivation, isBeside: true) }
    // What a row is among others does not follow from its own figures alone.
    if case .expression(let expression) = node.label, !expression.windows.isEmpty { return problems }
    let found = amount(node)
    if found != node.answer.amount, !mayBeUndefined(node) {
      problems.append("\(node.label) \(node.step): parts give \(found), not \(node.answer.amount)")
    }
    if !node.answer.figures.isSubset(of: node.figures) {
      problems.append("\(node.label) \(node.step): figures \(node.answer.figures) without a leaf")
    }
    return isBeside ? problems : problems + conflictProblems(node)
  }

  /// A conflict has its origin in the node or beneath it.
  private func conflictProblems(_ node: Derivation) -> [String] {
    let isMarked = node.answer.marks.contains(.conflict)
    let isFromBelow = node.parts.contains { $0.answer.marks.contains(.conflict) }
    let isTold = node.besides.contains {
      $0.relation == .disagrees || $0.relation == .exceeds || $0.derivation.answer.marks.contains(.conflict)
    }
    let values = Set(node.step == .reported ? node.parts.map(\.answer.amount) : [])
    if isMarked, !isFromBelow, !isTold, values.count < 2 {
      return ["\(node.label) \(node.step): a conflict without a reason"]
    }
    let isClear = node.besides.contains { $0.relation == .disagrees || $0.relation == .exceeds }
    return isClear && !isMarked ? ["\(node.label) \(node.step): a reason without a conflict"] : []
  }

  /// What is known only in part stands on cells of its own and enters no arithmetic.
  private func mayBeUndefined(_ node: Derivation) -> Bool {
    guard node.answer.amount == .undefined else { return false }
    return node.parts.contains { $0.answer.status >= .partial } || node.parts.isEmpty
  }

  private func amount(_ node: Derivation) -> Amount {
    switch node.step {
    case .figure:
      guard case .figure(let position) = node.label else { return .undefined }
      let figure = resolver.index[position]
      return figure.bound.map { .bounded($0, figure.value) } ?? .number(.exact(figure.value))
    case .reported, .stock: return node.parts.first?.answer.amount ?? .undefined
    case .formula(let expression), .expression(let expression): return amount(expression, node.parts)
    case .allMembers, .united, .selected, .periods, .knownMembers:
      guard let first = node.parts.first else { return .undefined }
      return node.parts.dropFirst().reduce(first.answer.amount) { Arithmetic.add($0, $1.answer.amount) }
    case .missing: return .undefined
    }
  }

  private func amount(_ expression: BoundExpression, _ parts: [Derivation]) -> Amount {
    for part in parts {
      switch part.label {
      case .expression(expression): return part.answer.amount
      case .measure(let reference) where .measure(reference) == expression: return part.answer.amount
      default: continue
      }
    }
    switch expression {
    case .number(let number): return .number(.exact(number))
    case .measure, .window: return .undefined
    case .negated(let operand): return Arithmetic.negate(amount(operand, parts))
    case .rounded(let operand, let digits): return Arithmetic.round(amount(operand, parts), digits: digits)
    case .coalesce(let first, let second):
      let known = amount(first, parts)
      return known == .undefined ? amount(second, parts) : known
    case .binary(let operation, let left, let right):
      return Arithmetic.apply(operation, amount(left, parts), amount(right, parts))
    }
  }
}
