// What rows that are sums are made of: rows of the answer, which are explained by themselves.
extension ExplanationWriter {
  private var sums: RowSums { RowSums(derivations.plan, resolver) }
  private var query: BoundQuery { derivations.plan.query }

  /// Why there is no sum of some rows, as under the table.
  var sumNotes: [Localized] {
    var sums = self.sums
    for sum in derivations.record.sums where !sum.rows.isEmpty { _ = sums.sum(sum.rows, among: sum.rows) }
    return sums.notes
  }

  func sum(_ sum: SummedRow, _ measure: Int, isBaseline: Bool, _ column: ResultColumn) -> ExplanationNode {
    let position = isBaseline ? derivations.plan.columns.count + measure : measure
    let answer = sum.shown.answers[position]
    if sum.shown.kind == .reportedTotal, answer.status != .missing,
      let place = sums.reportedPlace(derivations.record.spans, sum.shown.keys)
    {
      return placed(
        derivations.derivation(column: measure, at: place), column, after: sum.shown.kind.title)
    }
    let place = [sum.shown.kind.title, column.title, label(of: sum.shown.keys)].compactMap { $0 }
    let title = (place + query.selections.map { selected($0) } + [time]).filter { !$0.isEmpty }
      .joined(" · ")
    let isKnown = sum.rows.contains { $0.answers[position].status != .missing }
    var told = RowsTold(road: isKnown ? notAdded : notReported(sum.shown.kind))
    if answer.status != .missing { told = added(sum.rows, at: position, answer) }
    return ExplanationNode(
      role: .part, title: title, name: column.name, value: value(answer), isShare: column.isShare,
      road: told.road, absent: Localized(both: ""), step: answer.status == .missing ? "missing" : "rows",
      calculation: told.calculation, source: nil, parts: told.nodes)
  }

  /// The time asked for.
  private var time: Localized {
    derivations.record.spans.map { Localized(both: $0.display) }.listed(ExplanationWriter.listed)
  }

  private var notAdded: Localized {
    Localized(vi: "các dòng này không cộng được", en: "these rows do not add up")
  }

  private func notReported(_ kind: ResultRow.Kind) -> Localized {
    kind == .reportedTotal
      ? Localized(vi: "không báo cáo nào nêu tổng này", en: "no report gives this total")
      : Localized(vi: "không dòng nào có số liệu", en: "none of the rows has a figure")
  }

  // MARK: Adding

  /// The rows behind a sum, for each measure of the column: a quotient is that of the sums.
  private func added(_ rows: [EvaluatedRow], at position: Int, _ answer: Resolved) -> RowsTold {
    let column = derivations.plan.answered[position]
    var sums = self.sums
    let known = sums.summands(rows).filter { $0.answers[position].status != .missing }
    guard let joint = AtomSums(column, at: position, known, derivations.plan, resolver),
      joint.answer.amount == answer.amount
    else {
      return rowsTold(
        known.map { ($0, $0.answers[position]) }, isShare: column.expression.isShare(in: catalog))
    }
    let nodes = zip(joint.column.atoms, joint.parts).map { atom, rows in
      atomNode(atom, rows, joint.amounts[atom] ?? .undefined)
    }
    if nodes.count == 1, joint.column.expanded == .measure(joint.column.atoms[0]) {
      return rowsTold(joint.parts[0], isShare: false)
    }
    let values = Dictionary(uniqueKeysWithValues: zip(joint.column.atoms, nodes.map(\.value.value)))
    return RowsTold(
      road: Localized(both: canonical.write(joint.column.expanded)),
      calculation: Calculation(values: values).pieces(joint.column.expanded), nodes: nodes)
  }

  private func atomNode(
    _ atom: MeasureReference, _ rows: [(row: EvaluatedRow, answer: Resolved)], _ amount: Amount
  ) -> ExplanationNode {
    let told = rowsTold(rows, isShare: false)
    let status = rows.map(\.answer.status).max() ?? .complete
    return ExplanationNode(
      role: .part, title: title(atom), name: canonical.write(.measure(atom)),
      value: value(Resolved(amount: amount, status: max(status, .complete))), isShare: false, road: told.road,
      absent: Localized(both: ""), step: "rows", calculation: told.calculation, source: nil,
      parts: told.nodes)
  }

