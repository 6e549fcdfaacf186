import Foundation
import Testing

@testable import QueryLang

/// Several folders side by side.
struct LibraryTests {
  private func answer(_ text: String, _ library: Library) throws -> [[String]] {
    var session = TestSession(library)
    let table = try session.answer(text)
    let csv = CSVRenderer().render(table, options: RenderOptions(language: .english, showsStatus: true))
    return csv.split(separator: "\n").dropFirst().map { $0.components(separatedBy: ",") }
  }

  /// A report of Cao Bằng in the form of the shipped ones; its figures are invented.
  private func sixthDocument() throws -> SmallPackage {
    let package = try SmallPackage()
    try package.write(
      """
      {"name": "sixth", "resources": [
        {"name": "sources", "path": "sources.csv"}, {"name": "agencies", "path": "agencies.csv"},
        {"name": "figures", "path": "figures.csv"}
      ]}
      """, to: "datapackage.json")
    try package.write(
      """
      id,title_vi,title_en,period,period_basis,supersedes
      900,Báo cáo Cao Bằng,Report of Cao Bằng,2021-Q2,unknown,

      """, to: "sources.csv")
    try package.write(
      """
      id,name,province,sector,counted_inside,order
      cao_bang_so_noi_vu,Sở Nội vụ,04,local,false,1

      """, to: "agencies.csv")
    try package.write(
      """
      document,line,ordinal,measure,period,province,district,agency,sector,value
      900,1,1,received,2021-Q2,04,,,local,1000
      900,1,2,resolved,2021-Q2,04,,,local,900
      900,1,3,resolved_overdue,2021-Q2,04,,,local,9
      900,1,4,pending_overdue,2021-Q2,04,,,local,1
      900,2,1,overdue,2021-Q2,04,,cao_bang_so_noi_vu,,4

      """, to: "figures.csv")
    return package
  }

  @Test func aSixthDocumentIsComparedWithTheOthers() throws {
    let package = try sixthDocument()
    #expect(package.problems(onto: ShippedData.library) == [])
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    let rows = try answer(
      "received, overdue, overdue_rate by province where quarter = Q2/2021 and sector = local", library)
    #expect(rows.map { $0[0] } == ["Cao Bằng", "Bắc Giang", "An Giang"])
    #expect(rows[0][1] == "1000")
    #expect(rows[0][5] == "10")
    #expect(rows[0][9] == "0.01")
    #expect(rows[1][1] == "204841")
    let agencies = try answer(
      "overdue by agency where agency = \"Sở Nội vụ\" and quarter = Q2/2021 and province = \"Cao Bằng\"",
      library)
    #expect(agencies.map { $0[2] } == ["4"])
  }

  @Test func itsOwnFiguresAloneAreReadWithFrom() throws {
    let package = try sixthDocument()
    let library = try ShippedData.library.loading(folder: package.folder, as: "mine", language: .english)
    let rows = try answer(
      "received by province from mine where quarter = Q2/2021 and sector = local", library)
    #expect(rows.map { $0[0] } == ["Cao Bằng"])
  }

  @Test func unloadingTakesItAway() throws {
    let package = try sixthDocument()
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    let without = library.unloading(1)
    let rows = try answer("received by province where quarter = Q2/2021 and sector = local", without)
    #expect(rows.map { $0[0] } == ["Bắc Giang", "An Giang"])
    #expect(without.datasets[1].isLoaded == false)
    let again = try without.loading(folder: package.folder, language: .english)
    #expect(try answer("received by province where quarter = Q2/2021 and sector = local", again).count == 3)
  }

