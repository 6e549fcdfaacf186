/// Going up and down through the history from a text that is being edited, which is kept.
struct HistoryWalk: Sendable {
  /// How many entries back; 0 is the draft.
  private var depth = 0
  private var draft = ""
  /// The last entry found, and how it had to begin.
  private var found: (text: String, beginning: String)?

  /// The next older entry that begins so, whatever the accents and capitals; `nil` when there is none.
  mutating func older(than text: String, in entries: [String], beginning: String = "") -> String? {
    let wanted = foldedForSearch(beginning)
    let next = (depth..<max(entries.count, depth)).first { back in
      let entry = entries[entries.count - 1 - back]
      return wanted.isEmpty || entry != text && foldedForSearch(entry).hasPrefix(wanted)
    }
    guard let next else { return nil }
    if depth == 0 { draft = text }
    return show(next + 1, in: entries, beginning)
  }

  /// The next newer entry that begins so, at last the draft; `nil` at the draft.
  mutating func newer(in entries: [String], beginning: String = "") -> String? {
    guard depth > 0 else { return nil }
    let wanted = foldedForSearch(beginning)
    let next = (1..<depth).last { back in
      wanted.isEmpty || foldedForSearch(entries[entries.count - back]).hasPrefix(wanted)
    }
    return show(next ?? 0, in: entries, beginning)
  }

  /// How the shown text was searched, when it is what a search has found.
  func beginning(for text: String) -> String? { found?.text == text ? found?.beginning : nil }

  private mutating func show(_ back: Int, in entries: [String], _ beginning: String) -> String {
    depth = back
    let text = back == 0 ? draft : entries[entries.count - back]
    found = (text, beginning)
    return text
  }
}
