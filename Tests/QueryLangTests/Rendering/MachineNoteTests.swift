import Testing

@testable import QueryLang

struct MachineNoteTests {
  @Test func countsWhatIsNotPlain() {
    let table = provinceTable([
      groupRow(keyCell("A"), figureCell("1", .partial, coverage: [oneOfTwoSectors]), ResultCell(.undefined)),
      groupRow(keyCell("B"), figureCell("1", marks: .conflict), ResultCell(.undefined)),
    ])
    #expect(
      machineNote(for: table, language: .english)
        == "note: received: 1 partial (1 of 2 sectors), 1 conflict; rate: 2 undefined")
    #expect(
      machineNote(for: table, language: .vietnamese)
        == "lưu ý: received: 1 một phần (1 trong 2 khối), 1 mâu thuẫn; rate: 2 không xác định")
  }

  @Test func plainFiguresNeedNoNote() {
    let table = provinceTable([groupRow(keyCell("A"), figureCell("1", .complete), realCell(0.5))])
    #expect(machineNote(for: table, language: .english) == nil)
    #expect(!violatesStrictness(table))
  }

  @Test(arguments: [
    figureCell("1", .partial), ResultCell(.undefined), realCell(.nan), figureCell("1", marks: .conflict),
    figureCell("1", marks: .incomplete), figureCell("1", marks: .approx),
    ResultCell(.bounded(.lessThan, .one)),
  ])
  func aStrictReaderRefuses(cell: ResultCell) {
    #expect(violatesStrictness(provinceTable([groupRow(keyCell("A"), figureCell("1"), cell)])))
  }

  @Test func missingIsNotedAndAViolation() {
    let table = provinceTable([groupRow(keyCell("A"), ResultCell(.missing), figureCell("1"))])
    #expect(machineNote(for: table, language: .english) == "note: received: 1 missing")
    #expect(violatesStrictness(table))
  }
}
