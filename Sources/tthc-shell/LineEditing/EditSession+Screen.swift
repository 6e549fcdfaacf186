@preconcurrency import Glibc

/// What is drawn beside libedit's own prompt and text.
extension EditSession {
  private static let pasteMarksOn = "\u{1B}[?2004h"
  private static let pasteMarksOff = "\u{1B}[?2004l"
  /// A longer text has no hint and no marks: they would cost more than they tell.
  private static let longestDecoratedText = 4_000

  // MARK: Overlay

  func drawOverlay(in editor: LibEdit) {
    let text = editor.text
    guard display.isStyled, text.scalars.count <= Self.longestDecoratedText else { return }
    let size = TerminalSize.current
    let layout = layout(of: text, columns: size.columns)
    guard layout.end.row < size.rows else { return }
    let pieces = marks(for: text, layout) + hint(for: text, layout, columns: size.columns)
    guard !pieces.isEmpty else { return }
    let drawn = ScreenOverlay(cursor: layout.cursor, pieces: pieces, size: size)
    editor.write(drawn.sequence(isShown: true, style: display.dimmed))
    overlay = drawn
  }

  func eraseOverlay(in editor: LibEdit) {
    guard let drawn = overlay else { return }
    overlay = nil
    wayOut.noteShown()
    // After a change of size the rows are elsewhere; everything is drawn anew then.
    guard drawn.size == TerminalSize.current else { return }
    editor.write(drawn.sequence(isShown: false, style: display.dimmed))
  }

  /// The continuation prompt, over the blanks of each further line's indentation.
  private func marks(for text: EditedText, _ layout: ScreenLayout) -> [ScreenOverlay.Piece] {
    let starts = text.scalars.indices.filter { text.scalars[$0] == "\n" }.map { $0 + 1 }
    return zip(starts, layout.continuationStarts).compactMap { start, cell in
      guard indentation.isWhole(at: start, in: text) else { return nil }
      return ScreenOverlay.Piece(
        place: cell, text: prompt.continuation, widthInColumns: indentation.width)
    }
  }

  private func hint(
    for text: EditedText, _ layout: ScreenLayout, columns: Int
  ) -> [ScreenOverlay.Piece] {
    let room = columns - layout.cursor.column - 1
    guard text.isCursorAtEnd, room > 0 else { return [] }
    guard let hint = hint(for: text) else { return [] }
    let line = hint.prefix { !$0.isNewline }
    let shown = display.fitted(line.count < hint.count ? line + " …" : String(line), columns: room)
    guard !shown.isEmpty else { return [] }
    return [ScreenOverlay.Piece(place: layout.cursor, text: shown, widthInColumns: display.width(shown))]
  }

  private func hint(for text: EditedText) -> String? {
    let string = text.string
    if textAtLastTab == text, unlistedCandidates > 0 { return "  (Tab: \(unlistedCandidates))" }
    if wayOut.isDue, !services.wayOut().isEmpty { return services.wayOut() }
    let gap = string.last?.isWhitespace ?? true ? "" : " "
    return history.rest(of: indentation.removed(from: string)) ?? services.hint(string).map { gap + $0 }
  }

  // MARK: Places

  private func layout(of text: EditedText, columns: Int) -> ScreenLayout {
    ScreenLayout(
      of: text, promptWidth: display.width(prompt.text), columns: columns, width: LibEdit.width(of:))
  }

  /// To the prompt's first cell, with the prompt and the text wiped.
  func goToTop(of editor: LibEdit) {
    let row = layout(of: editor.text, columns: TerminalSize.current.columns).cursor.row
    editor.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
  }

  /// To the first cell of the row below the text.
  func goBelow(_ editor: LibEdit) {
    let layout = layout(of: editor.text, columns: TerminalSize.current.columns)
    let rows = layout.end.row - layout.cursor.row
    editor.write((rows > 0 ? "\u{1B}[\(rows)B" : "") + "\r\n\u{1B}[J")
  }

  // MARK: Changes of the terminal

  func beginPasteMarks(in editor: LibEdit) { editor.write(Self.pasteMarksOn) }

  func endPasteMarks(in editor: LibEdit) { editor.write(Self.pasteMarksOff) }

  /// A terminal that wraps its rows anew has moved ours: upwards by as many rows as there are now above the
  /// cursor, and nothing above the prompt is lost.
  func takeNewSize(of editor: LibEdit) -> LibEdit.Answer {
    editor.takeNewSize()
    goToTop(of: editor)
    return .redraw
  }

  /// Ctrl-Z: what the terminal itself would do, to the whole group, were it not for the editor's own keys.
  func suspend(_ editor: LibEdit) -> LibEdit.Answer {
    goBelow(editor)
    endPasteMarks(in: editor)
    editor.setRawTerminal(false)
    kill(0, SIGTSTP)
    _ = SignalNotes.takeResume()
    return resume(editor)
  }

  func resume(_ editor: LibEdit) -> LibEdit.Answer {
    prepareAfterResume(of: editor)
    return .redraw
  }

  func prepareAfterResume(of editor: LibEdit) {
    editor.setRawTerminal(false)  // libedit believes that it is raw already
    editor.setRawTerminal(true)
    beginPasteMarks(in: editor)
    editor.takeNewSize()
  }
}
