/// Finds the condition that puts rows on one ground, and tries it before it is advised.
struct ComparableCondition {
  private let query: BoundQuery
  private let resolver: FigureResolver
  private var catalog: Catalog { resolver.catalog }
  /// A condition is tried on so many rows.
  private static let mostRowsTried = 100

  init(_ query: BoundQuery, _ resolver: FigureResolver) {
    self.query = query
    self.resolver = resolver
  }

  /// A condition, as query text, under which at least two of the rows have values that stand on one ground.
  func text(
    _ differences: Set<GroundDifference>, _ column: PlannedExpression, _ standings: [Standing]
  ) -> String? {
    var standings = standings
    var texts: [String] = []
    if differences.contains(.length) {
      guard let (period, rest) = commonPeriod(standings) else { return nil }
      texts.append(CanonicalText.condition(on: period))
      standings = rest
    }
    guard let selections = commonParts(standings.map(\.ground)) else { return nil }
    guard isOneGround(standings, under: selections, column) else { return nil }
    texts += selections.map { CanonicalText(catalog).write($0, among: query.selections) }
    return texts.isEmpty ? nil : texts.joined(separator: " and ")
  }

  /// The nominal period that most rows have, the latest of several, with its rows.
  private func commonPeriod(_ standings: [Standing]) -> (Period, [Standing])? {
    let byPeriod = Dictionary(grouping: standings) { $0.row.coordinates.time.last }
    let most = byPeriod.max { left, right in
      (left.value.count, left.key.last, left.key.first) < (right.value.count, right.key.last, right.key.first)
    }
    guard let most, most.value.count > 1 else { return nil }
    return (most.key, most.value)
  }

  /// The members that all of them count, of each dimension on which they differ; `nil` where there are none.
  private func commonParts(_ grounds: [Ground]) -> [Selection]? {
    let differing = Set(grounds.flatMap(\.parts.keys)).filter { dimension in
      Set(grounds.map { $0.parts[dimension] }).count > 1
    }
    var selections: [Selection] = []
    for dimension in differing.sorted() {
      let named = grounds.compactMap { $0.parts[dimension] }
      let common = named.dropFirst().reduce(named.first ?? []) { $0.intersection($1) }
      if common.isEmpty { return nil }
      selections.append(Selection(dimension: dimension, members: common.sorted()))
    }
    return selections.filter { !catalog.isImplied($0, by: selections) }
  }

  private func isOneGround(
    _ standings: [Standing], under selections: [Selection], _ column: PlannedExpression
  ) -> Bool {
    let columns = ColumnEvaluation(resolver)
    let reader = GroundReader(resolver)
    let grounds = standings.prefix(ComparableCondition.mostRowsTried).compactMap { standing -> Ground? in
      var coordinates = standing.row.coordinates
      coordinates.conditions = coordinates.conditions.replacing(with: selections)
      return reader.ground(of: columns.answer(column, at: coordinates), column, at: coordinates)
    }
    return grounds.count > 1
      && !Ground.differences(among: Set(grounds)).contains(where: \.forbidsComparison)
  }
}

extension Catalog {
  /// Every member of another selection brings along a member of this one.
  func isImplied(_ selection: Selection, by others: [Selection]) -> Bool {
    others.contains { other in
      other.dimension != selection.dimension
        && other.members.allSatisfy { index in
          let reference = MemberReference(dimension: other.dimension, member: index)
          let implied = dimensions[other.dimension].implied + member(reference).implied
          return implied.contains {
            $0.dimension == selection.dimension && selection.members.contains($0.member)
          }
        }
    }
  }
}
