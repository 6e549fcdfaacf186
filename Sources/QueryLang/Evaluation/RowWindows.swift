/// `share`, `rank`, `cumulative` and `change` of rows that are separate parts of one whole.
struct RowWindows {
  private let query: BoundQuery
  private let rows: [EvaluatedRow]
  private let catalog: Catalog

  /// `rows` in their default order.
  init(_ query: BoundQuery, _ rows: [EvaluatedRow], _ catalog: Catalog) {
    self.query = query
    self.rows = rows
    self.catalog = catalog
  }

  /// The answer of a window in each row, by what its operand is there.
  func answers(_ window: WindowCall, _ values: [Resolved], operandIsShare: Bool) -> [Resolved] {
    switch window.function {
    case .share: shares(values, within: window.within)
    case .rank: RowWindows.ranks(values)
    case .cumulative: cumulative(values)
    case .change: changes(values, arePoints: operandIsShare)
    }
  }

  private func shares(_ values: [Resolved], within: BoundKey?) -> [Resolved] {
    let position = within.flatMap { query.keys.firstIndex(of: $0) }
    var totals: [GroupKey?: Resolved] = [:]
    for (row, value) in zip(rows, values) where value.status != .missing {
      let key = position.map { row.group.keys[$0] }
      totals[key] = totals[key].map { Resolved.combining($0, value, Arithmetic.add) } ?? value
    }
    return zip(rows, values).map { row, value in
      guard value.status != .missing, let total = totals[position.map { row.group.keys[$0] }] else {
        return .missing
      }
      return Comparison.ratio(value, total)
    }
  }

  /// The largest is 1; equals share a rank and the next ones are left out (1, 1, 3).
  static func ranks(_ values: [Resolved]) -> [Resolved] {
    let quantities = values.map { value -> Quantity? in
      if case .number(let quantity) = value.amount { quantity } else { nil }
    }
    let descending = quantities.compactMap { $0 }.sorted(by: >)
    var ranks: [Quantity: Int] = [:]
    for (index, quantity) in descending.enumerated() where ranks[quantity] == nil {
      ranks[quantity] = index + 1
    }
    return zip(values, quantities).map { value, quantity in
      guard let quantity, let rank = ranks[quantity] else {
        return value.status == .missing ? .missing : value.mapping { _ in .undefined }
      }
      return value.mapping { _ in .number(.exact(ExactDecimal(rank))) }
    }
  }

  /// Rows that differ in time alone, by time; without a key of time all rows.
  private func series() -> [[Int]] {
    guard query.keys.contains(where: \.isTime) else { return [Array(rows.indices)] }
    var order: [[GroupKey?]] = []
    var series: [[GroupKey?]: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      let key = query.keys.indices.map { query.keys[$0].isTime ? nil : row.group.keys[$0] }
      if series[key] == nil { order.append(key) }
      series[key, default: []].append(index)
    }
    return order.map { key in
      (series[key] ?? []).sorted { rows[$0].coordinates.time.whole < rows[$1].coordinates.time.whole }
    }
  }

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

  private func changes(_ values: [Resolved], arePoints: Bool) -> [Resolved] {
    var answers = values.map { _ in Resolved.missing }
    guard query.keys.contains(where: \.isTime) else { return answers }
    for indices in series() {
      for (earlier, later) in zip(indices, indices.dropFirst())
      where rows[later].coordinates.time.whole.previous == rows[earlier].coordinates.time.whole {
        guard values[earlier].status != .missing, values[later].status != .missing else { continue }
        let change = Comparison.change(values[later], values[earlier])
        answers[later] = arePoints ? Comparison.points(change) : change
      }
    }
    return answers
  }
}
