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
    let order = defaultOrder(of: rows.map { $0.group })
    return order.map { rows[$0] }
  }

  /// Positions of groups in their default order.
  func defaultOrder(of groups: some GroupList) -> [Int] {
    let ranks = query.keys.indices.map { self.ranks(at: $0, in: groups) }
    guard let places = RowOrder.joined(ranks, groups.count) else {
      return (0..<groups.count).sorted { left, right in
        if observer.isStopped { return false }
        for rank in ranks where rank[left] != rank[right] { return rank[left] < rank[right] }
        return false
      }
    }
    let isInOrder = !zip(places, places.dropFirst()).contains { $0 > $1 }
    if isInOrder { return Array(0..<groups.count) }
    return (0..<groups.count).sorted { observer.isStopped ? false : places[$0] < places[$1] }
  }

  /// One number for what all keys of a group say, in the same order; `nil` where they are too many.
  private static func joined(_ ranks: [[Int]], _ count: Int) -> [Int]? {
    var joined = [Int](repeating: 0, count: count)
    var size = 1
    for ranks in ranks {
      // What is missing has a place of its own behind the others.
      let own = (ranks.lazy.filter { $0 != .max }.max() ?? 0) + 2
      let (product, isTooLarge) = size.multipliedReportingOverflow(by: own)
      if isTooLarge { return nil }
      size = product
      for index in joined.indices {
        joined[index] = joined[index] * own + (ranks[index] == .max ? own - 1 : ranks[index])
      }
    }
    return joined
  }

  /// Where the value of a key stands in its own order, for each group: a member is looked at once, however many
  /// groups and comparisons there are.
  private func ranks(at position: Int, in groups: some GroupList) -> [Int] {
    if let known = knownRanks(at: position, in: groups) { return known }
    let ordered = keys(at: position, in: groups)
    let rankOfKey = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
    // Groups that follow each other often have the same value.
    var last: (key: GroupKey, rank: Int)?
    return (0..<groups.count).map { group in
      let key = groups.key(position, of: group)
      if let last, last.key == key { return last.rank }
      let rank = rankOfKey[key] ?? 0
      last = (key, rank)
      return rank
    }
  }

  /// `nil` where some member's place is not known beforehand; what is missing has the last one.
  private func knownRanks(at position: Int, in groups: some GroupList) -> [Int]? {
    guard case .dimension(let dimension) = query.keys[position], let known = knownRanks[dimension] else {
      return nil
    }
    var ranks: [Int] = []
    ranks.reserveCapacity(groups.count)
    for group in 0..<groups.count {
      switch groups.key(position, of: group) {
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
  func keys(at position: Int, in groups: some GroupList) -> [GroupKey] {
    var values: Set<GroupKey> = []
    // Rows that follow each other often have the same value.
    var last: GroupKey?
    for group in 0..<groups.count {
      let key = groups.key(position, of: group)
      if key == last { continue }
      last = key
      values.insert(key)
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
    if let plain = plain(values) {
      return plain.indices.sorted { left, right in
        if observer.isStopped { return false }
        return compare(plain[left], plain[right], isDescending: isDescending) ?? (left < right)
      }
    }
    return values.indices.sorted { left, right in
      if observer.isStopped { return false }
      return compare(values[left], values[right], isDescending: isDescending) ?? (left < right)
    }
  }

  /// The same values as plain numbers, which are faster to compare; `nil` where one of them is not exactly one.
  private static func plain(_ values: [Quantity?]) -> [Double?]? {
    var plain: [Double?] = []
    plain.reserveCapacity(values.count)
    for value in values {
      switch value {
      case nil: plain.append(nil)
      case .real(let number): plain.append(number)
      case .exact(let number):
        guard number.scale == 0, let exact = Double(exactly: number.significand) else { return nil }
        plain.append(exact)
      }
    }
    return plain
  }

  @inline(__always) private static func compare<Value: Comparable>(
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

  /// Positions of groups by the query's sort keys; `values` holds each key's values, empty for a grouping key.
  func sorted(_ groups: some GroupList, _ values: [[Quantity?]]) -> [Int] {
    let ranks = query.keys.indices.map { position in
      let isSorted = query.sort.contains { $0.target == .key(position) }
      return isSorted ? self.ranks(at: position, in: groups) : nil
    }
    return (0..<groups.count).sorted { left, right in
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
                !key.isDescending || groups.key(position, of: left) == .missing
                || groups.key(position, of: right) == .missing
              return (rank[left] < rank[right]) == isPlain
            }
          }
        if let isBefore { return isBefore }
      }
      return left < right
    }
  }
}
