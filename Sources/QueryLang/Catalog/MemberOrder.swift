/// The order in which members of a dimension are shown: parents first, so that districts stand with their
/// province; then the catalog's order; then names that only data have, in Vietnamese order.
struct MemberOrder {
  private let catalog: Catalog

  init(_ catalog: Catalog) { self.catalog = catalog }

  struct Place: Comparable {
    fileprivate let numbers: (parent: Int, origin: Int, order: Int)
    fileprivate let ownName: VietnameseSortKey?
    fileprivate let index: Int

    static func < (left: Place, right: Place) -> Bool {
      if left.numbers != right.numbers { return left.numbers < right.numbers }
      if let a = left.ownName, let b = right.ownName {
        if a < b { return true }
        if b < a { return false }
      }
      return left.index < right.index
    }

    static func == (left: Place, right: Place) -> Bool {
      left.index == right.index && left.numbers == right.numbers
    }
  }

  func place(of member: Int, in dimension: Int) -> Place {
    let known = catalog.dimensions[dimension].members[member]
    let origin = known.origin?.dimension ?? dimension
    let parent = catalog.dimensions[origin].parent.flatMap { parent in
      known.parent.map { catalog.dimensions[parent].members[$0].order }
    }
    return Place(
      numbers: (parent ?? 0, origin, known.order),
      ownName: known.order == Member.unrankedOrder ? VietnameseSortKey(known.names.vietnamese) : nil,
      index: member)
  }

  func sorted(_ members: some Sequence<Int>, of dimension: Int) -> [Int] {
    members.map { ($0, place(of: $0, in: dimension)) }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}
