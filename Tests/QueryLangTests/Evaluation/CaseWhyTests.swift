import Testing

@testable import QueryLang

/// The list behind a number has as many cases as the number says.
struct CaseWhyTests {
  @Test(arguments: [
    "pending", "pending_overdue", "pending_in_time", "carried_over", "received_new", "resolved_overdue",
    "not_late", "resolved", "due", "count()",
  ])
  func theListHasAsManyCasesAsTheMeasureCounts(measure: String) throws {
    for time in ["quarter = Q2/2021", "date = 30/06/2022", "year = 2023 and processing_days > 2"] {
      var session = TestSession(ShippedData.library)
      _ = session.transcript(of: "load \"examples/cases.csv\" as cases")
      let query = "\(measure) from cases where \(time)"
      let stated = session.transcript(of: query).split(separator: "\n")[2].split(separator: ",")[0]
      let bound = try session.bound(query)
      let behind = try #require(try QueryPipeline.whyOfCases(bound, library: session.library))
      let counts = behind.rows.compactMap { row -> Int? in
        guard case .number(.exact(let count)) = row.cells[3].value else { return nil }
        return Int(count.significand)
      }
      #expect(counts.reduce(0, +) == Int(stated), "\(query)")
      for row in behind.rows {
        guard case .text(let list) = row.cells[4].value, case .number(.exact(let count)) = row.cells[3].value
        else { continue }
        #expect(session.transcript(of: list.english).hasSuffix("rows: \(count)\n"), "\(list.english)")
      }
    }
  }
}
