import Testing

@testable import QueryLang

struct MarkdownRendererTests {
  @Test func aPipeTableAndAList() {
    let table = provinceTable([
      groupRow(keyCell("Huế"), figureCell("1234", .complete), figureCell("0.5")),
      ResultRow(kind: .totalOfRows, cells: [ResultCell(.missing), figureCell("1234"), figureCell("0.5")]),
    ])
    #expect(
      MarkdownRenderer().render(table, options: inVietnamese) == """
        | Tỉnh | Tiếp nhận | Tỷ lệ quá hạn |
        | --- | ---: | ---: |
        | Huế | 1.234Σ | 50 % |
        | **Tổng các dòng** | **1.234** | **50 %** |

        - Σ cộng đủ các phần
        - 1 dòng

        """)
  }

  @Test func whatMarkdownActsOnIsEscaped() {
    let shown = shownLines(MarkdownRenderer().render(textTable(#"a|b_c*<i>\"#), options: inEnglish))
    #expect(shown[2] == #"| a\|b\_c\*\<i\>\\ |"#)
  }

  @Test func aNewlineOfRunningTextIsABreak() {
    let table = ResultTable(
      columns: [ResultColumn(name: "t", title: Localized(both: "T"), role: .text)],
      rows: [groupRow(ResultCell(.text(Localized(both: "a\nb"))))])
    #expect(shownLines(MarkdownRenderer().render(table, options: inEnglish))[2] == "| a<br>b |")
  }
}
