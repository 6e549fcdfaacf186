@preconcurrency internal import Glibc
internal import QueryLang

/// One run of the program: load the data, then statements from the arguments, files, standard input or a prompt.
struct Runner {
  let files: [String]
  let statements: [String]
  /// Values of `--param`, in order.
  var parameters: [(name: String, text: String)] = []
  let datasets: [String]
  let settings: Settings
  let keepsGoing: Bool
  let outputPath: String?
  /// Run before the first prompt, where it is there.
  let initFile: String?
  /// Holds the session until the process ends.
  nonisolated(unsafe) private static var kept: StatementRunner?

  /// Runs and ends the process; what is loaded is left to the system, which frees it faster.
  func runAndExit() -> Never {
    HeapMemory.growInLargePages()
    let exit = run()
    Endings.endIfPending()
    Glibc.exit(exit.rawValue)
  }

  private func run() -> ShellExit {
    let collector = outputPath.map { _ in OutputCollector() }
    let presenter = Presenter(collector: collector)
    do {
      let library = try Runner.attachTables(
        of: datasets, to: try StartData(folders: datasets, language: settings.language).load(), settings)
      var runner = StatementRunner(
        session: Session(library: library, settings: settings), presenter: presenter, keepsGoing: keepsGoing)
      for (name, text) in parameters { runner.session.parameters.give(name, text) }
      let exit = try runInput(&runner)
      Runner.kept = runner
      if let outputPath, let collector, exit != .interrupted {
        try OutputFile.write(collector.text, to: outputPath, replacing: true)
      }
      return exit
    } catch {
      presenter.show(error.diagnostics, in: nil, settings)
      return ShellExit(for: error)
    }
  }

  /// With the tables on servers that the folders name.
  private static func attachTables(
    of folders: [String], to library: Library, _ settings: Settings
  ) throws(QueryError) -> Library {
    let servers = ServerTables(settings: settings, isStopped: { Endings.isPending })
    return try Endings.noted { () throws(QueryError) in
      var library = library
      for folder in folders {
        _ = try servers.attach(all: AttachedTable.all(of: DataPackage(folder: folder)), to: &library)
      }
      if Endings.isPending { throw QueryError(.interrupted, at: nil) }
      return library
    }
  }

  /// What the arguments name, in order; without any, the prompt or standard input.
  /// - Throws: values of `--param` that nothing declares; then nothing is run.
  private func runInput(_ runner: inout StatementRunner) throws(QueryError) -> ShellExit {
    let isPrompt = statements.isEmpty && files.isEmpty && Environment.isInputTerminal
    if isPrompt {
      runner.session.parameters.declareGiven()
      return PromptLoop.run(&runner, initFile: initFile)
    }
    let files = statements.isEmpty && self.files.isEmpty ? ["-"] : self.files
    if !parameters.isEmpty { try runner.requireDeclarations(files: files, statements: statements) }
    var exit = ShellExit.ok
    for statement in statements {
      let outcome = runner.run(QuerySource(statement))
      if ends(outcome, &exit) { return exit }
    }
    for file in files {
      let outcome = runScript(file, &runner)
      if ends(outcome, &exit) { return exit }
    }
    return exit
  }

  /// Whether the run is over; the first failure decides its exit code.
  private func ends(_ outcome: StatementOutcome, _ exit: inout ShellExit) -> Bool {
    switch outcome {
    case .done: return false
    case .quit(let code):
      if exit == .ok { exit = code }
      return true
    case .failed(.interrupted):
      exit = .interrupted
      return true
    case .failed(let code):
      if exit == .ok { exit = code }
      return !keepsGoing
    }
  }

  /// Runs a file; `-` is standard input.
  private func runScript(_ file: String, _ runner: inout StatementRunner) -> StatementOutcome {
    do {
      return file == "-" ? try runner.runStandardInput() : try runner.runFile(file)
    } catch {
      Presenter(collector: nil).show(error.diagnostics, in: nil, settings)
      return .failed(ShellExit(for: error))
    }
  }
}
