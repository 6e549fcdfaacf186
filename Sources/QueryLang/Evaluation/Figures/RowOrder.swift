/// Puts rows in order: dimensions in their own order, periods by time, values with missing last.
struct RowOrder {
  private let query: BoundQuery
  private let catalog: Catalog

  init(_ query: BoundQuery, _ catalog: Catalog) {
    self.query = query
    self.catalog = catalog
  }

  func defaultOrder(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    rows.sorted { precedes($0.group, $1.group) }
  }

  private func precedes(_ left: Group, _ right: Group) -> Bool {
    for position in query.keys.indices {
      if let isBefore = compare(left.keys[position], right.keys[position], query.keys[position]) {
        return isBefore
      }
    }
    return false
  }

  /// What is missing comes last either way.
  private func compare(
    _ left: GroupKey, _ right: GroupKey, _ key: BoundKey, isDescending: Bool
  ) -> Bool? {
    let isPlain = left == .missing || right == .missing || !isDescending
    return isPlain ? compare(left, right, key) : compare(right, left, key)
  }

  /// `nil` when equal.
  private func compare(_ left: GroupKey, _ right: GroupKey, _ key: BoundKey) -> Bool? {
    if left == right { return nil }
    switch (left, right, key) {
    case (.missing, _, _): return false
    case (_, .missing, _): return true
    case (.period(let a), .period(let b), _): return a < b
    case (.member(let a), .member(let b), .dimension(let dimension)):
      let order = MemberOrder(catalog)
      return order.place(of: a, in: dimension) < order.place(of: b, in: dimension)
    default: return nil
    }
  }

  /// The different values of one key, in its own order.
  func keys(at position: Int, in groups: [Group]) -> [GroupKey] {
    Set(groups.map { $0.keys[position] }).sorted {
      compare($0, $1, query.keys[position]) ?? false
    }
  }

  /// Positions by value; equal values keep their order, missing values come last either way.
  static func byValue(_ values: [Quantity?], isDescending: Bool) -> [Int] {
    values.indices.sorted { left, right in
      compare(values[left], values[right], isDescending: isDescending) ?? (left < right)
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
      for (key, column) in zip(query.sort, values) {
        let isBefore: Bool? =
          switch key.target {
          case .expression: RowOrder.compare(column[left], column[right], isDescending: key.isDescending)
          case .key(let position):
            compare(
              rows[left].group.keys[position], rows[right].group.keys[position], query.keys[position],
              isDescending: key.isDescending)
          }
        if let isBefore { return isBefore }
      }
      return left < right
    }
    return positions.map { rows[$0] }
  }
}
