/// A result as words and numbers for people: everything but where it stands on the page.
///
/// All text is escaped for the terminal.
struct HumanTable {
  struct Column {
    let title: String
    let isRightAligned: Bool
    /// Running text, which asks for more room than a name before it wraps.
    let isText: Bool
  }

  struct Cell {
    let text: String
    /// Symbols after the number; see ``CellSign``.
    var signs = ""
    /// Numbers and periods, which do not wrap.
    var isWhole = false
  }

  struct Row {
    let kind: ResultRow.Kind
    let cells: [Cell]
  }

  let columns: [Column]
  /// Groups, then others, then totals.
  let rows: [Row]

  init(_ table: ResultTable, _ options: RenderOptions) {
    let shown = table.shownColumns(options)
    let writers = shown.map { CellWriter(table, column: $0, options) }
    columns = writers.flatMap(\.columns)
    var rows: [Row] = []
    for row in table.rowsInReadingOrder where !options.observer.isStopped {
      rows.append(Row(kind: row.kind, cells: writers.flatMap { $0.cells(of: row) }))
    }
    self.rows = rows
  }
}

extension ResultTable {
  fileprivate var rowsInReadingOrder: [ResultRow] {
    if rows.allSatisfy({ $0.kind == .group }) { return rows }
    let kinds: [ResultRow.Kind] = [.group, .others, .totalOfRows, .reportedTotal]
    return kinds.flatMap { kind in rows.filter { $0.kind == kind } }
  }
}

/// Writes the cells of one column of the result: one each, or two with a status column.
struct CellWriter {
  private let index: Int
  private let column: ResultColumn
  private let isLabel: Bool
  private let options: RenderOptions
  /// By form; the cells of a comparison have forms of their own.
  private var numbers: [NumberForm: NumberFormat]
  private let ownForm: NumberForm

  init(_ table: ResultTable, column index: Int, _ options: RenderOptions) {
    self.index = index
    self.options = options
    column = table.columns[index]
    isLabel = index == table.labelColumn
    ownForm = column.isShare ? .share : .plain
    numbers = [ownForm: NumberFormat(language: options.language, form: ownForm)]
    let family = table.columns.indices.filter { other in
      other == index || column.family != nil && table.columns[other].family == column.family
    }
    for cell in table.rows.flatMap({ row in family.map { row.cell($0) } }) {
      guard case .number(let quantity) = cell.value else { continue }
      let form = cell.form ?? ownForm
      numbers[form, default: NumberFormat(language: options.language, form: form)].widen(for: quantity)
    }
  }

  private var hasStatus: Bool { options.showsStatus && column.isMeasure }

  var columns: [HumanTable.Column] {
    let title = escapedForTerminal(column.title[options.language])
    let value = HumanTable.Column(
      title: title, isRightAligned: column.isMeasure, isText: column.role == .text)
    guard hasStatus else { return [value] }
    let statusTitle = RenderingWords.statusTitle[options.language]
    let status = HumanTable.Column(title: "\(title) · \(statusTitle)", isRightAligned: false, isText: false)
    return [value, status]
  }

  func cells(of row: ResultRow) -> [HumanTable.Cell] {
    let cell = row.cell(index)
    let value = column.isMeasure ? measured(cell, row.kind) : named(cell, row.kind)
    return hasStatus ? [value, statusCell(cell, row.kind)] : [value]
  }

  private func named(_ cell: ResultCell, _ kind: ResultRow.Kind) -> HumanTable.Cell {
    guard kind != .group, cell.isBlank else { return written(cell.value) }
    return HumanTable.Cell(text: isLabel ? kind.title?[options.language] ?? "" : "")
  }

  private func measured(_ cell: ResultCell, _ kind: ResultRow.Kind) -> HumanTable.Cell {
    let signs = CellSign.signs(of: cell, in: kind)
    let value = written(cell.value, cell.form)
    guard !signs.isEmpty else { return value }
    if cell.absence == .hidden, case .bounded = cell.value { return value }
    if cell.absence != nil { return HumanTable.Cell(text: signs[0].symbol, isWhole: true) }
    let isApproximate = signs.contains(.approximate) && cell.effectiveStatus < .undefined
    return HumanTable.Cell(
      text: isApproximate ? "≈ " + value.text : value.text,
      signs: signs.filter(\.isSuffix).map(\.symbol).joined(),
      isWhole: value.isWhole)
  }

  private func written(_ value: ResultCell.Value, _ form: NumberForm? = nil) -> HumanTable.Cell {
    let form = form ?? ownForm
    let numbers = numbers[form] ?? NumberFormat(language: options.language, form: form)
    return written(value, numbers)
  }

  private func written(_ value: ResultCell.Value, _ numbers: NumberFormat) -> HumanTable.Cell {
    switch value {
    case .missing: HumanTable.Cell(text: CellSign.missing.symbol, isWhole: true)
    case .undefined: HumanTable.Cell(text: CellSign.undefined.symbol, isWhole: true)
    case .number(let quantity):
      HumanTable.Cell(text: numbers.text(quantity) ?? CellSign.undefined.symbol, isWhole: true)
    case .bounded(let bound, let decimal): HumanTable.Cell(text: numbers.text(bound, decimal), isWhole: true)
    case .name(let canonical, let shown):
      HumanTable.Cell(text: escapedForTerminal(shown?[options.language] ?? canonical))
    case .period(let period): HumanTable.Cell(text: period.display, isWhole: true)
    case .text(let text):
      HumanTable.Cell(text: escapedForTerminal(text[options.language], keepingNewlines: true))
    }
  }

  /// `một phần: 1 trong 2 khối, mâu thuẫn`.
  private func statusCell(_ cell: ResultCell, _ kind: ResultRow.Kind) -> HumanTable.Cell {
    let language = options.language
    if cell.absence != nil {
      let words = CellSign.signs(of: cell, in: kind).map { $0.meaning[language] }
      return HumanTable.Cell(text: escapedForTerminal(words.joined(separator: ", ")))
    }
    var text = RenderingWords.statusWord(cell.effectiveStatus, in: kind)[language]
    if !cell.coverage.isEmpty {
      text += ": " + cell.coverage.map { $0.text(language) }.joined(separator: ", ")
    }
    let marks = cell.effectiveMarks
    for (mark, word) in RenderingWords.marks where marks.contains(mark) { text += ", " + word[language] }
    return HumanTable.Cell(text: escapedForTerminal(text))
  }
}
