// Values as programs read them.

extension ResultCell.Value {
  /// Plain text: a member's canonical name, `2021-Q2`, `201606`, `0.643`; missing empty, undefined `NaN`,
  /// a bound `>0.1` or `>=0.1`. Running text keeps the display language.
  func machineText(_ language: Language) -> String {
    switch self {
    case .missing: ""
    case .undefined: "NaN"
    case .number(let quantity): quantity.machineText ?? "NaN"
    case .bounded(let bound, let decimal): bound.machineSymbol + decimal.description
    case .name(let canonical, _): canonical
    case .period(let period): period.description
    case .text(let text): text[language]
    }
  }
}

extension Quantity {
  /// Shortest-exact, never with an exponent; `nil` when not finite.
  var machineText: String? {
    switch self {
    case .exact(let decimal):
      decimal.scale == 0 ? String(decimal.significand) : decimal.description
    case .real(let value): DecimalDigits(value)?.text()
    }
  }
}

extension Bound {
  fileprivate var machineSymbol: String {
    switch self {
    case .greaterThan: ">"
    case .atLeast: ">="
    case .atMost: "<="
    case .lessThan: "<"
    }
  }
}

/// One column of a machine format: a column of the result, or what `set status on` tells of it.
struct MachineColumn {
  enum Facet { case value, status, coverage, marks }
  let index: Int
  let facet: Facet
  let name: String

  static func columns(of table: ResultTable, _ options: RenderOptions) -> [MachineColumn] {
    table.shownColumns(options).flatMap { index in
      let column = table.columns[index]
      let value = MachineColumn(index: index, facet: .value, name: column.name)
      guard options.showsStatus, column.isMeasure else { return [value] }
      return [
        value, MachineColumn(index: index, facet: .status, name: column.name + "_status"),
        MachineColumn(index: index, facet: .coverage, name: column.name + "_coverage"),
        MachineColumn(index: index, facet: .marks, name: column.name + "_marks"),
      ]
    }
  }
}

extension ResultRow {
  /// The text of a facet; for the value, a totals row without a key gets its title in `labelColumn`.
  func machineText(_ column: MachineColumn, labelColumn: Int?, _ language: Language) -> String {
    let cell = cell(column.index)
    switch column.facet {
    case .value:
      if cell.absence == .hidden { return "" }
      if column.index == labelColumn, cell.isBlank, let title = kind.canonicalTitle { return title }
      return cell.value.machineText(language)
    case .status: return cell.statusWord(in: kind)
    case .coverage: return cell.coverage.map { $0.text(.english) }.joined(separator: "; ")
    case .marks:
      let marks = cell.effectiveMarks
      return CellMarks.named.filter { marks.contains($0.mark) }.map(\.word).joined(separator: "|")
    }
  }
}
