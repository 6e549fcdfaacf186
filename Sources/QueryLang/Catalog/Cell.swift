/// A place among all dimensions: for some of them one member, for every other *all of it*.
///
/// Normalised on the way in: a member brings along its parents and what it implies, so that a figure reported
/// for `Huyện Lục Nam` and a question about it land on the same cell.
package struct Cell: Hashable, Sendable {
  /// Sorted by dimension, at most one for each.
  package private(set) var members: [MemberReference] = []

  package init() {}

  /// - Precondition: sorted by dimension, one for each.
  init(sorted members: [MemberReference]) { self.members = members }

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
    // Read field by field: a whole dimension or member copied costs more than all the rest.
    let (dimension, position) = (reference.dimension, reference.member)
    if let origin = catalog.dimensions[dimension].read(member: position, { $0.origin }) {
      return insert(origin, allowed, catalog)
    }
    if let existing = self.member(of: dimension) {
      if existing != position { return false }
    } else {
      appendSorted(reference)
    }
    if let parent = catalog.dimensions[dimension].parent,
      let parentMember = catalog.dimensions[dimension].read(member: position, { $0.parent })
    {
      guard insert(MemberReference(dimension: parent, member: parentMember), allowed, catalog) else {
        return false
      }
    }
    for implied in catalog.dimensions[dimension].implied where allowed.contains(implied.dimension) {
      guard insert(implied, allowed, catalog) else { return false }
    }
    for implied in catalog.dimensions[dimension].read(member: position, { $0.implied })
    where allowed.contains(implied.dimension) {
      guard insert(implied, allowed, catalog) else { return false }
    }
    return true
  }

  /// Whether every member of `other` is also this cell's: this cell lies inside the other.
  package func isInside(_ other: Cell) -> Bool {
    other.members.allSatisfy { member(of: $0.dimension) == $0.member }
  }
}
