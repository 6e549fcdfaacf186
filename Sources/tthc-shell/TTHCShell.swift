internal import ArgumentParser
@preconcurrency internal import Glibc
internal import QueryLang

/// The command line: what to run, on which data, how to show it.
@main
struct TTHCShell: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "tthc-shell",
    abstract: "Hỏi đáp số liệu thủ tục hành chính / Ask questions of administrative procedure figures.",
    discussion: """
      Không có đối số: mở dấu nhắc. Without arguments: a prompt.
        tthc-shell -c 'overdue by huyện where quarter = Q2/2021' --format csv
        tthc-shell report.tthc --param q=Q2/2021
      Trình bày lại tệp câu lệnh / lay scripts out: tthc-shell fmt --help.
      Mã thoát / exit codes: 0 ok, 1 error, 2 usage, 3 assert or strict, 4 data, 130 interrupted.
      Sách hướng dẫn / manual page: man tthc-shell.
      """,
    version: version)

  @Argument(help: "Tệp câu lệnh để chạy / script files to run.", completion: .file(extensions: ["tthc"]))
  var files: [String] = []

  @Option(
    name: [.customShort("c"), .customLong("command")], parsing: .unconditionalSingleValue,
    help: "Chạy một câu lệnh / run a statement.")
  var statements: [String] = []

  @Option(
    name: .customLong("param"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Giá trị của tham số $tên / value of a script's parameter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "Thư mục dữ liệu / data folder (a Data Package).", completion: .directory)
  var datasets: [String] = []

  @Option(help: "Cách trình bày kết quả / how results are shown.")
  var format: OutputFormat = .table

  @Option(help: "Ghi kết quả vào tệp / write results to a file.", completion: .file())
  var output: String?

  @Option(help: "Ngôn ngữ hiển thị / display language.")
  var lang: Language?

  @Option(help: "Dùng màu / use colours.")
  var color: ColorChoice = .auto

  @Flag(help: "Chạy tiếp sau lỗi / go on after an error.")
  var keepGoing = false

  @Flag(help: "Số không chắc chắn là lỗi (mã 3) / uncertain figures are errors (code 3).")
  var strict = false

  @Flag(
    help: "Không ghi tệp, chỉ đọc dữ liệu và thư mục của kịch bản / write nothing, read only data and script."
  )
  var safe = false

  @Flag(name: .customLong("no-init"), help: "Không đọc tệp khởi đầu / do not read the init file.")
  var skipsInitFile = false

  /// Parses the arguments and runs; wrong usage ends with code 2, as psql and DuckDB do.
  static func main() {
    // A file that may not grow is an error with a message, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == FormatCommand.word {
      FormatCommand.start(Array(arguments.dropFirst()))
    } else if let invocation = Invocation(usual: arguments) {
      invocation.runner.runAndExit()
    } else if let script = ShellCompletion.script(wantedBy: arguments) {
      Console.write(script)
    } else {
      start(arguments)
    }
  }

  func validate() throws {
    for parameter in parameters where Invocation.parts(ofParameter: parameter) == nil {
      throw ValidationError(
        "--param '\(parameter)': hãy viết --param tên=giá_trị / write --param name=value")
    }
    guard !safe || output == nil else {
      throw ValidationError("--output: --safe không cho ghi tệp / --safe writes no file")
    }
  }

  func run() { invocation.runner.runAndExit() }

  var invocation: Invocation {
    Invocation(
      files: files, statements: statements, parameters: parameters, datasets: datasets, format: format,
      output: output,
      language: lang, color: color, keepsGoing: keepGoing, isStrict: strict, isSafe: safe,
      skipsInitFile: skipsInitFile)
  }
}

extension ParsableCommand {
  /// Parses and runs; wrong usage ends with code 2.
  static func start(_ arguments: [String]) {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      let code = exitCode(for: error)
      if code == .validationFailure {
        Console.writeError(fullMessage(for: error) + "\n")
        Glibc.exit(ShellExit.usage.rawValue)
      }
      exit(withError: error)
    }
  }
}

/// Exit codes of the program (docs/language.md, "Scripts").
enum ShellExit: Int32 {
  case ok = 0
  case statementFailed = 1
  case usage = 2
  case conditionFailed = 3
  case dataUnreadable = 4
  case interrupted = 130
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

extension OutputFormat: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
