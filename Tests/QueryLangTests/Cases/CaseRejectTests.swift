import Foundation
import Testing

@testable import QueryLang

/// Bad rows set aside, and what the user says of columns.
struct CaseRejectTests {
  @Test func badRowsAreSetAsideAsTheyStood() throws {
    try CaseFolder.use { folder in
      let header = "case_id,received,finished\r\n"
      try folder.write(
        "\u{FEFF}" + header
          + "A,2021-01-02,2021-01-01\r\nB,2021-01-02,\r\n\r\n\"C\nc\",x,\r\nD,2021-01-03,\nE,2021")
      let loaded = try folder.load(settingAside: true)
      #expect(loaded.identifiers() == ["B", "D"])
      #expect(loaded.rejected.count == 3)
      #expect(try loaded.rejectedText() == header + "A,2021-01-02,2021-01-01\r\n\"C\nc\",x,\r\nE,2021\n")
      let first = try #require(loaded.rejected.problems.first)
      #expect(DiagnosticWording(.english).sentence(first.fact).contains("cases.csv:2, column finished"))
      // What was set aside is refused by itself, row for row.
      try folder.write(try loaded.rejectedText(), to: "bad.csv")
      #expect(folder.problems(["bad.csv"]).count == 3)
    }
  }

  @Test func filesOfOneHeaderShareItAndOthersBringTheirOwn() throws {
    try CaseFolder.use { folder in
      try folder.write("case_id,received\nA,x\nB,2021-01-01\n", to: "a.csv")
      try folder.write("case_id,received\nC,2021-01-01\nD,y", to: "b.csv")
      try folder.write("received,case_id\n2021-01-01,E\nz,F", to: "c.csv")
      let loaded = try folder.load(["a.csv", "b.csv", "c.csv"], settingAside: true)
      #expect(loaded.identifiers() == ["B", "C", "E"])
      #expect(try loaded.rejectedText() == "case_id,received\nA,x\nD,y\nreceived,case_id\nz,F\n")
    }
  }

  @Test func manyPlacesOfBadRowsAreGatheredFromManyPieces() throws {
    try CaseFolder.use { folder in
      let rows = (0..<30_000).map { $0 % 3 == 1 ? "K\($0),nie,5\n" : "K\($0),2021-01-01,\($0)\n" }
      try folder.write("case_id,received,n\n" + rows.joined())
      for size in [1, 100, 4096, 2 << 20] {
        var limits = CaseLoadLimits()
        limits.pieceSize = size
        limits.fewestBytesForThreads = 0
        limits.threads = 4
        let loaded = try folder.load(settingAside: true, limits: limits)
        let kept = (0..<30_000).filter { $0 % 3 != 1 }
        #expect(loaded.identifiers() == kept.map { "K\($0)" })
        #expect(loaded.numbers("n") == kept.map { Int64($0) })
        #expect(loaded.rejected.count == 10_000)
      }
      var limits = CaseLoadLimits()
      limits.mostExcluded = 100
      #expect(
        folder.problems(settingAside: true, limits: limits).first?.contains("more than 100 places") == true)
    }
  }

  /// A row that shows to be bad only when days are coded from 1900 on.
  @Test func daysOfLongAgoAmongBadRows() throws {
    try CaseFolder.use { folder in
      try folder.write(
        "received,finished\n2021-01-01,x\n1910-01-02,1910-01-01\n1910-01-01,1910-01-02\n2021-01-01,2090-01-01\n"
      )
      let loaded = try folder.load(settingAside: true)
      #expect(loaded.days(loaded.table.received) == ["01/01/1910"])
      #expect(loaded.rejected.count == 3)
    }
  }

  @Test func aQuoteThatNeverClosesIsRefusedAllTheSame() throws {
    try CaseFolder.use { folder in
      try folder.write("received,note\n2021-01-01,a\nx,b\n2021-01-01,\"c\n2021-01-01,d\n")
      #expect(folder.problems(settingAside: true).last == "cases.csv:4: a quote opens here and never closes")
    }
  }

  // MARK: Columns

  private func mapped(_ text: String, _ mapping: String) throws -> (CaseLoader.Loaded?, [String]) {
    try CaseFolder.use { folder in
      let path = try folder.write(text)
      let columns = try folder.write(mapping, to: "cases.columns.csv")
      let catalog = ShippedData.library.catalog
      do throws(QueryError) {
        let mapping = try CaseColumnMapping(file: columns, catalog: catalog)
        return (try CaseLoader(catalog: catalog).load([CaseInput(path, mapping: mapping)]), [])
      } catch {
        let sentences = error.diagnostics.map {
          DiagnosticWording(.english).sentence($0.fact).replacingOccurrences(of: folder.path + "/", with: "")
        }
        return (nil, sentences)
      }
    }
  }

  @Test func theUserSaysWhatColumnsAre() throws {
    let text = "Số,Vào,Nơi,Lệ Phí,Mã,Bỏ,Điểm\n1,2021-01-01,Bắc Giang,x,7,\u{1},1.25\n2,2021-01-02,24,y,8,b,\n"
    let columns =
      "column,field\nsố,case_id\nVAO,received_on\nNơi,province\nMã,text\nLệ phí,text\nBỏ,skip\nĐiểm,number 2\n"
    let loaded = try #require(try mapped(text, columns).0)
    #expect(loaded.identifiers() == ["1", "2"])
    #expect(loaded.members("province") == ["Tỉnh Bắc Giang", "Tỉnh Bắc Giang"])
    #expect(loaded.members("ma") == ["7", "8"])
    #expect(loaded.members("le_phi") == ["x", "y"])
    #expect(loaded.numbers("diem") == [125, nil])
    #expect(loaded.catalog.dimensionIndexByID["bo"] == nil)
    // The column keeps its name as the file writes it.
    let index = try #require(loaded.catalog.dimensionIndexByID["le_phi"])
    #expect(loaded.catalog.dimensions[index].names.vietnamese == "Lệ Phí")
  }

  static let wrong: [(String, [String])] = [
    (
      "column,field\nNgày,received_onn\n",
      [
        "cases.columns.csv:2, column field: ‘received_onn’ is no kind of column; write the id of a field or dimension, ‘text’, ‘number’, ‘number 2’ or ‘skip’"
      ]
    ),
    (
      "column,field\nNgày,number 12\n,text\nX,\n",
      [
        "cases.columns.csv:2, column field: ‘number 12’ is no kind of column; write the id of a field or dimension, ‘text’, ‘number’, ‘number 2’ or ‘skip’",
        "cases.columns.csv:3, column column: a required cell is empty",
        "cases.columns.csv:4, column field: a required cell is empty",
      ]
    ),
    (
      "column,field\nNgày,received_on\nngay,skip\n",
      ["cases.columns.csv:3, column column: the key ngay stands already on line 2"]
    ),
    (
      "column;field\nNgày;received_on\nNgài;text\n",
      ["cases.columns.csv:3, column column: unknown column ‘Ngài’; did you mean Ngày?"]
    ),
    ("name,field\nNgày,received_on\n", ["cases.columns.csv:1: the column ‘column’ is missing"]),
  ]

  @Test(arguments: wrong) func whatIsWrongWithTheMappingHasItsPlace(columns: String, problems: [String])
    throws
  {
    #expect(try mapped("Ngày,X\n2021-01-01,a\n", columns).1 == problems)
  }
}
