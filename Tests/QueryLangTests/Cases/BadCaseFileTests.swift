import Foundation
import Testing

@testable import QueryLang

/// What is refused, and what is said of it.
struct BadCaseFileTests {
  static let header = "case_id,received,finished,fee\n"
  /// Text behind the header, and the problem.
  static let rows: [(String, String)] = [
    (
      "A,2021-01-02,2021-01-01,\n",
      "cases.csv:2, column finished: finished 2021-01-01, before it was received 2021-01-02"
    ),
    ("A,2021-01-02,\n", "cases.csv:2: 4 fields are needed, 3 found"),
    ("A,2021-01-02,,,\n", "cases.csv:2: 4 fields are needed, 5 found"),
    (
      "A,2021-01-02,,\(String(repeating: ",", count: 100_000))\n",
      "cases.csv:2: 4 fields are needed, 100004 found"
    ),
    ("A,2021-01-02,,1\n\nB,2021-01-02\n", "cases.csv:4: 4 fields are needed, 2 found"),
    ("A,2021-01-02,,1\n\"B,2021-01-02,,\n", "cases.csv:3: a quote opens here and never closes"),
    ("A\"B,2021-01-02,,\n", "cases.csv:2, column case_id: a quote inside a field that is not quoted"),
    ("\"A\"B,2021-01-02,,\n", "cases.csv:2, column case_id: text follows the closing quote"),
    ("A,,2021-01-02,\n", "cases.csv:2, column received: a required cell is empty"),
    (
      "A,2021-02-30,,\n",
      "cases.csv:2, column received: ‘2021-02-30’ is not a day; write 2021-06-30 or 30/06/2021"
    ),
    (
      "A,30-06-2021,,\n",
      "cases.csv:2, column received: ‘30-06-2021’ is not a day; write 2021-06-30 or 30/06/2021"
    ),
    ("A,1899-12-31,,\n", "cases.csv:2, column received: ‘1899-12-31’ is outside 01/01/1900–31/12/2100"),
    (
      "A,2021-01-01,01/01/2101,\n",
      "cases.csv:2, column finished: ‘01/01/2101’ is outside 01/01/1900–31/12/2100"
    ),
    ("A,2021-01-01,,1\nB,2021-01-01,,x\n", ""),
  ]

  @Test(arguments: rows) func aBadRowIsNamed(text: String, problem: String) throws {
    try CaseFolder.use { folder in
      try folder.write(Self.header + text)
      #expect(folder.problems() == (problem.isEmpty ? [] : [problem]))
    }
  }

  @Test func aNumberColumnHoldsNumbers() throws {
    try CaseFolder.use { folder in
      // Ten thousand rows say that it is one.
      let many = String(repeating: "A,2021-01-02,,1\n", count: 10_000)
      try folder.write(Self.header + many + "A,2021-01-02,,x\nA,2021-01-02,,2.5\n")
      let problems = folder.problems()
      #expect(problems.first?.hasPrefix("cases.csv:10002, column fee: ‘x’ is not a whole number") == true)
      #expect(problems.count == 2)
    }
  }

  @Test func tenProblemsAreListedAndTheRestCounted() throws {
    try CaseFolder.use { folder in
      try folder.write(Self.header + String(repeating: "A,x,,1\n", count: 25))
      let problems = folder.problems()
      #expect(problems.count == 11)
      #expect(problems.last?.contains("15") == true)
    }
  }

  static let headers: [(String, String)] = [
    (
      "received" + String(repeating: ",", count: 70_000), "cases.csv:1: 70001 columns; at most 65536 are read"
    ),
    ("", "cases.csv:1: the file is empty; a header line is needed"),
    ("\n\n", "cases.csv:3: the file is empty; a header line is needed"),
    ("case_id,,received\n", "cases.csv:1: column 2 has no name; write one in the header line"),
    (
      "received,ngày tiếp nhận\n",
      "cases.csv:1: the columns ‘ngày tiếp nhận’ and ‘received’ mean the same; declare one of them ‘skip’"
    ),
    (
      "received,Phí,phi\n",
      "cases.csv:1: the columns ‘phi’ and ‘Phí’ mean the same; declare one of them ‘skip’"
    ),
    ("received,\"x\n", "cases.csv:1: a quote opens here and never closes"),
    ("received,x\"y\n", "cases.csv:1: a quote inside a field that is not quoted"),
  ]

  @Test(arguments: headers) func aBadHeaderIsNamed(text: String, problem: String) throws {
    try CaseFolder.use { folder in
      try folder.write(text)
      #expect(folder.problems() == [problem])
    }
  }

