// Where the cells of a comparison come from: measure by measure, each value before its difference from the first.
extension ExplanationWriter {
  /// - Parameters:
  ///   - shown: the rows meant, as the comparison's table has them.
  ///   - limit: of the cells, those after which are counted.
  func explanation(of comparison: BoundComparison, rowsOf shown: ResultTable, limit: Int)
    throws(QueryError) -> Explanation
  {
    let measured = shown.columns.indices.filter { shown.columns[$0].isMeasure }
    var cells: [Explanation.Cell] = []
    var count = 0
    for row in shown.rows {
      var only = shown
      only.rows = [row]
      let figures = derivations.figures(ofRowsIn: only)
      for (position, value) in comparison.values.enumerated() {
        guard let figure = figures.first(where: { self.value(of: $0) == value }) else { continue }
        // The first has one column, each other three: its value, the difference, the ratio.
        let columns = position == 0 ? measured[..<1] : measured[(3 * position - 2)...].prefix(3)
        count += columns.count
        guard cells.count < limit else { continue }
        try resolver.observer.checkpoint()
        let own = derivations.record.table.columns[derivations.parts(of: figure.measure)[0].column]
        cells.append(cell(figure, .own, own, derivations.parts(of: figure.measure)[0].column))
        let values = (row.cell(measured[0]), columns.first.map { row.cell($0) } ?? ResultCell(.missing))
        cells += columns.dropFirst().enumerated().map { offset, column in
          difference(figure, own, row.cell(column), values, isRatio: offset == 1)
        }
      }
    }
    let kept = Array(cells.prefix(limit))
    return explanation(kept, leftOut: count - kept.count, derivations.table.notes)
  }

  private func value(of figure: ExplainedFigure) -> GroupKey? {
    guard case .group(let row) = derivations.explainedRow(figure.row) else { return nil }
    return row.group.keys.first
  }

  private func difference(
    _ figure: ExplainedFigure, _ own: ResultColumn, _ cell: ResultCell,
    _ values: (first: ResultCell, own: ResultCell), isRatio: Bool
  ) -> Explanation.Cell {
    let words =
      isRatio ? Localized(vi: "tỷ số", en: "ratio") : Localized(vi: "chênh lệch", en: "difference")
    let column = ResultColumn(
      name: own.name + (isRatio ? "_ratio" : "_difference"), title: [own.title, words].joined(", "),
      role: .measure(isShare: false))
    let row = derivations.record.table.rows[figure.row]
    let road = Localized(
      vi: "so với \(firstTitle.vietnamese)", en: "against \(firstTitle.english)")
    let pieces = compared(values.own, values.first, isRatio ? " / " : " − ", isShare: own.isShare)
    let label = derivations.record.rows[figure.row].group.keys
    return explained(row, column, comparison(self.label(of: label), column, cell, road, pieces))
  }

  /// What all others are held against.
  private var firstTitle: Localized {
    let columns = derivations.table.columns.filter(\.isMeasure)
    return columns.first?.title ?? Localized(both: "")
  }
}
