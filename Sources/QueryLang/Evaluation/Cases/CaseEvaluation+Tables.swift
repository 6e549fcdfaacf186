// The table of an answer over cases.
extension CaseEvaluation {
  private var figures: FigurePlan {
    FigurePlan(query: query, columns: [], firstMeasures: [], allMeasures: [])
  }

  /// Knows the catalog alone: cases are in no document.
  private var resolver: FigureResolver {
    FigureResolver(FigureIndex(catalog: catalog, store: FigureStore(), datasets: []), .none)
  }

  /// Of groups by position, without rows in between: most answers are no more than that.
  /// - Parameter found: the groups that had any row, among them those that `top` left out.
  func table(of places: [Int], _ found: [Int]) -> ResultTable {
    let builder = ResultBuilder(figures, resolver)
    // What closures hold is copied once, not for each row.
    let (formulas, counted, windows) = (formulas, counted, windows)
    let table = builder.table(of: places.count, time: time, notes: shownNotes) { row, key in
      counted.key(key, of: places[row])
    } answer: { row, measure in
      formulas.value(ofMeasure: measure, counted.parts(of: places[row]), windows[places[row]])
    }
    return pivoted(table, found, builder)
  }

  func table(of shown: [ShownRow], _ found: [Int]) -> ResultTable {
    let builder = ResultBuilder(figures, resolver)
    return pivoted(builder.table(shown, time: time, notes: shownNotes), found, builder)
  }

  /// - Parameter long: the same rows below each other.
  func compare(
    _ compared: [GroupKey], _ rows: [EvaluatedRow], _ shown: [ShownRow], beside long: ResultTable
  ) -> ResultTable {
    var comparison = ComparisonTable(figures, resolver, comparing: compared)
    for (row, shown) in zip(rows, shown) where !shown.hidden.isEmpty {
      comparison.hidden[row.group] = shown.hidden
    }
    return comparison.table(rows, beside: long)
  }

  private var shownNotes: [Localized] { notes.capped(at: FigureFoot.mostNotes) }

  private func pivoted(_ table: ResultTable, _ found: [Int], _ builder: ResultBuilder) -> ResultTable {
    guard let key = query.pivotKey else { return table }
    let all = (0..<counted.count).map { counted.group($0) }
    return builder.pivot(table, at: key, found.map { all[$0] }, found: all)
  }
}
