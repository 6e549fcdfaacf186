/// `share`, `rank`, `cumulative` and `change` of rows that are separate parts of one whole.
struct CaseWindows {
  private let query: BoundQuery
  private let rows: [EvaluatedRow]

  /// `rows` in their default order.
  init(_ query: BoundQuery, _ rows: [EvaluatedRow]) {
    self.query = query
    self.rows = rows
  }

  /// The answer of a window in each row, by what its operand is there.
  func answers(_ window: WindowCall, _ values: [Resolved], operandIsShare: Bool) -> [Resolved] {
    switch window.function {
    case .share: shares(values, within: window.within)
    case .rank: RowSeries.ranks(values)
    // A period without a row has no cases: there is nothing that a running sum could lack.
    case .cumulative: RowSeries(query.keys, rows).cumulative(values).values
    case .change: RowSeries(query.keys, rows).changes(values, arePoints: operandIsShare).values
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
}

/// What windows come to in each group, by position.
struct WindowAnswers {
  private var answers: [[WindowCall: Resolved]]

  init(ofGroups count: Int) { answers = Array(repeating: [:], count: count) }

  /// None of a group that came later, such as an empty cell.
  subscript(position: Int) -> [WindowCall: Resolved] {
    answers.indices.contains(position) ? answers[position] : [:]
  }

  mutating func set(_ window: WindowCall, of position: Int, to answer: Resolved) {
    answers[position][window] = answer
  }
}