  /// The sum of some rows, which are named with their values.
  func rowsTold(_ rows: [(row: EvaluatedRow, answer: Resolved)], isShare: Bool) -> RowsTold {
    let nodes = rows.map { rowNode($0.row, $0.answer, isShare: isShare) }
    let count = rows.count
    return RowsTold(
      road: Localized(vi: "cộng \(count) dòng", en: count == 1 ? "one row" : "sum of \(count) rows"),
      calculation: sumPieces(nodes.map { ($0.value.value, isShare) }), nodes: nodes)
  }

  // MARK: Rows

  /// A row of the answer, told by its keys and value.
  func rowNode(_ row: EvaluatedRow, _ answer: Resolved, isShare: Bool) -> ExplanationNode {
    ExplanationNode(
      role: .row, title: label(of: row.group.keys), name: name(of: row.group.keys), value: value(answer),
      isShare: isShare, road: Localized(both: ""), absent: Localized(both: ""), step: "row",
      calculation: [], source: nil, parts: [])
  }

  func label(of keys: [GroupKey?]) -> Localized {
    zip(query.keys, keys).compactMap { key, value -> Localized? in
      switch (key, value) {
      case (_, .period(let period)): return Localized(both: period.display)
      case (.dimension(let dimension), .member(let member)):
        return shown(MemberReference(dimension: dimension, member: member))
      default: return nil
      }
    }.joined(" · ")
  }

  /// For programs: `province = "An Giang" and quarter = 2021-Q2`.
  private func name(of keys: [GroupKey]) -> String {
    zip(query.keys, keys).compactMap { key, value -> String? in
      switch (key, value) {
      case (.time(let field), .period(let period)): return "\(field.rawValue) = \(period)"
      case (.dimension(let dimension), .member(let member)):
        return canonical.write(Selection(dimension: dimension, members: [member]), among: [])
      default: return nil
      }
    }.joined(separator: " and ")
  }
}

/// What is said of a value that is made of rows of the answer.
struct RowsTold {
  var road: Localized
  var calculation: [ExplanationNode.Piece] = []
  var nodes: [ExplanationNode] = []
}

/// The sums of each measure of a column over rows, as ``RowSums`` makes them.
private struct AtomSums {
  let column: PlannedExpression
  /// For each measure the rows that its sum is made of.
  let parts: [[(row: EvaluatedRow, answer: Resolved)]]
  let amounts: [MeasureReference: Amount]
  let answer: Resolved

  /// `nil` where the column is no expression over sums.
  init?(
    _ planned: PlannedExpression, at position: Int, _ rows: [EvaluatedRow], _ plan: FigurePlan,
    _ resolver: FigureResolver
  ) {
    let catalog = resolver.catalog
    let columns = ColumnEvaluation(resolver)
    let places = rows.compactMap { $0.coordinates(at: position, of: plan) }
    guard places.count == rows.count, !rows.isEmpty else { return nil }
    let isOverTime = Set(places.map(\.time)).count > 1
    let column = isOverTime ? FigurePlanner(catalog).planOverTime(planned) : planned
    let sums = places.compactMap { columns.parts(of: column, at: $0) }
    guard column.isSummable, !column.atoms.isEmpty, sums.count == rows.count else { return nil }
    let (first, last) = (places.map(\.time.whole.first).min(), places.map(\.time.whole.last).max())
    var parts: [[(row: EvaluatedRow, answer: Resolved)]] = []
    var amounts: [MeasureReference: Amount] = [:]
    for (index, atom) in column.atoms.enumerated() {
      let kind = catalog.measures[atom.measure].kind
      let counted = rows.indices.filter { row in
        switch kind {
        case .closing: places[row].time.whole.last == last
        case .opening: places[row].time.whole.first == first
        default: true
        }
      }
      let own = counted.map { sums[$0].amounts[index] }
      guard let start = own.first else { return nil }
      amounts[atom] = own.dropFirst().reduce(start, Arithmetic.add)
      parts.append(
        zip(counted, own).map { row, amount in
          let whole = resolver.whole(atom, places[row])
          if let whole, whole.amount == amount { return (rows[row], whole) }
          var answer = sums[row].total
          answer.amount = amount
          return (rows[row], answer)
        })
    }
    var total = sums[0].total
    for other in sums.dropFirst() { total.absorb(other.total) }
    self.column = column
    self.parts = parts
    self.amounts = amounts
    answer = columns.combine(
      column, ColumnEvaluation.Parts(amounts: column.atoms.compactMap { amounts[$0] }, total: total))
  }
}
