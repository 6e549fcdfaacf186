/// Sums of rows: what `with totals` adds up and what `top` left out.
///
/// Each measure of a column is added by its own kind, and the column is computed from the sums: a ratio is that of
/// the sums, never a mean. Over time a closing stock is that of the last rows, an opening one that of the first, a
/// balance the sum of its parts. Rows counted inside others are left out, and members that unite others.
struct RowSums {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let columns: ColumnEvaluation
  private let planner: FigurePlanner
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }
  /// Why there is no sum, each reason once.
  private(set) var notes: [Localized] = []

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    self.resolver = resolver
    columns = ColumnEvaluation(resolver)
    planner = FigurePlanner(resolver.catalog)
  }

  /// One answer for each answer of a row: missing where nothing is known or the measure never adds up, undefined
  /// where a row is.
  mutating func sum(_ rows: [EvaluatedRow]) -> [Resolved] {
    let summands = summands(rows)
    return plan.answered.indices.map { sum(plan.answered[$0], at: $0, summands) }
  }

  /// The rows that may be added; none where they are no parts of a whole (systems, members that overlap).
  mutating func summands(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    var kept = rows
    for (position, key) in query.keys.enumerated() {
      guard case .dimension(let dimension) = key else { continue }
      let members = catalog.dimensions[dimension].members
      func member(_ row: EvaluatedRow) -> Int? {
        if case .member(let member) = row.group.keys[position] { return member }
        return nil
      }
      let plain = kept.filter { row in
        member(row).map {
          members[$0].isSummand && !members[$0].isCountedInside && members[$0].unionOf.isEmpty
        }
          ?? false
      }
      kept.removeAll { row in member(row).map { members[$0].isCountedInside } ?? false }
      let different = Set(kept.compactMap(member))
      guard different.count > 1 else { continue }
      kept = resolver.canAdd(dimension) ? plain : []
      if kept.isEmpty { note(.overlap(catalog.dimensions[dimension].names)) }
    }
    return kept
  }

  private mutating func sum(_ column: PlannedExpression, at position: Int, _ rows: [EvaluatedRow]) -> Resolved
  {
    let answers = rows.map { $0.answers[position] }
    if answers.contains(where: { $0.status == .undefined }) {
      return answers.reduce(into: Resolved(amount: .undefined, status: .undefined)) { $0.absorb($1) }
    }
    let known = zip(rows, answers).filter { $0.1.status != .missing }.map(\.0)
    let extents = Set(known.compactMap { $0.coordinates(at: position, of: plan)?.time })
    guard !known.isEmpty else { return .missing }
    let planned = extents.count > 1 ? planner.planOverTime(column) : column
    guard planned.isSummable else {
      guard column.expression.hasFallback else { return noSum(.kind(title(position))) }
      return added(column, at: position, known.map { $0.answers[position] })
    }
    guard extents.count == 1 || areDisjoint(extents) else { return noSum(.overlap(TimeField.period.names)) }
    return combined(planned, at: position, known)
  }

  /// An expression with `coalesce` adds up row by row where it is a sum itself.
  private mutating func added(_ column: PlannedExpression, at position: Int, _ answers: [Resolved])
    -> Resolved
  {
    if case .window(let window) = column.expression, window.function == .share {
      return answers.dropFirst().reduce(answers[0]) { Resolved.combining($0, $1, Arithmetic.add) }
    }
    let isSum = column.atoms.allSatisfy { catalog.measures[$0.measure].kind.isAdditive }
    guard isSum, column.expanded.isLinear else { return noSum(.kind(title(position))) }
    return answers.dropFirst().reduce(answers[0]) { Resolved.combining($0, $1, Arithmetic.add) }
  }

  private enum Obstacle {
    /// Members or periods that are no parts of one whole.
    case overlap(Localized)
    /// A measure that never adds up.
    case kind(Localized)
    /// A balance over time whose parts are not known in every row.
    case parts(Localized)
  }

  private mutating func noSum(_ obstacle: Obstacle) -> Resolved {
    note(obstacle)
    return .missing
  }

  private mutating func note(_ obstacle: Obstacle) {
    let note =
      switch obstacle {
      case .overlap(let names):
        Localized(
          vi: "không có tổng: các \(names.vietnamese) này không phải là các phần rời nhau của một toàn thể",
          en: "no total: these \(names.counted.english) are not separate parts of a whole")
      case .kind(let title):
        Localized(
          vi: "không có tổng của \(title.vietnamese): số loại này không cộng được",
          en: "no total of \(title.english): a measure of this kind never adds up")
      case .parts(let title):
        Localized(
          vi: "không có tổng của \(title.vietnamese) qua các kỳ: thiếu các phần của nó",
          en: "no total of \(title.english) over time: its parts are not all known")
      }
    if !notes.contains(note) { notes.append(note) }
  }

  private func title(_ position: Int) -> Localized {
    query.measures[position % query.measures.count].title
  }

  private func areDisjoint(_ extents: Set<TimeExtent>) -> Bool {
    let periods = extents.map(\.whole).sorted()
    return zip(periods, periods.dropFirst()).allSatisfy { !$0.overlaps($1) }
  }

  private mutating func combined(_ column: PlannedExpression, at position: Int, _ rows: [EvaluatedRow])
    -> Resolved
  {
    let places = rows.compactMap { $0.coordinates(at: position, of: plan) }
    let parts = places.map { columns.parts(of: column, at: $0) }
    let first = places.map(\.time.whole.first).min()
    let last = places.map(\.time.whole.last).max()
    var amounts: [Amount?] = column.atoms.map { _ in nil }
    var total = Resolved(amount: .undefined, status: .complete)
    for (place, parts) in zip(places, parts) {
      guard let parts else { return noSum(.parts(title(position))) }
      for (index, atom) in column.atoms.enumerated() {
        switch catalog.measures[atom.measure].kind {
        case .closing where place.time.whole.last != last: continue
        case .opening where place.time.whole.first != first: continue
        default:
          let amount = parts.amounts[index]
          amounts[index] = amounts[index].map { Arithmetic.add($0, amount) } ?? amount
        }
      }
      total.absorb(parts.total)
      if total.coverage.isEmpty { total.coverage = parts.total.coverage }
    }
    guard !amounts.contains(where: { $0 == nil }) else { return .missing }
    return columns.combine(column, ColumnEvaluation.Parts(amounts: amounts.compactMap { $0 }, total: total))
  }

  /// The cell of the query's conditions without its groups, where it is known as a whole; `nil` where no column is.
  ///
  /// `keys`: of a pivot's column, its member.
  func reportedTotal(_ spans: [Period], _ keys: [GroupKey?]) -> [Resolved]? {
    guard let place = reportedPlace(spans, keys) else { return nil }
    let answers =
      plan.columns.map { columns.answer($0, at: place) } + plan.baselineColumns.map { _ in Resolved.missing }
    let shown = answers.map { $0.status <= .complete ? $0 : .missing }
    return shown.contains { $0.status != .missing } ? shown : nil
  }

  /// Where the reported total is looked up.
  func reportedPlace(_ spans: [Period], _ keys: [GroupKey?]) -> Coordinates? {
    guard !spans.isEmpty, !query.time.isOpen, query.time.excluded.isEmpty else { return nil }
    var time: TimeExtent = spans.count == 1 ? .period(spans[0]) : .list(spans)
    var cell = Cell()
    var conditions = query.selections
    for (key, value) in zip(query.keys, keys) {
      switch (key, value) {
      case (.dimension(let dimension), .member(let member)):
        let reference = MemberReference(dimension: dimension, member: member)
        guard let narrowed = cell.narrowed(to: reference, within: [], of: catalog) else { return nil }
        cell = narrowed
        conditions.removeAll { $0.dimension == dimension }
      case (_, .period(let period)): time = .period(period)
      default: break
      }
    }
    return Coordinates(cell: cell, conditions: conditions, time: time, asOf: query.asOf, of: catalog)
  }
}

extension TimeExtent {
  /// From the first day to the last.
  var whole: Period {
    switch self {
    case .period(let period): period
    case .list: Period(first: first.first, last: last.last) ?? last
    }
  }
}

extension [Resolved] {
  /// Some figure here is another than its namesake there.
  func differ(from others: [Resolved]) -> Bool {
    zip(self, others).contains { $0.status != .missing && $0.amount != $1.amount }
  }
}

extension BoundExpression {
  /// A sum of measures, each times a number at most.
  var isLinear: Bool {
    switch self {
    case .number, .measure: true
    case .negated(let operand): operand.isLinear
    case .rounded, .window: false
    case .coalesce(let first, let second): first.isLinear && second.isLinear
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      left.isLinear && right.isLinear && !left.measures.isEmpty && !right.measures.isEmpty
    case .binary(.multiply, let left, let right):
      left.isLinear && right.isLinear && (left.measures.isEmpty || right.measures.isEmpty)
    case .binary(.divide, let left, let right): left.isLinear && right.measures.isEmpty
    }
  }
}
