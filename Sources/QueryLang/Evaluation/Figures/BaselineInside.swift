/// Says where a baseline is a place inside that of the row, or around it: a part beside its whole.
struct BaselineInside {
  private let plan: FigurePlan
  private let catalog: Catalog
  private static let listed = 3

  init(_ plan: FigurePlan, _ catalog: Catalog) {
    self.plan = plan
    self.catalog = catalog
  }

  func notes(_ rows: [EvaluatedRow]) -> [Localized] {
    guard case .member(let baseline)? = plan.query.baseline else { return [] }
    var inside: [MemberReference] = []
    var around: [MemberReference] = []
    for row in rows {
      let own = members(of: row.coordinates)
      if let part = own.first(where: { ancestors(of: $0).contains(baseline) }), !inside.contains(part) {
        inside.append(part)
      }
      // One place beside another of its level: that both lie in the same one is no matter.
      guard !own.contains(where: { $0.dimension == baseline.dimension }) else { continue }
      let parents = ancestors(of: baseline)
      if let whole = own.first(where: parents.contains), !around.contains(whole) { around.append(whole) }
    }
    return [note([baseline], inside: around), note(inside, inside: [baseline])].compactMap { $0 }
  }

  /// What the row names: its own cell, and conditions that choose one member.
  private func members(of coordinates: Coordinates) -> [MemberReference] {
    coordinates.cell.members
      + coordinates.conditions.filter { $0.members.count == 1 }.flatMap { selection in
        selection.members.map { MemberReference(dimension: selection.dimension, member: $0) }
      }
  }

  private func ancestors(of reference: MemberReference) -> [MemberReference] {
    var found: [MemberReference] = []
    var current = reference
    while let dimension = catalog.dimensions[current.dimension].parent,
      let parent = catalog.member(current).parent
    {
      current = MemberReference(dimension: dimension, member: parent)
      found.append(current)
    }
    return found
  }

  private func note(_ parts: [MemberReference], inside wholes: [MemberReference]) -> Localized? {
    guard !parts.isEmpty, !wholes.isEmpty else { return nil }
    let (part, whole) = (names(parts), names(wholes))
    return Localized(
      vi: "\(part.vietnamese) nằm trong \(whole.vietnamese): một phần đặt cạnh toàn thể của nó",
      en:
        "\(part.english) \(parts.count > 1 ? "are" : "is") inside \(whole.english): a part is held against its whole"
    )
  }

  private func names(_ references: [MemberReference]) -> Localized {
    references.map { Localized(both: CanonicalText(catalog).canonicalName($0)) }.listed(BaselineInside.listed)
  }
}

extension Catalog {
  /// Whether the two are one dimension, or one stands above the other (province, district; a unit's province).
  func isSameHierarchy(_ one: Int, _ other: Int) -> Bool {
    levels(from: one).contains(other) || levels(from: other).contains(one)
  }

  /// The dimension and all above it; above one that unites others what is above those.
  private func levels(from dimension: Int) -> Set<Int> {
    var found: Set<Int> = [dimension]
    var waiting = [dimension]
    while let next = waiting.popLast() {
      let above = [dimensions[next].parent] + dimensions[next].unionOf.map { dimensions[$0].parent }
      waiting += above.compactMap { $0 }.filter { found.insert($0).inserted }
    }
    return found
  }
}
