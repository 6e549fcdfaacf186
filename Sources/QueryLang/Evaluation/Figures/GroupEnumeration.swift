internal import OrderedCollections

/// One group of a result: a member for each dimension key and a period for each time key.
struct Group: Hashable {
  var keys: [GroupKey]

  /// Says the same at the keys that are named.
  func has(_ named: [GroupKey?]) -> Bool { zip(keys, named).allSatisfy { $1 == nil || $0 == $1 } }

  /// The period of the finest time key.
  func finestPeriod(_ fields: [BoundKey]) -> Period? {
    guard let finest = fields.finestTimeField, let position = fields.firstIndex(of: .time(finest)),
      case .period(let period) = keys[position]
    else { return nil }
    return period
  }
}

extension [BoundKey] {
  /// The time key whose periods lie in those of the others; `period` in those of any grain.
  var finestTimeField: TimeField? {
    compactMap { if case .time(let field) = $0 { field } else { nil } }
      .max { ($0.grain ?? .span) < ($1.grain ?? .span) }
  }
}

enum GroupKey: Hashable {
  case member(Int)
  case period(Period)
  /// Of cases that have none.
  case missing
}

/// Finds the groups that some figure bears on; whether their measures are known is decided later.
struct GroupEnumeration {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  /// Nominal periods of the figures.
  private let nominal: [Period]
  private let finestField: TimeField?
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  static let limit = 200_000

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
    finestField = plan.query.keys.finestTimeField
    let periods = plan.allMeasures.reduce(into: Set<Period>()) { found, measure in
      found.formUnion(resolver.directory(of: measure).periods)
    }
    nominal = periods.sorted()
  }

  /// Groups in no particular order.
  /// - Throws: when there are more than ``limit``.
  func groups() throws(QueryError) -> [Group] {
    var found: OrderedSet<Group> = []
    for measure in plan.allMeasures {
      var seen: Set<Speaking> = []
      let figures = resolver.directory(of: measure)
      for (index, cell) in figures.cells.enumerated() {
        guard let members = members(of: cell) else { continue }
        for position in figures.positions(atCell: index) {
          let period = finestField == nil ? nil : resolver.index.period(of: position)
          guard seen.insert(Speaking(members: members, period: period)).inserted else { continue }
          for group in groups(of: members, period, measure) { found.append(group) }
        }
        try resolver.observer.checkpoint()
      }
      try checkCount(found.count)
    }
    if query.showsMissing { try addMissing(to: &found) }
    return found.filter { !resolver.observer.isStopped && isPossible($0) }
  }

  private func checkCount(_ count: Int) throws(QueryError) {
    guard count <= GroupEnumeration.limit else {
      throw QueryError(.tooManyGroups(limit: GroupEnumeration.limit), at: nil)
    }
  }

  /// What figures say of the keys; those that say the same speak of the same groups.
  private struct Speaking: Hashable {
    let members: [Int]
    /// `nil` where no key is of time.
    let period: Period?
  }

  /// The member of each dimension of the keys; `nil` where the cell names none of one.
  private func members(of cell: Cell) -> [Int]? {
    var members: [Int] = []
    for case .dimension(let dimension) in query.keys {
      guard let member = resolver.member(of: dimension, in: cell) else { return nil }
      members.append(member)
    }
    return members
  }

  private func groups(of members: [Int], _ period: Period?, _ measure: Int) -> [Group] {
    var heads: [[GroupKey]] = [[]]
    var rest = members[...]
    for key in query.keys {
      let choices: [GroupKey]
      switch key {
      case .dimension: choices = rest.popFirst().map { [.member($0)] } ?? []
      case .time(let field):
        choices = period.map { periods(of: $0, measure, field).map { .period($0) } } ?? []
      }
      heads = heads.flatMap { head in choices.map { head + [$0] } }
    }
    return heads.map { Group(keys: $0) }
  }

  // MARK: Periods

  /// The periods of the field that a figure of the measure may say something about; of a coarser one those around
  /// them.
  private func periods(of own: Period, _ measure: Int, _ field: TimeField) -> [Period] {
    let periods = field.grain.map { ends(of: [own], $0) } ?? nominal
    guard field == finestField else { return periods }
    return periods.filter { bears(own, measure, on: $0) && isInside($0) }
  }

  /// The periods of a grain in which others begin or end.
  private func ends(of periods: [Period], _ grain: Grain) -> [Period] {
    let days = OrderedSet(periods.flatMap { [$0.first, $0.last] })
    return OrderedSet(days.compactMap { Period.containing($0, grain: grain) }).elements
  }

  /// The figure lies in the period, or is a stock at its end (start).
  private func bears(_ own: Period, _ measure: Int, on period: Period) -> Bool {
    if period.contains(own) { return true }
    switch catalog.measures[measure].kind {
    case .closing: return period.last == own.last
    case .opening: return period.first == own.first
    case .flow, .balance, .ratio, .statistic, .stated, .index, .rank, .code: return false
    }
  }

  private func isInside(_ period: Period) -> Bool {
    if query.time.excluded.contains(where: { $0.covers(period) }) { return false }
    return spans.isEmpty || spans.contains { $0.contains(period) }
  }

  // MARK: Members

  /// Periods that lie in each other, members in force, contradicting neither each other nor the conditions.
  private func isPossible(_ group: Group) -> Bool {
    let finest = group.finestPeriod(query.keys)
    let day = query.asOf ?? finest?.last ?? spans.map(\.last).max()
    var cell = Cell()
    for (key, value) in zip(query.keys, group.keys) {
      if case .period(let period) = value, let finest, !period.contains(finest) { return false }
      guard case .dimension(let dimension) = key, case .member(let member) = value else { continue }
      if let day, !catalog.dimensions[dimension].read(member: member, { $0.isValid(on: day) }) {
        return false
      }
      guard let narrowed = narrowed(cell, MemberReference(dimension: dimension, member: member)) else {
        return false
      }
      cell = narrowed
    }
    return query.selections.allSatisfy { selection in
      let dimension = catalog.dimensions[selection.dimension]
      let members = selection.members.filter { index in
        day.map { dimension.members[index].isValid(on: $0) } ?? true
      }
      // A row that is a unit of one kind is none of the other.
      if dimension.unionOf.contains(where: cell.has) {
        return members.contains { index in
          dimension.members[index].origin.map { cell.member(of: $0.dimension) == $0.member } ?? false
        }
      }
      return members.contains {
        narrowed(cell, MemberReference(dimension: selection.dimension, member: $0)) != nil
      }
    }
  }

  private func narrowed(_ cell: Cell, _ reference: MemberReference) -> Cell? {
    cell.narrowed(to: reference, within: Set(catalog.dimensions.indices), of: catalog)
  }

  // MARK: with missing

  /// Every member, in every period found or asked for.
  private func addMissing(to found: inout OrderedSet<Group>) throws(QueryError) {
    var heads: [[GroupKey]] = [[]]
    for key in query.keys {
      let choices: [GroupKey]
      switch key {
      case .dimension(let dimension):
        choices = catalog.dimensions[dimension].members.map { .member($0.index) }
      case .time(let field): choices = allPeriods(of: field).map { .period($0) }
      }
      try checkCount(heads.count * max(1, choices.count))
      try resolver.observer.checkpoint()
      heads = heads.flatMap { head in choices.map { head + [$0] } }
    }
    for keys in heads {
      found.append(Group(keys: keys))
      try resolver.observer.checkpoint()
    }
  }

  /// Those of the field's grain in the spans asked for; where no span bounds them, and for `period`, those that
  /// figures begin or end in.
  private func allPeriods(of field: TimeField) -> [Period] {
    guard let grain = field.grain else {
      let inside = nominal.filter(isInside)
      return inside.isEmpty ? spans : inside
    }
    var found: OrderedSet<Period> = []
    if query.time.isOpen || spans.isEmpty { found.append(contentsOf: ends(of: nominal, grain)) }
    for bound in spans where !query.time.isOpen {
      var next = Period.containing(bound.first, grain: grain)
      while let period = next, period.first <= bound.last {
        found.append(period)
        next = Period.containing(period.last.advanced(byDays: 1), grain: grain)
      }
    }
    return field == finestField ? found.filter(isInside) : found.elements
  }
}
