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
    case .rank: return ranks(values)
    case .cumulative: return cumulative(values)
    case .change: return changes(values, arePoints: window.operand.isShare(in: catalog))
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

  /// Rows that are alike in all keys but the periods, by time; `restarts`: with each longer period anew.
  private func series(restarts: Bool) -> [[Int]] {
    guard let time = timePosition else { return [] }
    var order: [[GroupKey?]] = []
    var series: [[GroupKey?]: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      let key = query.keys.indices.map { position -> GroupKey? in
        position == time || !restarts && query.keys[position].isTime ? nil : row.group.keys[position]
      }
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

  /// What is missing adds nothing and is missing itself, and that is said where more follows; what is undefined
  /// leaves the rest undefined.
  private mutating func cumulative(_ values: [Resolved]) -> [Resolved] {
    var answers = values
    guard let time = timePosition else { return values.map { _ in .missing } }
    var gaps: Set<Period> = []
    for indices in series(restarts: true) {
      var sum: Resolved?
      var last: Period?
      for index in indices where values[index].status != .missing {
        let here = period(index, time)
        if let last, here.previous != last, let gap = here.previous { gaps.insert(gap) }
        last = here
        sum = sum.map { Resolved.combining($0, values[index], Arithmetic.add) } ?? values[index]
        if let sum { answers[index] = sum }
      }
    }
    if !gaps.isEmpty {
      let names = listed(gaps)
      note(
        Localized(
          vi: "cộng dồn thiếu số liệu trước đó: \(names.vietnamese)",
          en: "the running sum goes on over what is missing: \(names.english)"))
    }
    return answers
  }

  /// Against the row of the period before; missing where there is none, and said where that is not the first row.
  private mutating func changes(_ values: [Resolved], arePoints: Bool) -> [Resolved] {
    var answers = values.map { _ in Resolved.missing }
    guard let time = timePosition else { return answers }
    var gaps: Set<Period> = []
    for indices in series(restarts: false) {
      let known = indices.filter { values[$0].status != .missing }
      for (earlier, later) in zip(known, known.dropFirst()) {
        guard period(later, time).previous == period(earlier, time) else {
          if let gap = period(later, time).previous { gaps.insert(gap) }
          continue
        }
        let change = Comparison.change(values[later], values[earlier])
        answers[later] = arePoints ? Comparison.points(change) : change
      }
      if known.count == 1, let before = period(known[0], time).previous { gaps.insert(before) }
    }
    if !gaps.isEmpty {
      let names = listed(gaps)
      note(
        Localized(
          vi: "không có thay đổi: không có dòng nào của kỳ trước (\(names.vietnamese))",
          en: "no change: there is no row of the period before (\(names.english))"))
    }
    return answers
  }

  private static let periodsListed = 3

  private func listed(_ periods: Set<Period>) -> Localized {
    periods.sorted().map { Localized(both: $0.display) }.listed(WindowEvaluation.periodsListed)
  }
}
