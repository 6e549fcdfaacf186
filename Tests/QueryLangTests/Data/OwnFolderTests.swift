import Foundation
import Testing

@testable import QueryLang

/// A folder of one's own as `datasets/README.md` describes it: a copy of the shipped one, edited.
final class OwnFolderTests {
  // A class: the folder goes with the last reference.
  private let folder =
    FileManager.default.temporaryDirectory.appendingPathComponent("own-\(UUID().uuidString)").path

  init() throws { try FileManager.default.copyItem(atPath: ShippedData.datasets, toPath: folder) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func edit(_ name: String, _ change: (String) throws -> String) throws {
    let url = URL(fileURLWithPath: folder + "/" + name)
    try Data(change(String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
  }

  /// The text between fences in the README that begins so.
  private func example(beginning start: String) throws -> String {
    let text = try String(contentsOfFile: ShippedData.datasets + "/README.md", encoding: .utf8)
    return try #require(
      text.components(separatedBy: "```\n").first { $0.hasPrefix(start) }, "no example ‘\(start)’")
  }

  private func followReadme() throws {
    let source = try example(beginning: "006,")
    let agency = try example(beginning: "cao_bang_so_noi_vu,")
    let figures = try example(beginning: "document,")
    try edit("sources.csv") { $0.prefix { $0 != "\n" } + "\n" + source }
    try edit("agencies.csv") { $0 + agency }
    try edit("figures.csv") { _ in figures }
  }

  private func rename() throws {
    try edit("datapackage.json") {
      $0.replacingOccurrences(of: "\"tthc-figures\"", with: "\"cao-bang\"")
    }
  }

  private func problems(as name: String? = nil) -> [String] {
    do throws(QueryError) {
      _ = try ShippedData.library.loading(folder: folder, as: name, language: .english)
      return []
    } catch {
      return error.diagnostics.map {
        DiagnosticWording(.english).sentence($0.fact).replacingOccurrences(of: folder + "/", with: "")
      }
    }
  }

  private func rows(_ library: Library) throws -> [[String]] {
    var session = TestSession(library)
    let table = try session.answer(
      "received, overdue_rate by province where quarter = Q2/2021 and sector = local")
    return CSVRenderer().render(table, options: RenderOptions(language: .english))
      .split(separator: "\n").dropFirst().map { $0.components(separatedBy: ",") }
  }

  @Test func theFolderOfTheReadmeIsComparedWithTheOthers() throws {
    try followReadme()
    try rename()
    #expect(problems() == [])
    let library = try ShippedData.library.loading(folder: folder, language: .english)
    let rows = try rows(library)
    #expect(rows.map { $0[0] } == ["Cao Bằng", "Bắc Giang", "An Giang"])
    #expect(rows[0] == ["Cao Bằng", "1000", "0.01"])
    #expect(library.catalog.checks.count == ShippedData.library.catalog.checks.count)
    #expect(library.catalog.measures.count == ShippedData.library.catalog.measures.count)
  }

  @Test func aNameOfItsOwnServesAsWell() throws {
    try followReadme()
    #expect(problems(as: "cao_bang") == [])
  }

  @Test func theFolderAloneLoadsToo() throws {
    try followReadme()
    let library = try Library().loading(folder: folder, language: .english)
    #expect(try rows(library).map { $0[0] } == ["Cao Bằng"])
  }

  @Test func anUneditedNameIsRefusedWithItsRemedy() throws {
    try followReadme()
    #expect(
      problems() == [
        "datapackage.json: a dataset named ‘tthc-figures’ is loaded already; change \"name\" here, or load with ‘as’ and a name"
      ])
  }

  @Test func documentsLeftInTheCopyAreNamed() throws {
    try rename()
    let first = try #require(problems().first)
    #expect(first.hasPrefix("sources.csv:2, column id: the document 000 (Bắc Giang: quarterly report"))
    #expect(first.hasSuffix("is loaded already; take out this row and its figures, or give it another id"))
  }

  @Test func aRuleChangedInTheCopyIsRefused() throws {
    try followReadme()
    try rename()
    try edit("checks.csv") {
      $0.replacingOccurrences(of: "resolved <= received", with: "resolved < received")
    }
    #expect(
      problems() == ["checks.csv:8, column id: resolved_within_received is already defined differently"])
  }
}
