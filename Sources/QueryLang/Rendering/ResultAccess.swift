// What every renderer asks of a result.

extension ResultTable {
  /// Columns to show, as indices; code columns only on request.
  func shownColumns(_ options: RenderOptions) -> [Int] {
    columns.indices.filter { columns[$0].role != .code || options.showsCodes }
  }

  /// The column that carries the label of a totals row.
  var labelColumn: Int? { columns.firstIndex { $0.role == .key } }

  var measureColumns: [Int] { columns.indices.filter { columns[$0].isMeasure } }

  var groupCount: Int { rows.count { $0.kind == .group } }
}

extension ResultColumn {
  var isMeasure: Bool { if case .measure = role { true } else { false } }
  var isShare: Bool { role == .measure(isShare: true) }
}

extension ResultRow {
  /// The cell of a column; missing where the row is short.
  func cell(_ column: Int) -> ResultCell {
    cells.indices.contains(column) ? cells[column] : ResultCell(.missing)
  }
}

extension ResultRow.Kind {
  /// What stands in the first key of a row that is no group, when it has no key of its own.
  var title: Localized? {
    switch self {
    case .group: nil
    case .totalOfRows: Localized(vi: "Tổng các dòng", en: "Total of rows")
    case .reportedTotal: Localized(vi: "Tổng báo cáo", en: "Reported total")
    case .others: Localized(vi: "Còn lại", en: "Others")
    }
  }

  /// The same in machine formats; the parentheses tell it from every member.
  var canonicalTitle: String? {
    switch self {
    case .group: nil
    case .totalOfRows: "(total of rows)"
    case .reportedTotal: "(reported total)"
    case .others: "(others)"
    }
  }
}

extension ResultCell {
  /// Text that stands for nothing: missing, or empty.
  var isBlank: Bool {
    switch value {
    case .missing: true
    case .text(let text): text.english.isEmpty && text.vietnamese.isEmpty
    case .name(let canonical, _): canonical.isEmpty
    case .undefined, .number, .bounded, .period: false
    }
  }

  /// The status that the value itself forces, else the one it carries.
  var effectiveStatus: CellStatus {
    switch value {
    case .missing: .missing
    case .undefined: .undefined
    case .number(.real(let value)) where !value.isFinite: .undefined
    case .number, .bounded, .name, .period, .text: status ?? .reported
    }
  }

  /// Marks, with the bound that the value itself is.
  var effectiveMarks: CellMarks {
    if absence == .hidden { return marks }
    return if case .bounded = value { marks.union(.bound) } else { marks }
  }

  /// The status as machine formats carry it: what a totals row adds up is a `sum`.
  func statusWord(in kind: ResultRow.Kind) -> String {
    absence?.rawValue
      ?? (kind == .totalOfRows && effectiveStatus < .partial ? "sum" : effectiveStatus.word)
  }
}

extension Coverage {
  func text(_ language: Language) -> String {
    switch language {
    case .vietnamese: "\(known) trong \(total) \(unit.vietnamese)"
    case .english: "\(known) of \(total) \(unit.english)"
    }
  }
}
