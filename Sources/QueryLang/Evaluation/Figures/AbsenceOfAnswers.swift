/// Tells where there is no answer although nothing is missing: a sum of what never adds up, a rank of a sum, a share
/// of a row that is in no sum.
struct AbsenceOfAnswers {
  private let plan: FigurePlan
  private let columns: ColumnEvaluation
  private let planner: FigurePlanner

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    columns = ColumnEvaluation(resolver)
    planner = FigurePlanner(resolver.catalog)
  }

  func shown(_ row: EvaluatedRow) -> ShownRow {
    var shown = ShownRow(row)
    shown.notApplicable = absent(in: shown) {
      !plan.columns[$0].expression.windows.isEmpty && hasFigure(row, $0)
    }
    return shown
  }

  func shown(_ sum: SummedRow) -> ShownRow {
    var shown = sum.shown
    shown.notApplicable = absent(in: shown) { position in
      // A reported total is a cell of its own, among no other rows.
      shown.kind == .reportedTotal
        ? !plan.columns[position].expression.windows.isEmpty
        : sum.rows.contains { $0.answers[position].status != .missing }
    }
    return shown
  }

  /// Whether a function over rows has a figure to look at.
  func hasFigure(_ row: EvaluatedRow, _ position: Int) -> Bool {
    plan.columns[position].expression.windows.contains { window in
      columns.answer(planner.plan(window.operand), at: row.coordinates).status != .missing
    }
  }

  private func absent(in row: ShownRow, _ isKnown: (Int) -> Bool) -> Set<Int> {
    Set(plan.columns.indices.filter { row.answers[$0].status == .missing && isKnown($0) })
  }
}
