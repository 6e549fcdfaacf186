/// A table about the catalog, with what its conditions may be compared with.
struct ListingTable {
  struct Column {
    let name: String
    let title: Localized
    /// Shown only with `set codes on`.
    var isCode = false
    /// Further names that a condition may use.
    var aliases: [String] = []

    var spellings: [String] { [name, title.vietnamese, title.english] + aliases }
  }

  struct Cell {
    let value: ResultCell.Value
    /// What the cell may be called; empty for a blank cell.
    let spellings: [String]
  }

  let columns: [Column]
  var rows: [[Cell]]

  var result: ResultTable {
    ResultTable(
      columns: columns.map { ResultColumn(name: $0.name, title: $0.title, role: $0.isCode ? .code : .text) },
      rows: rows.map { row in ResultRow(cells: row.map { ResultCell($0.value) }) })
  }
}

extension ListingTable.Cell {
  static let blank = ListingTable.Cell(value: .text(Localized(both: "")), spellings: [])

  static func text(_ text: Localized, _ spellings: [String] = []) -> Self {
    if text.vietnamese.isEmpty, text.english.isEmpty { return blank }
    return Self(value: .text(text), spellings: [text.vietnamese, text.english] + spellings)
  }

  static func text(_ text: String, _ spellings: [String] = []) -> Self {
    .text(Localized(both: text), spellings)
  }

  /// A word of the catalog's files and how people say it: `ratio`, `tỷ lệ`.
  static func word(_ canonical: String, _ shown: Localized) -> Self {
    Self(
      value: .name(canonical: canonical, shown: shown),
      spellings: [canonical, shown.vietnamese, shown.english])
  }

  static func list(_ items: [String], _ spellings: [String] = []) -> Self {
    .text(items.joined(separator: ", "), items + spellings)
  }

  static func count(_ count: Int) -> Self {
    Self(value: .number(.exact(ExactDecimal(count))), spellings: [String(count)])
  }

  static func number(_ number: ExactDecimal) -> Self {
    Self(value: .number(.exact(number)), spellings: [number.description])
  }

  static func period(_ period: Period?) -> Self {
    guard let period else { return blank }
    return Self(value: .period(period), spellings: [period.description, period.display])
  }

  static func day(_ day: Day?) -> Self { period(day.map { Period(day: $0) }) }
}
