/// Commands that move the cursor or take letters away.
extension EditSession {
  func lineUpOrOlder(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    if let place = text.cursorOneLineUp { return move(to: place, in: editor) }
    return show(walk.older(than: plainText(in: editor), in: history.entries), in: editor)
  }

  func lineDownOrNewer(in editor: LibEdit) -> LibEdit.Answer {
    if let place = editor.text.cursorOneLineDown { return move(to: place, in: editor) }
    return show(walk.newer(in: history.entries), in: editor)
  }

  func goToLineStart(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    let start = text.lineStart
    let isIndented = indentation.isWhole(at: start, in: text)
    return move(to: isIndented ? start + indentation.width : start, in: editor)
  }

  /// At the end of the text the dim rest of an older statement is taken over.
  func goToLineEnd(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    return text.isCursorAtEnd ? takeHint(in: editor) : move(to: text.lineEnd, in: editor)
  }

  func goRight(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    return text.isCursorAtEnd ? takeHint(in: editor) : move(to: text.cursor + 1, in: editor)
  }

  func deleteBefore(in editor: LibEdit) -> LibEdit.Answer {
    delete(editor.text.beforeCursor(indentation: indentation.width), in: editor)
  }

  /// The case of the letter at the cursor, and one to the right.
  func changeCase(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    guard text.cursor < text.scalars.count else { return .beep }
    let changed = text.letterInOtherCase ?? text.string(in: text.cursor..<text.cursor + 1)
    editor.replace(text.cursor..<text.cursor + 1, by: changed)
    return .refresh
  }

  /// Puts the next key in place of the letter at the cursor.
  func replaceLetter(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    guard text.cursor < text.scalars.count, text.scalars[text.cursor] != "\n" else { return .beep }
    switch nextItem(for: editor) {
    case .key(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7F:
      editor.replace(text.cursor..<text.cursor + 1, by: String(Character(scalar)))
      return move(to: text.cursor, in: editor)
    case .resized, .resumed:
      isNewSizeDue = true
      return .beep
    case .endOfInput: return .endOfInput
    case .key, .command, .paste, .mark: return .beep
    }
  }

  // MARK: Deleting more than a letter

  func deleteNextWord(in editor: LibEdit) -> LibEdit.Answer { kill(editor.text.nextWord, in: editor) }

  func deletePreviousWord(in editor: LibEdit) -> LibEdit.Answer {
    kill(editor.text.previousWord, in: editor)
  }

  /// At the end of a line the next line is joined to it.
  func killLineEnd(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    guard text.cursor == text.lineEnd else { return kill(text.cursor..<text.lineEnd, in: editor) }
    return delete(text.lineFeedAtCursor(indentation: indentation.width), in: editor)
  }

  /// Not the indentation, unless the cursor stands in it.
  func killLineStart(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    let start = text.lineStart
    let own = indentation.isWhole(at: start, in: text) ? start + indentation.width : start
    return kill(min(own, text.cursor)..<text.cursor, in: editor)
  }

  func yank(in editor: LibEdit) -> LibEdit.Answer {
    guard !killed.isEmpty else { return .beep }
    let cursor = editor.text.cursor
    editor.replace(cursor..<cursor, by: indentation.added(to: killed))
    return .refresh
  }

  private func kill(_ range: Range<Int>, in editor: LibEdit) -> LibEdit.Answer {
    if !range.isEmpty { killed = indentation.removed(from: editor.text.string(in: range)) }
    return delete(range, in: editor)
  }

  // MARK: History

  func olderAlike(in editor: LibEdit) -> LibEdit.Answer {
    let beginning = beginningToSearch(in: editor)
    return show(
      walk.older(than: plainText(in: editor), in: history.entries, beginning: beginning), in: editor)
  }

  func newerAlike(in editor: LibEdit) -> LibEdit.Answer {
    let beginning = beginningToSearch(in: editor)
    return show(walk.newer(in: history.entries, beginning: beginning), in: editor)
  }

  /// The text before the cursor when the search began: as long as what is shown is what was found, the same.
  private func beginningToSearch(in editor: LibEdit) -> String {
    let text = editor.text
    if let known = walk.beginning(for: plainText(in: editor)) { return known }
    return indentation.removed(from: text.string(in: 0..<text.cursor))
  }

  /// Puts a text from the history in place of the edited one.
  func show(_ text: String?, in editor: LibEdit) -> LibEdit.Answer {
    guard let text else { return .beep }
    editor.replace(0..<editor.text.scalars.count, by: indentation.added(to: editable(text)))
    return .refresh
  }

  private func delete(_ range: Range<Int>, in editor: LibEdit) -> LibEdit.Answer {
    guard !range.isEmpty else { return .beep }
    editor.replace(range, by: "")
    return .refresh
  }

  private func move(to offset: Int, in editor: LibEdit) -> LibEdit.Answer {
    editor.moveCursor(to: offset)
    return .refresh
  }

  private func takeHint(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    guard display.isStyled, let rest = history.rest(of: plainText(in: editor)) else { return .nothing }
    editor.replace(text.cursor..<text.cursor, by: indentation.added(to: editable(rest)))
    return .refresh
  }
}
