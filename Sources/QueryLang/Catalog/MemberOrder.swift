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

    /// `nil` where only the names may tell, of members that are not ranked.
    func isBefore(_ other: Place) -> Bool? {
      if parent != other.parent { return parent < other.parent }
      if origin != other.origin { return origin < other.origin }
      if order != other.order { return order < other.order }
      return order == Member.unrankedOrder ? nil : member < other.member
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
    return places.sorted { left, right in
      if let isBefore = left.isBefore(right) { return isBefore }
      if let a = names[left.member], let b = names[right.member], a != b { return a < b }
      return left.member < right.member
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
