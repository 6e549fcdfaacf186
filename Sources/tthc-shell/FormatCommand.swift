internal import ArgumentParser
@preconcurrency internal import Glibc
internal import QueryLang

/// `tthc-shell fmt`: brings scripts to one layout.
struct FormatCommand: ParsableCommand {
  /// Only as the first argument; a script of this name is `./fmt`.
  static let word = "fmt"

  static let configuration = CommandConfiguration(
    commandName: "tthc-shell fmt",
    abstract: "Trình bày lại các tệp câu lệnh / lay scripts out.",
    discussion: """
      Không có tệp, hoặc ‘-’: đọc từ đầu vào, in ra. Without files, or for ‘-’: standard input to output.
      Tệp có lỗi được giữ nguyên. A file with errors is left as it is. Tệp tên ‘fmt’ / a script named ‘fmt’: ./fmt.
      Mã thoát / exit codes: 0 ok, 1 error or --check, 2 usage, 4 data or file.
      """)

  @Argument(help: "Tệp câu lệnh / script files.", completion: .file(extensions: ["tthc"]))
  var files: [String] = []

  @Flag(
    help: "Không ghi; kể các tệp sẽ đổi, mã thoát 1 / write nothing; list files that would change, code 1.")
  var check = false

  @Option(help: "Thư mục dữ liệu / data folder (a Data Package).", completion: .directory)
  var datasets: [String] = []

  @Option(help: "Ngôn ngữ hiển thị / display language.")
  var lang: Language?

  /// Every file is looked at; the first failure decides the exit code.
  mutating func run() throws {
    var settings = Settings()
    settings.language = lang ?? Environment.language
    let presenter = Presenter(collector: nil)
    var exit = ShellExit.ok
    do {
      let names = try StartData(folders: datasets, language: settings.language).load().catalog.lexicon
      for file in files.isEmpty ? ["-"] : files {
        let outcome = format(file, names, presenter, settings)
        if exit == .ok { exit = outcome }
      }
    } catch {
      presenter.show(error.diagnostics, in: nil, settings)
      exit = ShellExit(for: error)
    }
    Glibc.exit(exit.rawValue)
  }

  private func format(
    _ file: String, _ names: NameLexicon, _ presenter: Presenter, _ settings: Settings
  ) -> ShellExit {
    let isInput = file == "-"
    let name = isInput ? StatementRunner.standardInput : file
    var source: QuerySource?
    do throws(QueryError) {
      let text = try ScriptFile.text(ofFile: isInput ? "/dev/stdin" : file)
      source = QuerySource(ScriptFormatter.withPlainLineEnds(text), name: name)
      let formatted = try ScriptFormatter.format(text, name: name, names: names)
      let isChanged = !formatted.utf8.elementsEqual(text.utf8)
      if check {
        if isChanged { Console.write(escapedForTerminal(name) + "\n") }
        return isChanged ? .statementFailed : .ok
      }
      if isInput || !isOrdinary(file) {
        Console.write(formatted)
      } else if isChanged {
        try write(formatted, to: file)
      }
      return .ok
    } catch {
      presenter.show(error.diagnostics, in: source, settings)
      return ShellExit(for: error)
    }
  }

  /// What comes from a pipe or a device is read like standard input: there is nothing to put back.
  private func isOrdinary(_ file: String) -> Bool {
    guard case .file = OutputChannel.kind(of: file) else { return false }
    var status = stat()
    return stat(file, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }

  /// A script stays as executable as it was, and a link stays a link.
  private func write(_ text: String, to file: String) throws(QueryError) {
    var status = stat()
    let mode = stat(file, &status) == 0 ? status.st_mode & 0o7777 : nil
    try OutputFile.write(text, to: resolvedPath(file) ?? file, replacing: true, mode: mode)
  }
}
