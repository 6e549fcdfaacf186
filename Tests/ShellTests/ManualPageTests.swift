import Foundation
import Testing

/// The manual page tells the options that the program has; completions come from the same description.
struct ManualPageTests {
  private static let page = Program.packageFolder.appending(path: "docs/tthc-shell.1")

  @Test func listsTheOptionsOfTheProgram() throws {
    let dump = try Program.run(["--experimental-dump-help"]).output
    let description = try JSONDecoder().decode(ProgramDescription.self, from: Data(dump.utf8))
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let marks = (begin: ".\\\" begin options\n", end: ".\\\" end options\n")
    let begin = try #require(text.range(of: marks.begin))
    let end = try #require(text.range(of: marks.end))
    let options = description.command.arguments.filter(\.shouldDisplay).map(\.entry).joined()
    #expect(text[begin.upperBound..<end.lowerBound] == options, "scripts/manual writes it anew")
    if ProcessInfo.processInfo.environment["TTHC_RECORD_DOCS"] != nil {
      let recorded = text[..<begin.upperBound] + options + text[end.lowerBound...]
      try recorded.write(to: Self.page, atomically: true, encoding: .utf8)
      Issue.record("recorded docs/tthc-shell.1: read the difference, then run again without TTHC_RECORD_DOCS")
    }
  }

  @Test(
    .enabled(if: (try? Program.shell("command -v groff"))?.output.isEmpty == false, "groff is not installed"))
  func hasNoMistakesOfForm() throws {
    let result = try Program.shell("groff -Kutf8 -Tutf8 -man -ww -z docs/tthc-shell.1")
    #expect(result.errors.isEmpty, "\(result.errors)")
  }

  @Test(arguments: [
    ("--form", "--format"), ("--format js", "json jsonl"), ("--lang ", "vi en"), ("--color n", "never"),
    ("--sa", "--safe"), ("--no", "--no-init"),
    ("f", "fmt"),
  ])
  func bashCompletesOptionsAndValues(typed: String, completed: String) throws {
    let script = """
      source <(tthc-shell --generate-completion-script bash)
      COMP_LINE="tthc-shell \(typed)"; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"
      [[ "$COMP_LINE" == *" " ]] && COMP_WORDS+=("")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _tthc-shell tthc-shell "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" && echo "${COMPREPLY[*]}"
      """
    #expect(try Program.shell(script).output == completed + "\n")
  }

  @Test func bashCompletesTheOptionsOfTheFormatter() throws {
    let script = """
      source <(tthc-shell --generate-completion-script bash)
      COMP_LINE="tthc-shell fmt --ch"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(tthc-shell fmt --ch); COMP_CWORD=2
      _tthc-shell tthc-shell --ch fmt; echo "${COMPREPLY[*]}"
      """
    #expect(try Program.shell(script).output == "--check\n")
  }

  @Test(
    .enabled(if: (try? Program.shell("command -v fish"))?.output.isEmpty == false, "fish is not installed"))
  func fishCompletesTheFormatter() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(try Program.run(["--generate-completion-script", "fish"]).output, to: "script")
    func completed(_ typed: String) throws -> String {
      let command = "source script; complete -C \"\(typed)\""
      return try Program.shell("HOME=$PWD fish --no-config -c '\(command)'", in: folder.url).output
    }
    #expect(try completed("tthc-shell fm").hasPrefix("fmt"))
    #expect(try completed("tthc-shell fmt --ch").hasPrefix("--check"))
    #expect(try completed("tthc-shell --ch").isEmpty)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func everyShellHasAScript(shell: String) throws {
    let result = try Program.run(["--generate-completion-script", shell])
    #expect(result.status == 0)
    #expect(result.output.contains("keep-going"))
    #expect(result.output.contains("fmt"))
    #expect(result.output.contains("check"))
  }
}

/// What `--experimental-dump-help` tells, as far as the page needs it.
private struct ProgramDescription: Decodable {
  struct Command: Decodable { let arguments: [Argument] }
  struct Name: Decodable {
    let kind: String
    let name: String

    var text: String { (kind == "long" ? "--" : "-") + name }
  }
  struct Argument: Decodable {
    let kind: String
    let shouldDisplay: Bool
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let defaultValue: String?
    let allValues: [String]?

    /// One item of the list, in the macros of man(7).
    var entry: String {
      let names = (names ?? []).sorted { $0.text.count < $1.text.count }.map { "\\fB\($0.text.inRoff)\\fR" }
      let value = kind == "flag" ? nil : valueName.map { "\\fI\($0.inRoff)\\fR" }
      let head =
        kind == "positional" ? value ?? "" : names.joined(separator: ", ") + (value.map { " " + $0 } ?? "")
      var lines = [".TP", head, (abstract ?? "").inRoff]
      if let allValues { lines.append("Values: \(allValues.joined(separator: ", ")).") }
      if let defaultValue { lines.append("Default: \(defaultValue).") }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  let command: Command
}

extension String {
  fileprivate var inRoff: String {
    let text = replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }
}
