internal import QueryLang

/// The prompt: read, run, again.
enum PromptLoop {
  static func run(_ runner: inout StatementRunner, initFile: String?) -> ShellExit {
    Interrupts.install()
    runner.presenter.isStopped = { Interrupts.isPending }
    if let initFile { runner.runInitFile(initFile) }
    runner.presenter.usesPager = true
    let knowledge = PromptKnowledge(runner.session)
    let display = LineDisplay(width: { displayWidth($0) }, escaped: { escapedForTerminal($0) })
    var source = makeLineSource(services: knowledge.services, display: display)
    greet(runner.session)
    let record = PromptRecord(keepsFile: source is TerminalLineSource)
    runner.history = { record.statements }
    while true {
      if let trouble = record.takeTrouble() { runner.presenter.say(trouble, runner.session.settings) }
      switch source.read(prompt: prompt(runner.session.settings)) {
      case .line(let text):
        let kept = withoutPasswords(text)
        record.note(kept) { source.remember(kept) }
        Interrupts.clear()
        let outcome = runner.run(QuerySource(text))
        Interrupts.clear()
        // Stopped and continued meanwhile: there was no line on the screen to draw anew.
        _ = SignalNotes.takeResume()
        if case .quit = outcome { return .ok }
        if case .failed = outcome { source.noteFailure(of: kept) }
        knowledge.session = runner.session
      case .interrupted:
        continue
      case .end:
        return .ok
      }
    }
  }

  private static func prompt(_ settings: Settings) -> Prompt {
    let isColored = settings.color == .always || (settings.color == .auto && Environment["NO_COLOR"] == nil)
    return Prompt(text: "tthc> ", continuation: " ...> ", rendition: isColored ? "1;36" : nil)
  }

  private static func greet(_ session: Session) {
    let figures = session.library.datasets.reduce(0) { $0 + $1.figureCount }
    let documents = session.catalog.sources.count
    let text =
      session.settings.language == .vietnamese
      ? """
      tthc-shell \(TTHCShell.version): \(figures) số liệu từ \(documents) văn bản
      hãy thử: quá hạn theo huyện khi quý = II/2021
      gõ ‘trợ giúp’ (help) để xem hướng dẫn, Tab để xem gợi ý, ‘thoát’ hoặc Ctrl-D để thoát

      """
      : """
      tthc-shell \(TTHCShell.version): \(figures) figures from \(documents) documents
      try: overdue by huyện where quarter = Q2/2021
      ‘help’ explains, Tab completes, Ctrl-D leaves

      """
    Console.write(Environment.terminalWidth.map { broken(text, toWidth: $0) } ?? text)
  }
}

extension PromptLoop {
  /// Broken between words; not the query to try, which may be copied.
  static func broken(_ text: String, toWidth width: Int) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.enumerated().map { $0.offset == 1 ? $0.element : wrappedLines($0.element, toWidth: width) }
      .joined(separator: "\n")
  }
}

/// What the line editor asks while a text is edited. A class because the editor keeps its closures for good
/// while the session goes on changing.
final class PromptKnowledge {
  var session: Session

  init(_ session: Session) { self.session = session }

  /// Measures that some figure is about.
  /// - Complexity: O(measures).
  private var reported: Set<Int> {
    let store = session.library.store
    return Set(session.catalog.measures.map(\.index).filter { !store.positions(ofMeasure: $0).isEmpty })
  }

  var services: LineServices {
    LineServices(
      completions: { [self] text, cursor in completions(text, cursor) },
      isComplete: { [self] text in isCompleteInput(text, names: session.lexicon) },
      hint: { [self] text in
        expectedHint(
          text, catalog: session.catalog, language: session.settings.language, files: files)
      },
      wayOut: { [self] in
        session.settings.language == .vietnamese
          ? "(chưa hết câu; Ctrl-C: bỏ câu này)" : "(not complete; Ctrl-C leaves the statement)"
      })
  }

  private var files: @Sendable (String) -> [String] {
    session.settings.isSafe ? PathCompletion.none : PathCompletion.paths
  }

  private var defaultDataset: String? { session.defaultDataset.map { session.library.datasets[$0].name } }

  private func completions(_ text: String, _ cursor: Int) -> CompletionReply {
    let completion = Completion(
      catalog: session.catalog, definitions: session.definedNames.values.sorted(),
      settings: Settings.Name.allCases.map(\.rawValue),
      datasets: session.library.datasets.filter(\.isLoaded).map(\.name),
      parameters: session.parameters.all, language: session.settings.language, reported: reported,
      cases: CaseNames.all(in: session.library), defaultDataset: defaultDataset,
      files: files)
    let answer = completion.candidates(for: text, cursorScalarOffset: cursor)
    return CompletionReply(
      replacedScalars: answer.replacedScalars,
      candidates: answer.candidates.map {
        CompletionCandidate(text: $0.text, label: $0.label, meaning: $0.meaning)
      }, leftOut: answer.leftOut, isOnlyListed: answer.isOnlyListed)
  }
}