  @Test func twoDatasetsNeedTwoNames() throws {
    let package = try sixthDocument()
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    #expect(
      package.problems(onto: library) == [
        "datapackage.json: a dataset named ‘sixth’ is loaded already; change \"name\" here, or load with ‘as’ and a name"
      ])
    for name in ["sixth", "Sixth", "figures", "so lieu"] {
      #expect(package.facts(onto: library, as: name) == [.datasetNameTaken(name)])
    }
  }

  @Test func theSameDocumentIsNotLoadedTwice() throws {
    let package = try sixthDocument()
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    try package.replace("\"sixth\"", by: "\"again\"", in: "datapackage.json")
    #expect(
      package.problems(onto: library) == [
        "sources.csv:2, column id: the document 900 (Report of Cao Bằng) is loaded already; take out this row and its figures, or give it another id"
      ])
  }

  @Test func aFailedLoadLeavesWhatWasLoaded() throws {
    let package = try sixthDocument()
    try package.replace("900,1,2,resolved", by: "900,1,2,resolvd", in: "figures.csv")
    let library = ShippedData.library
    #expect(
      package.problems(onto: library)
        == ["figures.csv:3, column measure: measures has no ‘resolvd’; did you mean resolved?"])
    #expect(library.store.figures.count == ShippedData.library.store.figures.count)
    #expect(try answer("received by province where quarter = Q2/2021 and sector = local", library).count == 2)
  }

  @Test func aLaterDocumentReplacesTheOneItSupersedes() throws {
    let package = try sixthDocument()
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    let later = try sixthDocument()
    try later.replace("\"sixth\"", by: "\"later\"", in: "datapackage.json")
    try later.replace("900,Báo cáo", by: "901,Báo cáo", in: "sources.csv")
    try later.replace("unknown,\n", by: "unknown,900\n", in: "sources.csv")
    try later.replace("900,", by: "901,", in: "figures.csv")
    try later.replace("local,1000", by: "local,1001", in: "figures.csv")
    #expect(later.problems(onto: library) == [])
    let both = try library.loading(folder: later.folder, language: .english)
    let query = "received where province = \"Cao Bằng\" and quarter = Q2/2021 and sector = local"
    #expect(try answer(query, both) == [["1001", "reported", "", ""]])
    #expect(try answer(query, both.unloading(2)) == [["1000", "reported", "", ""]])
  }

  @Test func twoDocumentsThatDisagreeAreAConflict() throws {
    let package = try sixthDocument()
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    let other = try sixthDocument()
    try other.replace("\"sixth\"", by: "\"other\"", in: "datapackage.json")
    try other.replace("900,Báo cáo", by: "902,Báo cáo", in: "sources.csv")
    try other.replace("900,", by: "902,", in: "figures.csv")
    try other.replace("local,1000", by: "local,1002", in: "figures.csv")
    let both = try library.loading(folder: other.folder, language: .english)
    let query = "received, resolved where province = \"Cao Bằng\" and quarter = Q2/2021 and sector = local"
    #expect(try answer(query, both) == [["1000", "reported", "", "conflict", "900", "reported", "", ""]])
  }

  @Test func aMeasureDefinedDifferentlyIsRefused() throws {
    let package = try sixthDocument()
    try package.replace(
      "{\"name\": \"sources\"",
      by: "{\"name\": \"measures\", \"path\": \"measures.csv\"}, {\"name\": \"sources\"",
      in: "datapackage.json")
    try package.write(
      """
      id,name_vi,name_en,unit,kind,formula,dimensions
      overdue,hồ sơ quá hạn,overdue cases,hồ sơ,flow,,province

      """, to: "measures.csv")
    #expect(
      package.problems(onto: ShippedData.library)
        == ["measures.csv:2, column id: overdue is already defined differently"])
  }

  @Test func aNewMeasureAndAFormulaOfItAreKnown() throws {
    let package = try sixthDocument()
    try package.replace(
      "{\"name\": \"sources\"",
      by: "{\"name\": \"measures\", \"path\": \"measures.csv\"}, {\"name\": \"sources\"",
      in: "datapackage.json")
    try package.write(
      """
      id,name_vi,name_en,unit,kind,formula,dimensions
      complaints,số khiếu nại,complaints,đơn,flow,,province|sector
      complaint_rate,tỷ lệ khiếu nại,complaint rate,%,ratio,complaints / received,province|sector

      """, to: "measures.csv")
    try package.replace(
      "900,2,1,overdue,2021-Q2,04,,cao_bang_so_noi_vu,,4", by: "900,2,1,complaints,2021-Q2,04,,,local,5",
      in: "figures.csv")
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    let rows = try answer("tỷ lệ khiếu nại by province where quarter = Q2/2021 and sector = local", library)
    #expect(rows.first.map { Array($0.prefix(3)) } == ["Cao Bằng", "0.005", "derived"])
  }
}
