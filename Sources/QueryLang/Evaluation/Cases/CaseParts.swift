/// What an atom comes to in a group; two of separate groups make that of both.
enum CasePart: Equatable, Sendable {
  case count(Int)
  /// Of `count` cases.
  case sum(count: Int, total: Int)
  case extremes(least: Int, greatest: Int)
  /// By value, how many cases have it.
  case histogram([Int: Int])
  /// No case with the number.
  case none

  /// - Returns: `nil` where a sum is too large.
  func merged(with other: CasePart) -> CasePart? {
    switch (self, other) {
    case (.none, let part), (let part, .none): return part
    case (.count(let a), .count(let b)): return .count(a + b)
    case (.sum(let countA, let a), .sum(let countB, let b)):
      let (total, hasOverflow) = a.addingReportingOverflow(b)
      return hasOverflow ? nil : .sum(count: countA + countB, total: total)
    case (.extremes(let leastA, let greatestA), .extremes(let leastB, let greatestB)):
      return .extremes(least: min(leastA, leastB), greatest: max(greatestA, greatestB))
    case (.histogram(let a), .histogram(let b)):
      return .histogram(a.merging(b, uniquingKeysWith: +))
    default: return nil
    }
  }

  /// Nothing was counted.
  var isNothing: Bool {
    switch self {
    case .count(let count), .sum(let count, _): count == 0
    case .none: true
    case .extremes: false
    case .histogram(let values): values.isEmpty
    }
  }
}
