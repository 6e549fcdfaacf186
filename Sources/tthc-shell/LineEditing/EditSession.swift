/// Something that is shown at most once.
struct OnceShown: Equatable, Sendable {
  private var isOver = false
  /// Set when its time has come; stays false once it was shown.
  var isDue = false {
    didSet { if isOver { isDue = false } }
  }

  mutating func noteShown() {
    guard isDue else { return }
    isOver = true
    isDue = false
  }
}

/// What the line editor knows between two keys, and what its commands do.
///
/// A class, because every command of libedit's calls back into the same state. The editor itself is passed in,
/// so the two never hold each other.
final class EditSession {
  let services: LineServices
  let display: LineDisplay
  var history: History
  var input: TerminalInput
  var prompt = Prompt(text: "", continuation: "")
  var walk = HistoryWalk()
  /// What was deleted last, to be inserted again.
  var killed = ""
  /// The text at which a Tab was pressed and found nothing more to insert.
  var textAtLastTab: EditedText?
  /// How many of the candidates at that text the last Tabs have listed.
  var listedCandidates = 0
  /// How many candidates the last Tab left to choose from without showing them.
  var unlistedCandidates = 0
  var wayOut = OnceShown()
  var overlay: ScreenOverlay?
  private(set) var isAbandoned = false

  /// A text handed to libedit as its own key; see ``nextKey(for:)``.
  private var offered: TerminalInput.Item?
  private var nextCommandKey: UInt8?
  private var wasCursorAtEnd = true
  var isNewSizeDue = false
  /// False while an offer was refused and no key has come since: libedit may be in the middle of a question of
  /// its own, and would refuse for ever.
  private var mayOfferAgain = true

  init(services: LineServices, display: LineDisplay, history: History, input: TerminalInput) {
    self.services = services
    self.display = display
    self.history = history
    self.input = input
  }

  func begin(with prompt: Prompt) {
    self.prompt = prompt
    walk = HistoryWalk()
    textAtLastTab = nil
    isAbandoned = false
    nextCommandKey = nil
    wasCursorAtEnd = true
  }

  /// Of further lines: as wide as what is drawn before them.
  var indentation: Indentation { Indentation(width: display.width(prompt.continuation)) }

  /// The text without its indentation.
  func plainText(in editor: LibEdit) -> String { indentation.removed(from: editor.text.string) }

  // MARK: Keys

  /// The next key for libedit. What is not a key, as a pasted text, is offered as the key that is bound to
  /// ``handleOffer(in:)``.
  ///
  /// In the middle of a key sequence libedit does not run a command; then the offer comes back here unused.
  func nextKey(for editor: LibEdit) -> LibEdit.NextKey {
    takeBackOffer()
    if isDrawingDue(in: editor) { return .commandKey(KeyBindings.drawKey) }
    if let key = nextCommandKey {
      nextCommandKey = nil
      return .commandKey(key)
    }
    switch nextItem(for: editor) {
    case .key(let scalar):
      mayOfferAgain = true
      return .key(scalar)
    case .command(let number):
      mayOfferAgain = true
      return .commandKey(number)
    case .endOfInput: return .endOfInput
    case let item:
      offered = item
      return .commandKey(KeyBindings.offerKey)
    }
  }

  /// Where the text is taller than the screen, libedit cannot follow a cursor that moves to its end, and the next
  /// letter would be noted behind the rows it keeps; drawing the whole text sets it right.
  private func isDrawingDue(in editor: LibEdit) -> Bool {
    let place = editor.place
    let isAtEnd = place.cursor == place.length
    defer { wasCursorAtEnd = isAtEnd }
    return isAtEnd && !wasCursorAtEnd
  }

  func nextItem(for editor: LibEdit) -> TerminalInput.Item {
    if isNewSizeDue, mayOfferAgain, !input.hasNext {
      isNewSizeDue = false
      return .resized
    }
    return input.next(
      beforeWaiting: { drawOverlay(in: editor) },
      afterWaiting: { eraseOverlay(in: editor) })
  }

  private func takeBackOffer() {
    guard let item = offered else { return }
    offered = nil
    switch item {
    case .paste(let text): input.putBack(editable(text).unicodeScalars.map { .key($0 == "\n" ? " " : $0) })
    case .resized, .resumed:
      isNewSizeDue = true
      mayOfferAgain = false
    case .mark, .key, .command, .endOfInput: break
    }
  }

  func handleOffer(in editor: LibEdit) -> LibEdit.Answer {
    guard let item = offered else { return .nothing }
    offered = nil
    switch item {
    case .paste(let text): return insertPaste(text, in: editor)
    case .mark(let scalar): return join(scalar, in: editor)
    case .resized: return takeNewSize(of: editor)
    case .resumed: return resume(editor)
    case .key, .command, .endOfInput: return .nothing
    }
  }

  private func insertPaste(_ text: String, in editor: LibEdit) -> LibEdit.Answer {
    var pasted = Substring(editable(text))
    while pasted.last == "\n" { pasted.removeLast() }
    let cursor = editor.text.cursor
    editor.replace(cursor..<cursor, by: indentation.added(to: String(pasted)))
    return .refresh
  }

  private func join(_ mark: Unicode.Scalar, in editor: LibEdit) -> LibEdit.Answer {
    let (range, text) = editor.text.joining(mark)
    editor.replace(range, by: text)
    return .refresh
  }

  // MARK: Ending a read

  /// Ends the read with the text as it is.
  func accept() -> LibEdit.Answer {
    nextCommandKey = KeyBindings.acceptKey
    return .nothing
  }

  func abandon(in editor: LibEdit) -> LibEdit.Answer {
    isAbandoned = true
    let end = editor.text.scalars.count
    editor.replace(end..<end, by: "^C")
    nextCommandKey = KeyBindings.acceptKey
    return .refresh
  }

  /// Enter: ends a complete text, and any text from an empty further line; else starts a further line.
  func enter(in editor: LibEdit) -> LibEdit.Answer {
    let text = editor.text
    let line = text.scalars[text.lineStart..<text.lineEnd]
    let isOnEmptyLine = text.isCursorAtEnd && line.allSatisfy { $0 == " " }
    if isOnEmptyLine || services.isComplete(text.string) { return accept() }
    wayOut.isDue = true
    return insertLineFeed(in: editor)
  }

  func insertLineFeed(in editor: LibEdit) -> LibEdit.Answer {
    let cursor = editor.text.cursor
    editor.replace(cursor..<cursor, by: indentation.added(to: "\n"))
    return .refresh
  }
}
