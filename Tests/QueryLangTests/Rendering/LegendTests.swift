import Testing

@testable import QueryLang

struct LegendTests {
  private func partial(_ known: Int, _ total: Int) -> ResultCell {
    let coverage = Coverage(known: known, total: total, unit: Localized(vi: "tỉnh", en: "provinces"))
    return figureCell("1", .partial, coverage: [coverage])
  }

  private func partialEntry(_ rows: [ResultRow]) -> String? {
    Legend(provinceTable(rows), inEnglish).entries.first { $0.hasPrefix("◐") }
  }

  @Test func fewCoveragesNameTheirRows() {
    let entry = partialEntry([
      groupRow(keyCell("A"), partial(1, 2), figureCell("0")),
      groupRow(keyCell("B"), partial(1, 3), figureCell("0")),
      groupRow(keyCell("C"), partial(1, 2), figureCell("0")),
    ])
    #expect(entry == "◐ partial: 1 of 2 provinces (A, C); 1 of 3 provinces (B)")
  }

  @Test func manyCoveragesAreCounted() {
    let entry = partialEntry((1...5).map { groupRow(keyCell("P\($0)"), partial($0, 63), figureCell("0")) })
    #expect(entry == "◐ partial: 5 cells, 5 different coverages (cell by cell: set status on)")
  }

  @Test func manyRowsOfOneCoverageAreCut() {
    let rows = (1...6).map { groupRow(keyCell("P\($0)"), partial(1, 2), figureCell("0")) }
    let entry = partialEntry(rows + [groupRow(keyCell("Q"), partial(2, 9), figureCell("0"))])
    #expect(entry == "◐ partial: 1 of 2 provinces (P1, P2, P3, P4 and 2 more); 2 of 9 provinces (Q)")
  }

  @Test func levelsOfOneCoverageStandTogether() {
    let cell = figureCell("1", .partial, coverage: [oneOfTwoSectors, twoOfThreeTiers])
    #expect(
      partialEntry([groupRow(keyCell("A"), cell, figureCell("0"))])
        == "◐ partial: 1 of 2 sectors, 2 of 3 tiers")
  }

  @Test func aTotalIsNoRollUp() {
    let total = ResultRow(
      kind: .totalOfRows, cells: [ResultCell(.missing), figureCell("1", .complete), figureCell("0")])
    #expect(Legend(provinceTable([total]), inEnglish).entries.isEmpty)
  }

  @Test(arguments: CellSign.allCases)
  func everySymbolIsOneColumnWide(sign: CellSign) {
    #expect(displayWidth(sign.symbol) == 1)
    #expect(sign.symbol.unicodeScalars.allSatisfy { !$0.properties.isEmoji })
  }
}
