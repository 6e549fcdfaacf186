/// A place among all dimensions: for some of them one member, for every other *all of it*.
///
/// Normalised on the way in: a member brings along its parents and what it implies, so that a figure reported
/// for `Huyện Lục Nam` and a question about it land on the same cell.
package struct Cell: Hashable, Sendable {
  /// Sorted by dimension, at most one for each.
  package private(set) var members: [MemberReference] = []

  package init() {}

  package func member(of dimension: Int) -> Int? {
    for reference in members where reference.dimension == dimension { return reference.member }
    return nil
  }

  package func has(_ dimension: Int) -> Bool { member(of: dimension) != nil }

  /// This cell narrowed to a member and all that it implies among `dimensions`; `nil` when that contradicts
  /// a member the cell already has.
  package func narrowed(
    to reference: MemberReference, within dimensions: Set<Int>, of catalog: Catalog
  ) -> Cell? {
    var cell = self
    return cell.insert(reference, dimensions, catalog) ? cell : nil
  }

  /// Adds a member as it is, without what it implies.
  mutating func appendSorted(_ reference: MemberReference) {
    let position = members.firstIndex { $0.dimension > reference.dimension } ?? members.count
    members.insert(reference, at: position)
  }

  private mutating func insert(_ reference: MemberReference, _ allowed: Set<Int>, _ catalog: Catalog) -> Bool
  {
    let member = catalog.member(reference)
    if let origin = member.origin { return insert(origin, allowed, catalog) }
    if let existing = self.member(of: reference.dimension) {
      if existing != reference.member { return false }
    } else {
      appendSorted(reference)
    }
    let dimension = catalog.dimensions[reference.dimension]
    if let parent = dimension.parent, let parentMember = member.parent {
      guard insert(MemberReference(dimension: parent, member: parentMember), allowed, catalog) else {
        return false
      }
    }
    for implied in dimension.implied + member.implied where allowed.contains(implied.dimension) {
      guard insert(implied, allowed, catalog) else { return false }
    }
    return true
  }

  /// Whether every member of `other` is also this cell's: this cell lies inside the other.
  package func isInside(_ other: Cell) -> Bool {
    other.members.allSatisfy { member(of: $0.dimension) == $0.member }
  }
}
