// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

// Which groups a query has.
extension ObviousEvaluator {
  func groups() -> [Group] {
    let all = candidates(timeSpans())
    let shown = all.filter { query.keys.isEmpty || query.showsMissing || hasFigures($0) }
    return stably(shown) { isBefore($0.keys, $1.keys) }
  }

  /// Every combination of members and periods that does not contradict itself or the conditions.
  func candidates(_ spans: [Period]) -> [Group] {
    var all: [Group] = []
    for periods in timeGroups(spans) {
      let times = finest(periods).map { [$0] } ?? spans
      var groups = [Group(scope: Scope(choices: choices(times), times: times), keys: [])]
      for (position, key) in query.keys.enumerated() {
        switch key {
        case .time:
          groups = groups.map { Group(scope: $0.scope, keys: $0.keys + [.period(periods[position]!)]) }
        case .dimension(let dimension): groups = groups.flatMap { narrowed($0, by: dimension) }
        }
      }
      all += groups.filter { query.keys.isEmpty || isPossible($0.scope) }
    }
    return all
  }

  func narrowed(_ group: Group, by dimension: Int) -> [Group] {
    let day = self.day(group.scope.times)
    return catalog.dimensions[dimension].members.compactMap { member in
      guard member.isValid(on: day) else { return nil }
      var scope = group.scope
      scope.cell[dimension] = member.index
      return Group(scope: scope, keys: group.keys + [.member(member.index, id: member.id)])
    }
  }

  func day(_ times: [Period]) -> Day { query.asOf ?? times.map(\.last).max()! }

  /// The members of the row fit each other, and each condition leaves something of them.
  func isPossible(_ scope: Scope) -> Bool {
    var place: Place? = [:]
    for (dimension, member) in scope.cell { place = place.flatMap { close($0, dimension, member) } }
    guard let place else { return false }
    return scope.choices.allSatisfy { dimension, members in
      let isNamed = ([dimension] + catalog.dimensions[dimension].unionOf).contains { place[$0] != nil }
      if isNamed { return members.contains { resolver.isInside(place, dimension, $0) } }
      return members.contains { close(place, dimension, $0) != nil }
    }
  }

  /// The place with a member and everything that it implies; `nil` when they contradict each other.
  func close(_ place: Place, _ dimension: Int, _ member: Int) -> Place? {
    var place = place
    var waiting = [MemberReference(dimension: dimension, member: member)]
    while let next = waiting.popLast() {
      let row = catalog.member(next)
      if let origin = row.origin {
        waiting.append(origin)
        continue
      }
      if let earlier = place[next.dimension] {
        if earlier != next.member { return nil }
        continue
      }
      place[next.dimension] = next.member
      let table = catalog.dimensions[next.dimension]
      if let parent = table.parent, let above = row.parent {
        waiting.append(MemberReference(dimension: parent, member: above))
      }
      waiting += table.implied + row.implied
    }
    return place
  }

  /// At least one measure as written is not missing; a union makes a row only where some figure names it.
  func hasFigures(_ group: Group) -> Bool {
    guard namesUnions(group) else { return false }
    return query.measures.contains { column in
      column.expression.measures.contains { !evaluate(.measure($0), group.scope).isMissing }
    }
  }

  func namesUnions(_ group: Group) -> Bool {
    let cell = group.scope.cell
    guard cell.contains(where: { !catalog.dimensions[$0.key].members[$0.value].unionOf.isEmpty }) else {
      return true
    }
    let measures = query.measures.reduce(into: Set<Int>()) { $0.formUnion(measuresOf($1.expression)) }
    let isTimed = query.keys.contains(where: \.isTime)
    return figures.contains { figure in
      measures.contains(figure.measure) && cell.allSatisfy { names(figure.place, $0.key, $0.value) }
        && (!isTimed || bears(figure, on: group.scope.times[0]))
    }
  }

  func names(_ place: Place, _ dimension: Int, _ member: Int) -> Bool {
    let isUnited = !catalog.dimensions[dimension].unionOf.isEmpty
    return isUnited ? resolver.isInside(place, dimension, member) : place[dimension] == member
  }

  /// A figure may say something about a period: it lies in it, or is a stock of one of its ends.
  func bears(_ figure: Figure, on period: Period) -> Bool {
    let kind = catalog.measures[figure.measure].kind
    return period.contains(figure.period) || kind == .closing && period.last == figure.period.last
      || kind == .opening && period.first == figure.period.first
  }

  /// The query's condition as members chosen for each dimension, those in force.
  func choices(_ times: [Period]) -> [Int: [Int]] {
    var choices: [Int: [Int]] = [:]
    for selection in query.selections { choices[selection.dimension] = inForce(selection, times) }
    return choices
  }

  func inForce(_ selection: Selection, _ times: [Period]) -> [Int] {
    let day = self.day(times)
    return selection.members.filter { catalog.dimensions[selection.dimension].members[$0].isValid(on: day) }
  }
}
