internal import OrderedCollections

/// One group of a result: a member for each dimension key and a period for each time key.
struct Group: Hashable {
  var keys: [GroupKey]
}

enum GroupKey: Hashable {
  case member(Int)
  case period(Period)
}

/// Finds the groups for which some figure exists; whether their measures are known is decided later.
struct GroupEnumeration {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  static let limit = 200_000

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
  }

  /// Groups in no particular order.
  /// - Throws: when there are more than ``limit``.
  func groups() throws(QueryError) -> [Group] {
    var found: OrderedSet<Group> = []
    for measure in plan.allMeasures {
      for position in resolver.figures(of: measure) {
        for group in groups(of: resolver.index[position]) where matchesConditions(group) {
          found.append(group)
        }
      }
    }
    if query.showsMissing { try addMissing(to: &found) }
    guard found.count <= GroupEnumeration.limit else {
      throw QueryError(.tooManyGroups(limit: GroupEnumeration.limit), at: nil)
    }
    return Array(found)
  }

  private func groups(of figure: Figure) -> [Group] {
    var keys: [GroupKey] = []
    for key in query.keys {
      switch key {
      case .dimension(let dimension):
        guard let member = resolver.member(of: dimension, in: figure.cell) else { return [] }
        keys.append(.member(member))
      case .time(let field):
        guard let period = period(of: figure, field), isInside(period) else { return [] }
        keys.append(.period(period))
      }
    }
    return [Group(keys: keys)]
  }

  /// The period of the field's grain that the figure belongs to.
  private func period(of figure: Figure, _ field: TimeField) -> Period? {
    guard let grain = field.grain else { return figure.period }
    guard let period = Period.containing(figure.period.last, grain: grain) else { return nil }
    return period.contains(figure.period) ? period : nil
  }

  private func isInside(_ period: Period) -> Bool {
    if query.time.excluded.contains(where: { $0.covers(period) }) { return false }
    return spans.isEmpty || spans.contains { $0.contains(period) }
  }

  private func matchesConditions(_ group: Group) -> Bool {
    for (key, value) in zip(query.keys, group.keys) {
      guard case .dimension(let dimension) = key, case .member(let member) = value else { continue }
      for selection in query.selections where selection.dimension == dimension {
        if !selection.members.contains(member) { return false }
      }
    }
    return true
  }

  /// `with missing`: every member in force, in every period found or asked for.
  private func addMissing(to found: inout OrderedSet<Group>) throws(QueryError) {
    var combinations: [[GroupKey]] = [[]]
    for (position, key) in query.keys.enumerated() {
      var choices: [GroupKey] = []
      switch key {
      case .dimension(let dimension): choices = members(of: dimension).map { .member($0) }
      case .time:
        var periods = OrderedSet(found.map { $0.keys[position] })
        for span in spans where found.isEmpty { periods.append(.period(span)) }
        choices = Array(periods)
      }
      guard combinations.count * max(1, choices.count) <= GroupEnumeration.limit else {
        throw QueryError(.tooManyGroups(limit: GroupEnumeration.limit), at: nil)
      }
      combinations = combinations.flatMap { head in choices.map { head + [$0] } }
    }
    for keys in combinations { found.append(Group(keys: keys)) }
  }

  /// Members that satisfy the conditions on their own dimension and on their parent's.
  private func members(of dimension: Int) -> [Int] {
    let table = catalog.dimensions[dimension]
    let day = query.asOf ?? spans.last?.last
    return table.members.lazy.filter { member in
      if let day, !member.isValid(on: day) { return false }
      return query.selections.allSatisfy { selection in
        if selection.dimension == dimension { return selection.members.contains(member.index) }
        if selection.dimension == table.parent {
          return member.parent.map(selection.members.contains) ?? false
        }
        return true
      }
    }.map(\.index)
  }
}
