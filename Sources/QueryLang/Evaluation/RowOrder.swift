/// Puts rows in order: dimensions in their own order, periods by time, values with missing last.
///
/// Once the observer stops the work, rows come in any order: whoever asked passes a checkpoint then.
struct RowOrder {
  private let query: BoundQuery
  private let catalog: Catalog
  private let observer: WorkObserver
  /// The order of members, by dimension, where it is known beforehand.
  private let knownRanks: [Int: MemberRanks]

  init(
    _ query: BoundQuery, _ catalog: Catalog, _ observer: WorkObserver = .none, ranks: [Int: MemberRanks] = [:]
  ) {
    self.query = query
    self.catalog = catalog
    self.observer = observer
    knownRanks = ranks
  }

  func defaultOrder(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    let ranks = query.keys.indices.map { self.ranks(at: $0, in: rows) }
    let isBefore = { (left: Int, right: Int) -> Bool in
      for rank in ranks where rank[left] != rank[right] { return rank[left] < rank[right] }
      return false
    }
    if !zip(rows.indices, rows.indices.dropFirst()).contains(where: { isBefore($1, $0) }) { return rows }
    let order = rows.indices.sorted { observer.isStopped ? false : isBefore($0, $1) }
    return order.map { rows[$0] }
  }

  /// Where the value of a key stands in its own order, for each row: a member is looked at once, however many rows
  /// and comparisons there are.
  private func ranks(at position: Int, in rows: [EvaluatedRow]) -> [Int] {
    if let known = knownRanks(at: position, in: rows) { return known }
    let ordered = keys(at: position, in: rows.map(\.group))
    let rankOfKey = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
    // Rows that follow each other often have the same value.
    var last: (key: GroupKey, rank: Int)?
    return rows.map { row in
      let key = row.group.keys[position]
      if let last, last.key == key { return last.rank }
      let rank = rankOfKey[key] ?? 0
      last = (key, rank)
      return rank
    }
  }

  /// `nil` where some member's place is not known beforehand.
  private func knownRanks(at position: Int, in rows: [EvaluatedRow]) -> [Int]? {
    guard case .dimension(let dimension) = query.keys[position], let known = knownRanks[dimension] else {
      return nil
    }
    var ranks: [Int] = []
    ranks.reserveCapacity(rows.count)
    for row in rows {
      switch row.group.keys[position] {
      case .member(let member):
        guard let rank = known[member] else { return nil }
        ranks.append(rank)
      case .missing: ranks.append(.max)
      case .period: return nil
      }
    }
    return ranks
  }

  /// The different values of one key, in its own order.
  func keys(at position: Int, in groups: [Group]) -> [GroupKey] {
    var values: Set<GroupKey> = []
    // Rows that follow each other often have the same value.
    var last: GroupKey?
    for group in groups where group.keys[position] != last {
      last = group.keys[position]
      values.insert(group.keys[position])
    }
    let periods = values.compactMap { if case .period(let period) = $0 { period } else { nil } }
    let members = values.compactMap { if case .member(let member) = $0 { member } else { nil } }
    var ordered: [GroupKey] = periods.sorted().map { .period($0) }
    if case .dimension(let dimension) = query.keys[position] {
      ordered += MemberOrder(catalog).sorted(members, of: dimension).map { .member($0) }
    }
    return ordered + (values.contains(.missing) ? [.missing] : [])
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
    let ranks = query.keys.indices.map { position in
      let isSorted = query.sort.contains { $0.target == .key(position) }
      return isSorted ? self.ranks(at: position, in: rows) : nil
    }
    let positions = rows.indices.sorted { left, right in
      if observer.isStopped { return false }
      for (key, column) in zip(query.sort, values) {
        let isBefore: Bool? =
          switch key.target {
          case .expression: RowOrder.compare(column[left], column[right], isDescending: key.isDescending)
          case .key(let position):
            ranks[position].flatMap { rank in
              if rank[left] == rank[right] { return nil }
              // What is missing has the last rank, and comes last either way.
              let isPlain =
                !key.isDescending || rows[left].group.keys[position] == .missing
                || rows[right].group.keys[position] == .missing
              return (rank[left] < rank[right]) == isPlain
            }
          }
        if let isBefore { return isBefore }
      }
      return left < right
    }
    return positions.map { rows[$0] }
  }
}
