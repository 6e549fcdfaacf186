/// Where a group's figures, and those of its baseline, are looked up.
struct GroupCoordinates {
  let query: BoundQuery
  let catalog: Catalog

  /// `nil` where there is no such period.
  func baseline(of group: Group, _ baseline: BoundBaseline, _ time: TimeExtent, spans: [Period])
    -> Coordinates?
  {
    switch baseline {
    case .period(let period): return of(group, spans: spans, at: .period(period))
    case .previous(let grain):
      return time.mapped { $0.grain == grain ? $0.previous : nil }.map {
        of(group, spans: spans, at: $0)
      }
    case .lastYear(let grain):
      return time.mapped { $0.grain == grain ? $0.aYearBefore : nil }.map {
        of(group, spans: spans, at: $0)
      }
    case .member(let reference):
      // Another place stands for all that the row says about places.
      let replaced = Set(
        catalog.dimensions.indices.filter { catalog.isSameHierarchy($0, reference.dimension) })
      var group = group
      for (position, key) in query.keys.enumerated() {
        guard case .dimension(let dimension) = key, replaced.contains(dimension) else { continue }
        group.keys[position] = dimension == reference.dimension ? .member(reference.member) : .missing
      }
      var selections = query.selections.filter { !replaced.contains($0.dimension) }
      if !query.keys.contains(.dimension(reference.dimension)) {
        selections.append(Selection(dimension: reference.dimension, members: [reference.member]))
        selections.sort { $0.dimension < $1.dimension }
      }
      return of(group, spans: spans, selections: selections)
    }
  }

  /// - Parameters:
  ///   - selections: in place of the query's conditions.
  ///   - time: in place of the group's own.
  func of(
    _ group: Group, spans: [Period], selections: [Selection]? = nil, at time: TimeExtent? = nil
  ) -> Coordinates {
    var cell = Cell()
    var periods: [Period] = []
    var isPossible = true
    for (key, value) in zip(query.keys, group.keys) {
      switch (key, value) {
      case (.dimension(let dimension), .member(let member)):
        let reference = MemberReference(dimension: dimension, member: member)
        // What a member implies is settled for each measure by the dimensions it has.
        if let narrowed = cell.narrowed(to: reference, within: [], of: catalog) {
          cell = narrowed
        } else {
          isPossible = false
        }
      case (_, .period(let period)): periods.append(period)
      default: break
      }
    }
    let ownTime: TimeExtent
    if let finest = group.finestPeriod(query.keys) {
      ownTime = .period(finest)
      isPossible = isPossible && periods.allSatisfy { $0.contains(finest) }
    } else if spans.count == 1 {
      ownTime = .period(spans[0])
    } else {
      ownTime = .list(spans.isEmpty ? [Period(day: Day(daysSince1970: 0))] : spans)
    }
    let grouped = Set(
      query.keys.compactMap { if case .dimension(let dimension) = $0 { dimension } else { nil } })
    var conditions = (selections ?? query.selections).filter { !grouped.contains($0.dimension) }
    // A group that contradicts itself has no cell: a condition that nothing meets.
    if !isPossible { conditions.append(Selection(dimension: 0, members: [])) }
    return Coordinates(
      cell: cell, conditions: conditions, time: time ?? ownTime, asOf: query.asOf, of: catalog)
  }

}
