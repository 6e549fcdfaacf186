internal import QueryLang
internal import Synchronization

/// One line on the terminal's error stream about work that takes long; it goes when the work ends.
///
/// A class because those who report and the one who takes the line away hold the same one.
final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
    /// Nothing is shown any more, whoever is left behind and still tells.
    var isEnded = false
    /// When what is told of now began, and how far it was: a query may be several statements for a server.
    var began: ContinuousClock.Instant
    var done = 0
    var lastShown: ContinuousClock.Instant?
  }

  private static let patience = Duration.milliseconds(500)
  private static let pause = Duration.milliseconds(100)

  /// What is counted.
  enum Unit { case rows, bytes }

  private let name: String
  private let unit: Unit
  private let language: Language
  private let started: ContinuousClock.Instant
  private let state: Mutex<State>
  private let write: @Sendable (String) -> Void

  /// - Parameter write: where the line goes.
  init(
    name: String, unit: Unit = .rows, language: Language,
    write: @escaping @Sendable (String) -> Void = { Console.writeError($0) }
  ) {
    self.name = name
    self.unit = unit
    self.language = language
    self.write = write
    started = .now
    state = Mutex(State(began: started))
  }

  func hear(_ done: Int, _ all: Int) {
    let now = ContinuousClock.now
    let text = state.withLock { state -> String? in
      if done < state.done { state.began = now }
      state.done = done
      let isDue =
        state.lastShown.map { now - $0 >= ProgressLine.pause } ?? (now - started >= ProgressLine.patience)
      guard isDue, !state.isEnded else { return nil }
      state.lastShown = now
      state.isShown = true
      return ProgressLine.text(name, done, all, unit, after: now - state.began, language)
    }
    guard let text else { return }
    write("\r" + truncated(text, toWidth: max(1, TerminalSize.current.columns - 1)) + "\u{1B}[K")
  }

  func end() {
    let wasShown = state.withLock { state in
      defer { (state.isShown, state.isEnded) = (false, true) }
      return state.isShown
    }
    if wasShown { write("\r\u{1B}[K") }
  }

  /// `figures: 120,000 of 300,000 rows · 80,000 rows/s · 2 s left`
  static func text(
    _ name: String, _ done: Int, _ all: Int, _ unit: Unit = .rows, after elapsed: Duration,
    _ language: Language
  ) -> String {
    let megabyte = 1_000_000
    if unit == .bytes {
      return text(name, done / megabyte, all / megabyte, "MB", "MB", after: elapsed, language)
    }
    return text(name, done, all, "dòng", "rows", after: elapsed, language)
  }

  private static func text(
    _ name: String, _ done: Int, _ all: Int, _ vietnamese: String, _ english: String,
    after elapsed: Duration, _ language: Language
  ) -> String {
    let seconds = elapsed / .seconds(1)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    // Of what nobody knows the end of, nobody knows how long it takes.
    let left = rate > 0 && all > 0 ? Int((Double(max(0, all - done)) / rate).rounded(.up)) : nil
    func count(_ value: Int) -> String { countText(value, language) }
    let name = escapedForTerminal(name)
    switch language {
    case .vietnamese:
      return
        "\(name): \(count(done))\(all > 0 ? " trên \(count(all))" : "") \(vietnamese) · \(count(Int(rate))) \(vietnamese)/s"
        + (left.map { " · còn \(count($0)) s" } ?? "")
    case .english:
      return
        "\(name): \(count(done))\(all > 0 ? " of \(count(all))" : "") \(english) · \(count(Int(rate))) \(english)/s"
        + (left.map { " · \(count($0)) s left" } ?? "")
    }
  }
}

extension WorkObserver {
  /// The same work with somebody who hears how far it is.
  func heard(by line: ProgressLine) -> WorkObserver {
    WorkObserver(isStopped: { self.isStopped }, hearing: { line.hear($0, $1) })
  }

  /// Loads while a line tells how far it is, where somebody watches; `load` gets whoever watches.
  static func followingLoad<Result>(
    of name: String, unit: ProgressLine.Unit = .rows, language: Language, isStopped: (@Sendable () -> Bool)?,
    _ load: (WorkObserver) throws(QueryError) -> Result
  ) throws(QueryError) -> Result {
    guard Environment.isErrorTerminal else { return try load(WorkObserver(isStopped: isStopped)) }
    let line = ProgressLine(name: name, unit: unit, language: language)
    defer { line.end() }
    return try load(WorkObserver(isStopped: isStopped, hearing: { line.hear($0, $1) }))
  }
}
