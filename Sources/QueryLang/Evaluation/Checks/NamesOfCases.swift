/// Names in cases that the catalog does not list, in dimensions whose members it lists.
struct NamesOfCases {
  private let query: BoundQuery
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver
  /// Dimensions with a column.
  private let dimensions: [Int]

  init(_ query: BoundQuery, _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver) {
    self.query = query
    self.table = table
    self.catalog = catalog
    self.observer = observer
    dimensions = table.members.map(\.dimension).filter { catalog.lists($0) }.sorted()
  }

  var hasColumns: Bool { !dimensions.isEmpty }

  /// In order of dimensions, and of names.
  /// - Throws: too many names; that the data are damaged; an interruption.
  func findings() throws(QueryError) -> [CaseFinding] {
    var found: [CaseFinding] = []
    for dimension in dimensions {
      try observer.checkpoint()
      found += try findings(in: dimension)
    }
    return found
  }

  private func findings(in dimension: Int) throws(QueryError) -> [CaseFinding] {
    let members = catalog.dimensions[dimension].members
    var aggregation = CasePlanner(table, catalog).rows(query)
    aggregation.keys = [.dimension(dimension)]
    var engine = CaseEngine(table, catalog, observer)
    var counts: [Int: Int] = [:]
    for group in try engine.aggregate(aggregation) {
      guard case .member(let member?)? = group.keys.first, members[member].isOwnName,
        case .count(let count)? = group.parts.first, count > 0
      else { continue }
      counts[member] = count
    }
    let order = MemberOrder(catalog).sorted(Set(counts.keys), of: dimension)
    return order.map { finding($0, of: dimension, counts[$0] ?? 0) }
  }

  private func finding(_ member: Int, of dimension: Int, _ count: Int) -> CaseFinding {
    let reference = MemberReference(dimension: dimension, member: member)
    let own = catalog.member(reference)
    let cell = Cell().narrowed(to: reference, within: [], of: catalog) ?? Cell()
    let others = parentsOfNamesakes(of: reference)
    guard !others.isEmpty, let parent = own.parent, let above = catalog.dimensions[dimension].parent else {
      let names = catalog.dimensions[dimension].names
      return CaseFinding(
        rule: .unknownName, cell: cell, count: count,
        message: Localized(
          vi: "Danh mục không có tên này trong \(names.vietnamese).",
          en: "The catalog lists no \(names.english) of this name."))
    }
    let here = catalog.dimensions[above].members[parent].names
    let there = others.map { catalog.dimensions[above].members[$0].names }.listed(2)
    return CaseFinding(
      rule: .foreignName, cell: cell, count: count,
      message: Localized(
        vi: "Danh mục có tên này ở \(there.vietnamese), không có ở \(here.vietnamese).",
        en: "The catalog lists this name in \(there.english), not in \(here.english)."))
  }

  /// What members of this name lie in that the catalog lists; where it lists only some (agencies), that it knows
  /// one elsewhere means nothing.
  private func parentsOfNamesakes(of own: MemberReference) -> [Int] {
    let dimension = catalog.dimensions[own.dimension]
    if dimension.isOpen { return [] }
    var parents: [Int] = []
    for member in catalog.namesakes(of: own).map({ dimension.members[$0] }) where !member.isOwnName {
      guard let parent = member.parent, parent != catalog.member(own).parent, !parents.contains(parent) else {
        continue
      }
      parents.append(parent)
    }
    return parents
  }
}
