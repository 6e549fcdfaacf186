/// Signals that end a run without a prompt, while servers are asked: what is under way there is stopped first.
///
/// The first signal only leaves a note, which whoever works sees and stops; a second one ends the process at once.
/// Outside ``noted(_:)`` each ends it as ever.
enum Endings {
  /// Whether one came. One atomic load, on any thread.
  static var isPending: Bool { SignalNotes.notedEnding != 0 }

  /// Notes them while something runs.
  static func noted<Result, Failure>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
    SignalNotes.noteEndings(true)
    defer { SignalNotes.noteEndings(false) }
    return try work()
  }

  /// Ends the process by the signal that came, so that whoever started it knows; otherwise does nothing.
  static func endIfPending() {
    if isPending { SignalNotes.end(by: SignalNotes.notedEnding) }
  }
}
