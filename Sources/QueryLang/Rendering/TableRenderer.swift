/// A table with box lines, sized to the terminal by display width.
///
/// Columns of names and text wrap, the widest first, down to 8 columns (numbers never). A page that cannot hold
/// even that gets the blocks of ``VerticalRenderer`` and a line that says so. On a page, a cell of very many
/// lines is cut, and a line says how many were; a file or a pipe gets every cell whole.
package struct TableRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    let human = HumanTable(table, options)
    switch TableLayout.fitting(human, pageWidth: options.pageWidth) {
    case .fits(let layout):
      let limit = options.pageWidth == nil ? Int.max : TableLayout.tallestCell
      var drawing = BoxDrawing(
        human, layout, Paint(isOn: options.showsColor), mostLines: limit, options.observer)
      drawing.draw()
      let words = drawing.cutCells > 0 ? RenderingWords.cut(cells: drawing.cutCells) : nil
      return drawing.output + ResultFoot(table, options, leadingNote: words).text(options)
    case .needs(let needed):
      let words = RenderingWords.tooWide(needed: needed, available: options.widthInColumns ?? needed)
      return blockText(human, options) + ResultFoot(table, options, leadingNote: words).text(options)
    }
  }
}

/// Draws header, rows and rules into one buffer.
private struct BoxDrawing {
  private let table: HumanTable
  private let layout: TableLayout
  private let paint: Paint
  private let bar: String
  private let mostLines: Int
  private let observer: WorkObserver
  var output = ""
  private(set) var cutCells = 0

  init(_ table: HumanTable, _ layout: TableLayout, _ paint: Paint, mostLines: Int, _ observer: WorkObserver) {
    self.mostLines = mostLines
    self.observer = observer
    self.table = table
    self.layout = layout
    self.paint = paint
    bar = paint.dim("│")
  }

  mutating func draw() {
    guard !table.columns.isEmpty else { return }
    drawRule("╭", "┬", "╮")
    drawHeader()
    var previous: ResultRow.Kind?
    for row in table.rows where !observer.isStopped {
      if row.kind != previous, previous == nil || row.kind != .reportedTotal || previous != .totalOfRows {
        drawRule("├", "┼", "┤")
      }
      drawRow(row)
      previous = row.kind
    }
    drawRule("╰", "┴", "╯")
  }

  private mutating func drawRule(_ left: String, _ middle: String, _ right: String) {
    let runs = layout.widths.map { String(repeating: "─", count: $0 + 2) }
    output += paint.dim(left + runs.joined(separator: middle) + right) + "\n"
  }

  private mutating func drawHeader() {
    let titles = table.columns.indices.map {
      limitedLines(of: table.columns[$0].title, toWidth: layout.widths[$0])
    }
    let height = titles.map(\.count).max() ?? 0
    for line in 0..<height {
      let texts = table.columns.indices.map { index in
        // Titles sit on the rule: a short one has its blank lines above.
        let position = line - (height - titles[index].count)
        let text = position >= 0 ? titles[index][position] : ""
        let blanks = String(repeating: " ", count: max(0, layout.widths[index] - displayWidth(text)))
        return table.columns[index].isRightAligned ? blanks + paint.bold(text) : paint.bold(text) + blanks
      }
      drawLine(texts)
    }
  }

  private mutating func drawRow(_ row: HumanTable.Row) {
    let lines = row.cells.indices.map {
      limitedLines(of: row.cells[$0].text, toWidth: layout.widths[$0] - layout.signWidths[$0])
    }
    let height = lines.map(\.count).max() ?? 0
    for line in 0..<height {
      let texts = row.cells.indices.map { index in
        let text = line < lines[index].count ? lines[index][line] : ""
        let signs = line == 0 ? row.cells[index].signs : ""
        return padded(text, signs, index, isBold: row.kind != .group)
      }
      drawLine(texts)
    }
  }

  /// What is over the limit ends in an ellipsis.
  private mutating func limitedLines(of text: String, toWidth width: Int) -> [String] {
    var lines = wrapped(text, toWidth: width)
    guard lines.count > mostLines else { return lines }
    lines.removeSubrange(mostLines...)
    lines[mostLines - 1] = splitAtWidth(lines[mostLines - 1][...], width - 1).head + "…"
    cutCells += 1
    return lines
  }

  private func padded(_ text: String, _ signs: String, _ index: Int, isBold: Bool) -> String {
    let signWidth = layout.signWidths[index]
    let missing = layout.widths[index] - signWidth - displayWidth(text)
    let blanks = String(repeating: " ", count: max(0, missing))
    let shown = isBold ? paint.bold(text) : text
    let body = table.columns[index].isRightAligned ? blanks + shown : shown + blanks
    if signWidth == 0 { return body }
    return body + paint.dim(signs) + String(repeating: " ", count: max(0, signWidth - displayWidth(signs)))
  }

  private mutating func drawLine(_ texts: [String]) {
    for text in texts {
      output += bar
      output += " "
      output += text
      output += " "
    }
    output += bar
    output += "\n"
  }
}
