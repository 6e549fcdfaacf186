/// Which key runs which command.
enum KeyBindings {
  /// C1 controls: no one types them, and the decoder lets none through.
  static let offerKey: UInt8 = 0x80
  static let acceptKey: UInt8 = 0x81
  static let upKey: UInt8 = 0x82
  static let downKey: UInt8 = 0x83
  static let rightKey: UInt8 = 0x84
  static let leftKey: UInt8 = 0x85
  static let homeKey: UInt8 = 0x86
  static let endKey: UInt8 = 0x87
  static let deleteKey: UInt8 = 0x88
  static let drawKey: UInt8 = 0x89

  private enum Name {
    static let offer = "tthc-take-offer"
    static let enter = "tthc-enter"
    static let lineFeed = "tthc-insert-line"
    static let complete = "tthc-complete"
    static let abandon = "tthc-abandon"
    static let suspend = "tthc-suspend"
    static let up = "tthc-up"
    static let down = "tthc-down"
    static let right = "tthc-right"
    static let lineStart = "tthc-line-start"
    static let lineEnd = "tthc-line-end"
    static let search = "tthc-search-history"
    static let backspace = "tthc-delete-before"
    static let changeCase = "tthc-change-case"
    static let replaceLetter = "tthc-replace-letter"
    static let deleteWord = "tthc-delete-next-word"
    static let deletePreviousWord = "tthc-delete-prev-word"
    static let killLineEnd = "tthc-kill-line-end"
    static let killLineStart = "tthc-kill-line-start"
    static let yank = "tthc-yank"
    static let olderAlike = "tthc-older-alike"
    static let newerAlike = "tthc-newer-alike"
    static let draw = "tthc-draw"
  }

  /// The commands by the names that the user's settings can bind.
  static func commands(of session: EditSession) -> [LibEdit.Command] {
    [
      .init(name: Name.offer, meaning: "take a paste or a new size", run: session.handleOffer(in:)),
      .init(name: Name.enter, meaning: "run the text or go on with it", run: session.enter(in:)),
      .init(name: Name.lineFeed, meaning: "go on in a further line", run: session.insertLineFeed(in:)),
      .init(name: Name.complete, meaning: "complete, then list", run: session.complete(in:)),
      .init(name: Name.abandon, meaning: "abandon the text", run: session.abandon(in:)),
      .init(name: Name.suspend, meaning: "stop the process", run: session.suspend(_:)),
      .init(name: Name.up, meaning: "a line up, or the older text", run: session.lineUpOrOlder(in:)),
      .init(name: Name.down, meaning: "a line down, or the newer text", run: session.lineDownOrNewer(in:)),
      .init(name: Name.right, meaning: "right, or take the hint", run: session.goRight(in:)),
      .init(name: Name.lineStart, meaning: "to the start of the line", run: session.goToLineStart(in:)),
      .init(name: Name.lineEnd, meaning: "to the end of the line", run: session.goToLineEnd(in:)),
      .init(name: Name.search, meaning: "search the history", run: session.search(in:)),
      .init(name: Name.backspace, meaning: "delete the letter before", run: session.deleteBefore(in:)),
      .init(name: Name.changeCase, meaning: "change the case of a letter", run: session.changeCase(in:)),
      .init(name: Name.replaceLetter, meaning: "replace a letter", run: session.replaceLetter(in:)),
      .init(name: Name.deleteWord, meaning: "delete the next word", run: session.deleteNextWord(in:)),
      .init(name: Name.deletePreviousWord, meaning: "delete a word", run: session.deletePreviousWord(in:)),
      .init(name: Name.killLineEnd, meaning: "delete to the line's end", run: session.killLineEnd(in:)),
      .init(name: Name.killLineStart, meaning: "delete to its start", run: session.killLineStart(in:)),
      .init(name: Name.yank, meaning: "insert what was deleted", run: session.yank(in:)),
      .init(name: Name.olderAlike, meaning: "the older text that begins so", run: session.olderAlike(in:)),
      .init(name: Name.newerAlike, meaning: "the newer text that begins so", run: session.newerAlike(in:)),
      .init(name: Name.draw, meaning: "draw what changed", run: { _ in .refresh }),
    ]
  }

