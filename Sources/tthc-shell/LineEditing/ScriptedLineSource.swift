/// Lines from a list, for tests of what comes behind a prompt.
struct ScriptedLineSource: LineSource {
  private var events: ArraySlice<LineEvent>
  private(set) var prompts: [Prompt] = []
  private(set) var remembered: [String] = []

  /// After the last event comes ``LineEvent/end``, again and again.
  init(_ events: [LineEvent]) { self.events = events[...] }

  mutating func read(prompt: Prompt) -> LineEvent {
    prompts.append(prompt)
    return events.popFirst() ?? .end
  }

  mutating func remember(_ statement: String) { remembered.append(statement) }
}
