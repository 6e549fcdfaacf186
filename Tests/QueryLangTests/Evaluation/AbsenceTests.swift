import Testing

@testable import QueryLang

/// A cell without a value says whether a report is missing, the row was left out, or nothing could stand there.
struct AbsenceTests {
  private func answer(_ text: String) throws -> ResultTable {
    var session = TestSession(ShippedData.library)
    return try session.answer(text)
  }

  private func row(_ first: String, of table: ResultTable) throws -> [ResultCell] {
    let key = try #require(table.columns.firstIndex { $0.role == .key })
    return try #require(table.rows.first { $0.cells[key].identity == first }).cells
  }

  private func cell(_ column: String, _ row: [ResultCell], _ table: ResultTable) throws -> ResultCell {
    row[try #require(table.columns.firstIndex { $0.name == column })]
  }

  private func text(_ table: ResultTable) -> String {
    TableRenderer().render(table, options: RenderOptions(language: .english))
  }

  @Test func whatTopCutIsNotMissing() throws {
    let table = try answer(
      "received by province, sector where quarter = Q2/2021 top 1 with others pivot sector")
    let own = try row("An Giang", of: table)
    #expect(try cell("received_local", own, table).absence == .notShown)
    let others = try row("(others)", of: table)
    #expect(try cell("received_vertical", others, table).absence == .notApplicable)
    #expect(text(table).contains("… left out by top or having · × not applicable"))
    #expect(!text(table).contains("no report"))
    #expect(machineNote(for: table, language: .english) == nil)
    #expect(!violatesStrictness(table))
  }

  @Test func whatNobodyReportedIsMissing() throws {
    let table = try answer("received by province, sector where quarter = Q2/2021 pivot sector")
    let cell = try cell("received_vertical", row("Bắc Giang", of: table), table)
    #expect(cell.absence == nil && cell.status == .missing)
    #expect(text(table).contains("– no report"))
  }

  @Test func aSumHasNoRank() throws {
    let table = try answer("received, rank(received) by province where quarter = Q2/2021 with totals")
    #expect(try cell("rank(received)", row("(total of rows)", of: table), table).absence == .notApplicable)
    let csv = CSVRenderer().render(table, options: RenderOptions(language: .english, showsStatus: true))
    #expect(csv.contains("not_applicable"))
  }

  @Test func membersInNoSumHaveNoShare() throws {
    let table = try answer(
      "received, share(received) by sector where province = \"An Giang\" and quarter = Q2/2021")
    #expect(table.rows.allSatisfy { $0.cells.allSatisfy { $0.absence == nil } })
    let systems = try answer(
      "share(tthc_listed) by system where province = \"Bắc Ninh\" and date = 30/10/2024")
    let shares = try #require(systems.columns.firstIndex { $0.name == "share(tthc_listed)" })
    #expect(!systems.rows.isEmpty && systems.rows.allSatisfy { $0.cells[shares].absence == .notApplicable })
  }
}
