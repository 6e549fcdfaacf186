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
    let groups = rows.map(\.group)
    let ranks = query.keys.indices.map { self.ranks(at: $0, in: groups) }
    let places = rows.map { row in row.group.keys.indices.map { ranks[$0][row.group.keys[$0]] ?? 0 } }
    return rows.indices.sorted { left, right in
      !observer.isStopped && places[left].lexicographicallyPrecedes(places[right])
    }.map { rows[$0] }
  }

  /// The different values of one key, in its own order.
  func keys(at position: Int, in groups: [Group]) -> [GroupKey] {
    ranks(at: position, in: groups).sorted { $0.value < $1.value }.map(\.key)
  }

  /// The place of each value of a key: periods in time, members in their own order, what is missing behind all.
  private func ranks(at position: Int, in groups: [Group]) -> [GroupKey: Int] {
    let values = Set(groups.map { $0.keys[position] })
    var ordered: [GroupKey] = values.compactMap { if case .period(let period) = $0 { period } else { nil } }
      .sorted().map { .period($0) }
    if case .dimension(let dimension) = query.keys[position] {
      let members = values.compactMap { if case .member(let member) = $0 { member } else { nil } }
      ordered += MemberOrder(catalog).sorted(members, of: dimension).map { .member($0) }
    }
    if values.contains(.missing) { ordered.append(.missing) }
    return Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
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

  /// `nil` when equal; what is missing comes last either way.
  private static func compare<Value: Comparable>(
    _ left: Value?, _ right: Value?, isDescending: Bool
  ) -> Bool? {
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
    let groups = rows.map(\.group)
    let places: [[Int?]] = query.sort.map { key in
      guard case .key(let position) = key.target else { return [] }
      let ranks = ranks(at: position, in: groups)
      return groups.map { $0.keys[position] == .missing ? nil : ranks[$0.keys[position]] }
    }
    let positions = rows.indices.sorted { left, right in
      if observer.isStopped { return false }
      for (index, (key, column)) in zip(query.sort, values).enumerated() {
        let isBefore: Bool? =
          switch key.target {
          case .expression: RowOrder.compare(column[left], column[right], isDescending: key.isDescending)
          case .key:
            RowOrder.compare(places[index][left], places[index][right], isDescending: key.isDescending)
          }
        if let isBefore { return isBefore }
      }
      return left < right
    }
    return positions.map { rows[$0] }
  }
}
