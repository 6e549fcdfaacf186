internal import QueryLang

/// Tab.
extension EditSession {
  func complete(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    let reply = services.completions(text.string, text.cursor)
    switch TabCompletion(reply, in: text, isSecondTab: textAtLastTab == text) {
    case .nothing:
      textAtLastTab = text
      return .beep
    case .insert(let inserted, let range):
      editor.replace(range, by: nfc(inserted))
      textAtLastTab = editor.text
      return .refresh
    case .list(let candidates):
      list(candidates, in: editor)
      return .redraw
    }
  }

  private func list(_ candidates: [CompletionCandidate], in editor: LibEdit) {
    let size = TerminalSize.current
    let list = CandidateList(columns: size.columns, rows: max(size.rows - 3, 1), display: display)
    goBelow(editor)
    editor.write(list.rows(for: candidates).map { $0 + "\r\n" }.joined())
  }
}
