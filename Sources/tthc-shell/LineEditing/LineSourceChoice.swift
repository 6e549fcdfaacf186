@preconcurrency import Glibc

/// Which kind of line source suits the standard streams.
enum LineSourceChoice: Equatable, Sendable {
  case edited
  /// Lines as they come, with prompts.
  case prompted
  /// Lines as they come, and nothing written.
  case silent

  /// libedit is not even started without a terminal on both sides that can move its cursor.
  init(isInputTerminal: Bool, isOutputTerminal: Bool, terminalName: String?) {
    guard isInputTerminal, isOutputTerminal else {
      self = .silent
      return
    }
    let cannotEdit = ["", "dumb", "emacs"].contains(terminalName ?? "")
    self = cannotEdit ? .prompted : .edited
  }
}

/// The line source for the standard streams. To be called once.
func makeLineSource(services: LineServices, display: LineDisplay) -> any LineSource {
  let choice = LineSourceChoice(
    isInputTerminal: isatty(STDIN_FILENO) == 1,
    isOutputTerminal: isatty(STDOUT_FILENO) == 1,
    terminalName: environmentValue("TERM"))
  if choice == .edited {
    let history = History(file: HistoryFile(environment: environmentValue))
    let source = TerminalLineSource(services: services, display: display, history: history)
    if let source { return source }
  }
  return PlainLineSource(isComplete: services.isComplete, isPrompting: choice != .silent)
}

private func environmentValue(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
