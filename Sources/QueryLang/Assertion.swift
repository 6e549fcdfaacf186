/// `assert test {clause}`: a test that the one row of a query must pass.
package struct Assertion: Sendable {
  private let test: TestSyntax
  private let clauses: ClausesSyntax
  private let span: SourceSpan

  /// What came of an assertion that could be asked.
  package struct Checked: Sendable {
    /// The row that was tested: one column for each side of the test that is no number.
    package let table: ResultTable
    /// `nil` where the test holds.
    package let failure: QueryError?
  }

  package init(_ test: TestSyntax, _ clauses: ClausesSyntax, at span: SourceSpan) {
    self.test = test
    self.clauses = clauses
    self.span = span
  }

  /// Those that the test is of; none where it cannot be asked.
  package func datasets(in context: BindingContext) -> [Int] {
    guard let sides = try? sides(in: context) else { return [] }
    return (try? Binder.bind(query(sides), in: context))?.datasets ?? []
  }

  private func sides(in context: BindingContext) throws(QueryError) -> Sides {
    // What is wrong with the name is told with the query.
    var binder = Binder(context)
    let datasets = binder.bindDatasets(clauses.from)
    let cases = datasets.count == 1 ? context.caseTables[datasets[0]] : nil
    return try Sides(test, of: cases, context, at: span)
  }

  private func query(_ sides: Sides) -> QuerySyntax {
    QuerySyntax(subject: .measures(sides.measures), clauses: clauses, span: span)
  }

  /// Asks for the sides of the test and decides it. Three-valued: what cannot be decided does not hold.
  /// - Throws: all errors of the query; ``DiagnosticFact/assertionRows(count:keys:)`` for any number of rows but one.
  package func check(
    library: Library, context: BindingContext, observer: WorkObserver = .none
  ) throws(QueryError) -> Checked {
    let sides = try sides(in: context)
    let query = query(sides)
    let canonicalText = try Binder.bind(query, in: context).canonicalText
    let table = try QueryPipeline.answer(query, library: library, context: context, observer: observer)
    let rows = table.rows.filter { $0.kind == .group }
    guard rows.count == 1, let row = rows.first else { throw wrongCount(rows, of: table) }
    let decision = AssertionDecision(table: table, row: row, sides: sides)
    let verdict = decision.decide(test)
    if verdict == true { return Checked(table: table, failure: nil) }
    let fact: DiagnosticFact =
      verdict == false ? .assertionFailed(test.written) : .assertionUndecided(test.written)
    let ran = Localized(vi: "đã hỏi: \(canonicalText)", en: "asked: \(canonicalText)")
    let failure = Diagnostic(fact, at: span, notes: decision.values(in: test) + [ran])
    return Checked(table: table, failure: QueryError([failure]))
  }

  /// Too many rows are mended by a condition on what tells them apart, with the first row as the example.
  private func wrongCount(_ rows: [ResultRow], of table: ResultTable) -> QueryError {
    let keys = table.columns.indices.filter { table.columns[$0].role == .key }
    let fact = DiagnosticFact.assertionRows(count: rows.count, keys: keys.map { table.columns[$0].title })
    guard let first = rows.first else { return QueryError(fact, at: span) }
    let conditions = keys.compactMap { key -> String? in
      let name = table.columns[key].name
      return switch first.cells[key].value {
      case .period(let period): "\(name) = \(period.display)"
      case .name(let canonical, _): "\(name) = \(SyntaxPrinter().quoted(canonical))"
      case .missing, .undefined, .number, .bounded, .text: nil
      }
    }
    let word = clauses.condition == nil ? "where " : "… and "
    let example =
      conditions.isEmpty ? [] : [Suggestion.write(word + conditions.joined(separator: " and "))]
    return QueryError(fact, at: span, suggestions: example)
  }
}

extension TestSyntax {
  /// In the canonical English form.
  fileprivate var written: String { SyntaxPrinter().print(self) }

  /// Both sides of every comparison and what every state is asked of, left to right.
  fileprivate var sides: [ExpressionSyntax] {
    switch self {
    case .comparison(let left, _, let right): [left, right]
    case .state(let expression, _, _): [expression]
    case .not(let inner): inner.sides
    case .and(let parts), .or(let parts): parts.flatMap(\.sides)
    }
  }
}

/// The sides of a test as columns of one query; numbers need none.
private struct Sides {
  enum Side {
    case column(Int)
    case number(ExactDecimal)
  }

