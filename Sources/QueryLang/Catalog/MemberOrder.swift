/// The order in which members of a dimension are shown: parents first, so that districts stand with their
/// province; then the catalog's order; then names that only data have, in Vietnamese order.
struct MemberOrder {
  private let catalog: Catalog

  init(_ catalog: Catalog) { self.catalog = catalog }

  private struct Place {
    let parent: Int
    let origin: Int
    let order: Int
    let member: Int

    /// Of members with the same, only the names may tell where they are not ranked.
    func hasSameOrder(as other: Place) -> Bool {
      parent == other.parent && origin == other.origin && order == other.order
    }

    static func < (left: Place, right: Place) -> Bool {
      if left.parent != right.parent { return left.parent < right.parent }
      if left.origin != right.origin { return left.origin < right.origin }
      if left.order != right.order { return left.order < right.order }
      return left.member < right.member
    }
  }

  func sorted(_ members: some Sequence<Int>, of dimension: Int) -> [Int] {
    let places = members.map { place(of: $0, dimension) }
    var names: [Int: VietnameseSortKey] = [:]
    for place in places where place.order == Member.unrankedOrder {
      names[place.member] = catalog.dimensions[dimension].read(member: place.member) {
        VietnameseSortKey($0.names.vietnamese)
      }
    }
    if names.isEmpty { return places.sorted { $0 < $1 }.map(\.member) }
    return places.sorted { left, right in
      if left.hasSameOrder(as: right), let a = names[left.member], let b = names[right.member], a != b {
        return a < b
      }
      return left < right
    }.map(\.member)
  }

  /// Read in place: neither is a member that waits entered for its place, nor one taken out whole.
  private func place(of member: Int, _ dimension: Int) -> Place {
    let origin = catalog.dimensions[dimension].origin(ofMember: member) ?? dimension
    var parentOrder = 0
    if let parents = catalog.dimensions[origin].parent,
      let parent = catalog.dimensions[dimension].parent(ofMember: member)
    {
      parentOrder = catalog.dimensions[parents].order(ofMember: parent)
    }
    return Place(
      parent: parentOrder, origin: origin, order: catalog.dimensions[dimension].order(ofMember: member),
      member: member)
  }
}
