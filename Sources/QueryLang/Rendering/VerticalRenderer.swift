/// One block per row, a line per column: `name │ value`. Values wrap to the terminal.
package struct VerticalRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    blockText(HumanTable(table, options), options) + ResultFoot(table, options).text(options)
  }
}

/// The blocks alone. A result without rows gives the names of its columns once.
func blockText(_ table: HumanTable, _ options: RenderOptions) -> String {
  var drawing = BlockDrawing(table, options)
  if table.rows.isEmpty { drawing.drawNames() }
  for (position, row) in table.rows.enumerated() where !options.observer.isStopped {
    drawing.draw(row, number: position + 1)
  }
  return drawing.output
}

private struct BlockDrawing {
  private static let longestHeading = 40
  private let table: HumanTable
  private let language: Language
  private let paint: Paint
  private let pageWidth: Int
  private let nameWidth: Int
  private let valueWidth: Int
  private let bar: String
  var output = ""

  init(_ table: HumanTable, _ options: RenderOptions) {
    self.table = table
    language = options.language
    paint = Paint(isOn: options.showsColor)
    pageWidth = options.pageWidth ?? .max
    let longestName = table.columns.map { displayWidth($0.title) }.max() ?? 0
    nameWidth = min(longestName, max(TableLayout.narrowestName, pageWidth / 5 * 2))
    valueWidth = pageWidth - nameWidth - 3
    bar = paint.dim("│")
  }

  mutating func drawNames() {
    for column in table.columns { drawField(column.title, []) }
  }

  mutating func draw(_ row: HumanTable.Row, number: Int) {
    let title = row.kind.title?[language] ?? countText(number, language)
    let heading = truncated("─ \(title) ", toWidth: pageWidth)
    let fill = max(0, min(pageWidth, Self.longestHeading) - displayWidth(heading))
    output += paint.dim(heading + String(repeating: "─", count: fill)) + "\n"
    for (column, cell) in zip(table.columns, row.cells) {
      drawField(column.title, wrapped(cell.text + cell.signs, toWidth: valueWidth))
    }
  }

  private mutating func drawField(_ name: String, _ values: [String]) {
    let names = wrapped(name, toWidth: nameWidth)
    for line in 0..<max(names.count, values.count) {
      let name = line < names.count ? names[line] : ""
      output += name + String(repeating: " ", count: max(0, nameWidth - displayWidth(name))) + " " + bar
      if line < values.count, !values[line].isEmpty { output += " " + values[line] }
      output += "\n"
    }
  }
}
