/// The clauses that speak of rows once they have values: `having`, `top`, `sort`; the same for every engine.
struct RowClauses {
  let query: BoundQuery
  let order: RowOrder
  private let observer: WorkObserver

  init(
    _ query: BoundQuery, _ catalog: Catalog, _ observer: WorkObserver = .none, ranks: [Int: MemberRanks] = [:]
  ) {
    self.query = query
    self.observer = observer
    order = RowOrder(query, catalog, observer, ranks: ranks)
  }

  /// `nil` where the test cannot be decided.
  func decide<Expression>(_ test: ValueTest<Expression>, _ resolved: (Expression) -> Resolved) -> Bool? {
    switch test {
    case .not(let inner): return decide(inner, resolved).map { !$0 }
    case .and(let parts): return TestDecision.all(parts.map { decide($0, resolved) })
    case .or(let parts): return TestDecision.any(parts.map { decide($0, resolved) })
    case .state(let expression, let state, let isNegated):
      let status = resolved(expression).status
      return (status.word == state.rawValue) != isNegated
    case .comparison(let left, let comparison, let right):
      return TestDecision.compare(resolved(left).amount, comparison, resolved(right).amount)
    }
  }

  /// The first n of each group of the `per` key; ties at the cut are broken by the default order and said. What is cut
  /// is told only where it is shown as others.
  func rank(
    _ rows: [EvaluatedRow], _ values: [Quantity?], _ ranking: BoundRanking
  ) -> (kept: [EvaluatedRow], cut: [EvaluatedRow], note: Localized?) {
    let ranked = rank(rows.map { $0.group }, values, ranking)
    return (ranked.kept.map { rows[$0] }, ranked.cut.map { rows[$0] }, ranked.note)
  }

  /// The same of groups by position.
  func rank(
    _ groups: some GroupList, _ values: [Quantity?], _ ranking: BoundRanking
  ) -> (kept: [Int], cut: [Int], note: Localized?) {
    let order = RowOrder.byValue(values, isDescending: !ranking.isBottom, observer: observer)
    var taken: [GroupKey?: Int] = [:]
    var last: [GroupKey?: Quantity?] = [:]
    var kept: [Int] = []
    var hasTie = false
    for (place, position) in order.enumerated() {
      let key = ranking.perKey.map { groups.key($0, of: position) }
      if taken[key, default: 0] < ranking.count {
        taken[key, default: 0] += 1
        last[key] = values[position]
        kept.append(position)
      } else if let cut = last[key], cut == values[position], cut != nil {
        hasTie = true
      }
      // The next one alone tells whether there is a tie at a single cut.
      if ranking.perKey == nil, place >= ranking.count { break }
    }
    let note = Localized(
      vi: "có hàng bằng nhau ở chỗ cắt; giữ hàng đứng trước theo thứ tự mặc định",
      en: "rows tie at the cut; those first in the default order were kept")
    let cut = ranking.withOthers ? RowClauses.others(than: kept, of: groups.count) : []
    return (kept, cut, hasTie ? note : nil)
  }

  private static func others(than kept: [Int], of count: Int) -> [Int] {
    var isKept = [Bool](repeating: false, count: count)
    for position in kept { isKept[position] = true }
    return isKept.indices.filter { !isKept[$0] }
  }

  func sort(
    _ rows: [EvaluatedRow], _ quantity: (BoundExpression, EvaluatedRow) -> Quantity?
  ) -> [EvaluatedRow] {
    guard !query.sort.isEmpty else { return rows }
    let order = sorted(rows.map { $0.group }) { expression in rows.map { quantity(expression, $0) } }
    return order.map { rows[$0] }
  }

  /// Positions of groups as the query sorts them; `quantities` tells what an expression comes to in each of them.
  func sorted(_ groups: some GroupList, _ quantities: (BoundExpression) -> [Quantity?]) -> [Int] {
    guard !query.sort.isEmpty else { return Array(0..<groups.count) }
    let values = query.sort.map { key -> [Quantity?] in
      guard case .expression(let expression) = key.target else { return [] }
      return quantities(expression)
    }
    return order.sorted(groups, values)
  }

  /// The rows by what they say at some of the keys, which alone stand in the keys of the parts.
  func parted(_ rows: [EvaluatedRow], at positions: [Int]) -> [(keys: [GroupKey?], rows: [EvaluatedRow])] {
    var order: [[GroupKey?]] = []
    var parts: [[GroupKey?]: [EvaluatedRow]] = [:]
    for row in rows {
      let keys = row.group.keys.indices.map { positions.contains($0) ? row.group.keys[$0] : nil }
      if parts[keys] == nil { order.append(keys) }
      parts[keys, default: []].append(row)
    }
    return order.map { ($0, parts[$0] ?? []) }
  }
}
