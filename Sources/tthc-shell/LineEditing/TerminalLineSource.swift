@preconcurrency import Glibc

/// Lines edited at a terminal through libedit.
///
/// To be made once, and used on the thread that made it.
struct TerminalLineSource: LineSource {
  private let editor: LibEdit
  private let session: EditSession

  /// `nil` where libedit cannot work: no UTF-8 locale, or editing turned off in the user's settings.
  ///
  /// Only for a terminal on standard input and output; ``makeLineSource(services:display:)`` makes sure.
  init?(services: LineServices, display: LineDisplay, history: History) {
    guard LibEdit.useUTF8Locale() else { return nil }
    let input = TerminalInput(descriptor: STDIN_FILENO, wakeDescriptor: SignalNotes.wakeDescriptor)
    session = EditSession(services: services, display: display, history: history, input: input)
    let editor = LibEdit(
      program: "tthc-shell",
      nextKey: session.nextKey(for:),
      commands: KeyBindings.commands(of: session))
    guard let editor else { return nil }
    self.editor = editor
    KeyBindings.preferred.forEach(editor.bind)
    editor.readUserSettings(replacing: KeyBindings.replaced)
    KeyBindings.required(isVi: editor.isVi).forEach(editor.bind)
    guard editor.isEditingOn else { return nil }
  }

  func read(prompt: Prompt) -> LineEvent {
    fflush(nil)  // what was printed so far stands above the prompt
    Interrupts.clear()
    session.begin(with: prompt)
    session.beginPasteMarks(in: editor)
    let text = editor.read(prompt: prompt.textWithLiterals, literalMark: Prompt.literalMark)
    session.endPasteMarks(in: editor)
    guard let text else {
      editor.write("\n")
      return .end
    }
    return session.isAbandoned ? .interrupted : .line(accepted(text))
  }

  func remember(_ statement: String) { session.history.remember(statement) }

  func noteFailure(of statement: String) { session.history.noteFailure(of: statement) }

  /// Without the indentation, the line feed that ended the read, and empty further lines.
  private func accepted(_ text: String) -> String {
    var rest = Substring(editable(session.indentation.removed(from: text)))
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
