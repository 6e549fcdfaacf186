// An explanation for programs: one row for each figure that a cell rests on, and for each cell that rests on none.
extension Explanation {
  package var table: ResultTable {
    ResultTable(
      columns: keyColumns + ownColumns, rows: cells.flatMap(rows), notes: notes + leftOutNotes,
      sources: documents.map { ResultSource(id: $0.id, title: $0.title) }, echo: echo)
  }

  private var leftOutNotes: [Localized] { leftOut.map { [$0] } ?? [] }

  /// What is said of the cells that are not explained.
  package var leftOut: Localized? {
    guard cellsLeftOut > 0 else { return nil }
    return Localized(
      vi: "… và \(cellsLeftOut) ô nữa; thêm điều kiện để xem",
      en: "… and \(cellsLeftOut) more; narrow the query to see them")
  }

  private static let columns: [(name: String, vietnamese: String)] = [
    ("measure", "chỉ số"), ("cell_value", "giá trị ô"), ("cell_status", "trạng thái ô"),
    ("cell_marks", "dấu ô"), ("path", "đường tính"), ("role", "vai trò"),
    ("figure_measure", "chỉ số của số liệu"), ("figure_members", "thuộc"),
    ("figure_period", "kỳ của số liệu"),
    ("figure_value", "giá trị"), ("figure_status", "trạng thái"), ("figure_marks", "dấu"),
    ("document", "văn bản"), ("document_number", "số hiệu"), ("document_date", "ngày văn bản"),
    ("section", "mục"), ("line", "dòng"), ("ordinal", "thứ tự"), ("text", "nguyên văn"),
  ]

  /// A folder may have a dimension of the same name.
  private var ownColumns: [ResultColumn] {
    let taken = Set(keyColumns.map(\.name))
    return Explanation.columns.map { name, vietnamese in
      let english = name.split(separator: "_").joined(separator: " ")
      return ResultColumn(
        name: taken.contains(name) ? "why_" + name : name, title: Localized(vi: vietnamese, en: english),
        role: .text)
    }
  }

  private func rows(of cell: Cell) -> [ResultRow] {
    var rows: [ResultRow] = []
    func walk(_ node: ExplanationNode, _ path: [String], _ role: ExplanationNode.Role) {
      let role = node.role == .part ? role : node.role
      if node.source != nil || node.step == "missing" || node.role == .row {
        rows.append(row(cell, node, path, role))
      }
      for part in node.parts {
        let element = part.role == .part ? part.name : "\(part.role.rawValue): \(part.name)"
        // The figures of one cell have the cell's own name.
        let isOfTheCell = part.role == .part && part.source != nil && part.name == node.name
        walk(part, isOfTheCell ? path : path + [element], role)
      }
    }
    walk(cell.root, [cell.root.name], .part)
    if rows.isEmpty { rows.append(row(cell, cell.root, [cell.root.name], .part)) }
    return rows
  }

  private func row(
    _ cell: Cell, _ node: ExplanationNode, _ path: [String], _ role: ExplanationNode.Role
  ) -> ResultRow {
    let root = cell.root.value
    let source = node.source
    let document = source.flatMap { source in documents.first { $0.id == source.document } }
    let texts: [ResultCell] = [
      name(cell.column.name), number(root.value), name(root.statusWord), name(words(root.marks)),
      name(path.joined(separator: " > ")),
      name(node.source == nil && node.role != .row ? node.step : role.rawValue),
      name(source?.measure ?? ""), name(source?.members ?? ""),
      source.map { ResultCell(.period($0.period)) } ?? name(""), number(node.value.value),
      name(node.value.statusWord), name(words(node.value.marks)), name(source?.document ?? ""),
      name(document?.number ?? ""), name(document?.date ?? ""), name(source?.section ?? ""),
      count(source?.line), count(source?.ordinal), name(source.flatMap { quotes[$0.place] } ?? ""),
    ]
    return ResultRow(cells: cell.keys + texts)
  }

  private func name(_ text: String) -> ResultCell {
    text.isEmpty ? ResultCell(.missing) : ResultCell(.text(Localized(both: text)))
  }

  private func count(_ count: Int?) -> ResultCell {
    count.map { ResultCell(.number(.exact(ExactDecimal($0)))) } ?? ResultCell(.missing)
  }

  private func number(_ value: ResultCell.Value) -> ResultCell { ResultCell(value) }

  private func words(_ marks: CellMarks) -> String {
    CellMarks.named.filter { marks.contains($0.mark) }.map(\.word).joined(separator: "|")
  }
}

extension ResultCell {
  fileprivate var statusWord: String { absence?.rawValue ?? status?.word ?? "" }
}
