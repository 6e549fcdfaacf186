import Foundation
import Testing

@testable import QueryLang

/// Every explanation explains the very answer: on the accepted questions, and on random figures.
struct DerivationTests {
  @Test(arguments: GoldenFile.allCases)
  func goldenAnswersAreExplained(golden: GoldenCase) throws {
    for canonical in golden.canonicalTexts {
      guard let query = bind(canonical, ShippedData.library) else { continue }
      #expect(try problems(query, ShippedData.library) == [], "\(canonical)")
    }
  }

  @Test func randomAnswersAreExplained() throws {
    var explained = 0
    for seed in UInt64(1)...45 {
      let library = try load(RandomFigures(seed: seed))
      var queries = RandomQueries(seed: seed)
      for _ in 0..<12 {
        let text = queries.next()
        guard let query = bind(text, library) else { continue }
        explained += 1
        let problems = try problems(query, library)
        #expect(problems == [], "seed \(seed): \(text)")
      }
    }
    #expect(explained > 300)
  }

  /// Every leaf is a figure of the data with its document and line.
  @Test func leavesStandInDocuments() throws {
    let query = try #require(bind("overdue, overdue_rate by period, province", ShippedData.library))
    let cells = try derivations(query, ShippedData.library)
    let figures = try cells.cells(ofRows: Array(cells.record.rows.indices), limit: .max).reduce(into: Set()) {
      $0.formUnion($1.derivation.figures)
    }
    #expect(figures.count > 10)
    for position in figures {
      let figure = ShippedData.library.store.figures[position]
      #expect(ShippedData.library.catalog.sources.indices.contains(figure.source))
      #expect(figure.line > 0)
    }
  }

  private func derivations(_ query: BoundQuery, _ library: Library) throws -> CellDerivations {
    try CellDerivations(FigurePlanner(library.catalog).plan(query), library, .none)
  }

  private func problems(_ query: BoundQuery, _ library: Library) throws -> [String] {
    let cells = try derivations(query, library)
    let audit = DerivationAudit(cells: cells)
    return try cells.cells(ofRows: Array(cells.record.rows.indices), limit: 60).flatMap(audit.problems)
  }

  private func bind(_ text: String, _ library: Library) -> BoundQuery? {
    let parsed = QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon)
    guard parsed.count == 1, !parsed[0].hasErrors, case .query(let query)? = parsed[0].statement?.kind else {
      return nil
    }
    var context = BindingContext(catalog: library.catalog)
    context.language = .english
    return try? Binder.bind(query, in: context)
  }

  private func load(_ data: RandomFigures) throws -> Library {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("why-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try data.write(to: folder)
    return try Library().loading(folder: folder.path, language: .english)
  }
}
