@preconcurrency internal import Glibc
internal import QueryLang

/// One run of the program: load the data, then statements from the arguments, files, standard input or a prompt.
struct Runner {
  let files: [String]
  let statements: [String]
  let datasets: [String]
  let settings: Settings
  let keepsGoing: Bool
  let outputPath: String?
  /// Holds the session until the process ends.
  nonisolated(unsafe) private static var kept: StatementRunner?

  /// Runs and ends the process; what is loaded is left to the system, which frees it faster.
  func runAndExit() -> Never {
    let exit = run()
    Glibc.exit(exit.rawValue)
  }

  private func run() -> ShellExit {
    let collector = outputPath.map { _ in OutputCollector() }
    let presenter = Presenter(collector: collector)
    do {
      let library = try loadData()
      var runner = StatementRunner(
        session: Session(library: library, settings: settings), presenter: presenter)
      let exit = runInput(&runner)
      Runner.kept = runner
      if let outputPath, let collector {
        try OutputFile.write(collector.text, to: outputPath, replacing: true)
      }
      return exit
    } catch {
      presenter.show(error.diagnostics, in: nil, settings)
      return ShellExit(for: error)
    }
  }

  /// A folder with a catalog of its own stands alone; any other is laid on top of the data that ships.
  private func loadData() throws(QueryError) -> Library {
    var library = Library()
    var standsAlone = false
    if let first = datasets.first { standsAlone = try DataPackage(folder: first).has("measures") }
    if !standsAlone {
      guard let shipped = Environment.shippedDatasets else {
        let place = DataPlace(file: "datasets/datapackage.json")
        throw QueryError(.data(place, .cannotOpen(reason: "TTHC_DATASETS")), at: nil)
      }
      library = try library.loading(folder: shipped, isBuiltIn: true, language: settings.language)
    }
    for folder in datasets { library = try library.loading(folder: folder, language: settings.language) }
    return library
  }

  private func runInput(_ runner: inout StatementRunner) -> ShellExit {
    var worst = ShellExit.ok
    for statement in statements {
      switch runner.run(QuerySource(statement), keepsGoing: keepsGoing) {
      case .done: continue
      case .quit: return worst
      case .failed(let exit):
        worst = exit
        if !keepsGoing { return exit }
      }
    }
    for file in files {
      switch runScript(file, &runner) {
      case .done: continue
      case .quit: return worst
      case .failed(let exit):
        worst = exit
        if !keepsGoing { return exit }
      }
    }
    if !statements.isEmpty || !files.isEmpty { return worst }
    if Environment.isInputTerminal { return PromptLoop.run(&runner) }
    return runStandardInput(&runner)
  }

  private func runScript(_ file: String, _ runner: inout StatementRunner) -> StatementOutcome {
    do {
      return try runner.runFile(file, keepsGoing: keepsGoing)
    } catch {
      Presenter(collector: nil).show(error.diagnostics, in: nil, settings)
      return .failed(ShellExit(for: error))
    }
  }

  private func runStandardInput(_ runner: inout StatementRunner) -> ShellExit {
    let outcome: StatementOutcome
    do {
      outcome = try runner.runFile("/dev/stdin", keepsGoing: keepsGoing)
    } catch {
      Presenter(collector: nil).show(error.diagnostics, in: nil, settings)
      return ShellExit(for: error)
    }
    if case .failed(let exit) = outcome { return exit }
    return .ok
  }
}
