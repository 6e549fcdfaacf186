internal import QueryLang

/// Tab.
extension EditSession {
  private static let rowsOfFirstLook = 13

  func complete(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    let reply = services.completions(text.string, text.cursor)
    switch TabCompletion(reply, in: text, isSecondTab: textAtLastTab == text) {
    case .nothing:
      noteTab(at: text)
      unlistedCandidates = reply.candidates.count > 1 ? reply.candidates.count + reply.leftOut : 0
      return .beep
    case .insert(let inserted, let range):
      editor.replace(range, by: nfc(inserted))
      noteTab(at: editor.text)
      return .refresh
    case .list(let candidates):
      if textAtLastTab != text { noteTab(at: text) }
      list(candidates, leftOut: reply.leftOut, in: editor)
      return .redraw
    }
  }

  private func noteTab(at text: EditedText) {
    textAtLastTab = text
    listedCandidates = 0
    unlistedCandidates = 0
  }

  /// A page; the next Tab at the same place shows the next one, after the last the first again.
  private func list(_ candidates: [CompletionCandidate], leftOut: Int, in editor: LibEdit) {
    let size = TerminalSize.current
    unlistedCandidates = 0
    let room = max(size.rows - 3, 1)
    // Whoever has typed nothing looks around: the usual is enough for a first page.
    let isFirstLook = editor.text.scalars.isEmpty && listedCandidates == 0
    let rows = isFirstLook ? min(room, EditSession.rowsOfFirstLook) : room
    let list = CandidateList(columns: size.columns, rows: rows, display: display)
    if listedCandidates >= candidates.count { listedCandidates = 0 }
    let page = list.page(of: candidates[listedCandidates...], leftOut: leftOut)
    listedCandidates += page.count
    goBelow(editor)
    editor.write(page.rows.map { $0 + "\r\n" }.joined())
  }
}
