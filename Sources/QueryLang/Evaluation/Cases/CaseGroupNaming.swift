/// The keys of a query from those that an engine groups by: the engine has one key of time, the finest, and coarser
/// ones follow from it.
struct CaseGroupNaming {
  private enum Source {
    /// By slot.
    case slots(position: Int, [GroupKey])
    case member(position: Int)
    case timeliness(position: Int, [Timeliness: GroupKey])
    case nothing
  }

  private let sources: [Source]

  init(_ plan: CasePlan, _ catalog: Catalog) {
    let keys = plan.aggregation.keys
    sources = plan.query.keys.map { key in
      switch key {
      case .time(let field):
        guard let position = keys.firstIndex(of: .slot) else { return .nothing }
        return .slots(
          position: position, plan.aggregation.slots.map { CaseGroupNaming.time($0.period, field) })
      case .dimension(let dimension):
        if let position = keys.firstIndex(of: .dimension(dimension)) { return .member(position: position) }
        guard let position = keys.firstIndex(of: .timeliness) else { return .nothing }
        let states = Timeliness.allCases.map { state -> (Timeliness, GroupKey) in
          (state, catalog.dimensions[dimension].member(id: state.rawValue).map { .member($0) } ?? .missing)
        }
        return .timeliness(position: position, Dictionary(uniqueKeysWithValues: states))
      }
    }
  }

  private static func time(_ period: Period?, _ field: TimeField) -> GroupKey {
    guard let period else { return .missing }
    guard let grain = field.grain, grain != period.grain else { return .period(period) }
    return Period.containing(period.first, grain: grain).map { .period($0) } ?? .missing
  }

  func group(_ found: ArraySlice<CaseGroupKey>) -> Group {
    var keys: [GroupKey] = []
    append(found, to: &keys)
    return Group(keys: keys)
  }

  func append(_ found: ArraySlice<CaseGroupKey>, to keys: inout [GroupKey]) {
    for position in sources.indices { keys.append(key(sources[position], found)) }
  }

  private func key(_ source: Source, _ found: ArraySlice<CaseGroupKey>) -> GroupKey {
    let first = found.startIndex
    switch source {
    case .slots(let position, let keys):
      if case .slot(let slot) = found[first + position] { return keys[slot] } else { return .missing }
    case .member(let position):
      if case .member(let member?) = found[first + position] { return .member(member) }
      return .missing
    case .timeliness(let position, let states):
      if case .timeliness(let state) = found[first + position] { return states[state] ?? .missing }
      return .missing
    case .nothing: return .missing
    }
  }
}
