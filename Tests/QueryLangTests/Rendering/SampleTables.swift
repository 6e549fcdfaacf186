@testable import QueryLang

// Short ways to write results in the tests of the renderers.

func keyCell(_ text: String) -> ResultCell {
  ResultCell(.name(canonical: text, shown: Localized(both: text)))
}

func figureCell(
  _ digits: String, _ status: CellStatus = .reported, coverage: [Coverage] = [], marks: CellMarks = []
) -> ResultCell {
  let decimal = ExactDecimal(plainASCII: digits.utf8) ?? .zero
  return ResultCell(.number(.exact(decimal)), status: status, coverage: coverage, marks: marks)
}

func realCell(_ value: Double, _ status: CellStatus = .derived) -> ResultCell {
  ResultCell(.number(.real(value)), status: status)
}

func groupRow(_ cells: ResultCell...) -> ResultRow { ResultRow(cells: cells) }

let oneOfTwoSectors = Coverage(known: 1, total: 2, unit: Localized(vi: "khối", en: "sectors"))
let twoOfThreeTiers = Coverage(known: 2, total: 3, unit: Localized(vi: "cấp", en: "tiers"))

/// `province`, `received` and `rate`.
func provinceTable(_ rows: [ResultRow]) -> ResultTable {
  ResultTable(
    columns: [
      ResultColumn(name: "province", title: Localized(vi: "Tỉnh", en: "Province"), role: .key),
      ResultColumn(
        name: "received", title: Localized(vi: "Tiếp nhận", en: "Received"), role: .measure(isShare: false)),
      ResultColumn(
        name: "rate", title: Localized(vi: "Tỷ lệ quá hạn", en: "Overdue rate"),
        role: .measure(isShare: true)),
    ],
    rows: rows)
}

/// One row of one key column, for what happens to texts.
func textTable(_ text: String) -> ResultTable {
  ResultTable(
    columns: [ResultColumn(name: "name", title: Localized(both: text), role: .key)],
    rows: [groupRow(keyCell(text)), groupRow(ResultCell(.text(Localized(both: text))))],
    notes: [Localized(both: text)], sources: [ResultSource(id: text, title: Localized(both: text))],
    echo: text)
}

func shownLines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

let inEnglish = RenderOptions(language: .english)
let inVietnamese = RenderOptions(language: .vietnamese)
