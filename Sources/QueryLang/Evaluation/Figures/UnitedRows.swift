/// Which rows of members that unite others (`3_4`) stand beside rows of what they unite, so that both together would
/// count the same twice.
struct UnitedRows {
  private let keys: [BoundKey]
  private let catalog: Catalog
  /// Members at each key, of rows that are alike in the other keys.
  private var members: [Place: Set<Int>] = [:]

  /// A row without what it says at one key.
  private struct Place: Hashable {
    let position: Int
    let others: [GroupKey?]
  }

  /// `rows`: those that have a value.
  init(_ rows: [EvaluatedRow], _ keys: [BoundKey], _ catalog: Catalog) {
    self.keys = keys
    self.catalog = catalog
    for (position, key) in keys.enumerated() {
      guard case .dimension(let dimension) = key,
        catalog.dimensions[dimension].members.contains(where: { !$0.unionOf.isEmpty })
      else { continue }
      for row in rows {
        guard case .member(let member) = row.group.keys[position] else { continue }
        members[place(row, position), default: []].insert(member)
      }
    }
  }

  private func place(_ row: EvaluatedRow, _ position: Int) -> Place {
    var others: [GroupKey?] = row.group.keys
    others[position] = nil
    return Place(position: position, others: others)
  }

  /// The member whose parts stand in other rows; of two that overlap the first counts.
  func memberBesideItsParts(_ row: EvaluatedRow) -> MemberReference? {
    for (position, key) in keys.enumerated() {
      guard case .dimension(let dimension) = key, case .member(let member) = row.group.keys[position],
        let beside = members[place(row, position)]
      else { continue }
      let table = catalog.dimensions[dimension].members
      let parts = table[member].unionOf
      guard !parts.isEmpty else { continue }
      let isCounted = beside.contains { other in
        parts.contains(other) || other < member && !table[other].unionOf.allSatisfy { !parts.contains($0) }
      }
      if isCounted { return MemberReference(dimension: dimension, member: member) }
    }
    return nil
  }
}
