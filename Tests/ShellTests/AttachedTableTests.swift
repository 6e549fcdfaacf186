import Foundation
import Testing

@testable import tthc_shell

/// Folders whose catalog names tables on servers, where the server is not to be reached.
struct AttachedTableTests {
  /// Port 1 of this machine: nobody listens there.
  private func inFolder(
    named name: String = "nation", _ body: (TemporaryFolder) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(
      """
      {"name": "servers", "resources": [{"name": "attached_tables", "path": "attached_tables.csv"}]}
      """, to: "mine/datapackage.json")
    try folder.write(
      """
      name,engine,address,table
      \(name),clickhouse,http://127.0.0.1:1/tthc,cases

      """, to: "mine/attached_tables.csv")
    try body(folder)
  }

  @Test func aServerThatIsNotThereIsAnErrorAndNothingIsLoaded() throws {
    try inFolder { folder in
      let result = try Program.run(
        ["--lang", "en", "--keep-going", "-c", "load \"mine\"", "-c", "show datasets | csv"],
        in: folder.url)
      #expect(result.errors.contains("error[remote-unreachable]"), "\(result.errors)")
      #expect(result.errors.contains("http://127.0.0.1:1/tthc"))
      #expect(result.errors.contains("1:1"), "\(result.errors)")
      #expect(!result.output.contains("servers") && !result.output.contains("nation"), "\(result.output)")
      #expect(result.status == 4)
    }
  }

  @Test func theSameWhereTheFolderIsNamedAtTheStart() throws {
    try inFolder { folder in
      let result = try Program.run(
        ["--lang", "en", "--datasets", "mine", "-c", "show datasets"], in: folder.url)
      #expect(result.errors.contains("error[remote-unreachable]"), "\(result.errors)")
      #expect(result.output == "" && result.status == 4)
    }
  }

  @Test func safeModeReachesNoServer() throws {
    try inFolder { folder in
      let result = try Program.run(
        ["--safe", "--lang", "en", "--datasets", "mine", "-c", "show datasets"], in: folder.url)
      #expect(result.errors.contains("error[not-allowed-in-safe-mode]"), "\(result.errors)")
      #expect(result.errors.contains("reaching servers"))
    }
  }

  @Test func aNameThatIsTakenIsToldWithItsRow() throws {
    try inFolder(named: "tthc-figures") { folder in
      let result = try Program.run(["--lang", "en", "-c", "load \"mine\""], in: folder.url)
      #expect(result.errors.contains("error[data-dataset-name-taken]"), "\(result.errors)")
      #expect(result.errors.contains("mine/attached_tables.csv:2"), "\(result.errors)")
    }
  }

  @Test func scriptsAreFormattedWithoutAnyServer() throws {
    try inFolder { folder in
      try folder.write("count()   from nation", to: "script.tthc")
      let result = try Program.run(["fmt", "--datasets", "mine", "script.tthc"], in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
