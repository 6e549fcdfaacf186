import Foundation
import Testing

@testable import QueryLang

/// What `why` says, as a value, as rows and with the documents' own words.
struct ExplanationTests {
  private func why(_ text: String, _ library: Library = ShippedData.library) throws -> Explanation {
    let parsed = QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon)
    guard case .why(let query)? = parsed.first?.statement?.kind else {
      throw QueryError(.expressionWithoutMeasure, at: nil)
    }
    var context = BindingContext(catalog: library.catalog)
    context.language = .english
    return try QueryPipeline.why(Binder.bind(query, in: context), library: library)
  }

  private func text(_ explanation: Explanation, width: Int? = nil, _ language: Language = .english) -> String
  {
    ExplanationRenderer.render(
      explanation, options: RenderOptions(language: language, widthInColumns: width))
  }

  // MARK: Rows

  @Test func everyRowOfTheTableStandsInTheData() throws {
    let table = try why("why overdue, overdue_rate, received by province, period").table
    #expect(Set(table.columns.map(\.name)).count == table.columns.count)
    let columns = Dictionary(uniqueKeysWithValues: table.columns.enumerated().map { ($1.name, $0) })
    let catalog = ShippedData.library.catalog
    var places: Set<String> = []
    for figure in ShippedData.library.store.figures {
      let id = catalog.sources[figure.source].id
      places.insert("\(id) \(figure.line) \(figure.ordinal) \(figure.value)")
    }
    var count = 0
    for row in table.rows {
      func cell(_ name: String) -> String { row.cells[columns[name] ?? 0].value.machineText(.english) }
      guard !cell("document").isEmpty else { continue }
      count += 1
      let place = [cell("document"), cell("line"), cell("ordinal"), cell("figure_value")].joined(
        separator: " ")
      #expect(places.contains(place), "\(place)")
    }
    #expect(count > 20)
  }

  @Test func bothPlacesAndTheOtherCountAreTold() throws {
    let told = text(try why("why overdue where province = \"Bắc Giang\" and quarter = Q2/2021"))
    for part in [
      "= 1,148 + 173", "= 1,321", "line 54, number 6", "line 55, number 3", "exceed it", "= 1,734",
    ] {
      #expect(told.contains(part), "\(part)")
    }
  }

  @Test func manyCellsAreCounted() throws {
    let explanation = try why("why received, resolved, pending, overdue by unit, quarter")
    #expect(explanation.cells.count == Explanation.mostCells)
    #expect(explanation.cellsLeftOut > 0)
    #expect(text(explanation).contains("… and \(explanation.cellsLeftOut) more"))
  }

  @Test func bothLanguagesHaveWords() throws {
    let explanation = try why("why overdue where province = \"Bắc Giang\" and quarter = Q2/2021")
    let vietnamese = text(explanation, .vietnamese)
    #expect(vietnamese.contains("1.148 + 173"))
    #expect(vietnamese.contains("các phần đã biết vượt quá"))
    #expect(vietnamese.contains("dòng 54"))
  }

  @Test func aNarrowPageIsKeptTo() throws {
    let explanation = try why("why received by province where quarter = Q2/2021")
    for line in text(explanation, width: 60).split(separator: "\n") {
      #expect(displayWidth(String(line)) <= 60, "\(line)")
    }
  }

  // MARK: Other versions

  @Test func aSupersededFigureIsNamed() throws {
    let package = try SmallPackage()
    try package.write(
      """
      id,title_vi,title_en,period,period_basis,supersedes
      A,Văn bản A,Document A,2021-Q2,unknown,
      B,Văn bản B,Document B,2021-Q2,unknown,A

      """, to: "sources.csv")
    try package.write(
      """
      document,line,ordinal,measure,period,place,kind,value
      A,2,1,kept,2021-Q2,1,,3
      A,3,1,kept,2021-Q2,2,,8
      B,7,1,kept,2021-Q2,1,,4

      """, to: "figures.csv")
    let library = try Library().loading(folder: package.folder, language: .english)
    let told = text(try why("why kept where place = 1 and quarter = Q2/2021", library))
    #expect(told.contains("= 4 — B, line 7"))
    #expect(told.contains("superseded: kept · Một · Q2/2021 = 3 — A, line 2"))
    let missing = text(try why("why kept where place = 2 and quarter = Q2/2021", library))
    #expect(missing.contains("superseded: kept · Hai · Q2/2021 = 8 — A, line 3"))
    #expect(missing.contains("nearest: kept · Một · Q2/2021 = 4 — B, line 7"))
  }

  @Test func figuresThatDisagreeStandSideBySide() throws {
    let package = try SmallPackage()
    try package.replace(
      "A,2,1,kept,2021-Q2,1,,3", by: "A,2,1,kept,2021-Q2,1,,3\nA,9,1,kept,2021-Q2,1,,5", in: "figures.csv")
    let library = try Library().loading(folder: package.folder, language: .english)
    let told = text(try why("why kept where place = 1 and quarter = Q2/2021", library))
    #expect(told.contains("stated 2 times"))
    #expect(told.contains("conflict"))
    #expect(told.contains("= 3 — A, line 2") && told.contains("= 5 — A, line 9"))
  }

  // MARK: Documents

  private func folder(_ files: [String: Data]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("texts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    return folder.path
  }

  private func quoted(_ files: [String: Data]) throws -> Explanation {
    let folder = try folder(files)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var explanation = try why("why overdue where province = \"Bắc Giang\" and quarter = Q2/2021")
    explanation.quote(from: try DocumentTexts(folder: folder))
    return explanation
  }

  private func document(line: Int, _ text: [UInt8]) -> Data {
    Data([UInt8](repeating: UInt8(ascii: "\n"), count: line - 1) + text + Array("\n".utf8))
  }

  @Test func theLineOfADocumentIsShown() throws {
    let explanation = try quoted(["000_report.txt": document(line: 54, Array("quá hạn: 1.148\r".utf8))])
    #expect(text(explanation).contains("“quá hạn: 1.148”"))
    #expect(text(explanation).contains("the text of 000 has only 55 lines"))
  }

  @Test func hostileBytesAreShownEscaped() throws {
    let hostile = Array("\u{1B}[2J\u{202E}x".utf8) + [0x9B, 0xFF, 0x07] + Array("end\r".utf8)
    let explanation = try quoted(["000.txt": document(line: 54, hostile)])
    let told = text(explanation)
    #expect(told.contains("\\u{1B}[2J\\u{202E}x"))
    #expect(told.contains("\\u{7}end”"))
    let controls = told.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(controls.isEmpty)
  }

  @Test func anIDIsNoBeginningOfALongerOne() throws {
    let explanation = try quoted(["0001.txt": document(line: 54, Array("wrong".utf8))])
    #expect(text(explanation).contains("no text at hand of 000"))
    #expect(!text(explanation).contains("wrong"))
  }

  @Test func aLongLineIsCutAroundTheFigure() throws {
    let line =
      String(repeating: "chữ ", count: 80) + "quá hạn: 1.148 hồ sơ " + String(repeating: "khác ", count: 80)
    let explanation = try quoted(["000.txt": document(line: 54, Array(line.utf8))])
    let told = text(explanation, width: 80)
    #expect(told.contains("quá hạn: 1.148 hồ sơ"))
    for line in told.split(separator: "\n") { #expect(displayWidth(String(line)) <= 80) }
  }

  @Test func aFolderThatIsNotThereIsAnError() {
    #expect(throws: FileReading.Failure.self) { try DocumentTexts(folder: "/nonexistent/texts") }
  }
}
