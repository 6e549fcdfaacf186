/// The derivations of a query's cells, with the table that they explain.
struct CellDerivations {
  struct Cell {
    let row: Int
    let column: Int
    let derivation: Derivation
  }

  /// The answer as it is shown; ``EvaluationRecord/table`` has the same figures in rows of their own.
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

  /// Those of a comparison, whether or not what is compared may be.
  /// - Throws: what evaluating the comparison throws.
  init(
    _ comparison: BoundComparison, _ plan: FigurePlan, _ library: Library, _ observer: WorkObserver
  ) throws(QueryError) {
    self.plan = plan
    let index = FigureIndex(catalog: library.catalog, store: library.store, datasets: plan.query.datasets)
    resolver = FigureResolver(index, observer)
    var evaluation = Evaluation(plan, resolver)
    var comparison = comparison
    comparison.showsIncomparable = true
    table = try evaluation.compare(comparison)
    record = evaluation.record
  }

  /// Those of `rows`, row by row, and no more than `limit`.
  func cells(ofRows rows: [Int], limit: Int) throws(QueryError) -> [Cell] {
    var cells: [Cell] = []
    for row in rows {
      for column in plan.columns.indices {
        if cells.count == limit { return cells }
        try resolver.observer.checkpoint()
        cells.append(Cell(row: row, column: column, derivation: derivation(row: row, column: column)))
      }
    }
    return cells
  }

  /// Of one of the groups shown.
  func derivation(row: Int, column: Int) -> Derivation {
    let row = record.rows[row]
    return derivation(column: column, at: row.coordinates, windows: row.windows)
  }

  func derivation(column: Int, at coordinates: Coordinates, windows: [WindowCall: Resolved] = [:])
    -> Derivation
  {
    var walk = ColumnDerivation(resolver)
    walk.windows = windows
    return walk.derivation(of: plan.columns[column], at: coordinates)
  }
}
