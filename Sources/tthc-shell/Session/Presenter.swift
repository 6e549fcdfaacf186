internal import QueryLang

/// Shows results and messages: on the standard streams, or results in a file.
struct Presenter {
  /// `--output`: results go here instead of standard output; collected, written at the end.
  let collector: OutputCollector?
  /// At the prompt, where somebody can turn pages and is told what was written.
  var usesPager = false
  /// Whether Ctrl-C asks to stop what is under way; `nil` where it ends the program.
  var isStopped: (@Sendable () -> Bool)?

  /// Renders a result as its stages, or else the settings, say.
  /// - Throws: an extension that names no format, or a file that cannot be written.
  ///
  /// - Parameter asTable: what stands in the place of a table for people.
  func present(
    _ table: ResultTable, _ stages: [StageSyntax], _ settings: Settings,
    asTable: ((RenderOptions) -> String)? = nil
  ) throws(QueryError) {
    func text(_ format: OutputFormat, isFile: Bool) -> String {
      let options = options(settings, isFile: isFile)
      if format == .table, let asTable { return asTable(options) }
      return format.renderer.render(table, options: options)
    }
    var format: OutputFormat?
    var files: [(path: String, replacing: Bool)] = []
    for stage in stages {
      switch stage {
      case .format(let chosen): format = chosen
      case .into(let path, let replacing): files.append((path, replacing))
      case .html, .chart: continue  // Refused before the answer is sought.
      }
    }
    if files.isEmpty {
      let format = format ?? settings.format
      let text = text(format, isFile: false)
      try observer.checkpoint()
      if format.isMachine { emit(text) } else { emitByPages(text, settings) }
      try observer.checkpoint()
      if format.isMachine { note(table, settings) }
    }
    var isNoted = false
    for file in files {
      guard let format = format ?? OutputFormat(fileExtension: fileExtension(file.path)) else {
        throw QueryError(
          .unknownOutputExtension(path: file.path), at: nil, suggestions: [.choices(Presenter.extensions)])
      }
      let text = text(format, isFile: true)
      try observer.checkpoint()
      try OutputFile.write(text, to: file.path, replacing: file.replacing, observer: observer)
      if usesPager { sayWritten(file.path, rows: table.rows.count, settings) }
      // Several files of one result need one note.
      if format.isMachine, !isNoted { note(table, settings) }
      isNoted = isNoted || format.isMachine
    }
  }

  func sayWritten(_ path: String, rows: Int, _ settings: Settings) {
    say(
      Localized(
        vi: "đã ghi \(rows) dòng vào \(path)",
        en: "wrote \(rows) \(rows == 1 ? "row" : "rows") to \(path)"), settings)
  }

  var observer: WorkObserver { WorkObserver(isStopped: isStopped) }

  static let extensions = ["csv", "tsv", "json", "jsonl", "md", "txt"]

  func fileExtension(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
  }

  func options(_ settings: Settings, isFile: Bool) -> RenderOptions {
    let isTerminal = !isFile && collector == nil && Environment.isOutputTerminal
    let wantsColor: Bool =
      switch settings.color {
      case .always: true
      case .never: false
      case .auto: isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
      }
    return RenderOptions(
      language: settings.language, widthInColumns: isTerminal ? Environment.terminalWidth : nil,
      showsStatus: settings.showsStatus, showsCodes: settings.showsCodes, showsColor: wantsColor && !isFile,
      observer: observer)
  }

  /// Machine formats keep a fixed schema; what must be known about their numbers goes to standard error.
  func note(_ table: ResultTable, _ settings: Settings) {
    for note in machineNotes(for: table, language: settings.language) { Console.writeError(note + "\n") }
    if let echo = table.echo { Console.writeError("→ \(escapedForTerminal(echo))\n") }
  }

  func emit(_ text: String) {
    if let collector { collector.append(text) } else { Console.write(text, isStopped: isStopped) }
  }

  // MARK: Pages

