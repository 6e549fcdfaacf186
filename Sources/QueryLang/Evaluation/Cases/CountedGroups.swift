/// The groups of an answer and what was counted of each, by position: rows know their position, so that no group has
/// to be looked for by its keys.
struct CountedGroups {
  private(set) var groups: [Group] = []
  private(set) var parts: [[CasePart]] = []
  /// What each group is held against; `nil` where it has no counterpart, empty where there is no baseline.
  private(set) var baselines: [[CasePart]?] = []
  /// Made when somebody first asks for a group by its keys.
  private var positions: [Group: Int]?

  mutating func reserveCapacity(_ count: Int) {
    groups.reserveCapacity(count)
    parts.reserveCapacity(count)
  }

  /// - Returns: its position.
  @discardableResult mutating func append(_ group: Group, _ parts: [CasePart]) -> Int {
    positions?[group] = groups.count
    groups.append(group)
    self.parts.append(parts)
    return groups.count - 1
  }

  mutating func has(_ group: Group) -> Bool {
    if let positions { return positions[group] != nil }
    let made = Dictionary(zip(groups, groups.indices)) { first, _ in first }
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
