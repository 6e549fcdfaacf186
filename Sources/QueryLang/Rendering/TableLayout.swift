/// The widths of a table's columns on a page.
struct TableLayout {
  /// Vietnamese syllables have at most seven letters: names wrap down to this width without a broken word.
  static let narrowestName = 8
  static let narrowestText = 12
  /// Lines of one cell; a longer one would push its row off the screen.
  static let tallestCell = 20

  /// Columns of text and signs together, without the blanks beside the rules.
  let widths: [Int]
  /// Columns that the signs take, at the right of each width.
  let signWidths: [Int]

  /// The least page width that holds a table with these column widths.
  private static func pageWidth(_ widths: [Int]) -> Int { widths.reduce(1) { $0 + $1 + 3 } }

  enum Outcome {
    case fits(TableLayout)
    /// Even the narrowest columns need this much.
    case needs(Int)
  }

  /// Shrinks the widest columns that can wrap first, to one common width, until the table fits the page.
  static func fitting(_ table: HumanTable, pageWidth: Int?) -> Outcome {
    var demands = table.columns.indices.map { ColumnDemand(table, $0) }
    let natural = demands.map(\.natural)
    let signWidths = demands.map(\.signs)
    guard let pageWidth, Self.pageWidth(natural) > pageWidth else {
      return .fits(TableLayout(widths: natural, signWidths: signWidths))
    }
    if Self.pageWidth(demands.map(\.least)) > pageWidth {
      // Running text in narrow columns is still easier to compare than blocks.
      for index in demands.indices { demands[index].least = demands[index].tightest }
    }
    let least = Self.pageWidth(demands.map(\.least))
    guard least <= pageWidth else { return .needs(least) }
    var cap = min(natural.max() ?? 0, pageWidth)
    while cap > 0, Self.pageWidth(demands.map { $0.width(cappedAt: cap) }) > pageWidth { cap -= 1 }
    var widths = demands.map { $0.width(cappedAt: cap) }
    var spare = pageWidth - Self.pageWidth(widths)
    for index in widths.indices where spare > 0 && widths[index] < natural[index] {
      widths[index] += 1
      spare -= 1
    }
    return .fits(TableLayout(widths: widths, signWidths: signWidths))
  }
}

/// How much room one column wants and how little it can do with.
private struct ColumnDemand {
  var natural: Int
  var least: Int
  /// The same with running text as narrow as names.
  let tightest: Int
  var signs = 0

  init(_ table: HumanTable, _ index: Int) {
    let column = table.columns[index]
    let title = displayWidth(column.title)
    let longestWord = column.title.split(separator: " ").map { displayWidth(String($0)) }.max() ?? 0
    var text = 0
    var whole = 0
    for row in table.rows {
      let cell = row.cells[index]
      let width = Self.widestLine(cell.text)
      if cell.isWhole { whole = max(whole, width) } else { text = max(text, width) }
      if !cell.signs.isEmpty { signs = max(signs, displayWidth(cell.signs)) }
    }
    natural = max(title, text + signs, whole + signs)
    let narrowest = column.isText ? TableLayout.narrowestText : TableLayout.narrowestName
    let fixed = max(whole + signs, min(longestWord, TableLayout.narrowestName))
    least = max(fixed, min(text, narrowest) + signs)
    tightest = max(fixed, min(text, TableLayout.narrowestName) + signs)
  }

  func width(cappedAt cap: Int) -> Int { max(least, min(natural, cap)) }

  private static func widestLine(_ text: String) -> Int {
    if !text.utf8.contains(UInt8(ascii: "\n")) { return displayWidth(text) }
    return text.split(separator: "\n").map { displayWidth(String($0)) }.max() ?? 0
  }
}
