import ClickHouseClient
import Foundation
import Testing

@testable import QueryLang

extension ClusterTests {
  private static var program: URL? {
    let places = ["/proc/self/exe"] + CommandLine.arguments
    let folders = places.map { URL(filePath: $0).resolvingSymlinksInPath().deletingLastPathComponent() }
    return (folders + [Cluster.folder.appending(path: ".build/debug")])
      .map { $0.appending(path: "tthc-shell") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// The program itself, asked in English.
  private func shell(_ statements: [String], in folder: URL) throws -> (output: String, errors: String) {
    let process = Process()
    let program: URL = try #require(Self.program)
    process.executableURL = program
    process.arguments = ["--lang", "en", "--keep-going"] + statements.flatMap { ["-c", $0] }
    process.currentDirectoryURL = folder
    process.environment = [
      "TTHC_DATASETS": Cluster.folder.appending(path: "datasets").path, "LANG": "C.UTF-8", "NO_COLOR": "1",
      "TTHC_CLICKHOUSE_USER": Cluster.reader.user, "TTHC_CLICKHOUSE_PASSWORD": Cluster.reader.password,
    ]
    let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (
      try String(contentsOf: output, encoding: .utf8), try String(contentsOf: errors, encoding: .utf8)
    )
  }

  /// A catalog that names the table, and what may be done with it then.
  @Test func aCatalogAttachesItsTables() throws {
    _ = try TwoEngines(
      RandomCases.rows(300, seed: 23), types: RandomCases.types, table: "named", on: cluster)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, to name: String) throws {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let address = try cluster.address().text
    try write(
      "{\"name\": \"servers\", \"resources\": [{\"name\": \"attached_tables\", \"path\": \"a.csv\"}]}",
      to: "datapackage.json")
    try write("name,engine,address,table\nnation,clickhouse,\(address),named\n", to: "a.csv")
    let answered = try shell(
      [
        "load \".\"", "show datasets | csv", "count() from nation | csv", "explain count() from nation",
        "compare province \"An Giang\", \"Bến Tre\" on count() from nation | csv",
        "detach nation", "show datasets | csv",
      ], in: folder)
    #expect(answered.errors.contains("attached ‘nation’: 300 cases at \(address)"), "\(answered.errors)")
    #expect(answered.output.contains("nation,clickhouse,300,\(address)\n"), "\(answered.output)")
    #expect(answered.output.contains("count()\n300\n") && answered.output.contains("SELECT count() AS"))
    #expect(answered.output.components(separatedBy: "nation,clickhouse").count == 2)
    #expect(answered.output.contains("measure,An Giang,Bến Tre,Bến Tre_difference,Bến Tre_ratio\n"))
    let refused = try shell(["load \".\"", "check nation"], in: folder)
    #expect(refused.errors.contains("error[remote-only-local]"), "\(refused.errors)")
    #expect(refused.output == "", "\(refused.output)")
    let listed = try shell(
      [
        "load \".\"", "list case_id, province from nation sort case_id | into \"all.csv\"",
        "list case_id from nation top 2 | csv", "why count() from nation | csv",
      ], in: folder)
    let file = try String(contentsOf: folder.appending(path: "all.csv"), encoding: .utf8)
    #expect(file.split(separator: "\n").count == 301, "\(listed.errors)")
    #expect(listed.output.hasPrefix("case_id\nH0\nH1\n"), "\(listed.output)")
    #expect(listed.output.contains(",300,"), "\(listed.output)")
  }
}
