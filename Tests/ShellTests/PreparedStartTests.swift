import Foundation
import Testing

/// Starts that use what an earlier one has kept.
struct PreparedStartTests {
  private static let question = "overdue by district where quarter = Q2/2021 top 2 | csv"

  @Test func theSecondStartAnswersAlike() throws {
    let cache = try TemporaryFolder()
    defer { cache.remove() }
    func ask(_ home: [String: String]) throws -> String {
      let run = try Program.shell("tthc-shell -c '\(PreparedStartTests.question)'", environment: home)
      #expect(run.status == 0)
      return run.output + run.errors
    }
    let without = try ask([:])
    #expect(without.contains("602"))
    #expect(try ask(["XDG_CACHE_HOME": cache.url.path]) == without)
    let image = try #require(try images(cache.url).first)
    let state = try FileManager.default.attributesOfItem(atPath: image.path)
    #expect(try ask(["XDG_CACHE_HOME": cache.url.path]) == without)
    // It was used: nothing was written anew.
    let later = try FileManager.default.attributesOfItem(atPath: image.path)
    #expect(state[.systemFileNumber] as? Int == later[.systemFileNumber] as? Int)
  }

  @Test func aChangedFigureIsTheNextAnswer() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let data = folder.url.appending(path: "data")
    try FileManager.default.copyItem(at: Program.packageFolder.appending(path: "datasets"), to: data)
    let variables = ["XDG_CACHE_HOME": folder.url.path, "TTHC_DATASETS": data.path]
    func ask() throws -> String {
      try Program.shell("tthc-shell -c '\(PreparedStartTests.question)'", environment: variables).output
    }
    #expect(try ask().contains("602"))
    #expect(try images(folder.url).count == 1)
    let figures = data.appending(path: "figures.csv")
    let text = try String(contentsOf: figures, encoding: .utf8)
    #expect(text.contains(",602,"))
    try text.replacing(",602,", with: ",603,").write(to: figures, atomically: false, encoding: .utf8)
    #expect(try ask().contains("603"))
  }

  /// A limit on the size of files is an error like any other.
  @Test func aLimitOnFilesEndsNoRun() throws {
    let cache = try TemporaryFolder()
    defer { cache.remove() }
    let run = try Program.shell(
      "ulimit -f 50; tthc-shell -c '\(PreparedStartTests.question)'",
      environment: ["XDG_CACHE_HOME": cache.url.path])
    #expect(run.status == 0)
    #expect(run.output.contains("602"))
    #expect(try images(cache.url).isEmpty)
  }

  private func images(_ cache: URL) throws -> [URL] {
    let folder = cache.appending(path: "tthc")
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
  }
}
