import Testing

@testable import QueryLang

/// Rows as tab-separated text, however the pieces are cut in which they come.
struct TabSeparatedRowsTests {
  private func rows(_ text: String, columns: Int, piece: Int) throws -> [[String?]] {
    var reading = TabSeparatedRows(columns: columns)
    var rows: [[String?]] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: piece) {
      rows += try reading.rows(endingIn: Array(bytes[start..<min(start + piece, bytes.count)]))
    }
    try reading.finish()
    return rows
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func everyTextIsReadAsItWasWritten(_ piece: Int) throws {
    let text = "a\\tb\tế\t\\N\n\\\\N\t\t\\'\\0\\b\\n\n"
    let found = try rows(text, columns: 3, piece: piece)
    #expect(found == [["a\tb", "ế", nil], ["\\N", "", "'\0\u{8}\n"]])
    #expect(try rows("", columns: 3, piece: piece).isEmpty)
    #expect(try rows("\n\n", columns: 1, piece: piece) == [[""], [""]])
  }

  @Test(arguments: ["a\tb", "a\n", "a\tb\tc\n", "a\tb\\\n", "a\tb\n\n"])
  func whatIsNoSuchRowIsRefused(_ text: String) {
    #expect(throws: TabSeparatedRows.Broken.self) { try rows(text, columns: 2, piece: 3) }
  }

  @Test func whatIsNoTextIsRefused() {
    var reading = TabSeparatedRows(columns: 1)
    #expect(throws: TabSeparatedRows.Broken.self) { try reading.rows(endingIn: [0xC3, 0x28, 0x0A]) }
  }

  /// What is sent by a push comes back by a list.
  @Test func itIsTheOppositeOfWriting() throws {
    let text = "\\ \t \n \r \0 ' \" ` 🦠 e\u{301} \u{7} \\N"
    let line = String(decoding: CaseRowText.escaped(text), as: UTF8.self)
    let found = try rows(line + "\n", columns: 1, piece: 4)
    #expect(found[0][0]?.utf8.elementsEqual(text.utf8) == true)
  }
}
