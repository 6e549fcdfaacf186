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
    let known = catalog.dimensions[dimension].members
    let places = members.map { place(of: $0, among: known, dimension) }
    var names: [Int: VietnameseSortKey] = [:]
    for place in places where place.order == Member.unrankedOrder {
      names[place.member] = VietnameseSortKey(known[place.member].names.vietnamese)
    }
    return places.sorted { left, right in
      if let isBefore = left.isBefore(right) { return isBefore }
      if let a = names[left.member], let b = names[right.member], a != b { return a < b }
      return left.member < right.member
    }.map(\.member)
  }

  /// - Parameter members: of the dimension. None is taken out whole, which would hold each of its parts.
  private func place(of member: Int, among members: [Member], _ dimension: Int) -> Place {
    let origin = members[member].origin?.dimension ?? dimension
    var parentOrder = 0
    if let parents = catalog.dimensions[origin].parent, let parent = members[member].parent {
      parentOrder = catalog.dimensions[parents].read(member: parent) { $0.order }
    }
    return Place(parent: parentOrder, origin: origin, order: members[member].order, member: member)
  }
}
