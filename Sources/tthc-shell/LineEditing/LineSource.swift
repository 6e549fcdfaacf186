/// What one read at the prompt gave.
enum LineEvent: Equatable, Sendable {
  /// A whole text, composed (NFC); it may contain line feeds, but does not end with one.
  case line(String)
  /// Ctrl-C abandoned the text.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the input.
  case end
}

/// Where the session gets its statements: a terminal, plain input, or a script in tests.
///
/// The rest of the shell knows only this.
protocol LineSource {
  /// Waits for the next text.
  mutating func read(prompt: Prompt) -> LineEvent

  /// Adds a statement to what can be recalled; a leading blank keeps it out.
  mutating func remember(_ statement: String)

  /// Notes that a statement failed, so that it is not offered again.
  mutating func noteFailure(of statement: String)
}

extension LineSource {
  /// Most offer nothing.
  func noteFailure(of statement: String) {}
}
