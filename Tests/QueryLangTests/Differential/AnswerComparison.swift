@testable import QueryLang

/// Both answers to one query: the table of the evaluator and that of the obvious one.
struct AnswerComparison {
  let query: BoundQuery
  let library: Library
  private let resolver: FigureResolver
  private let plan: FigurePlan
  private let obvious: ObviousEvaluator

  init(_ query: BoundQuery, _ library: Library) {
    self.query = query
    self.library = library
    let index = FigureIndex(catalog: library.catalog, store: library.store, datasets: query.datasets)
    resolver = FigureResolver(index)
    plan = FigurePlanner(library.catalog).plan(query)
    obvious = ObviousEvaluator(query, library)
  }

  /// What a query asks beside its measures, to be counted.
  static func forms(of query: BoundQuery) -> [String] {
    let functions = Set(query.windows.map(\.function.rawValue))
    let clauses = [
      "baseline": query.baseline != nil, "pivot": query.pivotKey != nil, "totals": query.showsTotals,
      "others": query.ranking?.withOthers == true, "top": query.ranking != nil, "keys": !query.keys.isEmpty,
    ]
    return Array(functions) + clauses.filter(\.value).map(\.key)
  }

  /// What is not alike, in words; `nil` where all is.
  func difference() throws -> (text: String?, rowCount: Int) {
    var evaluation = Evaluation(plan, resolver)
    let table = try evaluation.run()
    let found = lines(evaluation.record)
    let expected = obvious.answer().map { written($0.keys, $0.cells) }
    if found != expected { return (both(found, expected), found.count) }
    if let key = query.pivotKey {
      let (found, expected) = (pivoted(table, key), obvious.pivoted())
      if found != expected { return (both(found, expected), found.count) }
    }
    return (groundDifference(evaluation.record, table), found.count)
  }

  private func both(_ found: [String], _ expected: [String]) -> String {
    "the evaluator:\n\(shown(found))the obvious one:\n\(shown(expected))"
  }

  private func shown(_ rows: [String]) -> String {
    let shown = rows.prefix(20).map { "  \($0)\n" }.joined()
    return rows.count > 20 ? shown + "  … \(rows.count) rows\n" : shown
  }

  // MARK: Rows

  private func lines(_ record: EvaluationRecord) -> [String] {
    let table = record.table
    let positions = keyPositions(table, query.keys)
    let measures = measurePositions(table)
    let sums = record.sums.map { sum -> [GroupKey?] in sum.shown.keys }
    return table.rows.enumerated().compactMap { index, row in
      let values = measures.map { answer(row.cells[$0]) }
      guard let label = label(row.kind) else { return nil }
      if row.kind == .group { return written(positions.map { name(row.cells[$0]) }, values) }
      let keys = sums[index - record.rows.count]
      let named = positions.indices.filter { keys[$0] != nil }.map { name(row.cells[positions[$0]]) }
      return written(label + named, values)
    }
  }

  /// `nil` for what the obvious one does not answer: a total that is reported itself.
  private func label(_ kind: ResultRow.Kind) -> [String]? {
    switch kind {
    case .group: []
    case .others: [ObviousEvaluator.others]
    case .totalOfRows: [ObviousEvaluator.total]
    case .reportedTotal: nil
    }
  }

  private func keyPositions(_ table: ResultTable, _ keys: [BoundKey]) -> [Int] {
    keys.compactMap { key in
      let name =
        switch key {
        case .dimension(let dimension): library.catalog.dimensions[dimension].id
        case .time(let field): field.rawValue
        }
      return table.columns.firstIndex { $0.role == .key && $0.name == name }
    }
  }

  private func measurePositions(_ table: ResultTable) -> [Int] {
    table.columns.indices.filter { if case .measure = table.columns[$0].role { true } else { false } }
  }

  // MARK: Pivot

  private func pivoted(_ table: ResultTable, _ key: Int) -> [String] {
    let kept = query.keys.indices.filter { $0 != key }
    let positions = keyPositions(table, kept.map { query.keys[$0] })
    let measures = measurePositions(table)
    let header = measures.map { table.columns[$0].name }.joined(separator: " | ")
    return [header]
      + table.rows.compactMap { row in
        guard let label = label(row.kind) else { return nil }
        var named = positions
        if row.kind != .group {
          let within = row.kind == .others ? query.ranking?.perKey : nil
          named = zip(kept, positions).filter { $0.0 == within }.map(\.1)
        }
        let cells = measures.map { position -> String in
          let cell = row.cells[position]
          return cell.absence == .notShown ? ObviousEvaluator.notShown : answer(cell).description
        }
        return (label + named.map { name(row.cells[$0]) } + cells).joined(separator: " | ")
      }
  }

  // MARK: Comparability

  private func groundDifference(_ record: EvaluationRecord, _ table: ResultTable) -> String? {
    let comparability = Comparability(query, resolver)
    let groups = obvious.rows()
    var wasWarned = false
    if !query.keys.isEmpty {
      let expected = obvious.differences(among: groups.all)
      for (position, column) in plan.columns.enumerated() where column.expression.windows.isEmpty {
        let found = comparability.differences(column, at: position, record.found)
        wasWarned = wasWarned || found.contains(where: \.forbidsComparison)
        if let text = both(words(found), expected[position].sorted(), of: query.measures[position].name) {
          return text
        }
      }
    }
    let found = comparability.differencesFromBaseline(plan, record.rows)
    let expected = obvious.differencesFromBaseline(groups.shown)
    if let text = both(words(found), expected.sorted(), of: "the baseline") { return text }
    // Tests and rankings choose what is held against each other; the notes are told only up to a number.
    guard query.having == nil, query.windows.isEmpty, table.notes.count < FigureFoot.mostNotes else {
      return nil
    }
    let isSaid = table.notes.contains { note in
      note.english.hasPrefix("not comparable") && !note.english.hasPrefix("not comparable with the baseline")
    }
    if isSaid != wasWarned { return "warning \(isSaid ? "without" : "in spite of") a ground\n" }
    return nil
  }

  private func both(_ found: [String], _ expected: [String], of name: String) -> String? {
    if found == expected { return nil }
    return "ground of \(name): the evaluator \(found), the obvious one \(expected)\n"
  }

  private func words(_ differences: Set<GroundDifference>) -> [String] {
    differences.map { difference in
      switch difference {
      case .parts(let dimension): library.catalog.dimensions[dimension].id
      case .coverage: "coverage"
      case .length: "length"
      case .days: "days"
      case .daysNotStated: "days not stated"
      }
    }.sorted()
  }

  // MARK: Cells

  private func written(_ keys: [String], _ cells: [ObviousAnswer]) -> String {
    (keys + cells.map(\.description)).joined(separator: " | ")
  }

  private func name(_ cell: ResultCell) -> String {
    switch cell.value {
    case .name(let canonical, _): canonical
    case .period(let period): period.description
    case .missing, .undefined, .number, .bounded, .text: "?"
    }
  }

  private func answer(_ cell: ResultCell) -> ObviousAnswer {
    let value: ObviousAnswer.Value =
      switch cell.value {
      case .missing: .missing
      case .undefined: .undefined
      case .number(.exact(let decimal)): .exact(decimal)
      case .number(.real(let number)): .real(number)
      case .bounded(let bound, let decimal): .bounded(bound, decimal)
      case .name, .period, .text: .missing
      }
    let coverage = cell.coverage.map { "\($0.known) of \($0.total) \($0.unit.english)" }
    return ObviousAnswer(value: value, status: cell.status ?? .missing, coverage: coverage, marks: cell.marks)
  }
}