  @Test func aMissingDateColumnSaysWhatItMayBeCalled() throws {
    try CaseFolder.use { folder in
      try folder.write("case_id,day\nA,2021-01-01\n")
      let problem = try #require(folder.problems().first)
      #expect(
        problem.hasPrefix(
          "cases.csv:1: there is no column for the day of receipt; the file has case_id, day"))
      #expect(problem.contains("ngày tiếp nhận"))
      #expect(
        folder.problems(language: .vietnamese).first?.hasPrefix("cases.csv:1: không có cột ngày tiếp nhận")
          == true)
    }
  }

  @Test(arguments: [0, 1, 2, 3]) func invalidUTF8IsNamedInEveryKindOfColumn(column: Int) throws {
    try CaseFolder.use { folder in
      var fields: [[UInt8]] = ["A", "2021-01-01", "Bắc Giang", "x"].map { Array($0.utf8) }
      fields[column].append(0xFF)
      let row = Array(fields.joined(separator: [UInt8(ascii: ",")]))
      try folder.write(Array("case_id,received,province,note\n".utf8) + row + [0x0A])
      let names = ["case_id", "received", "province", "note"]
      let problem = try #require(folder.problems().first)
      #expect(problem.hasPrefix("cases.csv:2, column \(names[column]): the field is not UTF-8 at its byte "))
      try folder.write(Array("case_id,received,".utf8) + [0xC3, 0x28] + Array("\nA,2021-01-01,x\n".utf8))
      #expect(folder.problems().first?.hasPrefix("cases.csv:1: the field is not UTF-8 at its byte") == true)
    }
  }

  @Test func aRowWithoutEndIsRefusedWhateverItsPlace() throws {
    try CaseFolder.use { folder in
      var limits = CaseLoadLimits()
      limits.longestRow = 1 << 16
      limits.pieceSize = 1 << 14
      limits.window = 1 << 14
      let long = String(repeating: "x", count: 1 << 20)
      try folder.write(Self.header + "A,2021-01-01,,1\nB\(long),2021-01-01,,\nC,2021-01-01,,1\n")
      for isSetAside in [false, true] {
        let problem = try #require(folder.problems(settingAside: isSetAside, limits: limits).first)
        #expect(problem.hasPrefix("cases.csv:3: the row is longer than"))
      }
      try folder.write(String(repeating: "x", count: 3 << 20))
      #expect(folder.problems().first?.hasPrefix("cases.csv:1: the row is longer than 1 MB") == true)
    }
  }

  @Test func textInOtherEncodingsIsRefused() throws {
    try CaseFolder.use { folder in
      try folder.write([0xFF, 0xFE] + Array("received\n".utf8).flatMap { [$0, 0] })
      #expect(folder.problems() == ["cases.csv: the file is UTF-16 (little-endian); save it as UTF-8"])
    }
  }

  @Test func onlyFilesAreRead() throws {
    try CaseFolder.use { folder in
      #expect(mkfifo(folder.path + "/pipe.csv", 0o600) == 0)
      try FileManager.default.createDirectory(
        atPath: folder.path + "/dir.csv", withIntermediateDirectories: true)
      #expect(
        folder.problems(["pipe.csv"]) == [
          "pipe.csv: this is a pipe (FIFO); copy the data into an ordinary file"
        ])
      #expect(
        folder.problems(["dir.csv"]) == ["dir.csv: this is a folder; copy the data into an ordinary file"])
      #expect(folder.problems(["none.csv"]) == ["none.csv: cannot be opened: No such file or directory"])
    }
  }

  /// More line feeds than there is room for rows, on several threads.
  @Test func blankLinesAreLeftOutHoweverMany() throws {
    try CaseFolder.use { folder in
      var limits = CaseLoadLimits()
      limits.pieceSize = 1 << 10
      limits.fewestBytesForThreads = 0
      limits.threads = 4
      let good = String(repeating: "A,2021-01-01,,1\n", count: 2_000)
      try folder.write(Self.header + good + String(repeating: "\n", count: 2_000_000) + good)
      let loaded = try folder.load(limits: limits)
      #expect(loaded.table.rowCount == 4_000)
      #expect(loaded.rejected.count == 0)
      #expect(Set(loaded.identifiers()) == ["A"])
    }
  }

  @Test func aFileThatChangesMeanwhileIsRefused() throws {
    try CaseFolder.use { folder in
      let path = try folder.write(Self.header + String(repeating: "A,2021-01-01,,1\n", count: 400_000))
      for isCut in [true, false] {
        let touched = Recorded()
        let observer = WorkObserver(
          isStopped: nil,
          hearing: { done, _ in
            guard done > 0, touched.first() else { return }
            if isCut {
              truncate(path, 100)
            } else if let file = FileHandle(forWritingAtPath: path) {
              file.seekToEndOfFile()
              file.write(Data("B,2021-01-01,,1\n".utf8))
              try? file.close()
            }
          })
        var limits = CaseLoadLimits()
        limits.pieceSize = 1 << 16
        let catalog = ShippedData.library.catalog
        do throws(QueryError) {
          _ = try CaseLoader(catalog: catalog, limits: limits, observer: observer).load([CaseInput(path)])
          Issue.record("loaded a file that changed")
        } catch {
          #expect(error.diagnostics.map(\.fact) == [.data(DataPlace(file: path), .changedWhileRead)])
        }
        try folder.write(Self.header + String(repeating: "A,2021-01-01,,1\n", count: 400_000))
      }
    }
  }

  @Test func aStoppedLoadThrowsOnlyThat() throws {
    try CaseFolder.use { folder in
      let path = try folder.write(Self.header + String(repeating: "A,2021-01-01,,1\n", count: 100_000))
      let counter = Recorded()
      for limit in 0..<12 {
        counter.reset()
        let observer = WorkObserver(isStopped: { counter.count() > limit })
        do throws(QueryError) {
          _ = try CaseLoader(catalog: ShippedData.library.catalog, observer: observer).load([CaseInput(path)])
        } catch {
          #expect(error.diagnostics.map(\.fact) == [.interrupted])
        }
      }
      do throws(QueryError) {
        _ = try CaseLoader(catalog: ShippedData.library.catalog, observer: WorkObserver(isStopped: { true }))
          .load([CaseInput(path)])
        Issue.record("not stopped")
      } catch { #expect(error.diagnostics.map(\.fact) == [.interrupted]) }
    }
  }
}

/// Counts calls from several threads. A class because a closure adds to it.
private final class Recorded: @unchecked Sendable {
  private let lock = NSLock()
  private var calls = 0

  func count() -> Int {
    lock.withLock {
      calls += 1
      return calls
    }
  }
  func first() -> Bool { count() == 1 }
  func reset() { lock.withLock { calls = 0 } }
}
