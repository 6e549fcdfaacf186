/// How a figure bears on a question that it does not answer.
struct FigureBearing {
  let query: BoundQuery
  let resolver: FigureResolver
  private var catalog: Catalog { resolver.catalog }

  /// No dimension of a condition on which the figure has another member.
  func meetsConditions(_ cell: Cell, _ selections: [Selection]) -> Bool {
    selections.allSatisfy { selection in
      resolver.member(of: selection.dimension, in: cell).map(selection.members.contains) ?? true
    }
  }

  /// Whether the figure could answer for the span: the very period, or for a stock one with the same end.
  func isOf(_ span: Period, _ figure: Figure) -> Bool {
    switch catalog.measures[figure.measure].kind {
    case .closing: span.last == figure.period.last
    case .opening: span.first == figure.period.first
    case .flow, .balance, .ratio, .statistic, .stated, .index, .rank, .code: span.contains(figure.period)
    }
  }

  /// Members that no other member of the cell implies.
  func ownMembers(_ cell: Cell) -> [MemberReference] {
    let implied = cell.members.flatMap { reference in
      catalog.dimensions[reference.dimension].implied + catalog.member(reference).implied
    }
    return cell.members.filter { !implied.contains($0) }
  }

  /// A breakdown that the query leaves open, places aside where the query says which it means.
  func isNotAskedFor(_ reference: MemberReference) -> Bool {
    !(catalog.isPlace(reference.dimension) && namesPlace) && !catalog.defaults.contains(reference)
      && !query.selections.contains { $0.dimension == reference.dimension }
      && !query.keys.contains(.dimension(reference.dimension))
  }

  /// The query says which places it means, by a condition or a key.
  private var namesPlace: Bool {
    query.selections.contains { catalog.isPlace($0.dimension) }
      || query.keys.contains { key in
        if case .dimension(let dimension) = key { catalog.isPlace(dimension) } else { false }
      }
  }
}
