import Foundation
import Testing

/// Every example of the documents is run, and says what the document says.
struct DocumentTests {
  private static let documents = ["README.md", "docs/language.md", "docs/cases.md", "docs/errors.md"]

  @Test(arguments: documents)
  func consoleBlocksPrintWhatTheDocumentSays(_ document: String) throws {
    let url = Program.packageFolder.appending(path: document)
    let text = try String(contentsOf: url, encoding: .utf8)
    var recorded = text
    for block in DocumentBlock.all(in: text, kind: "console") {
      let printed = try block.commands.map { "$ \($0)\n" + (try Program.shell("exec 2>&1; " + $0).output) }
        .joined()
      recorded = recorded.replacingOccurrences(of: block.body, with: printed)
      #expect(printed == block.body)
    }
    if ProcessInfo.processInfo.environment["TTHC_RECORD_DOCS"] != nil {
      try recorded.write(to: url, atomically: true, encoding: .utf8)
      Issue.record("recorded \(document): read the difference, then run again without TTHC_RECORD_DOCS")
    }
  }

  @Test(arguments: documents)
  func statementBlocksRun(_ document: String) throws {
    let text = try String(contentsOf: Program.packageFolder.appending(path: document), encoding: .utf8)
    for block in DocumentBlock.all(in: text, kind: "tthc") {
      let result = try Program.run(["--lang", "en"], input: block.body)
      #expect(result.status == 0, "\(block.body)\n\(result.errors)")
    }
  }

  @Test func theDocumentsHaveExamples() throws {
    for document in Self.documents {
      let text = try String(contentsOf: Program.packageFolder.appending(path: document), encoding: .utf8)
      #expect(DocumentBlock.all(in: text, kind: "console").count >= 3)
    }
  }
}

/// A fenced block of a document.
struct DocumentBlock {
  let body: String

  /// Lines that begin with `$ `, without it.
  var commands: [String] {
    body.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
  }

  static func all(in text: String, kind: String) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = []
    var body: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```\(kind)" {
        body = ""
      } else if line == "```", let finished = body {
        blocks.append(DocumentBlock(body: finished))
        body = nil
      } else if body != nil {
        body?.append(line + "\n")
      }
    }
    return blocks
  }
}
