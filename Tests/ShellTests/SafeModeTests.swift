import Foundation
import QueryLang
import Testing

@testable import tthc_shell

/// What `--safe` refuses, whatever the name says.
struct SafeModeTests {
  private let query = "overdue by district where quarter = Q2/2021 top 1"

  /// A folder `in` with a script, and what lies outside it.
  private func inFolder(_ body: (TemporaryFolder) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("set lang en\n", to: "outside.tthc")
    try folder.write("set codes\n", to: "in/part.tthc")
    try body(folder)
  }

  private func run(_ script: String, in folder: TemporaryFolder) throws -> Program.Result {
    try folder.write(script, to: "in/script.tthc")
    return try Program.run(["--safe", "--lang", "en", "in/script.tthc"], in: folder.url)
  }

  @Test func writesNoFile() throws {
    try inFolder { folder in
      for stage in ["into \"o.csv\"", "into! \"o.csv\"", "csv | into \"o\""] {
        let result = try run("\(query) | \(stage)", in: folder)
        #expect(result.errors.contains("error[not-allowed-in-safe-mode]"), "\(result.errors)")
        #expect(result.errors.contains("safe mode does not allow writing files"))
        #expect(result.status == 1)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
      #expect(names == ["in", "outside.tthc"])
      let together = try Program.run(["--safe", "--output", "o.csv", "-c", query], in: folder.url)
      #expect(together.status == 2)
    }
  }

  @Test func readsTheScriptsFolder() throws {
    try inFolder { folder in
      let result = try run("source \"part.tthc\"", in: folder)
      #expect(result.output == "codes off\n")
      #expect(result.status == 0)
    }
  }

  @Test(arguments: [
    "source \"../outside.tthc\"", "source \"/etc/passwd\"", "source \"link.tthc\"", "load \"..\"",
    "load \"/\"",
    "source \"sub/../../outside.tthc\"", "load \"linked-package\"", "load \"package\"", "source \"/no/such\"",
  ])
  func readsNothingOutside(statement: String) throws {
    try inFolder { folder in
      let inside = folder.url.appending(path: "in").path
      let package = #"{"name": "p", "resources": [{"name": "figures", "path": "figures.csv"}]}"#
      try folder.write(package, to: "in/package/datapackage.json")
      try folder.write(package, to: "elsewhere/datapackage.json")
      try FileManager.default.createSymbolicLink(
        atPath: inside + "/package/figures.csv", withDestinationPath: "/etc/passwd")
      try FileManager.default.createSymbolicLink(
        atPath: inside + "/link.tthc", withDestinationPath: "../outside.tthc")
      try FileManager.default.createSymbolicLink(
        atPath: inside + "/linked-package", withDestinationPath: "../elsewhere")
      let result = try run(statement, in: folder)
      #expect(
        result.errors.contains("error[not-allowed-in-safe-mode] in/script.tthc:1:1"), "\(result.errors)")
      #expect(result.errors.contains("outside the data and the script's folder"))
      #expect(result.status == 1)
    }
  }

  @Test func aMisspeltNameInTheFolderIsToldAsSuch() throws {
    try inFolder { folder in
      let result = try run("source \"parts.tthc\"", in: folder)
      #expect(result.errors.hasPrefix("error[cannot-read] in/script.tthc:1:1: "), "\(result.errors)")
    }
  }

  @Test func readsWhatTheCommandLineNames() throws {
    let datasets = Program.packageFolder.appending(path: "datasets").path
    let result = try Program.run(["--safe", "--lang", "en", "-c", "load \"\(datasets)\" as again"])
    #expect(!result.errors.contains("safe mode"), "\(result.errors)")
    let stranger = try Program.run(["--safe", "--lang", "en", "-c", "load \"docs\""])
    #expect(stranger.errors.contains("safe mode does not allow reading"))
  }

  @Test func staysOnOnceOn() throws {
    for statement in ["set safe off", "set safe on"] {
      let result = try Program.run(["--safe", "--lang", "en", "-c", statement, "-c", "set safe"])
      #expect(result.errors.contains("safe mode does not allow changing itself"))
    }
    let later = try Program.run([
      "--lang", "en", "-c", "set safe", "-c", "set safe on", "-c", "set safe", "-c",
      query + " | into \"/tmp/x.csv\"",
    ])
    #expect(later.output == "safe off\nsafe on\n")
    #expect(later.errors.contains("writing files"))
  }

  @Test func aFileIsReadAsItWasJudgedThoughItsLinkIsTurned() throws {
    try inFolder { folder in
      let link = folder.url.path + "/in/link.tthc"
      func turn(to target: String) throws {
        try? FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
      }
      let reading = SafeReading(folders: [folder.url.path + "/in"])
      try turn(to: "part.tthc")
      let held = try #require(try reading.open(link))
      try turn(to: "../outside.tthc")
      #expect(try String(contentsOfFile: held.path, encoding: .utf8) == "set codes\n")
      #expect(try reading.open(link) == nil)
    }
  }

  @Test func aPackageIsReadAsItWasJudgedThoughItsLinkIsTurned() throws {
    try inFolder { folder in
      let package = #"{"name": "p", "resources": [{"name": "figures", "path": "figures.csv"}]}"#
      try folder.write(package, to: "in/datapackage.json")
      try folder.write("a\n", to: "in/own.csv")
      try folder.write("secret\n", to: "outside.csv")
      let link = folder.url.path + "/in/figures.csv"
      let reading = SafeReading(folders: [folder.url.path + "/in"])
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "own.csv")
      #expect(try reading.allowsPackage(in: folder.url.path + "/in"))
      let judged = try DataPackage(folder: folder.url.path + "/in", judgement: reading.judgement)
      #expect(try judged.table("figures")?.header == ["a"])
      try FileManager.default.removeItem(atPath: link)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../outside.csv")
      do throws(QueryError) {
        _ = try judged.table("figures")
        Issue.record("read what lies outside")
      } catch {
        #expect(error.diagnostics.map(\.fact) == [.readingNotAllowed(link)])
      }
    }
  }

  @Test func aNameIsJudgedByWhereItLeads() throws {
    try inFolder { folder in
      let root = folder.url.path
      let reading = SafeReading(folders: [root + "/in", root + "/missing"])
      #expect(reading.allows(root + "/in"))
      #expect(reading.allows(root + "/in/part.tthc"))
      #expect(reading.allows(root + "/in/nothing"))
      #expect(!reading.allows(root + "/in/nothing/further"))
      #expect(!reading.allows(root + "/in/../outside.tthc"))
      #expect(!reading.allows(root + "/inside"))
      #expect(!reading.allows(root + "/missing"))
      #expect(!SafeReading(folders: []).allows("/etc/passwd"))
      #expect(SafeReading(folders: ["/"]).allows("/etc/passwd"))
    }
  }
}
