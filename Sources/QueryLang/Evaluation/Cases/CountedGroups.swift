/// The groups of an answer and what was counted of each, by position: rows know their position, so that no group has
/// to be looked for by its keys. One behind the other, as in ``CaseGroups``.
struct CountedGroups: GroupList {
  private let keyCount: Int
  private let partCount: Int
  private(set) var count = 0
  private var keys: [GroupKey] = []
  private var parts: [CasePart] = []
  /// What each group is held against; `nil` where it has no counterpart, empty where there is no baseline.
  private(set) var baselines: [[CasePart]?] = []
  /// Made when somebody first asks for a group by its keys.
  private var positions: [Group: Int]?

  init(_ plan: CasePlan) {
    keyCount = plan.query.keys.count
    partCount = plan.aggregation.atoms.count
  }

  func key(_ key: Int, of group: Int) -> GroupKey { keys[group * keyCount + key] }

  func group(_ position: Int) -> Group {
    Group(keys: Array(keys[position * keyCount..<(position + 1) * keyCount]))
  }

  func part(_ atom: Int, of position: Int) -> CasePart { parts[position * partCount + atom] }

  func parts(of position: Int) -> ArraySlice<CasePart> {
    parts[position * partCount..<(position + 1) * partCount]
  }

  /// Takes some of the groups that an engine found.
  /// - Precondition: there are no groups yet.
  mutating func take(_ chosen: [Int], of found: CaseGroups, _ naming: CaseGroupNaming) {
    precondition(count == 0)
    count = chosen.count
    keys.reserveCapacity(count * keyCount)
    for group in chosen { naming.append(found[group].keys, to: &keys) }
    if count == found.count {
      parts = found.parts
    } else {
      parts.reserveCapacity(count * partCount)
      for group in chosen { parts += found[group].parts }
    }
  }

  /// - Returns: its position.
  @discardableResult mutating func append(_ group: Group, _ parts: [CasePart]) -> Int {
    positions?[group] = count
    keys += group.keys
    self.parts += parts
    count += 1
    return count - 1
  }

  mutating func has(_ group: Group) -> Bool {
    if let positions { return positions[group] != nil }
    let made = Dictionary((0..<count).map { (self.group($0), $0) }) { first, _ in first }
    positions = made
    return made[group] != nil
  }

  /// What the first group without one is held against.
  mutating func append(baseline parts: [CasePart]?) { baselines.append(parts) }

  /// `nil` where the group is held against nothing.
  func baseline(_ position: Int) -> [CasePart]? {
    baselines.indices.contains(position) ? baselines[position] : nil
  }
}
