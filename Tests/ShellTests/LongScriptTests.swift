import Foundation
import Testing

/// Each statement of a long script is read when it is reached: definitions do not make the rest be read again.
struct LongScriptTests {
  private static let count = 3000

  @Test func aScriptOfManyDefinitionsTakesTimeInProportion() throws {
    let lines = (0..<LongScriptTests.count).map { "let late_\($0) = overdue / received" }
    let last = "late_\(LongScriptTests.count - 1) where province = \"Bắc Giang\" and quarter = Q2/2021 | csv"
    let result = try runScript(lines + [last])
    // 152: it took all the processor's time that it is given.
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("late_\(LongScriptTests.count - 1)\n0.006"))
  }

  private func runScript(_ lines: [String]) throws -> Program.Result {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "long.tthc")
    return try Program.shell("ulimit -t 120; tthc-shell --lang en '\(folder.url.path)/long.tthc'")
  }
}
