import Foundation
import Testing

/// What the rooms of the house must not have; read from the sources themselves.
struct InvariantTests {
  /// A source file with the code of each line; comments left out.
  private struct SourceFile {
    let path: String
    let lines: [Substring]

    init(path: String, text: String) {
      self.path = path
      lines = text.split(separator: "\n").map { line in
        let code = line.drop { $0 == " " }
        return code.hasPrefix("//") ? "" : line
      }
    }

    func has(_ word: String) -> Bool {
      lines.contains { line in
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == word }
      }
    }
  }

  private static let files: [SourceFile] = {
    let sources = ShippedData.root.appendingPathComponent("Sources")
    let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      let text = try? String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      return text.map { SourceFile(path: path, text: $0) }
    }
  }()

  /// Files of a room in which one of the words stands.
  private func offenders(_ room: String, _ words: [String]) -> [String] {
    Self.files.filter { file in file.path.hasPrefix(room) && words.contains { file.has($0) } }.map(\.path)
  }

  @Test func theSourcesAreFound() {
    #expect(Self.files.count > 50)
    #expect(offenders("QueryLang/Binding", ["NameLexicon"]).isEmpty == false)
  }

  @Test func evaluationNeverSeesAName() {
    #expect(offenders("QueryLang/Evaluation", ["NameLexicon", "lexicon", "NameResolution"]) == [])
    #expect(offenders("QueryLang/Plan", ["NameLexicon", "lexicon", "NameResolution"]) == [])
  }

  @Test func renderingNeverReadsTheCatalog() {
    #expect(offenders("QueryLang/Rendering", ["Catalog", "catalog", "Library", "FigureStore"]) == [])
  }

  @Test func stagesMeetOnlyInValues() {
    #expect(offenders("QueryLang/Tokens", ["Catalog", "Binder", "Parser"]) == [])
    #expect(offenders("QueryLang/Syntax", ["Catalog", "Binder", "ResultTable"]) == [])
    #expect(offenders("QueryLang/Evaluation/Figures", ["Parser", "Lexer", "Binder"]) == [])
  }

  @Test func noStagePrintsExitsOrReadsTheEnvironment() {
    let words = ["getenv", "setenv", "FileHandle", "stdout", "stderr", "fputs", "ProcessInfo", "CommandLine"]
    #expect(offenders("QueryLang/", words) == [])
    let printing = Self.files.filter { file in
      file.path.hasPrefix("QueryLang/")
        && file.lines.contains { line in
          ["Swift.print(", "debugPrint(", "dump(", "exit("].contains { line.contains($0) }
        }
    }
    #expect(printing.map(\.path) == [])
  }

  @Test func oneFileImportsTheLineEditor() {
    let importers = Self.files.filter { file in
      file.lines.contains { $0.contains("import CLibEdit") }
    }
    #expect(importers.count == 1, "\(importers.map(\.path))")
  }

  @Test func noSourceImportsFoundation() {
    let importers = Self.files.filter { file in
      file.lines.contains { $0.contains("import Foundation") }
    }
    #expect(importers.map(\.path) == [])
  }

  @Test func onlyTheClientOpensSockets() {
    let words = ["getaddrinfo", "recv", "connect"]
    #expect(offenders("QueryLang/", words) == [])
    #expect(offenders("tthc-shell/", words) == [])
    #expect(offenders("ClickHouseClient/", ["getaddrinfo"]) == ["ClickHouseClient/HostLookup.swift"])
  }

  @Test func onlyOneFolderOfTheLibraryTouchesTheSystem() {
    let importers = Self.files.filter { file in
      file.path.hasPrefix("QueryLang/") && file.lines.contains { $0.contains("import Glibc") }
    }
    #expect(importers.allSatisfy { $0.path.hasPrefix("QueryLang/Data/") }, "\(importers.map(\.path))")
  }

  @Test func nothingStopsTheProgram() {
    #expect(offenders("QueryLang/", ["fatalError", "try!", "abort"]) == [])
  }
}
