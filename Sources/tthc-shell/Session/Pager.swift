@preconcurrency internal import Glibc

/// Shows a text through another program on the terminal, and has the terminal back afterwards as it was.
struct Pager {
  let command: PagerCommand

  enum Outcome: Equatable {
    /// The reader has seen what they wanted.
    case shown
    case cannotStart(reason: String)
    /// It failed by itself, perhaps before it showed anything.
    case failed(code: Int32)
    case killed(signal: Int32)
  }

  /// Returns when the program has ended.
  func show(_ text: String) -> Outcome {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return .cannotStart(reason: lastReason(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var modes = termios()
    let hasModes = tcgetattr(STDIN_FILENO, &modes) == 0
    var process = pid_t()
    let failure = spawn(reading: ends[0], &process)
    close(ends[0])
    guard failure == 0 else {
      close(ends[1])
      return .cannotStart(reason: lastReason(failure))
    }
    withoutPipeSignal { _ = Console.writeAll(text, to: ends[1]) }
    close(ends[1])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // One that was killed leaves the terminal without echo.
    if hasModes { tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) }
    return outcome(status)
  }

  private func outcome(_ status: Int32) -> Outcome {
    let signal = status & 0x7F
    let code = (status >> 8) & 0xFF
    // Ctrl-C and a reader that went away are ways of leaving.
    if signal == SIGINT || signal == SIGPIPE { return .shown }
    if signal != 0 { return .killed(signal: signal) }
    return code == 0 ? .shown : .failed(code: code)
  }

  /// - Returns: 0, or why the program cannot be started.
  private func spawn(reading input: Int32, _ process: inout pid_t) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    var arguments = command.words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    return posix_spawnp(&process, command.words[0], &actions, nil, &arguments, &variables)
  }

  private var environment: [String] {
    var variables = Environment.all
    variables.merge(command.defaults) { given, _ in given }
    variables.merge(command.demands) { $1 }
    return variables.map { "\($0)=\($1)" }
  }

  private func lastReason(_ error: Int32) -> String { String(cString: strerror(error)) }

  /// A pager that is left early closes its end of the pipe, which must not end this program.
  private func withoutPipeSignal(_ body: () -> Void) {
    var ignoring = sigaction()
    var before = sigaction()
    ignoring.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGPIPE, &ignoring, &before)
    body()
    sigaction(SIGPIPE, &before, nil)
  }
}
