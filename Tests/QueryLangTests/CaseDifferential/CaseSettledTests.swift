import Foundation
import Testing

@testable import QueryLang

/// Tables and queries by which random ones once found something wrong.
struct CaseSettledTests {
  /// A day that is not given, with the sign that ends it ten signs further on.
  @Test func shortRowWithAnEmptyDayIsRead() throws {
    let library = ShippedData.library
    let text = "received,due,finished,province,district,channel,tier\n2020-01-14,2020-02-29,,89,886,ab,\n"
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let loaded = try CaseLoader(catalog: library.catalog).load([CaseInput(path)])
    #expect(loaded.table.rowCount == 1)
    #expect(loaded.table.finished?.values[0] == CaseDays.missing)
  }

  /// The queries of some seeds, all of them: states told apart in one pass, conditions on what is missing, unions,
  /// stocks by state, baselines that no case has, periods that overlap.
  @Test(arguments: [1, 3, 9, 16, 24, 33, 50108, 50140, 50184, 50214, 600_001_049] as [UInt64])
  func seedsStaySettled(_ seed: UInt64) throws {
    let data = RandomCases(seed: seed)
    let library = try data.load()
    var queries = RandomCaseQueries(seed: seed, data)
    for _ in 0..<12 {
      let text = queries.next()
      guard let query = CaseComparison.bind(text, library) else { continue }
      #expect(CaseComparison(query, library, data).difference().text == nil, "\(text)")
    }
  }
}
