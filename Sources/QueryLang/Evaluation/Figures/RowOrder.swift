/// Puts rows in order: dimensions in their own order, periods by time, values with missing last.
///
/// Once the observer stops the work, rows come in any order: whoever asked passes a checkpoint then.
struct RowOrder {
  private let query: BoundQuery
  private let catalog: Catalog
  private let observer: WorkObserver

  init(_ query: BoundQuery, _ catalog: Catalog, _ observer: WorkObserver = .none) {
    self.query = query
    self.catalog = catalog
    self.observer = observer
  }

  func defaultOrder(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    rows.sorted { !observer.isStopped && precedes($0.group, $1.group) }
  }

  private func precedes(_ left: Group, _ right: Group) -> Bool {
    for position in query.keys.indices {
      if let isBefore = compare(left.keys[position], right.keys[position], query.keys[position]) {
        return isBefore
      }
    }
    return false
  }

  /// `nil` when equal.
  private func compare(_ left: GroupKey, _ right: GroupKey, _ key: BoundKey) -> Bool? {
    if left == right { return nil }
    switch (left, right, key) {
    case (.period(let a), .period(let b), _): return a < b
    case (.member(let a), .member(let b), .dimension(let dimension)):
      let members = catalog.dimensions[dimension].members
      return order(members[a], dimension) < order(members[b], dimension)
    default: return nil
    }
  }

  /// Parents first, so that districts stand with their province.
  private func order(_ member: Member, _ dimension: Int) -> (Int, Int, Int, Int) {
    let origin = member.origin?.dimension ?? dimension
    let parent = catalog.dimensions[origin].parent.flatMap { parent in
      member.parent.map { catalog.dimensions[parent].members[$0].order }
    }
    return (parent ?? 0, origin, member.order, member.index)
  }

  /// The different values of one key, in its own order.
  func keys(at position: Int, in groups: [Group]) -> [GroupKey] {
    Set(groups.map { $0.keys[position] }).sorted {
      compare($0, $1, query.keys[position]) ?? false
    }
  }

  /// Positions by value; equal values keep their order, missing values come last either way.
  static func byValue(
    _ values: [Quantity?], isDescending: Bool, observer: WorkObserver = .none
  ) -> [Int] {
    values.indices.sorted { left, right in
      if observer.isStopped { return false }
      return compare(values[left], values[right], isDescending: isDescending) ?? (left < right)
    }
  }

  private static func compare(_ left: Quantity?, _ right: Quantity?, isDescending: Bool) -> Bool? {
    guard let left, let right else {
      if left == nil, right == nil { return nil }
      return right == nil
    }
    if left < right { return !isDescending }
    if right < left { return isDescending }
    return nil
  }

  /// Rows by the query's sort keys; `values` holds each key's values, empty for a grouping key.
  func sorted(_ rows: [EvaluatedRow], _ values: [[Quantity?]]) -> [EvaluatedRow] {
    let positions = rows.indices.sorted { left, right in
      if observer.isStopped { return false }
      for (key, column) in zip(query.sort, values) {
        let isBefore: Bool? =
          switch key.target {
          case .expression: RowOrder.compare(column[left], column[right], isDescending: key.isDescending)
          case .key(let position):
            compare(rows[left].group.keys[position], rows[right].group.keys[position], query.keys[position])
              .map { $0 != key.isDescending }
          }
        if let isBefore { return isBefore }
      }
      return left < right
    }
    return positions.map { rows[$0] }
  }
}
