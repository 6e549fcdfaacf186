import ClickHouseClient
import Foundation
import Testing

@testable import QueryLang

/// Rows of cases, and the lists behind numbers, on both engines.
extension ClusterTests {
  private static let lists = [
    "list case_id, received_on, due_on, finished_on, processing_days, le_phi, so_trang from _DATA_",
    "list case_id, province, district, channel, field, sector, ghi_chu, timeliness from _DATA_",
    "list case_id from _DATA_ where quarter = Q2/2021 and timeliness = overdue",
    "list case_id, case_id, timeliness from _DATA_ where finished_on is missing and due_on is missing",
    "list ghi_chu from _DATA_ where province = \"Nghệ An\"",
    "list case_id from _DATA_ where received_on > 1/1/2090", "list le_phi from _DATA_ where le_phi < 0",
  ]

  @Test func everyListHasTheSameRowsInTheSameOrderOnBothEngines() throws {
    let engines = try TwoEngines(
      RandomCases.rows(1_500, seed: 29), types: RandomCases.types, table: "listed", on: cluster)
    var chance = SeededGenerator(seed: Self.number("TTHC_RANDOM_SEED") ?? 31)
    let count = Int(Self.number("TTHC_RANDOM_QUERIES") ?? 300) / 3
    let random = (0..<count).map { _ in RandomQueries.list(&chance) }
    var answered = 0
    for (text, isSorted, most) in Self.lists.map({ ($0, false, "") }) + random {
      // Where the order leaves rows equal, a server's come by their identifiers.
      let sorted = text + (isSorted ? ", case_id" : " sort case_id") + most
      let here = engines.answer(sorted, from: "cases")
      let there = engines.answer(text + most, from: "nation")
      if !here.isError { answered += 1 }
      if !here.text.utf8.elementsEqual(there.text.utf8) {
        Issue.record("\(text)\(most)\n\(Self.difference(here.text, there.text))")
      }
    }
    #expect(answered * 2 > Self.lists.count + count, "only \(answered) had an answer")
  }

  /// More rows than are made into cells together.
  @Test func aLongListHasTheSameRowsOnBothEngines() throws {
    let engines = try TwoEngines(
      RandomCases.rows(9_000, seed: 43), types: RandomCases.types, table: "long", on: cluster)
    for query in [
      "list case_id, district from _DATA_ sort case_id", "list case_id from _DATA_ sort case_id top 8192",
    ] {
      let (here, there) = (engines.answer(query, from: "cases"), engines.answer(query, from: "nation"))
      #expect(!here.isError && here.text == there.text, "\(Self.difference(here.text, there.text))")
    }
  }

  /// Of whatever type the columns are, and without identifiers.
  @Test func aListOfCasesWithoutIdentifiersHasAllRowsInAFixedOrder() throws {
    let rows = RandomCases.rows(5_000, seed: 37).map { Array($0.dropFirst()) }
    let engines = try TwoEngines(rows, types: RandomCases.types, table: "unnamed", on: cluster)
    let query = "list received_on, province, le_phi, ghi_chu from _DATA_"
    let (here, there) = (engines.answer(query, from: "cases"), engines.answer(query, from: "nation"))
    func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }
    #expect(!here.isError && lines(there.text).count == 5_002)
    #expect(lines(here.text).sorted() == lines(there.text).sorted())
    for further in ["", " sort le_phi desc, ghi_chu top 40"] {
      let first = engines.answer(query + further, from: "nation").text
      for _ in 0..<3 {
        let again = engines.answer(query + further, from: "nation").text
        let moved = zip(lines(first), lines(again)).first { $0 != $1 }
        #expect(again == first, "\(further): \(String(describing: moved))")
      }
    }
  }

  @Test func theListsBehindNumbersHaveAsManyCasesOnBothEngines() throws {
    let engines = try TwoEngines(
      RandomCases.rows(2_000, seed: 41), types: RandomCases.types, table: "behind", on: cluster)
    for query in Self.fixedQueries.filter({ !$0.contains(" vs ") }) {
      let here = engines.answer("why " + query, from: "cases")
      let there = engines.answer("why " + query, from: "nation")
      let renamed = there.text.replacingOccurrences(of: "from nation", with: "from cases")
      if here.isError || here.text != renamed {
        Issue.record("\(query)\n\(Self.difference(here.text, renamed))")
      }
    }
  }

  /// The text of an answer comes in pieces, wherever they are cut.
  @Test func anIdentifierIsWhateverTextItIs() throws {
    let texts = ["tab\there", "line\nbreak", "back\\slash", "\\N", "nul\0", "🦠", "ế"]
    let rows = [["mã hồ sơ", "ngày tiếp nhận"]] + texts.map { [$0, "2021-06-30"] }
    let engines = try TwoEngines(rows, types: RandomCases.types, table: "texts", on: cluster)
    let answer = engines.answer("list case_id from _DATA_ sort case_id", from: "nation")
    #expect(!answer.isError && answer.text.contains("rows: 7"), "\(answer.text)")
    for text in ["back\\slash", "\\N", "🦠", "ế"] {
      #expect(answer.text.contains("\n\(text)\n"), "\(answer.text)")
    }
  }
}
