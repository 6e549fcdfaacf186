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

  func group(_ found: [CaseGroupKey]) -> Group {
    Group(keys: sources.map { key($0, found) })
  }

  private func key(_ source: Source, _ found: [CaseGroupKey]) -> GroupKey {
    switch source {
    case .slots(let position, let keys):
      if case .slot(let slot) = found[position] { keys[slot] } else { .missing }
    case .member(let position):
      if case .member(let member?) = found[position] { .member(member) } else { .missing }
    case .timeliness(let position, let states):
      if case .timeliness(let state) = found[position] { states[state] ?? .missing } else { .missing }
    case .nothing: .missing
    }
  }
}
