/// How findings of `check` name the cell they are about: its place, and where in the place it is.
struct CheckCellWriter {
  let catalog: Catalog
  let canonical: CanonicalText
  /// Places that nothing contains: columns of their own.
  let places: [Int]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    canonical = CanonicalText(catalog)
    let parents = Set(catalog.dimensions.compactMap(\.parent))
    places = parents.filter { catalog.dimensions[$0].parent == nil }.sorted()
  }

  var placeColumns: [ResultColumn] {
    places.map { place in
      ResultColumn(name: catalog.dimensions[place].id, title: catalog.dimensions[place].names, role: .key)
    }
  }

  func places(of cell: Cell) -> [ResultCell] { places.map { place(cell, $0) } }

  private func place(_ cell: Cell, _ dimension: Int) -> ResultCell {
    guard let member = cell.member(of: dimension) else { return text("") }
    return text(canonical.canonicalName(MemberReference(dimension: dimension, member: member)))
  }

  func text(_ text: String) -> ResultCell {
    ResultCell(.name(canonical: text, shown: nil))
  }

  /// The members that say where in the place it is; what others imply and what is always so left out.
  func description(of cell: Cell) -> ResultCell {
    let implied = cell.members.flatMap { reference in
      catalog.dimensions[reference.dimension].implied + catalog.member(reference).implied
    }
    let own = cell.members.filter { reference in
      !places.contains(reference.dimension) && !implied.contains(reference)
        && !catalog.defaults.contains(reference)
    }
    let shown = own.map { catalog.member($0).names }.joined(", ")
    let selections = cell.members.map { Selection(dimension: $0.dimension, members: [$0.member]) }
    let condition = own.map { reference in
      // A name that only data have has no code; its place stands beside it.
      canonical.write(
        Selection(dimension: reference.dimension, members: [reference.member]),
        among: catalog.member(reference).isOwnName ? selections : [])
    }
    return ResultCell(.name(canonical: condition.joined(separator: " and "), shown: shown))
  }
}
