// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// Answers a query over cases slowly and obviously: for every cell of every row it goes through all cases and asks
/// of each whether it counts. What each measure counts is written out here by hand.
struct ObviousCases {
  struct Row: Equatable {
    let kind: ResultRow.Kind
    let keys: [String]
    let cells: [String]
  }

  enum Key: Hashable {
    case member(Int)
    case period(Period)
    case missing
  }

  /// Which cases a row is about.
  struct Scope {
    /// Of dimensions that are keys; `nil`: of cases that have none.
    var members: [Int: Int?] = [:]
    var state: Timeliness?
    var selections: [Selection]
    /// Runs of days in order; none where there is no such time.
    var ranges: [ClosedRange<Day>]
  }

  struct Group {
    var keys: [Key]
    var scope: Scope
    var windows: [WindowCall: ObviousAnswer] = [:]
  }

  let query: BoundQuery
  let catalog: Catalog
  let data: RandomCases
  let facts: ObviousCaseFacts
  let time: ObviousCaseTime

  init(_ query: BoundQuery, _ library: Library, _ data: RandomCases) {
    self.query = query
    self.data = data
    catalog = library.catalog
    facts = ObviousCaseFacts(data, library.catalog)
    time = ObviousCaseTime(query, facts.span)
  }

  /// The period of the finest time key.
  func period(_ group: Group) -> Period? {
    zip(query.keys, group.keys).compactMap { key, value -> Period? in
      if key.isTime, case .period(let period) = value { return period }
      return nil
    }.min { $0.lengthInDays < $1.lengthInDays }
  }

  // MARK: Rows

  func answer() -> [Row] {
    var groups = sorted(self.groups())
    fillWindows(&groups)
    if let having = query.having { groups = groups.filter { holds(having, $0) == true } }
    var left: [Group] = []
    if let ranking = query.ranking { (groups, left) = ranked(groups, ranking) }
    groups = bySortKeys(groups)
    if query.ranking?.withOthers != true { left = [] }
    return shown(groups, left)
  }

  private func shown(_ groups: [Group], _ left: [Group]) -> [Row] {
    guard let pivot = query.pivotKey else {
      var rows = groups.map { Row(kind: .group, keys: $0.keys.map(text), cells: cells($0).map(\.text)) }
      let per = [query.ranking?.perKey].compactMap { $0 }
      for part in parted(left, per) { rows.append(sumRow(.others, part, per)) }
      if query.showsTotals {
        for part in parted(groups + left, []) { rows.append(sumRow(.totalOfRows, part, [])) }
      }
      return rows
    }
    return pivoted(groups, left, pivot)
  }

  private func sumRow(_ kind: ResultRow.Kind, _ groups: [Group], _ at: [Int]) -> Row {
    let keys = query.keys.indices.map { at.contains($0) ? text(groups[0].keys[$0]) : "–" }
    return Row(kind: kind, keys: keys, cells: sums(groups).map(\.text))
  }

  private func parted(_ groups: [Group], _ at: [Int]) -> [[Group]] {
    var order: [[Key]] = []
    for group in groups {
      let key = at.map { group.keys[$0] }
      if !order.contains(key) { order.append(key) }
    }
    return order.map { key in groups.filter { group in at.map { group.keys[$0] } == key } }
  }

  /// One row for what the other keys say; a cell without cases counts them as none.
  private func pivoted(_ groups: [Group], _ left: [Group], _ pivot: Int) -> [Row] {
    let rest = query.keys.indices.filter { $0 != pivot }
    let per = [query.ranking?.perKey].compactMap { $0 }
    // What `top` cut off at a member that no row has may still be summed as others.
    var values = Set(groups.map { $0.keys[pivot] }).union(left.map { $0.keys[pivot] }).sorted {
      isBefore($0, $1, query.keys[pivot])
    }
    if groups.isEmpty && left.isEmpty { values = [] }
    let own = Set(groups.map { $0.keys[pivot] })
    let width = sums([]).count
    func interleaved(_ byValue: [[String]]) -> [String] {
      (0..<width).flatMap { column in byValue.map { $0[column] } }
    }
    var rows: [Row] = []
    let found = self.found
    var filled = groups
    for row in parted(groups, rest) {
      let byValue = values.map { value -> [String] in
        if let group = row.first(where: { $0.keys[pivot] == value }) { return cells(group).map(\.text) }
        var keys = row[0].keys
        keys[pivot] = value
        if found.contains(keys) { return cells(row[0]).map { _ in "not_shown" } }
        guard own.contains(value), let empty = group(keys), isPossible(keys) else {
          return cells(row[0]).map { _ in "–" }
        }
        filled.append(empty)
        return cells(empty).map(\.text)
      }
      rows.append(
        Row(kind: .group, keys: rest.map { text(row[0].keys[$0]) }, cells: interleaved(byValue)))
    }
    func sumRows(_ kind: ResultRow.Kind, _ parts: [[Group]], _ at: [Int]) {
      for row in parts {
        let byValue = values.map { value -> [String] in
          let part = row.filter { $0.keys[pivot] == value }
          return part.isEmpty ? sums([]).map { _ in "not_applicable" } : sums(part).map(\.text)
        }
        let keys = rest.map { at.contains($0) ? text(row[0].keys[$0]) : "–" }
        rows.append(Row(kind: kind, keys: keys, cells: interleaved(byValue)))
      }
    }
    sumRows(.others, parted(left, per.filter { $0 != pivot }), per)
    if query.showsTotals {
      // Cells without cases are summed too: a stock of the last period is 0 there.
      sumRows(.totalOfRows, groups.isEmpty && left.isEmpty ? [] : [filled + left], [])
    }
    return rows
  }

