/// `share`, `rank`, `cumulative` and `change`: what a row is among all rows found.
struct WindowEvaluation {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let rows: [EvaluatedRow]
  private let columns: ColumnEvaluation
  private let planner: FigurePlanner
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  /// `rows` in their default order.
  init(_ plan: FigurePlan, _ resolver: FigureResolver, _ rows: [EvaluatedRow]) {
    self.plan = plan
    self.resolver = resolver
    self.rows = rows
    columns = ColumnEvaluation(resolver)
    planner = FigurePlanner(resolver.catalog)
  }

  /// The answer of a window in each row.
  func answers(_ window: WindowCall) -> [Resolved] {
    let operand = planner.plan(window.operand)
    let values = rows.map { columns.answer(operand, at: $0.coordinates) }
    switch window.function {
    case .share: return shares(values, within: window.within)
    case .rank: return ranks(values)
    case .cumulative: return cumulative(values)
    case .change: return changes(values, arePoints: window.operand.isShare(in: catalog))
    }
  }

  // MARK: Share

  /// Of the sum of all rows, or of those with the same member; missing for rows that no sum counts.
  private func shares(_ values: [Resolved], within: BoundKey?) -> [Resolved] {
    let position = within.flatMap { query.keys.firstIndex(of: $0) }
    var sums = RowSums(plan, resolver)
    let counted = Set(sums.summands(rows).map(\.group))
    var totals: [GroupKey?: Resolved] = [:]
    for (row, value) in zip(rows, values) where counted.contains(row.group) && value.status != .missing {
      let key = position.map { row.group.keys[$0] }
      totals[key] = totals[key].map { Resolved.combining($0, value, Arithmetic.add) } ?? value
    }
    return zip(rows, values).map { row, value in
      guard counted.contains(row.group), value.status != .missing,
        let total = totals[position.map { row.group.keys[$0] }]
      else { return .missing }
      return Comparison.ratio(value, total)
    }
  }

  // MARK: Rank

  /// The largest is 1; equals share a rank and the next ones are left out (1, 1, 3).
  private func ranks(_ values: [Resolved]) -> [Resolved] {
    let quantities = values.map { value -> Quantity? in
      if case .number(let quantity) = value.amount { quantity } else { nil }
    }
    return zip(values, quantities).map { value, quantity in
      guard let quantity else {
        return value.status == .missing ? .missing : value.mapping { _ in .undefined }
      }
      let larger = quantities.count { other in other.map { quantity < $0 } ?? false }
      return value.mapping { _ in .number(.exact(ExactDecimal(larger + 1))) }
    }
  }

  // MARK: Time

  private var timePosition: Int? {
    query.keys.finestTimeField.flatMap { query.keys.firstIndex(of: .time($0)) }
  }

  /// Rows that differ in time alone, by time; without a key of time all rows.
  private func series() -> [[Int]] {
    guard let time = timePosition else { return [Array(rows.indices)] }
    var order: [[GroupKey?]] = []
    var series: [[GroupKey?]: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      let isTime = query.keys.map(\.isTime)
      let key = row.group.keys.indices.map { isTime[$0] ? nil : row.group.keys[$0] }
      if series[key] == nil { order.append(key) }
      series[key, default: []].append(index)
    }
    return order.map { key in
      (series[key] ?? []).sorted { period($0, time) < period($1, time) }
    }
  }

  private func period(_ row: Int, _ time: Int) -> Period {
    if case .period(let period) = rows[row].group.keys[time] { return period }
    return rows[row].coordinates.time.whole
  }

  /// What is missing adds nothing and is missing itself; what is undefined leaves the rest undefined.
  private func cumulative(_ values: [Resolved]) -> [Resolved] {
    var answers = values
    for indices in series() {
      var sum: Resolved?
      for index in indices where values[index].status != .missing {
        sum = sum.map { Resolved.combining($0, values[index], Arithmetic.add) } ?? values[index]
        if let sum { answers[index] = sum }
      }
    }
    return answers
  }

  /// Against the row of the period before; missing where there is none.
  private func changes(_ values: [Resolved], arePoints: Bool) -> [Resolved] {
    var answers = values.map { _ in Resolved.missing }
    guard let time = timePosition else { return answers }
    for indices in series() {
      for (earlier, later) in zip(indices, indices.dropFirst())
      where period(later, time).previous == period(earlier, time) {
        guard values[earlier].status != .missing, values[later].status != .missing else { continue }
        let change = Comparison.change(values[later], values[earlier])
        answers[later] = arePoints ? Comparison.points(change) : change
      }
    }
    return answers
  }
}
