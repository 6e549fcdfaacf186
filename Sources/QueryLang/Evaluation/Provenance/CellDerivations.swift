/// The derivations of a query's cells, with the table that they explain.
struct CellDerivations {
  struct Cell {
    let row: Int
    let column: Int
    let derivation: Derivation
  }

  let table: ResultTable
  let record: EvaluationRecord
  let resolver: FigureResolver
  let plan: FigurePlan

  /// - Throws: what evaluating the plan throws.
  init(_ plan: FigurePlan, _ library: Library, _ observer: WorkObserver) throws(QueryError) {
    let index = FigureIndex(catalog: library.catalog, store: library.store, datasets: plan.query.datasets)
    resolver = FigureResolver(index, observer)
    var evaluation = Evaluation(plan, resolver)
    table = try evaluation.run()
    record = evaluation.record
    self.plan = plan
  }

  var cellCount: Int { record.rows.count * plan.columns.count }

  /// Those of `rows`, row by row, and no more than `limit`.
  func cells(ofRows rows: [Int], limit: Int) throws(QueryError) -> [Cell] {
    var walk = ColumnDerivation(resolver)
    var cells: [Cell] = []
    for row in rows {
      walk.windows = record.rows[row].windows
      for column in plan.columns.indices {
        if cells.count == limit { return cells }
        try resolver.observer.checkpoint()
        let coordinates = record.rows[row].coordinates
        let derivation = walk.derivation(of: plan.columns[column], at: coordinates)
        cells.append(Cell(row: row, column: column, derivation: derivation))
      }
    }
    return cells
  }
}