  /// A text for people, through the pager when it has more lines than the screen. Nothing is ever cut: without
  /// a pager the whole text goes by.
  ///
  /// - Parameter chops: whether lines wider than the screen are cut there instead of going on in the next row.
  private func emitByPages(_ text: String, _ settings: Settings, chops: Bool = true) {
    let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
    let rows = chops ? lines : rowsOfScreen(text)
    guard usesPager, settings.usesPager, collector == nil, Environment.canTurnPages,
      rows >= TerminalSize.current.rows,
      let command = PagerCommand(
        PagerCommand.Wishes(pager: Environment.pager, less: Environment["LESS"]), isSafe: settings.isSafe,
        language: settings.language, chops: chops)
    else { return emit(text) }
    let outcome = Pager(command: command).show(text)
    // Ctrl-C there was the pager's.
    Interrupts.clear()
    if case .cannotStart = outcome { emit(text) }
    if let message = message(outcome, command, lines: lines) {
      say(message, settings)
    }
  }

  private func rowsOfScreen(_ text: String) -> Int {
    let columns = max(TerminalSize.current.columns, 1)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().reduce(0) { rows, line in
      rows + max(1, (displayWidth(String(line)) + columns - 1) / columns)
    }
  }

  private func message(_ outcome: Pager.Outcome, _ command: PagerCommand, lines: Int) -> Localized? {
    let program = command.words[0]
    let remedy = Localized(
      vi: "câu trả lời có \(lines) dòng; ‘set pager off’ in ra tất cả",
      en: "the answer has \(lines) lines; ‘set pager off’ prints them all")
    switch outcome {
    case .shown: return nil
    case .cannotStart(let reason):
      guard command.isChosen else { return nil }
      return Localized(
        vi: "không chạy được PAGER ‘\(program)’: \(reason)", en: "cannot run PAGER ‘\(program)’: \(reason)")
    case .failed(let code):
      return Localized(
        vi: "‘\(program)’ kết thúc với mã \(code): \(remedy.vietnamese)",
        en: "‘\(program)’ ended with code \(code): \(remedy.english)")
    case .killed(let signal):
      return Localized(
        vi: "‘\(program)’ bị dừng bởi tín hiệu \(signal): \(remedy.vietnamese)",
        en: "‘\(program)’ was ended by signal \(signal): \(remedy.english)")
    }
  }

  // MARK: Messages

  func show(_ diagnostics: [Diagnostic], in source: QuerySource?, _ settings: Settings) {
    if diagnostics.isEmpty { return }
    Console.writeError(
      DiagnosticDrawing(settings.language, widthInColumns: Environment.errorWidth).draw(
        diagnostics, in: source))
  }

  /// A message of one line.
  func say(_ message: Localized, _ settings: Settings) {
    Console.writeError(escapedForTerminal(message[settings.language]) + "\n")
  }

  func showText(_ text: String, _ settings: Settings) {
    let text = escapedForTerminal(text, keepingNewlines: true)
    let width = collector == nil ? Environment.terminalWidth : nil
    emitByPages(width.map { wrappedLines(text, toWidth: $0) } ?? text, settings)
  }

  func showHelp(_ answer: HelpAnswer, _ settings: Settings) {
    let width = collector == nil ? Environment.terminalWidth : nil
    let text = width.map { answer.text(toWidth: $0) } ?? answer.text
    emitByPages(escapedForTerminal(text, keepingNewlines: true), settings, chops: false)
  }

  func showTiming(_ elapsed: Duration, _ settings: Settings) {
    let microseconds = Int(elapsed / .microseconds(1))
    let fraction = String(microseconds % 1000)
    let padded = String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    let text =
      settings.language == .vietnamese
      ? "thời gian trả lời: \(microseconds / 1000),\(padded) ms\n"
      : "time: \(microseconds / 1000).\(padded) ms\n"
    Console.writeError(text)
  }

  func showLoaded(_ dataset: Library.Dataset, _ settings: Settings) {
    let name = escapedForTerminal(dataset.name)
    let text =
      settings.language == .vietnamese
      ? "đã nạp ‘\(name)’: \(dataset.figureCount) số liệu\n"
      : "loaded ‘\(name)’: \(dataset.figureCount) figures\n"
    Console.writeError(text)
  }
}

/// What `--output` gathers until the end. A class because every presenter of a run adds to the same text.
final class OutputCollector {
  private(set) var text = ""

  func append(_ more: String) { text += more }
}
