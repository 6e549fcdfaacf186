import ClickHouseClient
import Foundation
import Testing

@testable import QueryLang

/// Every golden query over cases, as it stands in its file, on both engines.
extension ClusterTests {
  private static let load = "load \"examples/cases.csv\" as cases; "

  /// The statements behind the load, `set hide_below` apart.
  private static var goldenQueries: [(text: String, hideBelow: Int?)] {
    get throws {
      let folder = Cluster.folder.appending(path: "Tests/QueryLangTests/Golden/cases")
      var found: [(String, Int?)] = []
      for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
        for block in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n=== ")
          .dropFirst()
        {
          let query = block.components(separatedBy: "\n---\n")[0].components(separatedBy: "\n").dropFirst()
            .joined(separator: "\n")
          guard query.hasPrefix(load) else { continue }
          let statements = query.dropFirst(load.count).components(separatedBy: "; ")
          let hidden = statements[0].hasPrefix("set hide_below ") ? Int(statements[0].dropFirst(15)) : nil
          // Checks are for loaded cases; what `explain` says is of an engine.
          found += statements.filter { !["set ", "check ", "explain "].contains(where: $0.hasPrefix) }.map {
            ($0, hidden)
          }
        }
      }
      return found
    }
  }

  @Test func everyGoldenQueryHasOneAnswerOnBothEngines() throws {
    let days = [
      "Ngày tiếp nhận": "Date", "Ngày hẹn trả": "Nullable(Date)", "Ngày trả kết quả": "Nullable(Date)",
    ]
    let bytes = try Data(contentsOf: Cluster.folder.appending(path: "examples/cases.csv"))
    let file = try CSVTable(bytes: Array(bytes), file: "cases.csv")
    var rows = [file.header]
    for row in 0..<file.rowCount { rows.append(file.header.indices.map { file.text(row, $0) }) }
    let dated = rows[0].indices.filter { days[rows[0][$0]] != nil }
    for row in rows.indices.dropFirst() {
      for column in dated {
        rows[row][column] = rows[row][column].split(separator: "/").reversed().joined(separator: "-")
      }
    }
    let here = TwoEngines(try TwoEngines.library(rows))
    let there = try TwoEngines(onlyRemote: rows, types: days, table: "golden", on: cluster)
    let queries = try Self.goldenQueries
    #expect(queries.count >= 25)
    for (query, hidden) in queries {
      let (first, second) = (
        here.answer(query, from: "cases", hidingBelow: hidden),
        there.answer(query, from: "cases", hidingBelow: hidden)
      )
      if first.isError != second.isError || !first.text.utf8.elementsEqual(second.text.utf8) {
        Issue.record("\(query)\n\(Self.difference(first.text, second.text))")
      }
    }
  }
}
