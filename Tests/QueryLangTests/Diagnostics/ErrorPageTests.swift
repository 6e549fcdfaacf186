import Foundation
import Testing

@testable import QueryLang

/// `docs/errors.md` lists every code of the program, each once, and no other.
struct ErrorPageTests {
  @Test func thePageListsEveryCodeOnce() throws {
    let listed = try Self.codesOfThePage()
    let known = try Self.codesOfTheProgram()
    #expect(known.count > 100)
    #expect(known.subtracting(listed).sorted() == [], "codes that the page leaves out")
    #expect(Set(listed).subtracting(known).sorted() == [], "codes that do not exist")
    let repeated = Dictionary(grouping: listed) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(repeated.sorted() == [])
  }

  @Test func everyRowSaysWhatToDo() throws {
    for row in try Self.rowsOfThePage() {
      #expect(row.count == 3 && row.allSatisfy { !$0.isEmpty }, "\(row)")
    }
  }

  @Test func codesAreTheNamesOfTheirFacts() {
    #expect(DiagnosticWording.code(of: .unknownMeasure("x")) == "unknown-measure")
    let data = DiagnosticFact.data(DataPlace(file: "x"), .invalidUTF8(offset: 1))
    #expect(DiagnosticWording.code(of: data) == "data-invalid-utf8")
  }

  /// First column of the page's tables, without the marks of code.
  private static func codesOfThePage() throws -> [String] {
    try rowsOfThePage().map { $0[0].replacingOccurrences(of: "`", with: "") }
  }

  private static func rowsOfThePage() throws -> [[String]] {
    let page = try String(contentsOf: ShippedData.root.appending(path: "docs/errors.md"), encoding: .utf8)
    return page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.replacingOccurrences(of: "\\|", with: "/").split(separator: "|")
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Facts have values of their own, so their names are read where they are declared.
  private static func codesOfTheProgram() throws -> Set<String> {
    let folder = ShippedData.root.appending(path: "Sources/QueryLang/Diagnostics")
    var codes: Set<String> = []
    for name in ["DiagnosticFact", "RemoteProblem"] {
      let file = folder.appending(path: name + ".swift")
      var prefix: String?
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if line.hasPrefix("package enum") { prefix = Self.prefix(declaredBy: line) }
        guard let prefix, line.hasPrefix("  case ") else { continue }
        let name = line.dropFirst("  case ".count).prefix { $0 != "(" }
        // Their cases are those of ``DataProblem`` and ``RemoteProblem``.
        if !(prefix == "" && ["data", "remote"].contains(name)) {
          codes.insert(prefix + DiagnosticWording.code(ofCase: String(name)))
        }
      }
    }
    return codes
  }

  /// `nil` where an enumeration is none of messages.
  private static func prefix(declaredBy line: Substring) -> String? {
    if line.contains(" DiagnosticFact:") { return "" }
    if line.contains(" DataProblem:") { return "data-" }
    return line.contains(" RemoteProblem:") ? "remote-" : nil
  }
}
