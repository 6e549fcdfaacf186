/// Sums of rows: what `with totals` adds up and what `top` left out.
///
/// Each measure of a column is added by its own kind, and the column is computed from the sums: a ratio is that of
/// the sums, never a mean. Over time a closing stock is that of the last rows, an opening one that of the first, a
/// balance the sum of its parts. Rows counted inside others are left out, and members that unite others beside those.
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

  /// What rows come to.
  struct Sum {
    /// One for each answer of a row: missing where nothing is known or the measure never adds up, undefined where a
    /// row is.
    var answers: [Resolved]
    /// Measures whose baseline is that of other rows than the measure itself.
    var unmatched: Set<Int> = []
  }

  /// `context`: all rows beside which these are shown, themselves included.
  mutating func sum(_ rows: [EvaluatedRow], among context: [EvaluatedRow]) -> Sum {
    let summands = summands(rows)
    var known: [[EvaluatedRow]] = []
    var sum = Sum(answers: [])
    for (position, column) in plan.answered.enumerated() {
      let (kept, twice) = parts(summands, among: context) { $0.answers[position].status != .missing }
      var answer = self.sum(column, at: position, kept)
      if answer.status != .missing, (kept + twice).contains(where: { $0.isConflict(at: position) }) {
        answer.marks.insert(.conflict)
      }
      sum.answers.append(answer)
      known.append(kept)
    }
    for position in plan.baselineColumns.indices {
      let baseline = position + plan.columns.count
      let isAnyMissing = [position, baseline].contains { sum.answers[$0].status == .missing }
      if !isAnyMissing, known[position].map(\.group) != known[baseline].map(\.group) {
        sum.unmatched.insert(position)
        note(.unmatched(title(position)))
      }
    }
    return sum
  }

  /// The rows that may be added; none where they are no parts of a whole (systems, members that overlap).
  mutating func summands(_ rows: [EvaluatedRow]) -> [EvaluatedRow] {
    var kept = rows
    for (position, key) in query.keys.enumerated() {
      guard case .dimension(let dimension) = key else { continue }
      let members = catalog.dimensions[dimension].members
      func member(_ row: EvaluatedRow) -> Member? {
        if case .member(let member) = row.group.keys[position] { return members[member] }
        return nil
      }
      kept.removeAll { member($0)?.isCountedInside ?? false }
      guard Set(kept.compactMap { member($0)?.index }).count > 1 else { continue }
      let isWhole = resolver.canAdd(dimension)
      kept.removeAll { row in
        !isWhole || member(row).map { !$0.isSummand && $0.unionOf.isEmpty } ?? true
      }
      if kept.isEmpty { note(.overlap(catalog.dimensions[dimension].names)) }
    }
    return kept
  }

  /// Of the rows with a value those that are added, and those whose parts are rows of `context` themselves.
  mutating func parts(
    _ rows: [EvaluatedRow], among context: [EvaluatedRow], where isKnown: (EvaluatedRow) -> Bool
  ) -> (kept: [EvaluatedRow], twice: [EvaluatedRow]) {
    let known = rows.filter(isKnown)
    let united = UnitedRows(context.filter(isKnown), query.keys, catalog)
    var parts: (kept: [EvaluatedRow], twice: [EvaluatedRow]) = ([], [])
    for row in known {
      guard let member = united.memberBesideItsParts(row) else {
        parts.kept.append(row)
        continue
      }
      parts.twice.append(row)
      note(.twice(catalog.member(member).names))
    }
    return parts
  }

  private mutating func sum(_ column: PlannedExpression, at position: Int, _ known: [EvaluatedRow])
    -> Resolved
  {
    let answers = known.map { $0.answers[position] }
    let places = known.compactMap { $0.coordinates(at: position, of: plan) }
    // A row of its own that nothing is reported for, with a number in place of it, repeats no figure.
    let isOwn = position < plan.columns.count
    let looked = known.filter { !isOwn || !$0.answers[position].figures.isEmpty }
      .compactMap { $0.coordinates(at: position, of: plan) }
    if Set(looked).count < looked.count { return noSum(.sameBaseline) }
    if answers.contains(where: { $0.status == .undefined }) {
      return answers.reduce(into: Resolved(amount: .undefined, status: .undefined)) { $0.absorb($1) }
    }
    let extents = Set(places.map(\.time))
    guard !known.isEmpty else { return .missing }
    let planned = extents.count > 1 ? planner.planOverTime(column) : column
    guard planned.isSummable else {
      guard column.expression.hasFallback else { return noSum(.kind(title(position))) }
      return added(column, at: position, known)
    }
    guard areDisjoint(extents) else { return noSum(.overlap(TimeField.period.names)) }
    return combined(planned, at: position, known)
  }

  /// An expression with `coalesce` adds up row by row where it is a sum itself; shares of one whole do.
  private mutating func added(_ column: PlannedExpression, at position: Int, _ rows: [EvaluatedRow])
    -> Resolved
  {
    let answers = rows.map { $0.answers[position] }
    if case .window(let window) = column.expression, window.function == .share {
      guard wholes(of: window, rows).count == 1 else { return noSum(.severalWholes(title(position))) }
      return total(answers)
    }
    let isSum = column.atoms.allSatisfy { catalog.measures[$0.measure].kind.isAdditive }
    guard isSum, column.expanded.isLinear else { return noSum(.kind(title(position))) }
    guard areSeparate(rows, column) else { return .missing }
    return total(answers)
  }

  private func total(_ answers: [Resolved]) -> Resolved {
    var total = answers.dropFirst().reduce(answers[0]) { Resolved.combining($0, $1, Arithmetic.add) }
    total.status = max(total.status, .complete)
    return total
  }

  /// What each row's share is of: the whole, or its member of the key that the shares are within.
  private func wholes(of window: WindowCall, _ rows: [EvaluatedRow]) -> Set<GroupKey?> {
    let position = window.within.flatMap { query.keys.firstIndex(of: $0) }
    return Set(rows.map { row in position.map { row.group.keys[$0] } })
  }

  /// Whether the answers of the rows add up as they are: over several periods only those of flows do, and only where
  /// no day is counted twice. A note says why not.
  mutating func areSeparate(_ rows: [EvaluatedRow], _ column: PlannedExpression) -> Bool {
    let extents = Set(rows.map(\.coordinates.time))
    guard extents.count > 1 else { return true }
    guard areDisjoint(extents) else {
      note(.overlap(TimeField.period.names))
      return false
    }
    for atom in column.atoms where catalog.measures[atom.measure].kind != .flow {
      note(.overTime(catalog.measures[atom.measure].names))
      return false
    }
    return true
  }

  fileprivate enum Obstacle {
    /// Members or periods that are no parts of one whole.
    case overlap(Localized)
    /// A measure that never adds up.
    case kind(Localized)
    /// A ratio, or a balance over time, whose parts are not known in every row.
    case parts(Localized)
    /// Stocks of several periods, row by row.
    case overTime(Localized)
    /// A member beside those that it unites.
    case twice(Localized)
    /// Shares within several members.
    case severalWholes(Localized)
    /// One figure that several rows are held against.
    case sameBaseline
    /// A measure and its baseline, known in different rows.
    case unmatched(Localized)
  }

  private mutating func noSum(_ obstacle: Obstacle) -> Resolved {
    note(obstacle)
    return .missing
  }

  private mutating func note(_ obstacle: Obstacle) {
    let note = obstacle.words
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
    let parted = ColumnEvaluation.Parts(amounts: amounts.compactMap { $0 }, total: total)
    var answer = columns.combine(column, parted)
    if case .bounded = answer.amount { answer.marks.insert(.bound) }
    return answer
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

extension RowSums.Obstacle {
  fileprivate var words: Localized {
    switch self {
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
        vi: "không có tổng của \(title.vietnamese): có dòng thiếu các phần của nó",
        en: "no total of \(title.english): its parts are not known in every row")
    case .overTime(let title):
      Localized(
        vi: "\(title.vietnamese) của nhiều kỳ không cộng từng dòng được: đó không phải số phát sinh",
        en: "\(title.english) of several periods does not add up row by row: it is no flow")
    case .twice(let names):
      Localized(
        vi: "\(names.vietnamese): đã có các phần ở dòng khác, không cộng lần nữa",
        en: "\(names.english): its parts are rows themselves, so it is left out of sums")
    case .severalWholes(let title):
      Localized(
        vi: "không có tổng của \(title.vietnamese): đó là phần của nhiều toàn thể",
        en: "no total of \(title.english): these are shares of several wholes")
    case .sameBaseline:
      Localized(
        vi: "không có tổng của mốc so sánh: các dòng so với cùng một số",
        en: "no total of the baseline: rows are held against the same figure")
    case .unmatched(let title):
      Localized(
        vi: "không có thay đổi của tổng \(title.vietnamese): mốc so sánh chỉ có ở một số dòng",
        en: "no change of the total of \(title.english): only some of the rows have a baseline")
    }
  }
}

extension EvaluatedRow {
  fileprivate func isConflict(at position: Int) -> Bool { answers[position].marks.contains(.conflict) }
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
