/// `share`, `rank`, `cumulative` and `change`: what a row is among all rows found.
struct WindowEvaluation {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let rows: [EvaluatedRow]
  private let columns: ColumnEvaluation
  private let planner: FigurePlanner
  /// What must be said of the answers, each once.
  private(set) var notes: [Localized] = []
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
  mutating func answers(_ window: WindowCall) -> [Resolved] {
    let operand = planner.plan(window.operand)
    let values = rows.map { columns.answer(operand, at: $0.coordinates) }
    switch window.function {
    case .share: return shares(operand, values, within: window.within)
    case .rank: return RowSeries.ranks(values)
    case .cumulative:
      let sums = RowSeries(query.keys, rows).cumulative(values)
      if let text = GapNotes.ofCumulative(sums.gaps) { note(text) }
      return sums.values
    case .change:
      let changes = RowSeries(query.keys, rows)
        .changes(values, arePoints: window.operand.isShare(in: catalog))
      if let text = GapNotes.ofChange(changes.gaps) { note(text) }
      return changes.values
    }
  }

  private mutating func note(_ note: Localized) {
    if !notes.contains(note) { notes.append(note) }
  }

  // MARK: Share

  /// Of the sum of all rows, or of those with the same member; missing for rows that no sum counts, and where the rows
  /// are no parts of one whole.
  private mutating func shares(_ operand: PlannedExpression, _ values: [Resolved], within: BoundKey?)
    -> [Resolved]
  {
    let position = within.flatMap { query.keys.firstIndex(of: $0) }
    let value = Dictionary(uniqueKeysWithValues: zip(rows.map(\.group), values))
    var shares: [Group: Resolved] = [:]
    var sums = RowSums(plan, resolver)
    for part in parted(rows, at: position) {
      let (kept, _) = sums.parts(sums.summands(part), among: part) { value[$0.group]?.status != .missing }
      guard sums.areSeparate(kept, operand) else { continue }
      let amounts = kept.compactMap { value[$0.group] }
      guard let first = amounts.first else { continue }
      let total = amounts.dropFirst().reduce(first) { Resolved.combining($0, $1, Arithmetic.add) }
      for (row, amount) in zip(kept, amounts) { shares[row.group] = Comparison.ratio(amount, total) }
    }
    for text in sums.notes { note(text) }
    return rows.map { shares[$0.group] ?? .missing }
  }

  /// The rows by what they say at a key; all together without one.
  private func parted(_ rows: [EvaluatedRow], at position: Int?) -> [[EvaluatedRow]] {
    guard let position else { return [rows] }
    var order: [GroupKey] = []
    var parts: [GroupKey: [EvaluatedRow]] = [:]
    for row in rows {
      let key = row.group.keys[position]
      if parts[key] == nil { order.append(key) }
      parts[key, default: []].append(row)
    }
    return order.compactMap { parts[$0] }
  }
}
