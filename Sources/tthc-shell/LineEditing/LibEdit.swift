private import CLibEdit
@preconcurrency internal import Glibc

/// libedit, as much of it as the line editor uses. The only file that imports it.
///
/// A class, because libedit calls back by a pointer to it. One at a time, on one thread: libedit keeps static
/// state.
final class LibEdit {
  enum NextKey {
    case key(Unicode.Scalar)
    /// A key that only the command bound to it knows; see ``Binding``.
    case commandKey(UInt8)
    case endOfInput
  }

  /// What a command did.
  enum Answer {
    case nothing
    /// The text or the cursor changed.
    case refresh
    /// The screen was written on; the cursor stands where the prompt is to be drawn.
    case redraw
    case beep
    case endOfInput
  }

  /// A command of the program's own, callable by `bind` in the user's settings.
  struct Command {
    var name: String
    var meaning: String
    var run: (LibEdit) -> Answer
  }

  struct Binding: Sendable {
    enum Map { case insert, command }
    /// As `bind` writes it: `^A`, `\033[A`, `\200`.
    var key: String
    /// Of a command of ours or libedit's.
    var command: String
    var map: Map
  }

  private var editor: OpaquePointer?
  private let nextKey: (LibEdit) -> NextKey
  private let commands: [Command]

  /// - Parameters:
  ///   - program: the name that lines of the user's settings can begin with.
  ///   - nextKey: waits for the next key.
  ///   - commands: at most as many as the C side has slots.
  init?(program: String, nextKey: @escaping (LibEdit) -> NextKey, commands: [Command]) {
    precondition(commands.count <= Int(CLE_COMMAND_SLOTS))
    self.nextKey = nextKey
    self.commands = commands
    let callbacks = cle_callbacks(
      context: Unmanaged.passUnretained(self).toOpaque(),
      next_key: { context, key in LibEdit.at(context)?.giveNextKey(to: key) ?? 0 },
      on_command: { context, slot in LibEdit.at(context)?.runCommand(slot) ?? CLE_BEEP })
    guard let opened = cle_open(program, 0, 1, callbacks) else { return nil }
    editor = opened
    for (slot, command) in commands.enumerated() {
      cle_add_command(opened, Int32(slot), command.name, command.meaning)
    }
  }

  deinit { cle_close(editor) }

  /// UTF-8 from the environment, else `C.UTF-8`; to be called before the first editor is made. Without either
  /// libedit would lose letters.
  static func useUTF8Locale() -> Bool { cle_use_utf8_locale() }

  // MARK: Settings

  /// `$EDITRC`, else `~/.editrc`. Can reset every binding, and turn editing off.
  ///
  /// - Parameter replaced: libedit's commands that these settings must not bind, each with what is bound instead.
  func readUserSettings(replacing replaced: [(command: String, by: String)]) {
    let names = replaced.flatMap { [strdup($0.command), strdup($0.by)] }
    defer { for name in names { free(name) } }
    cle_read_user_settings(editor, names.map { UnsafePointer($0) }, replaced.count)
  }

  var isVi: Bool { cle_is_vi(editor) }

  var isEditingOn: Bool { cle_is_editing_on(editor) }

  func bind(_ binding: Binding) {
    cle_bind(editor, binding.key, binding.command, binding.map == .command)
  }

  // MARK: Reading

  /// `nil` at the end of the input; the text ends with a line feed otherwise.
  func read(prompt: String, literalMark: Unicode.Scalar) -> String? {
    let scalars = prompt.unicodeScalars.map(\.value)
    cle_set_prompt(editor, scalars, scalars.count, literalMark.value)
    var text: UnsafePointer<UInt32>?
    let count = cle_read(editor, &text)
    guard count >= 0, let text else { return nil }
    return EditedText(scalars: Self.copy(text, count: count), cursor: 0).string
  }

  // MARK: In a command or while waiting for a key

  var text: EditedText {
    var scalars: UnsafePointer<UInt32>?
    var cursor = 0
    let count = cle_line(editor, &scalars, &cursor)
    return EditedText(scalars: Self.copy(scalars, count: count), cursor: cursor)
  }

  /// The cursor and the length of the text.
  ///
  /// - Complexity: O(1), unlike ``text``.
  var place: (cursor: Int, length: Int) {
    var scalars: UnsafePointer<UInt32>?
    var cursor = 0
    let length = cle_line(editor, &scalars, &cursor)
    return (cursor, length)
  }

  func moveCursor(to offset: Int) { cle_move_cursor(editor, offset) }

  /// Replaces a range; the cursor ends behind what was inserted.
  func replace(_ range: Range<Int>, by text: String) {
    let scalars = text.unicodeScalars.map(\.value)
    cle_replace(editor, range.lowerBound, range.upperBound, scalars, scalars.count)
  }

  /// Writes to the terminal, in order with what libedit writes.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cle_write(editor, $0.baseAddress, $0.count) }
    }
  }

  /// The columns libedit gives to a scalar.
  static func width(of scalar: Unicode.Scalar) -> Int { Int(cle_width_on_screen(scalar.value)) }

  func takeNewSize() { cle_take_new_size(editor) }

  func setRawTerminal(_ isRaw: Bool) { cle_set_raw_terminal(editor, isRaw) }

  // MARK: Callbacks

  /// The pointer of the callbacks is to an editor that lives as long as libedit calls.
  private static func at(_ context: UnsafeMutableRawPointer?) -> LibEdit? {
    context.map { Unmanaged<LibEdit>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Copied at once: libedit moves its buffer with the next change.
  private static func copy(_ scalars: UnsafePointer<UInt32>?, count: Int) -> [Unicode.Scalar] {
    UnsafeBufferPointer(start: scalars, count: scalars == nil ? 0 : count)
      .map { Unicode.Scalar($0) ?? "\u{FFFD}" }
  }

  private func giveNextKey(to key: UnsafeMutablePointer<UInt32>?) -> Int32 {
    switch nextKey(self) {
    case .key(let scalar): key?.pointee = scalar.value
    case .commandKey(let number): key?.pointee = UInt32(number)
    case .endOfInput: return 0
    }
    return 1
  }

  private func runCommand(_ slot: Int32) -> cle_answer {
    guard commands.indices.contains(Int(slot)) else { return CLE_BEEP }
    return switch commands[Int(slot)].run(self) {
    case .nothing: CLE_NOTHING
    case .refresh: CLE_REFRESH
    case .redraw: CLE_REDRAW
    case .beep: CLE_BEEP
    case .endOfInput: CLE_END_OF_INPUT
    }
  }
}

/// What the signal handler noted. Every member is safe on any thread.
enum SignalNotes {
  /// Installs the handlers of SIGINT, SIGWINCH and SIGCONT once, and answers a descriptor that becomes readable
  /// with each signal, or -1.
  static let wakeDescriptor: Int32 = cle_signals_install()

  /// Lock-free.
  static var isInterruptPending: Bool { cle_interrupt_is_pending() }
  static func takeInterrupt() -> Bool { cle_take_interrupt() }
  static func takeResize() -> Bool { cle_take_resize() }
  static func takeResume() -> Bool { cle_take_resume() }

  /// Whether SIGINT, SIGTERM and SIGHUP are noted instead of ending the process; those that its caller ignores stay
  /// ignored.
  static func noteEndings(_ areNoted: Bool) { cle_note_endings(areNoted) }
  /// The signal that was noted, or 0. Lock-free.
  static var notedEnding: Int32 { cle_noted_ending() }
  static func end(by signal: Int32) { cle_end_by(signal) }
}
