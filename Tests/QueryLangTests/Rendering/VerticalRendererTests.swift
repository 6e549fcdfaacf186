import Testing

@testable import QueryLang

struct VerticalRendererTests {
  @Test func aBlockPerRow() {
    let table = provinceTable([groupRow(keyCell("Huế"), figureCell("1234", .complete), figureCell("0.5"))])
    #expect(
      VerticalRenderer().render(table, options: inVietnamese) == """
        ─ 1 ────────────────────────────────────
        Tỉnh          │ Huế
        Tiếp nhận     │ 1.234Σ
        Tỷ lệ quá hạn │ 50 %
        Σ cộng đủ các phần
        1 dòng

        """)
  }

  @Test func longValuesWrapBesideTheirName() {
    let table = provinceTable([
      groupRow(keyCell("một hai ba bốn năm sáu bảy tám"), figureCell("1"), figureCell("0"))
    ])
    let shown = shownLines(VerticalRenderer().render(table, options: RenderOptions(widthInColumns: 30)))
    #expect(
      shown[1...2] == ["Tỉnh         │ một hai ba bốn", "             │ năm sáu bảy tám"])
  }

  @Test func noRowsLeaveTheNames() {
    let shown = shownLines(VerticalRenderer().render(provinceTable([]), options: inEnglish))
    #expect(shown == ["Province     │", "Received     │", "Overdue rate │", "0 rows"])
  }
}
