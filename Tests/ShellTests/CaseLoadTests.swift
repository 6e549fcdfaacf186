import Foundation
import Testing

@testable import tthc_shell

/// `load` of files of cases, as a user meets it.
struct CaseLoadTests {
  private let rows = """
    case_id,received,finished,province,district,n
    A,2021-01-02,2021-01-01,An Giang,Huyện Lục Nam,1
    B,2021-02-02,,An Giang,Huyện Lục Nam,2
    C,2021-01-05,2021-02-01,Bắc Giang,Huyện Không Có,3

    """

  private func inFolder(_ body: (TemporaryFolder) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(rows, to: "cases.csv")
    try body(folder)
  }

  private func run(
    _ statements: [String], in folder: TemporaryFolder, language: String = "en", options: [String] = []
  ) throws -> Program.Result {
    try Program.run(
      options + ["--lang", language, "--keep-going"] + statements.flatMap { ["-c", $0] }, in: folder.url)
  }

  private func text(_ name: String, in folder: TemporaryFolder) -> String? {
    try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  @Test func badRowsAreSetAsideAndCounted() throws {
    try inFolder { folder in
      let load = "load \"cases.csv\" as hs rejects \"bad.csv\""
      let result = try run([load, "count() from hs | csv"], in: folder)
      #expect(
        result.errors.hasPrefix(
          """
          loaded ‘hs’: 2 cases
          2 names of district are not in the catalog and are kept as they stand: Huyện Không Có, Huyện Lục Nam
          set 1 bad row aside in ‘bad.csv’: cases.csv:2, column finished: finished 2021-01-01, before it was \
          received 2021-01-02

          """), "\(result.errors)")
      #expect(result.output.hasSuffix("\n2\n"))
      let bad = rows.split(separator: "\n").prefix(2).joined(separator: "\n") + "\n"
      #expect(text("bad.csv", in: folder) == bad)
      // Not written over, unless that is asked for.
      try folder.write("kept", to: "bad.csv")
      let again = try run([load], in: folder, language: "vi")
      #expect(
        again.errors.hasPrefix("lỗi[file-exists]: bad.csv đã có; muốn ghi đè hãy viết rejects!"),
        "\(again.errors)")
      #expect(text("bad.csv", in: folder) == "kept")
      let over = try run(["load \"cases.csv\" rejects! \"bad.csv\""], in: folder, language: "vi")
      #expect(over.errors.contains("đã để riêng 1 dòng hỏng vào ‘bad.csv’; dòng đầu tiên: cases.csv:2"))
      #expect(text("bad.csv", in: folder) == bad)
    }
  }

  @Test func nothingIsWrittenWhenNothingIsLoaded() throws {
    try inFolder { folder in
      try folder.write(rows + "\"", to: "cases.csv")
      let result = try run(
        ["load \"cases.csv\" rejects \"bad.csv\"", "load \"cases.csv\" rejects! \"cases.csv\""], in: folder)
      #expect(result.errors.contains("error[data-unclosed-quote]: cases.csv:5: "), "\(result.errors)")
      #expect(result.errors.contains("error[cannot-write]"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["cases.csv"])
      #expect(text("cases.csv", in: folder) == rows + "\"")
      // What cannot be written leaves the session as it was.
      try folder.write(rows, to: "cases.csv")
      let unwritten = try run(
        ["load \"cases.csv\" as hs rejects \"none/bad.csv\"", "show datasets | csv"], in: folder)
      #expect(unwritten.errors.contains("error[cannot-write]"))
      #expect(!unwritten.output.contains("hs"))
      try folder.write("case_id,received\nA,2021-01-01\n", to: "good.csv")
      let good = try run(["load \"good.csv\" rejects \"bad.csv\""], in: folder)
      #expect(good.errors == "loaded ‘good’: 1 case\nno row was bad; nothing was written to ‘bad.csv’\n")
      #expect(text("bad.csv", in: folder) == nil)
    }
  }

  @Test func theFormerDatasetStillAnswersAfterALoadThatFails() throws {
    try inFolder { folder in
      try folder.write("case_id,received\nA,2021-01-01\n", to: "good.csv")
      try folder.write(
        "case_id,received\n" + String(repeating: "A,2021-01-01\n", count: 300_000) + "B,x\n", to: "large.csv")
      let result = try run(
        [
          "load \"good.csv\" as hs", "load \"large.csv\" as more", "load \"good.csv\" as hs",
          "count() from hs | csv",
        ],
        in: folder)
      #expect(result.errors.contains("error[data-not-a-day]: large.csv:300002, column received: ‘x’"))
      #expect(result.errors.contains("error[dataset-name-taken]"))
      #expect(result.output.hasSuffix("\n1\n"), "\(result.output)")
      #expect(result.status == 4)
    }
  }

  @Test func aNameIsFreeAgainAfterUnload() throws {
    try inFolder { folder in
      let load = "load \"cases.csv\" as hs rejects! \"bad.csv\""
      let result = try run([load, "unload hs", load, "count() from hs | csv"], in: folder)
      #expect(result.errors.components(separatedBy: "loaded ‘hs’: 2 cases").count == 3)
      #expect(result.errors.components(separatedBy: "2 names of district").count == 3)
      #expect(result.output.hasSuffix("\n2\n"))
    }
  }

  @Test func aTableBesideTheFileSaysWhatItsColumnsAre() throws {
    try inFolder { folder in
      try folder.write("Vào sổ,Nơi\n2021-01-01,24\n", to: "x.csv")
      try folder.write("column,field\nVào sổ,received_on\nNơi,province\n", to: "x.columns.csv")
      let result = try run(["load \"x.csv\"", "count() by province from x | csv"], in: folder)
      #expect(result.output.hasSuffix("\nBắc Giang,1\n"), "\(result)")
      try folder.write("column,field\nVào sổ,recieved_on\n", to: "x.columns.csv")
      let wrong = try run(["load \"x.csv\""], in: folder)
      #expect(
        wrong.errors.hasPrefix("error[data-unknown-case-field]: x.columns.csv:2, column field: ‘recieved_on’")
      )
    }
  }

  @Test func aFolderIsOneDatasetUnderItsName() throws {
    try inFolder { folder in
      try folder.write("Vào sổ,Nơi\n2021-01-01,24\n", to: "q1/b.csv")
      try folder.write("Vào sổ\tNơi\n02/01/2021\tBắc Giang\n", to: "q1/a.TSV")
      try folder.write("column,field\nVào sổ,received_on\nNơi,province\n", to: "q1/columns.csv")
      let result = try run(["load \"q1\"", "count() by province from q1 | csv"], in: folder)
      #expect(result.output.hasSuffix("\nBắc Giang,2\n"), "\(result)")
    }
  }

  @Test func safeModeJudgesAllThatIsOpened() throws {
    try inFolder { folder in
      try folder.write(rows, to: "in/own.csv")
      try folder.write("column,field\nn,number\n", to: "columns.csv")
      let link = FileManager.default.createSymbolicLink(atPath:withDestinationPath:)
      try link(folder.url.path + "/in/link.csv", "../cases.csv")
      try folder.write("received\n2021-01-01\n", to: "in/mapped.csv")
      try link(folder.url.path + "/in/mapped.columns.csv", "../columns.csv")
      let refused = [
        "load \"../cases.csv\"", "load \"link.csv\"", "load \"mapped.csv\"", "load \".\"", "load \"..\"",
        "load \"own.csv\" rejects \"bad.csv\"",
      ]
      for statement in refused {
        try folder.write(statement, to: "in/script.tthc")
        let result = try Program.run(["--safe", "--lang", "en", "in/script.tthc"], in: folder.url)
        #expect(result.errors.contains("error[not-allowed-in-safe-mode]"), "\(statement): \(result.errors)")
      }
      #expect(text("bad.csv", in: folder) == nil && text("in/bad.csv", in: folder) == nil)
      try folder.write("received\n2021-01-01\n", to: "in/own.csv")
      try folder.write("load \"own.csv\"", to: "in/script.tthc")
      let result = try Program.run(["--safe", "--lang", "en", "in/script.tthc"], in: folder.url)
      #expect(result.errors == "loaded ‘own’: 1 case\n")
    }
  }
}

/// Ctrl-C while a large file of cases is loaded.
@Suite(.serialized, .enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
struct CaseLoadInterruptionTests {
  @Test func ctrlCGivesThePromptBackAndNothingIsLoaded() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let row = "A,2021-01-02,\"Huyện \"\"Lục\"\" Nam\"\n"
    try folder.write("case_id,received,note\n" + String(repeating: row, count: 1_500_000), to: "large.csv")
    try Terminal.use { terminal in
      try terminal.enter("load \"\(folder.url.path)/large.csv\" as large")
      try terminal.wait(for: " MB ·")
      try terminal.press("C-c")
      try terminal.wait(for: "error[interrupted]: stopped as asked")
      try terminal.enter("show datasets")
      try terminal.wait(for: "1 row")
    }
  }
}
