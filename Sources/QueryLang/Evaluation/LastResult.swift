/// `_ …`: having, sort, top and bottom over the rows of the last result.
///
/// Names are the columns' own, canonical or as shown; numbers are those of the cells.
package struct LastResult {
  private let table: ResultTable
  private let observer: WorkObserver
  private var diagnostics: [Diagnostic] = []

  private init(_ table: ResultTable, _ observer: WorkObserver) {
    self.table = table
    self.observer = observer
  }

  /// - Throws: unknown columns, and clauses that need the data again; ``DiagnosticFact/interrupted`` when the
  ///   observer stops it.
  package static func evaluate(
    _ query: QuerySyntax, over table: ResultTable, observer: WorkObserver = .none
  ) throws(QueryError) -> ResultTable {
    var evaluation = LastResult(table, observer)
    return try evaluation.run(query.clauses, at: query.span)
  }

  private mutating func run(_ clauses: ClausesSyntax, at span: SourceSpan) throws(QueryError) -> ResultTable {
    refuse(clauses, at: span)
    var rows = table.rows.filter { $0.kind == .group }
    if let having = clauses.having {
      check(having)
      rows = rows.filter { !observer.isStopped && decide(having, $0) == true }
    }
    if let ranking = clauses.ranking { rows = rank(rows, ranking) }
    if !clauses.sort.isEmpty { rows = sort(rows, clauses.sort) }
    if !diagnostics.isEmpty { throw QueryError(diagnostics) }
    try observer.checkpoint()
    var result = table
    result.rows = rows
    result.echo = nil
    return result
  }

  private mutating func refuse(_ clauses: ClausesSyntax, at span: SourceSpan) {
    var refused: [Keyword] = []
    if clauses.from != nil { refused.append(.from) }
    if !clauses.by.isEmpty { refused.append(.by) }
    if clauses.condition != nil { refused.append(.where) }
    if clauses.baseline != nil { refused.append(.vs) }
    if clauses.pivot != nil { refused.append(.pivot) }
    if !clauses.with.isEmpty || clauses.ranking?.withOthers == true { refused.append(.with) }
    if clauses.asOf != nil { refused.append(.asOf) }
    for keyword in refused { diagnostics.append(Diagnostic(.clauseNotForLastResult(keyword), at: span)) }
  }

  // MARK: Columns

  private func column(_ name: NameSyntax) -> Int? {
    let wanted = folded(name.text)
    return table.columns.firstIndex { column in
      [column.name, column.title.vietnamese, column.title.english].contains { folded($0) == wanted }
    }
  }

  private mutating func check(_ expression: ExpressionSyntax) {
    switch expression {
    case .name(let name, let filter):
      if column(name) == nil || filter != nil {
        let near = NearNames.of(name.text, among: table.columns.map(\.name))
        let columns = table.columns.filter { $0.role != .code }.map(\.name)
        let suggestion: Suggestion = near.isEmpty ? .choices(columns) : .didYouMean(near)
        diagnostics.append(Diagnostic(.unknownColumn(name.text), at: name.span, suggestions: [suggestion]))
      }
    case .negated(let operand, _): check(operand)
    case .binary(_, let left, let right):
      check(left)
      check(right)
    case .parameter(let name, let span): diagnostics.append(Diagnostic(.unknownParameter(name), at: span))
    case .call(let function, _, _, let span):
      let what = Localized(both: "_ … \(function.rawValue)(…)")
      diagnostics.append(Diagnostic(.notYetAnswered(what), at: span))
    case .number, .invalid: break
    }
  }

  private mutating func check(_ test: TestSyntax) {
    switch test {
    case .comparison(let left, _, let right):
      check(left)
      check(right)
    case .state(let expression, _, _): check(expression)
    case .not(let inner): check(inner)
    case .and(let parts), .or(let parts): for part in parts { check(part) }
    }
  }

  // MARK: Values

  private func amount(_ expression: ExpressionSyntax, _ row: ResultRow) -> Amount {
    switch expression {
    case .number(let value, _): .number(.exact(value))
    case .name(let name, _): column(name).map { amount(row.cells[$0]) } ?? .undefined
    case .negated(let operand, _): Arithmetic.negate(amount(operand, row))
    case .binary(let operation, let left, let right):
      Arithmetic.apply(operation, amount(left, row), amount(right, row))
    case .parameter, .call, .invalid: .undefined
    }
  }

  private func amount(_ cell: ResultCell) -> Amount {
    switch cell.value {
    case .number(let quantity): .number(quantity)
    case .bounded(let bound, let limit): .bounded(bound, limit)
    case .missing, .undefined, .name, .period, .text: .undefined
    }
  }

  private func decide(_ test: TestSyntax, _ row: ResultRow) -> Bool? {
    switch test {
    case .comparison(let left, let comparison, let right):
      return TestDecision.compare(amount(left, row), comparison, amount(right, row))
    case .state(let expression, let state, let isNegated):
      guard case .name(let name, _) = expression, let column = column(name) else { return nil }
      return row.cells[column].status.map { ($0.word == state.rawValue) != isNegated }
    case .not(let inner): return decide(inner, row).map { !$0 }
    case .and(let parts): return TestDecision.all(parts.map { decide($0, row) })
    case .or(let parts): return TestDecision.any(parts.map { decide($0, row) })
    }
  }

  private func quantities(_ expression: ExpressionSyntax, _ rows: [ResultRow]) -> [Quantity?] {
    rows.map { observer.isStopped ? nil : quantity(expression, $0) }
  }

  private func quantity(_ expression: ExpressionSyntax, _ row: ResultRow) -> Quantity? {
    switch amount(expression, row) {
    case .number(let quantity): quantity
    case .bounded(_, let value): .exact(value)
    case .undefined: nil
    }
  }

  // MARK: Order

  private mutating func rank(_ rows: [ResultRow], _ ranking: RankingSyntax) -> [ResultRow] {
    let firstMeasure = table.columns.first { if case .measure = $0.role { true } else { false } }
    let key = ranking.by ?? firstMeasure.map { .name(NameSyntax($0.name, span: ranking.span), filter: nil) }
    guard let key else { return rows }
    check(key)
    var perColumn: Int?
    if let per = ranking.per {
      perColumn = column(per)
      if perColumn == nil { diagnostics.append(Diagnostic(.unknownColumn(per.text), at: per.span)) }
    }
    let values = quantities(key, rows)
    var taken: [String: Int] = [:]
    let order = RowOrder.byValue(values, isDescending: !ranking.isBottom, observer: observer)
    return order.filter { position in
      let group = perColumn.map { rows[position].cells[$0].sortText } ?? ""
      taken[group, default: 0] += 1
      return taken[group, default: 0] <= ranking.count
    }.map { rows[$0] }
  }

  private mutating func sort(_ rows: [ResultRow], _ keys: [SortKeySyntax]) -> [ResultRow] {
    for key in keys { check(key.key) }
    return keys.reversed().reduce(rows) { sorted, key in
      if case .name(let name, _) = key.key, let column = column(name), table.columns[column].role == .key {
        return sortedByText(sorted, column, key.isDescending)
      }
      let values = quantities(key.key, sorted)
      return RowOrder.byValue(values, isDescending: key.isDescending, observer: observer).map { sorted[$0] }
    }
  }

  private func sortedByText(_ rows: [ResultRow], _ column: Int, _ isDescending: Bool) -> [ResultRow] {
    let keys = rows.map { VietnameseSortKey(observer.isStopped ? "" : $0.cells[column].sortText) }
    let order = rows.indices.sorted { left, right in
      if observer.isStopped { return false }
      if keys[left] == keys[right] { return left < right }
      return (keys[left] < keys[right]) != isDescending
    }
    return order.map { rows[$0] }
  }
}

extension ResultCell {
  /// Text by which key cells are told apart and ordered; periods by time.
  fileprivate var sortText: String {
    switch value {
    case .name(let canonical, _): canonical
    case .period(let period): "\(period.first)\(period.last)"
    case .text(let text): text.vietnamese
    case .number(let quantity): quantity.description
    case .missing, .undefined, .bounded: ""
    }
  }
}
