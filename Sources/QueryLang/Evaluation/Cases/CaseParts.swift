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

/// Groups of cases and what the atoms come to in each, one behind the other: an array for each group would take longer
/// to make than many a group takes to count.
struct CaseGroups: RandomAccessCollection, Sendable {
  private let keyCount: Int
  private let partCount: Int
  let startIndex = 0
  private(set) var endIndex = 0
  /// Of all groups, one behind the other.
  private(set) var keys: [CaseGroupKey] = []
  private(set) var parts: [CasePart] = []

  init(of aggregation: CaseAggregation) {
    keyCount = aggregation.keys.count
    partCount = aggregation.atoms.count
  }

  /// - Parameters:
  ///   - keys: of all groups, as the aggregation's keys.
  ///   - parts: of all groups, as its atoms.
  init(of aggregation: CaseAggregation, count: Int, keys: [CaseGroupKey], parts: [CasePart]) {
    self.init(of: aggregation)
    precondition(keys.count == count * keyCount && parts.count == count * partCount)
    endIndex = count
    self.keys = keys
    self.parts = parts
  }

  subscript(group: Int) -> CaseGroup {
    CaseGroup(
      keys: keys[group * keyCount..<(group + 1) * keyCount],
      parts: parts[group * partCount..<(group + 1) * partCount])
  }

  func part(_ atom: Int, of group: Int) -> CasePart { parts[group * partCount + atom] }

  mutating func append(_ keys: some Collection<CaseGroupKey>, _ parts: some Collection<CasePart>) {
    precondition(keys.count == keyCount && parts.count == partCount)
    self.keys += keys
    self.parts += parts
    endIndex += 1
  }
}

/// One of them, lying where it is.
struct CaseGroup: Sendable {
  /// As the aggregation's keys; members by position in their dimension, `nil` for cases that have none.
  let keys: ArraySlice<CaseGroupKey>
  /// As its atoms.
  let parts: ArraySlice<CasePart>
}

enum CaseGroupKey: Hashable, Sendable {
  case member(Int?)
  case timeliness(Timeliness)
  /// By position.
  case slot(Int)
}
