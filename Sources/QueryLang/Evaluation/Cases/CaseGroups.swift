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