  /// Set before the user's settings are read, which may change them.
  static let preferred: [LibEdit.Binding] =
    insert(
      [
        (#"\033[1;5C"#, "em-next-word"), (#"\033[1;5D"#, "ed-prev-word"),
        (#"\033[1;3C"#, "em-next-word"), (#"\033[1;3D"#, "ed-prev-word"),
      ])

  /// Commands of libedit's that read or write out of bounds, start another program or ask at the bottom of the
  /// screen, with what the user's settings bind instead. Its search and recall go by a history that is empty here.
  static let replaced: [(command: String, by: String)] = [
    ("em-inc-search-prev", Name.search), ("em-inc-search-next", Name.search),
    ("vi-search-prev", Name.search), ("vi-search-next", Name.search),
    ("vi-repeat-search-next", Name.search), ("vi-repeat-search-prev", Name.search),
    ("ed-search-prev-history", Name.olderAlike), ("ed-search-next-history", Name.newerAlike),
    ("ed-prev-history", Name.up), ("ed-next-history", Name.down),
    ("ed-prev-line", Name.up), ("ed-next-line", Name.down), ("vi-to-history-line", unassigned),
    ("vi-history-word", unassigned), ("vi-alias", unassigned), ("vi-histedit", unassigned),
    // Their mark can lie behind the end of a text that has become shorter.
    ("em-copy-region", unassigned), ("em-kill-region", unassigned), ("em-exchange-mark", unassigned),
    ("ed-command", unassigned), ("ed-quoted-insert", unassigned), ("ed-argument-digit", unassigned),
    ("em-universal-argument", unassigned), ("em-delete-next-word", Name.deleteWord),
    ("ed-delete-prev-word", Name.deletePreviousWord), ("ed-delete-prev-char", Name.backspace),
    ("em-delete-prev-char", Name.backspace), ("vi-delete-prev-char", Name.backspace),
    ("ed-kill-line", Name.killLineEnd), ("em-kill-line", Name.killLineStart),
    ("vi-kill-line-prev", Name.killLineStart), ("em-yank", Name.yank),
    ("vi-change-case", Name.changeCase), ("vi-replace-char", Name.replaceLetter),
    // Over the last letter of a text taller than the screen they write behind the rows that libedit keeps.
    ("vi-replace-mode", unassigned), ("em-toggle-overwrite", unassigned), ("vi-prev-word", "ed-prev-word"),
    ("vi-prev-big-word", "ed-prev-word"),
    ("ed-move-to-beg", Name.lineStart), ("ed-move-to-end", Name.lineEnd),
    // It types again what was typed, itself among that, and may never end.
    ("vi-redo", unassigned),
  ]

  /// Set after the user's settings, which can reset the whole map: without these the editor does not work, or
  /// a command of libedit's would run that writes out of bounds or starts another program.
  static func required(isVi: Bool) -> [LibEdit.Binding] {
    both(always) + insert([("^I", Name.complete)]) + (isVi ? commandMode : insert(emacs))
  }

  /// For libedit's own command line, vi's external editor and redoing, counts that would insert millions of letters,
  /// and quoting, which would take the keys of ours for letters.
  private static let unassigned = "ed-unassigned"

  private static let always = [
    (#"\200"#, Name.offer), (#"\201"#, "ed-newline"), (#"\202"#, Name.up), (#"\203"#, Name.down),
    (#"\204"#, Name.right), (#"\205"#, "ed-prev-char"), (#"\206"#, Name.lineStart),
    (#"\207"#, Name.lineEnd), (#"\210"#, "ed-delete-next-char"),
    (#"\211"#, Name.draw),
    ("^C", Name.abandon), ("^Z", Name.suspend), ("^M", Name.enter), ("^J", Name.enter),
    ("^R", Name.search), ("^S", Name.search), ("^P", Name.up), ("^N", Name.down),
    ("^A", Name.lineStart), ("^E", Name.lineEnd), ("^?", Name.backspace), ("^H", Name.backspace),
    ("^K", Name.killLineEnd), ("^U", Name.killLineStart), ("^W", Name.deletePreviousWord),
    ("^Y", Name.yank), ("^V", unassigned),
  ]

  private static let emacs =
    (0...9).map { ("\\033\($0)", unassigned) } + [
      ("^F", Name.right), (#"\033d"#, Name.deleteWord), (#"\033D"#, Name.deleteWord),
      (#"\033^M"#, Name.lineFeed), (#"\033^J"#, Name.lineFeed),
      (#"\033^?"#, Name.deletePreviousWord), (#"\033^H"#, Name.deletePreviousWord),
      (#"\033p"#, Name.olderAlike), (#"\033P"#, Name.olderAlike),
      (#"\033n"#, Name.newerAlike), (#"\033N"#, Name.newerAlike),
      (#"\033x"#, unassigned), (#"\033X"#, unassigned), (#"\033w"#, unassigned), (#"\033W"#, unassigned),
      ("^X^X", unassigned),
    ]

  /// `b` and `B`: libedit's own look at what stands before the text when they have a count. `r` and `R`: its own
  /// note the last letter of a text taller than the screen behind the rows it keeps.
  private static let commandMode =
    [
      ("k", Name.up), ("j", Name.down), (#"\055"#, Name.up), ("+", Name.down), ("K", Name.up),
      ("J", Name.down), ("/", Name.search), ("?", Name.search), ("~", Name.changeCase),
      ("b", "ed-prev-word"), ("B", "ed-prev-word"), ("r", Name.replaceLetter),
      ("R", unassigned), ("v", unassigned), (":", unassigned), (".", unassigned),
    ].map { LibEdit.Binding(key: $0.0, command: $0.1, map: .command) }

  private static func insert(_ keys: [(String, String)]) -> [LibEdit.Binding] {
    keys.map { LibEdit.Binding(key: $0.0, command: $0.1, map: .insert) }
  }

  private static func both(_ keys: [(String, String)]) -> [LibEdit.Binding] {
    insert(keys) + keys.map { LibEdit.Binding(key: $0.0, command: $0.1, map: .command) }
  }
}
