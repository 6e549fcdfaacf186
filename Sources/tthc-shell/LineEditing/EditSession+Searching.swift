/// Ctrl-R: a history search that knows no accents.
extension EditSession {
  /// libedit's text stays as it is until a match is taken.
  func search(in editor: LibEdit) -> LibEdit.Answer {
    var search = HistorySearch(entries: history.entries)
    goToTop(of: editor)
    while true {
      if !input.hasNext { draw(search, in: editor) }
      switch nextItem(for: editor) {
      case .key(let key):
        guard let ending = Self.take(key, into: &search) else { continue }
        return end(ending, search, in: editor)
      case .command(let number): return end(.taken(.command(number)), search, in: editor)
      case .mark(let mark): search.append(String(Character(mark)))
      case .paste(let text): search.append(editable(text))
      case .resized, .resumed: prepareAfterResume(of: editor)
      case .endOfInput: return .endOfInput
      }
    }
  }

  private enum Ending {
    case cancelled
    /// The match is taken; the key, if any, then does what it always does.
    case taken(InputDecoder.Item?)
  }

  private static func take(_ key: Unicode.Scalar, into search: inout HistorySearch) -> Ending? {
    switch key.value {
    case 0x12: search.goOlder()
    case 0x13: search.goNewer()
    case 0x08, 0x7F: search.removeLast()
    case 0x03, 0x07: return .cancelled
    case 0x1B: return .taken(nil)
    case 0..<0x20: return .taken(.key(key))
    default: search.append(String(Character(key)))
    }
    return nil
  }

  private func end(_ ending: Ending, _ search: HistorySearch, in editor: LibEdit) -> LibEdit.Answer {
    editor.write("\r\u{1B}[J")
    guard case .taken(let key) = ending else { return .redraw }
    if let match = search.match { _ = show(match, in: editor) }
    if let key { input.putBack([key]) }
    return .redraw
  }

  /// One row, whatever the match: the search must not scroll what stands above.
  private func draw(_ search: HistorySearch, in editor: LibEdit) {
    let columns = TerminalSize.current.columns
    let line = (search.match ?? "").split(separator: "\n").joined(separator: " ⏎ ")
    let label = display.fitted("(\(display.searchLabel)) \(search.pattern)", columns: columns / 2)
    let left = columns - display.width(label) - 4
    editor.write("\r\u{1B}[J\(label): \(display.fitted(line, columns: left))")
  }
}
