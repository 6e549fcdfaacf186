import Testing

@testable import QueryLang

struct TableRendererTests {
  private let renderer = TableRenderer()

  @Test func aPlainTable() {
    let table = provinceTable([
      groupRow(keyCell("Bắc Giang"), figureCell("201606"), figureCell("0.643")),
      groupRow(keyCell("Huế"), figureCell("7"), figureCell("0.5")),
    ])
    #expect(
      renderer.render(table, options: inVietnamese) == """
        ╭───────────┬───────────┬───────────────╮
        │ Tỉnh      │ Tiếp nhận │ Tỷ lệ quá hạn │
        ├───────────┼───────────┼───────────────┤
        │ Bắc Giang │   201.606 │        64,3 % │
        │ Huế       │         7 │        50,0 % │
        ╰───────────┴───────────┴───────────────╯
        2 dòng

        """)
  }

  @Test func totalsComeLastLabelledAndSetOff() {
    let total = ResultRow(
      kind: .totalOfRows, cells: [ResultCell(.missing), figureCell("10"), figureCell("0.5")])
    let others = ResultRow(kind: .others, cells: [ResultCell(.missing), figureCell("3"), figureCell("0.5")])
    let table = provinceTable([total, others, groupRow(keyCell("Huế"), figureCell("7"), figureCell("0.5"))])
    let shown = shownLines(renderer.render(table, options: inEnglish))
    #expect(
      shown[3...7].map { String($0.prefix(7)) } == ["│ Huế  ", "├──────", "│ Other", "├──────", "│ Total"])
    #expect(shown.last == "1 row")
  }

  @Test func marksStandBesideTheNumberAndInTheLegend() {
    let table = provinceTable([
      groupRow(
        keyCell("A"), figureCell("12", .complete), figureCell("0.5", .partial, coverage: [oneOfTwoSectors])),
      groupRow(
        keyCell("B"), figureCell("5", marks: [.conflict, .incomplete]), figureCell("0.25", marks: .approx)),
      groupRow(keyCell("C"), ResultCell(.undefined), ResultCell(.bounded(.atLeast, .one))),
      groupRow(keyCell("D"), ResultCell(.missing), figureCell("0")),
    ])
    let shown = shownLines(renderer.render(table, options: inEnglish))
    #expect(shown[3].contains(" 12Σ  │ "))
    #expect(shown[3].contains(" 50 %◐ │"))
    #expect(shown[4].contains("  5‡⧗ │      ≈ 25 %  │"))
    #expect(shown[5].contains("  ∅   │"))
    #expect(shown[5].contains("≥ 100 %  │"))
    #expect(
      shown[8] == "Σ added up from all parts · ◐ partial: 1 of 2 sectors · ‡ sources disagree · "
        + "⧗ period not complete · ≥ only a bound is known · ≈ approximate · ∅ undefined · – no report")
  }

  @Test func plainFiguresNeedNoLegend() {
    let table = provinceTable([groupRow(keyCell("A"), figureCell("12"), realCell(0.5))])
    #expect(shownLines(renderer.render(table, options: inEnglish)).count == 6)
  }

  @Test func noRowsLeaveTheHeaderAndACount() {
    let shown = shownLines(renderer.render(provinceTable([]), options: inVietnamese))
    #expect(shown.count == 4)
    #expect(shown[1].contains("Tiếp nhận"))
    #expect(shown[3] == "0 dòng")
  }

  @Test func theFootGivesNotesSourcesAndTheEcho() {
    var table = provinceTable([groupRow(keyCell("A"), figureCell("1"), figureCell("0"))])
    table.notes = [Localized(vi: "7 trong 10 huyện", en: "7 of 10 districts")]
    table.sources = (1...8).map { ResultSource(id: "S\($0)", title: Localized(both: "")) }
    table.echo = "received by province"
    #expect(
      shownLines(renderer.render(table, options: inEnglish)).suffix(3) == [
        "7 of 10 districts", "1 row · 8 sources: S1, S2, S3, S4, S5, S6 and 2 more", "→ received by province",
      ])
  }

  @Test func codesAndStatusOnRequestOnly() {
    var table = provinceTable([
      groupRow(keyCell("A"), figureCell("1", .complete), figureCell("0"), keyCell("24"))
    ])
    table.columns.append(ResultColumn(name: "code", title: Localized(vi: "Mã", en: "Code"), role: .code))
    #expect(!renderer.render(table, options: inEnglish).contains("Code"))
    let shown = renderer.render(
      table, options: RenderOptions(language: .english, showsStatus: true, showsCodes: true))
    #expect(shown.contains("Code"))
    #expect(shown.contains("Received · status"))
    #expect(shown.contains("complete"))
  }

  @Test func numbersKeepTheirColumnWithWideAndCombiningText() {
    let table = provinceTable([
      groupRow(keyCell("東京都"), figureCell("1"), figureCell("0")),
      groupRow(keyCell("Hue\u{302}\u{301}"), figureCell("22"), figureCell("0")),
      groupRow(keyCell("👩‍👩‍👧‍👦🇻🇳"), figureCell("333"), figureCell("0")),
    ])
    let widths = Set(shownLines(renderer.render(table, options: inEnglish)).dropLast().map(displayWidth))
    #expect(widths.count == 1)
  }

  @Test(arguments: Array(stride(from: 40, through: 300, by: 7)))
  func noLineExceedsTheWidth(width: Int) {
    for options in [
      RenderOptions(widthInColumns: width), RenderOptions(widthInColumns: width, showsStatus: true),
    ] {
      for line in shownLines(renderer.render(wideTable, options: options)) {
        #expect(displayWidth(line) <= width)
      }
      for line in shownLines(VerticalRenderer().render(wideTable, options: options)) {
        #expect(displayWidth(line) <= width)
      }
    }
  }

  @Test func aPageTooNarrowGetsBlocksWithEveryValue() {
    let shown = renderer.render(wideTable, options: RenderOptions(widthInColumns: 40))
    #expect(shown.contains("─ 1 ─"))
    #expect(shown.contains("chỉ có 40"))
    #expect(shown.filter { !$0.isWhitespace }.contains("1.234.567.890.123"))
  }

  @Test func colorChangesNothingButAttributes() {
    let options = RenderOptions(widthInColumns: 90, showsColor: true)
    let colored = renderer.render(wideTable, options: options)
    var plain = colored
    for code in ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[2m"] { plain = plain.removing(code) }
    #expect(plain == renderer.render(wideTable, options: RenderOptions(widthInColumns: 90)))
  }

  @Test(arguments: [Int.min, -1, 0, 1, 19])
  func absurdWidthsDoNotTrap(width: Int) {
    #expect(!renderer.render(wideTable, options: RenderOptions(widthInColumns: width)).isEmpty)
  }

  @Test func shortRowsAndNoColumnsDoNotTrap() {
    for format in OutputFormat.allCases {
      #expect(!format.renderer.render(provinceTable([groupRow()]), options: inEnglish).isEmpty)
      _ = format.renderer.render(
        ResultTable(columns: [], rows: [groupRow(), groupRow(keyCell("x"))]), options: inEnglish)
    }
  }
}

private let wideTable: ResultTable = {
  var table = provinceTable([
    groupRow(
      keyCell("Bà Rịa – Vũng Tàu, thành phố Hồ Chí Minh"),
      figureCell("1234567890123", .partial, coverage: [oneOfTwoSectors], marks: .conflict), realCell(0.3333)),
    groupRow(
      keyCell("東京都東京都東京都東京都東京都東京都東京都東京都"), figureCell("5", .partial, coverage: [twoOfThreeTiers]),
      realCell(0.1)),
    groupRow(
      keyCell("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"), figureCell("-7"), realCell(.nan)),
  ])
  table.columns.append(ResultColumn(name: "note", title: Localized(both: "Ghi chú"), role: .text))
  for index in table.rows.indices {
    let words = String(repeating: "một hai ba bốn năm sáu ", count: 12)
    table.rows[index].cells.append(ResultCell(.text(Localized(both: words + "\n  \(words)"))))
  }
  table.notes = [Localized(both: String(repeating: "thành phố ", count: 40))]
  table.echo = String(repeating: "x", count: 400)
  return table
}()

extension String {
  fileprivate func removing(_ part: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined()
  }
}
