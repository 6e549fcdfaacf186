/// A row of the answer before a key's members became columns.
enum ExplainedRow {
  case group(EvaluatedRow)
  case sum(SummedRow)
}

/// What is said of one measure of a row.
enum ExplainedPart: CaseIterable {
  case own, baseline, change
  /// Of the baseline.
  case changeRatio
}

/// Which figures of an answer are explained: one measure of a row of ``EvaluationRecord/table``.
struct ExplainedFigure: Hashable {
  let row: Int
  let measure: Int
}

extension CellDerivations {
  /// The rows of ``EvaluationRecord/table``.
  func explainedRow(_ position: Int) -> ExplainedRow {
    let groups = record.rows.count
    return position < groups ? .group(record.rows[position]) : .sum(record.sums[position - groups])
  }

  /// All that the answer shows, row by row.
  var allFigures: [ExplainedFigure] {
    record.table.rows.indices.flatMap { row in
      plan.query.measures.indices.map { ExplainedFigure(row: row, measure: $0) }
    }
  }

  /// Those that rows of this answer, shown anew, still have; a row of a pivot stands for several.
  func figures(ofRowsIn shown: ResultTable) -> [ExplainedFigure] {
    let long = record.table
    let columns = long.columns.indices.filter { !long.columns[$0].isMeasure }.compactMap { own in
      shown.columns.firstIndex { $0.name == long.columns[own].name }.map { (own: own, other: $0) }
    }
    let named = shown.columns.firstIndex { $0.name == ComparisonTable.measureColumn && $0.role == .key }
    var rowsByKey: [[String]: [Int]] = [:]
    for (row, known) in long.rows.enumerated() {
      rowsByKey[["\(known.kind)"] + columns.map { known.cell($0.own).identity }, default: []].append(row)
    }
    var seen: Set<ExplainedFigure> = []
    return shown.rows.flatMap { wanted -> [ExplainedFigure] in
      let key = ["\(wanted.kind)"] + columns.map { wanted.cell($0.other).identity }
      let measure = named.flatMap { column in
        plan.query.measures.firstIndex { $0.name == wanted.cell(column).identity }
      }
      return (rowsByKey[key] ?? []).flatMap { row in
        plan.query.measures.indices.filter { measure == nil || measure == $0 }
          .map { ExplainedFigure(row: row, measure: $0) }
      }
    }.filter { seen.insert($0).inserted }
  }

  /// The parts of a measure, with the columns that show them.
  func parts(of measure: Int) -> [(part: ExplainedPart, column: Int)] {
    let measured = record.table.columns.indices.filter { record.table.columns[$0].isMeasure }
    guard plan.query.baseline != nil else { return [(.own, measured[measure])] }
    var start = 0
    for earlier in plan.query.measures[..<measure] {
      start += ExplainedPart.all(isShare: earlier.isShare).count
    }
    return ExplainedPart.all(isShare: plan.query.measures[measure].isShare).enumerated().map {
      ($1, measured[start + $0])
    }
  }
}

extension ExplainedPart {
  /// Beside a baseline; of rates the change is in points alone.
  fileprivate static func all(isShare: Bool) -> [ExplainedPart] {
    isShare ? [.own, .baseline, .change] : allCases
  }
}
