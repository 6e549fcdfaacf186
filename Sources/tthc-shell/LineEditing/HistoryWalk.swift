/// Going up and down through the history from a text that is being edited, which is kept.
struct HistoryWalk: Sendable {
  /// How many entries back; 0 is the draft.
  private var depth = 0
  private var draft = ""

  /// The next older entry; `nil` at the oldest.
  mutating func older(than text: String, in entries: [String]) -> String? {
    guard depth < entries.count else { return nil }
    if depth == 0 { draft = text }
    depth += 1
    return entries[entries.count - depth]
  }

  /// The next newer entry, at last the draft; `nil` at the draft.
  mutating func newer(in entries: [String]) -> String? {
    guard depth > 0 else { return nil }
    depth -= 1
    return depth == 0 ? draft : entries[entries.count - depth]
  }
}