  /// The keys of all groups with a case, shown or not.
  private var found: Set<[Key]> { Set(groups().map(\.keys)) }

  func text(_ key: Key) -> String {
    switch key {
    case .member(let member): "\(member)"
    case .period(let period): period.description
    case .missing: "–"
    }
  }

  // MARK: Groups

  /// Those with a case in some measure; with missing, all that there can be.
  func groups() -> [Group] {
    if query.keys.isEmpty { return [group([])!] }
    var all: Set<[Key]> = []
    for slot in time.slots { all.formUnion(ofCases(slot)) }
    var shown = all.compactMap(group).filter(hasCases)
    if query.showsMissing {
      let known = Set(shown.map(\.keys))
      let possible = Set(time.slots.flatMap(combinations)).subtracting(known).filter(isPossible)
      shown += possible.compactMap(group)
    }
    return shown
  }

  private func hasCases(_ group: Group) -> Bool {
    var expressions = query.measures.map(\.expression)
    if let having = query.having { expressions += having.expressions }
    if let ranking = query.ranking { expressions.append(ranking.expression) }
    for key in query.sort {
      if case .expression(let expression) = key.target { expressions.append(expression) }
    }
    return expressions.flatMap(\.measures).contains { reference in
      facts.leaves(reference, catalog).contains { !facts.counted($0, group.scope).isEmpty }
    }
  }

  /// All that there could be with this slot.
  private func combinations(_ slot: Period?) -> Set<[Key]> {
    var all: [[Key]] = [[]]
    for key in query.keys {
      let values = self.values(key, slot)
      all = all.flatMap { keys in values.map { keys + [$0] } }
    }
    return Set(all)
  }

  private func ofCases(_ slot: Period?) -> Set<[Key]> {
    var all: Set<[Key]> = []
    for one in data.cases {
      var found: [[Key]] = [[]]
      for key in query.keys {
        let values = self.values(key, slot, of: one)
        found = found.flatMap { keys in values.map { keys + [$0] } }
      }
      all.formUnion(found)
    }
    return all
  }

  private func values(_ key: BoundKey, _ slot: Period?, of one: PlainCase? = nil) -> [Key] {
    switch key {
    case .time(let field):
      guard let slot else { return [] }
      return [.period(field.grain.flatMap { Period.containing(slot.first, grain: $0) } ?? slot)]
    case .dimension(let dimension):
      if facts.isTimeliness(dimension) {
        return Timeliness.allCases.map { .member(catalog.dimensions[dimension].member(id: $0.rawValue)!) }
          .filter { key in
            guard one == nil, let own = query.selections.first(where: { $0.dimension == dimension }),
              case .member(let member) = key
            else { return true }
            return facts.expanded(own).contains(member)
          }
      }
      let cases = one.map { [$0] } ?? data.cases.filter { facts.meets($0, plain(query.selections)) }
      return Array(Set(cases.map { facts.member($0, dimension).map { .member($0) } ?? .missing }))
    }
  }

  private func plain(_ selections: [Selection]) -> [Selection] {
    selections.filter { !facts.isTimeliness($0.dimension) }
  }

