// What a baseline is, and the change against it.
extension ExplanationWriter {
  /// The rows of a baseline that is not there: no period before the first.
  func withoutBaseline(_ row: EvaluatedRow, _ column: ResultColumn) -> ExplanationNode {
    ExplanationNode(
      role: .part, title: [column.title, label(of: row.group.keys)].filter { !$0.isEmpty }.joined(" · "),
      name: column.name, value: ResultCell(.missing, status: .missing), isShare: column.isShare,
      road: Localized(vi: "không có kỳ nào để so sánh", en: "there is no such period"),
      absent: Localized(both: ""), step: "missing", calculation: [], source: nil, parts: [])
  }

  /// Of two figures of the same row, which are explained before it.
  func change(
    _ figure: ExplainedFigure, _ part: ExplainedPart, _ column: ResultColumn, _ cell: ResultCell
  ) -> ExplanationNode {
    let row = derivations.record.table.rows[figure.row]
    let columns = derivations.parts(of: figure.measure)
    func shown(_ wanted: ExplainedPart) -> ResultCell {
      columns.first { $0.part == wanted }.map { row.cell($0.column) } ?? ResultCell(.missing)
    }
    let isShare = derivations.plan.query.measures[figure.measure].isShare
    let (own, baseline) = (shown(.own), shown(.baseline))
    let road =
      part == .change
      ? Localized(vi: "giá trị − mốc so sánh", en: "value − baseline")
      : Localized(vi: "thay đổi / mốc so sánh", en: "change / baseline")
    let pieces =
      part == .change
      ? compared(own, baseline, " − ", isShare: isShare)
      : compared(shown(.change), baseline, " / ", isShare: isShare)
    return comparison(label(of: figure.row), column, cell, road, pieces)
  }

  /// A value that follows from two others.
  func comparison(
    _ label: Localized, _ column: ResultColumn, _ cell: ResultCell, _ road: Localized,
    _ calculation: [ExplanationNode.Piece]
  ) -> ExplanationNode {
    ExplanationNode(
      role: .part, title: [column.title, label].filter { !$0.isEmpty }.joined(" · "), name: column.name,
      value: cell, isShare: column.isShare, road: road, absent: Localized(both: ""), step: "change",
      calculation: calculation, source: nil, parts: [])
  }

  func compared(_ left: ResultCell, _ right: ResultCell, _ sign: String, isShare: Bool)
    -> [ExplanationNode.Piece]
  {
    [.value(left.value, isShare: isShare), .text(sign), .value(right.value, isShare: isShare)]
  }

  private func label(of row: Int) -> Localized {
    switch derivations.explainedRow(row) {
    case .group(let group):
      let time = query(hasTimeKey: true) ? [] : [period(group.coordinates.time)]
      return ([label(of: group.group.keys)] + time).filter { !$0.isEmpty }.joined(" · ")
    case .sum(let sum):
      return [sum.shown.kind.title, label(of: sum.shown.keys)].compactMap { $0 }.filter { !$0.isEmpty }
        .joined(" · ")
    }
  }

  private func query(hasTimeKey: Bool) -> Bool {
    derivations.plan.query.keys.contains(where: \.isTime) == hasTimeKey
  }
}
