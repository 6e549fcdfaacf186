/// What the keys of a group say together.
struct CaseGroupKeys {
  private let query: BoundQuery
  private let catalog: Catalog

  init(_ query: BoundQuery, _ catalog: Catalog) {
    self.query = query
    self.catalog = catalog
  }

  /// Where the cases stand against their due date, if that is a key.
  func state(of keys: [GroupKey]) -> Timeliness? {
    for (key, value) in zip(query.keys, keys) {
      guard case .dimension(let dimension) = key, catalog.isTimeliness(dimension),
        case .member(let member) = value
      else { continue }
      return Timeliness(rawValue: catalog.dimensions[dimension].members[member].id)
    }
    return nil
  }

  /// The states that the query's conditions leave.
  var askedStates: [Timeliness] {
    guard let own = query.selections.first(where: { catalog.isTimeliness($0.dimension) }) else {
      return Timeliness.allCases
    }
    let members = catalog.dimensions[own.dimension].members
    let chosen = own.members.filter(members.indices.contains).flatMap { [$0] + members[$0].unionOf }
    return Timeliness.allCases.filter { state in chosen.contains { members[$0].id == state.rawValue } }
  }

  /// No member lies in, or implies, another than the one beside it, and periods lie in each other.
  func arePossible(_ keys: [GroupKey]) -> Bool {
    for (key, value) in zip(query.keys, keys) {
      for (other, otherValue) in zip(query.keys, keys) where other != key {
        switch (key, value, other, otherValue) {
        case (.dimension(let dimension), .member(let member), .dimension(let second), _):
          if let told = told(dimension, member, second), otherValue != .member(told) { return false }
        case (.time, .period(let one), .time, .period(let another)):
          if !one.contains(another), !another.contains(one) { return false }
        default: break
        }
      }
    }
    return true
  }

  /// The member of another dimension that follows from one.
  private func told(_ dimension: Int, _ member: Int, _ other: Int) -> Int? {
    var place: (dimension: Int, member: Int)? = (dimension, member)
    while let (own, ownMember) = place {
      if own == other { return ownMember }
      place = catalog.dimensions[own].parent.flatMap { parent in
        catalog.dimensions[own].members[ownMember].parent.map { (parent, $0) }
      }
    }
    let table = catalog.dimensions[dimension]
    return (table.members[member].implied + table.implied).first { $0.dimension == other }?.member
  }
}