  private(set) var measures: [MeasureSyntax] = []
  private var sides: [(syntax: ExpressionSyntax, side: Side)] = []

  /// - Throws: all that is wrong with the expressions; a test over numbers alone.
  init(
    _ test: TestSyntax, of cases: CaseTable?, _ context: BindingContext, at span: SourceSpan
  ) throws(QueryError) {
    var binder = ExpressionBinder(context)
    binder.cases = cases
    var bound: [BoundExpression] = []
    for syntax in test.sides where self[syntax] == nil {
      guard let expression = binder.bind(syntax) else { continue }
      if case .number(let value) = expression.constant {
        sides.append((syntax, .number(value)))
      } else if let column = bound.firstIndex(of: expression) {
        sides.append((syntax, .column(column)))
      } else {
        sides.append((syntax, .column(bound.count)))
        bound.append(expression)
        measures.append(MeasureSyntax(expression: syntax, alias: nil))
      }
    }
    if !binder.diagnostics.isEmpty { throw QueryError(binder.diagnostics) }
    if measures.isEmpty { throw QueryError(.expressionWithoutMeasure, at: span) }
  }

  subscript(syntax: ExpressionSyntax) -> Side? { sides.first { $0.syntax == syntax }?.side }
}

extension BoundExpression {
  /// A number or the negative of one, as itself.
  fileprivate var constant: BoundExpression {
    if case .negated(.number(let value)) = self, let negated = value.negated { return .number(negated) }
    return self
  }
}

/// The test over the one row.
private struct AssertionDecision {
  let table: ResultTable
  let row: ResultRow
  let sides: Sides

  /// Columns that are not keys, in order: those of the measures asked for come first.
  private func cell(_ column: Int) -> ResultCell? {
    let measures = table.measureColumns
    return measures.indices.contains(column) ? row.cells[measures[column]] : nil
  }

  func decide(_ test: TestSyntax) -> Bool? {
    switch test {
    case .comparison(let left, let comparison, let right):
      TestDecision.compare(amount(left), comparison, amount(right))
    case .state(let expression, let state, let isNegated):
      status(expression).map { ($0.word == state.rawValue) != isNegated }
    case .not(let inner): decide(inner).map { !$0 }
    case .and(let parts): TestDecision.all(parts.map { decide($0) })
    case .or(let parts): TestDecision.any(parts.map { decide($0) })
    }
  }

  private func amount(_ side: ExpressionSyntax) -> Amount {
    switch sides[side] {
    case .number(let value): return .number(.exact(value))
    case .column(let column):
      switch cell(column)?.value {
      case .number(let quantity): return .number(quantity)
      case .bounded(let bound, let limit): return .bounded(bound, limit)
      default: return .undefined
      }
    case nil: return .undefined
    }
  }

  private func status(_ side: ExpressionSyntax) -> CellStatus? {
    guard case .column(let column)? = sides[side] else { return nil }
    return cell(column)?.effectiveStatus
  }

  /// What each side is, each once; a number says that itself.
  func values(in test: TestSyntax) -> [Localized] {
    var seen: Set<Int> = []
    return test.sides.compactMap { side in
      guard case .column(let column)? = sides[side], seen.insert(column).inserted, let cell = cell(column)
      else { return nil }
      let isShare = table.columns[table.measureColumns[column]].isShare
      let name = SyntaxPrinter().print(side)
      return Localized(
        vi: "\(name) = \(text(cell, isShare, .vietnamese))", en: "\(name) = \(text(cell, isShare, .english))")
    }
  }

  private func text(_ cell: ResultCell, _ isShare: Bool, _ language: Language) -> String {
    var format = NumberFormat(language: language, form: isShare ? .share : .plain)
    let number: String? =
      switch cell.value {
      case .number(let quantity):
        {
          format.widen(for: quantity); return format.text(quantity)
        }()
      case .bounded(let bound, let limit): format.text(bound, limit)
      case .missing, .undefined, .name, .period, .text: nil
      }
    let coverage = cell.coverage.map { $0.text(language) }.joined(separator: "; ")
    let isVietnamese = language == .vietnamese
    switch cell.effectiveStatus {
    case .missing: return isVietnamese ? "– (không có báo cáo)" : "– (no report)"
    case .undefined: return isVietnamese ? "∅ (không tính được)" : "∅ (undefined)"
    case .partial: return "\(number ?? "") (\(isVietnamese ? "một phần" : "partial"): \(coverage))"
    case .reported, .derived, .complete: return number ?? ""
    }
  }
}