  /// `nil` where its periods do not lie in each other.
  func group(_ keys: [Key]) -> Group? {
    var scope = Scope(selections: query.selections, ranges: time.ranges)
    var group = Group(keys: keys, scope: scope)
    for (key, value) in zip(query.keys, keys) {
      switch (key, value) {
      case (.dimension(let dimension), .member(let member)) where facts.isTimeliness(dimension):
        scope.state = Timeliness(rawValue: catalog.dimensions[dimension].members[member].id)
      case (.dimension(let dimension), .member(let member)): scope.members[dimension] = .some(member)
      case (.dimension(let dimension), _): scope.members[dimension] = .some(nil)
      default: break
      }
    }
    if let finest = period(group) {
      scope.ranges = [finest.first...finest.last]
      let isNested = keys.allSatisfy { key in
        if case .period(let period) = key { period.contains(finest) } else { true }
      }
      if !isNested { return nil }
    }
    group.scope = scope
    return group
  }

  /// No member lies in, or implies, another than the one beside it.
  func isPossible(_ keys: [Key]) -> Bool {
    for (key, value) in zip(query.keys, keys) {
      guard case .dimension(let dimension) = key, case .member(let member) = value else { continue }
      for (other, otherValue) in zip(query.keys, keys) {
        guard case .dimension(let second) = other, second != dimension,
          let told = facts.told(dimension, member, second)
        else { continue }
        if otherValue != .member(told) { return false }
      }
    }
    return true
  }

  // MARK: Order

  private func sorted(_ groups: [Group]) -> [Group] {
    groups.sorted { left, right in
      for (position, key) in query.keys.enumerated() where left.keys[position] != right.keys[position] {
        return isBefore(left.keys[position], right.keys[position], key)
      }
      return false
    }
  }

  private func isBefore(_ left: Key, _ right: Key, _ key: BoundKey) -> Bool {
    switch (left, right, key) {
    case (.missing, _, _): return false
    case (_, .missing, _): return true
    case (.period(let a), .period(let b), _): return a < b
    case (.member(let a), .member(let b), .dimension(let dimension)):
      let members = catalog.dimensions[dimension].members
      let isOwn = members[a].isOwnName && members[b].isOwnName
      if isOwn {
        return VietnameseSortKey(members[a].names.vietnamese) < VietnameseSortKey(members[b].names.vietnamese)
      }
      let parents = catalog.dimensions[dimension].parent.map { catalog.dimensions[$0].members } ?? []
      let (above, otherAbove) = (
        members[a].parent.map { parents[$0].order } ?? 0, members[b].parent.map { parents[$0].order } ?? 0
      )
      return (above, members[a].order, a) < (otherAbove, members[b].order, b)
    default: return false
    }
  }

  private func ranked(_ groups: [Group], _ ranking: BoundRanking) -> (kept: [Group], cut: [Group]) {
    let values = groups.map { value(ranking.expression, $0).number(exactly: true) }
    let order = groups.indices.sorted { left, right in
      precedes(values[left], values[right], isDescending: !ranking.isBottom) ?? (left < right)
    }
    var taken: [Key?: Int] = [:]
    var kept: [Int] = []
    for position in order {
      let key = ranking.perKey.map { groups[position].keys[$0] }
      guard taken[key, default: 0] < ranking.count else { continue }
      taken[key, default: 0] += 1
      kept.append(position)
    }
    return (kept.map { groups[$0] }, groups.indices.filter { !kept.contains($0) }.map { groups[$0] })
  }

  /// `nil` when equal; what has no number comes last either way.
  private func precedes(_ left: Quantity?, _ right: Quantity?, isDescending: Bool) -> Bool? {
    guard let left else { return right == nil ? nil : false }
    guard let right else { return true }
    if left < right { return !isDescending }
    if right < left { return isDescending }
    return nil
  }

  private func bySortKeys(_ groups: [Group]) -> [Group] {
    let values = groups.map { group in
      query.sort.map { key -> Quantity? in
        guard case .expression(let expression) = key.target else { return nil }
        return value(expression, group).number(exactly: true)
      }
    }
    let order = groups.indices.sorted { left, right in
      for (index, key) in query.sort.enumerated() {
        switch key.target {
        case .expression:
          if let answer = precedes(values[left][index], values[right][index], isDescending: key.isDescending)
          {
            return answer
          }
        case .key(let position):
          let (a, b) = (groups[left].keys[position], groups[right].keys[position])
          if a == b { continue }
          if a == .missing || b == .missing { return b == .missing }
          return isBefore(a, b, query.keys[position]) != key.isDescending
        }
      }
      return left < right
    }
    return order.map { groups[$0] }
  }
}
