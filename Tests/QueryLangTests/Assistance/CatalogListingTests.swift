import Testing

@testable import QueryLang

@Suite struct CatalogListingTests {
  private func show(_ text: String) throws -> ResultTable {
    guard case .show(let kind, let dimension, let condition) = try Shipped.statement("show " + text).kind
    else {
      throw QueryError([])
    }
    let settings = [
      CatalogListing.SettingRow(
        name: "lang", value: "vi", choices: ["vi", "en"], meaning: Localized(vi: "ngôn ngữ", en: "language"))
    ]
    let listing = CatalogListing(
      library: try Shipped.library.get(), settings: settings,
      definitions: [CatalogListing.DefinitionRow(name: "late", expression: "overdue / received")],
      parameters: Shipped.parameters, history: ["overdue by huyện", "help"])
    return try listing.table(kind, of: dimension, where: condition)
  }

  private func firstColumn(_ text: String) throws -> [String] {
    try show(text).rows.map { $0.cells[0].value.machineText(.english) }
  }

  @Test(arguments: ShownKind.allCases)
  func everyKindHasRowsThatFitItsColumns(kind: ShownKind) throws {
    let table = try show(kind == .values ? "values of district" : kind.rawValue)
    #expect(!table.rows.isEmpty)
    #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count })
    #expect(Set(table.columns.map(\.name)).count == table.columns.count)
    #expect(table.columns.allSatisfy { $0.role == .text || $0.role == .code })
  }

  @Test func measuresAreFilteredByKind() throws {
    let ratios = try firstColumn("measures where kind = ratio")
    #expect(ratios.contains("overdue_rate"))
    #expect(!ratios.contains("overdue"))
    #expect(try firstColumn("measures where loại = \"tỷ lệ\"") == ratios)
  }

  @Test func containsIgnoresAccents() throws {
    #expect(try firstColumn("measures where name_vi ~ \"qua han\"").contains("overdue"))
  }

  @Test func parentIsNamedLikeItsDimension() throws {
    let here = try firstColumn("values of district where province = \"Bắc Giang\"")
    #expect((9...20).contains(here.count))
    #expect(try firstColumn("giá trị của huyện khi tỉnh = bac giang") == here)
    #expect(try firstColumn("values of district where parent = \"Bắc Giang\"") == here)
  }

  @Test func conditionsCombine() throws {
    let two = try firstColumn("measures where id in (overdue, received) and not (id = received)")
    #expect(two == ["overdue"])
    #expect(try firstColumn("measures where id = overdue or id = received") == ["received", "overdue"])
    #expect(try firstColumn("dimensions where members > 100").contains("district"))
    #expect(try firstColumn("dimensions where members != 0 and parent is not missing").contains("agency"))
    #expect(try firstColumn("measures where formula is missing").contains("received_new"))
  }

  @Test func aMeasureIsFoundByOneOfItsDimensions() throws {
    #expect(try firstColumn("measures where dimensions = huyện").contains("overdue"))
  }

  @Test func documentsAreFilteredByPeriod() throws {
    #expect(try firstColumn("sources where period = Q2/2021") == ["000", "001"])
    #expect(try firstColumn("sources where date >= 2021-06-01 and date < 2022-01-01") == ["000"])
  }

  @Test func exactSpellingWins() throws {
    #expect(try firstColumn("values of channel where name = \"trực tuyến\"") == ["online"])
  }

  @Test func periodsOfAGrainAreItsValues() throws {
    #expect(try firstColumn("values of quarter").contains("2021-Q2"))
  }

  @Test func unknownColumnsAreAllReportedWithNearNames() throws {
    let error = #expect(throws: QueryError.self) { try show("measures where knd = ratio and zzz = 1") }
    let diagnostics = try #require(error?.diagnostics)
    #expect(diagnostics.map(\.fact) == [.unknownColumn("knd"), .unknownColumn("zzz")])
    #expect(diagnostics.first?.suggestions == [.didYouMean(["kind"])])
  }

  @Test func aMeasureHasNoValues() {
    let error = #expect(throws: QueryError.self) { try show("values of overdue") }
    #expect(error?.diagnostics.map(\.fact) == [.measureWhereFieldBelongs("overdue")])
  }
}
