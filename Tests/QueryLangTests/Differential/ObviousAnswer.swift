@testable import QueryLang

/// What the obvious evaluator says about one cell: how much, how it came about, on what ground.
struct ObviousAnswer: Equatable {
  enum Value: Equatable {
    case missing, undefined
    case exact(ExactDecimal)
    case real(Double)
    case bounded(Bound, ExactDecimal)
  }

  var value: Value
  var status: CellStatus
  /// `2 of 3 sectors`, outermost first.
  var coverage: [String] = []
  var marks: CellMarks = []
  /// Made of numbers alone, no measure in it.
  var isConstant = false
  /// Positions of the figures it rests on.
  var figures: Set<Int> = []

  static let missing = ObviousAnswer(value: .missing, status: .missing)

  static func constant(_ number: ExactDecimal) -> ObviousAnswer {
    ObviousAnswer(value: .exact(number), status: .reported, isConstant: true)
  }

  var isMissing: Bool { value == .missing }

  var number: Double? {
    switch value {
    case .missing, .undefined: nil
    case .exact(let decimal), .bounded(_, let decimal): decimal.nearestDouble
    case .real(let number): number
    }
  }

  var exact: ExactDecimal? {
    if case .exact(let decimal) = value { return decimal }
    return nil
  }
}

extension ObviousAnswer: CustomStringConvertible {
  var description: String {
    let text =
      switch value {
      case .missing: "–"
      case .undefined: "∅"
      case .exact(let decimal): decimal.description
      case .real(let number): "\(number)"
      case .bounded(let bound, let decimal): "\(bound.symbol)\(decimal)"
      }
    let words = CellMarks.named.filter { marks.contains($0.mark) }.map(\.word)
    return "\(text) [\(status.word)\((coverage + words).map { "; " + $0 }.joined())]"
  }
}

// MARK: - Arithmetic

extension ObviousAnswer {
  /// All missing is missing; some missing, a bound, or a division by zero is undefined; else the value is computed
  /// and the status the worst of the operands'.
  static func combine(_ operation: ArithmeticOperator, _ left: ObviousAnswer, _ right: ObviousAnswer)
    -> ObviousAnswer
  {
    if left.isMissing && right.isConstant || right.isMissing && left.isConstant { return .missing }
    let value = compute(operation, left.value, right.value)
    var answer = join([left, right], value: value).worsened(to: .derived)
    answer.isConstant = left.isConstant && right.isConstant
    return answer
  }

  static func sum(_ parts: [ObviousAnswer]) -> ObviousAnswer {
    let total = parts.dropFirst().reduce(parts[0].value) { compute(.add, $0, $1.value) }
    return join(parts, value: total)
  }

  /// `value` with the worst status of `parts`, the coverage of the first partial one and the marks of all.
  static func join(_ parts: [ObviousAnswer], value: Value) -> ObviousAnswer {
    var marks = parts.reduce(into: CellMarks()) { $0.formUnion($1.marks) }
    if case .bounded = value {} else { marks.remove(.bound) }
    let figures = parts.reduce(into: Set<Int>()) { $0.formUnion($1.figures) }
    switch value {
    case .missing: return .missing
    case .undefined:
      return ObviousAnswer(value: .undefined, status: .undefined, marks: marks, figures: figures)
    case .exact, .real, .bounded:
      let status = parts.map(\.status).max() ?? .reported
      let coverage = parts.first { !$0.coverage.isEmpty }?.coverage ?? []
      return ObviousAnswer(
        value: value, status: status, coverage: coverage, marks: marks, figures: figures)
    }
  }

  func worsened(to least: CellStatus) -> ObviousAnswer {
    var copy = self
    copy.status = max(status, least)
    return copy
  }

  func marked(_ mark: CellMarks) -> ObviousAnswer {
    var copy = self
    copy.marks.formUnion(mark)
    return copy
  }

  private static func compute(_ operation: ArithmeticOperator, _ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.missing, .missing): return .missing
    case (.missing, _), (_, .missing), (.undefined, _), (_, .undefined), (.bounded, _), (_, .bounded):
      return .undefined
    case (.exact(let a), .exact(let b)):
      switch operation {
      case .add: return a.adding(b).map { .exact($0) } ?? .undefined
      case .subtract: return a.subtracting(b).map { .exact($0) } ?? .undefined
      case .multiply: return a.multiplied(by: b).map { .exact($0) } ?? .undefined
      case .divide: return a.quotient(dividedBy: b).map { .real($0) } ?? .undefined
      }
    case (.exact(let a), .real(let b)): return compute(operation, a.nearestDouble, b)
    case (.real(let a), .exact(let b)): return compute(operation, a, b.nearestDouble)
    case (.real(let a), .real(let b)): return compute(operation, a, b)
    }
  }

  private static func compute(_ operation: ArithmeticOperator, _ left: Double, _ right: Double) -> Value {
    switch operation {
    case .add: .real(left + right)
    case .subtract: .real(left - right)
    case .multiply: .real(left * right)
    case .divide: right == 0 ? .undefined : .real(left / right)
    }
  }

  var negated: ObviousAnswer {
    var copy = worsened(to: .derived)
    switch value {
    case .missing, .undefined: break
    case .exact(let number): copy.value = number.negated.map { .exact($0) } ?? .undefined
    case .real(let number): copy.value = .real(-number)
    case .bounded:
      return ObviousAnswer.join([self], value: .undefined)
    }
    return copy
  }

  func rounded(to digits: Int) -> ObviousAnswer {
    var copy = worsened(to: .derived)
    let factor = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    switch value {
    case .missing, .undefined: break
    case .exact(let number):
      let half = ExactDecimal(significand: number.isNegative ? -5 : 5, scale: digits + 1)
      guard number.scale > digits, let shifted = number.adding(half) else { break }
      // Half of the last digit added may leave fewer digits than are asked for: 0.295 becomes 0.3.
      copy.value = .exact(shifted)
      if shifted.scale > digits, let unit = ExactDecimal.powerOfTen(shifted.scale - digits) {
        copy.value = .exact(ExactDecimal(significand: shifted.significand / unit, scale: digits))
      }
    case .real(let number):
      let rounded = (number * factor).rounded(.toNearestOrAwayFromZero) / factor
      copy.value = ExactDecimal(nearestTo: rounded).map { .exact($0) } ?? .undefined
    case .bounded: return ObviousAnswer.join([self], value: .undefined)
    }
    return copy
  }
}
