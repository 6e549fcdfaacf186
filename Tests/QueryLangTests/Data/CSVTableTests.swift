import Testing

@testable import QueryLang

struct CSVTableTests {
  private func read(_ text: String) throws(QueryError) -> CSVTable {
    try CSVTable(bytes: Array(text.utf8), file: "x.csv")
  }

  private func rows(_ text: String) throws -> [[String]] {
    let table = try read(text)
    return (0..<table.rowCount).map { row in table.header.indices.map { table.text(row, $0) } }
  }

  private func facts(_ text: String) -> [DiagnosticFact] {
    do throws(QueryError) {
      _ = try read(text)
      return []
    } catch {
      return error.diagnostics.map(\.fact)
    }
  }

  private func problem(_ line: Int?, _ problem: DataProblem) -> DiagnosticFact {
    .data(DataPlace(file: "x.csv", line: line), problem)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["1", "2"]]), ("a,b\n1,2", [["1", "2"]]), ("a,b\r\n1,2\r\n", [["1", "2"]]),
    ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]), ("a,b\n,\n", [["", ""]]), ("a,b\n1,\n", [["1", ""]]),
    ("a,b\n1,", [["1", ""]]), ("a,b\n\"1\",\"2\"\n", [["1", "2"]]), ("a,b\n\"1,5\",2\n", [["1,5", "2"]]),
    ("a,b\n\"x\"\"y\",\"\"\n", [["x\"y", ""]]), ("a,b\n\"\"\"\",2\n", [["\"", "2"]]),
    ("a,b\n\"x\ny\",2\n3,4\n", [["x\ny", "2"], ["3", "4"]]), ("a,b\n\"x\r\ny\",2\r\n", [["x\r\ny", "2"]]),
    ("a,b\n1,2\n\n", [["1", "2"]]), ("a,b\n\n1,2\n", [["1", "2"]]), ("a,b\n", []), ("a,b", []),
    ("a\n1\n\n2\n", [["1"], [""], ["2"]]), ("a,b\n 1 , 2 \n", [[" 1 ", " 2 "]]),
    ("a,b\nquá hạn,\u{0}\n", [["quá hạn", "\u{0}"]]),
  ])
  func rowsAreRead(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  @Test func linesCountThoseInsideQuotes() throws {
    let table = try read("a,b\n\"x\ny\",2\n\n3,4\n")
    #expect((0..<table.rowCount).map { table.line(ofRow: $0) } == [2, 5])
  }

  @Test func columnsAreFoundByName() throws {
    let table = try read("\u{FEFF}a,b\n1,2\n")
    #expect(table.column("a") == 0)
    #expect(table.column("b") == 1)
    #expect(table.column("c") == nil)
    #expect(table.isEmpty(0, 0) == false)
  }

  @Test func everyRowOfAnotherWidthIsListed() {
    let expected = [
      problem(2, .fieldCount(expected: 2, found: 1)), problem(3, .fieldCount(expected: 2, found: 3)),
    ]
    #expect(facts("a,b\n1\n1,2,3\n1,2\n") == expected)
  }

  @Test(arguments: [
    ("", nil, DataProblem.empty), ("\n\n", nil, .empty), ("a,b\n\"1,2\n", 2, .unclosedQuote),
    ("a,b\n\"1\"x,2\n", 2, .textAfterQuote), ("a,b\n1\"x,2\n", 2, .strayQuote),
  ])
  func brokenFilesAreRefused(text: String, line: Int?, expected: DataProblem) {
    #expect(facts(text).first == problem(line, expected))
  }

  @Test func invalidUTF8IsRefusedWithItsPlace() {
    for bytes in [[0x61, 0x0A, 0xFF, 0x0A], [0x61, 0x0A, 0xC3], [0x61, 0x0A, 0xED, 0xA0, 0x80]] as [[UInt8]] {
      #expect(throws: QueryError.self) { try CSVTable(bytes: bytes, file: "x.csv") }
      do throws(QueryError) {
        _ = try CSVTable(bytes: bytes, file: "x.csv")
      } catch {
        #expect(error.diagnostics.map(\.fact) == [problem(2, .invalidUTF8(offset: 2))])
      }
    }
  }

  @Test func tenProblemsAreListedAndTheRestCounted() {
    let facts = facts("a,b\n" + String(repeating: "1\n", count: 25))
    #expect(facts.count == 11)
    #expect(facts.last == .moreDataProblems(count: 15))
  }

  @Test func tabsSeparateInTSV() throws {
    let table = try CSVTable(
      bytes: Array("a\tb\n1,5\t2\n".utf8), file: "x.tsv", delimiter: UInt8(ascii: "\t"))
    #expect(table.text(0, 0) == "1,5")
  }
}
