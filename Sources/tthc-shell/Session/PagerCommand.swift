internal import QueryLang

/// The program that shows long answers, and how it is started.
struct PagerCommand: Equatable, Sendable {
  /// The program, looked up in `PATH`, and its arguments; never empty.
  let words: [String]
  /// Added to the environment where the user has not said otherwise.
  let defaults: [String: String]
  /// Added to the environment whatever the user said.
  let demands: [String: String]
  /// Whether the user named the program, and so is told when it cannot be started.
  let isChosen: Bool

  /// Wide tables are cut at the right and can be moved there; lines to be copied are not.
  private static func less(chops: Bool) -> String { chops ? "SRXF" : "RXF" }

  /// Said instead of a bare `:`.
  private static let keys = Localized(
    vi: "phím cách: trang sau · b: trang trước · q: thoát", en: "space: next page · b: page before · q: leave"
  )

  /// What the user's environment says.
  struct Wishes: Equatable, Sendable {
    /// `$PAGER`.
    var pager: String?
    /// `$LESS`.
    var less: String?
  }

  /// `$PAGER`, `less -SRXF` without it; `nil` when that is empty or `cat`.
  ///
  /// `less` that nobody chose starts no program and writes no file, and says its keys unless `$LESS` is set. In safe
  /// mode it is always `less`.
  ///
  /// - Parameter chops: whether lines wider than the screen are cut there.
  init?(_ wishes: Wishes, isSafe: Bool, language: Language, chops: Bool = true) {
    let chosen = isSafe ? nil : wishes.pager.map { PagerCommand.words(of: $0) }
    if let chosen, chosen.isEmpty || chosen == ["cat"] { return nil }
    let saysKeys = chosen == nil && wishes.less == nil
    // Letters with accents come out of a prompt only whole, as the editor's name; and there is no editor there.
    words = chosen ?? ["less", "-" + PagerCommand.less(chops: chops)] + (saysKeys ? ["-Ps%E"] : [])
    isChosen = chosen != nil
    // As git does, so that a plain PAGER=less keeps colours and rules whole; and UTF-8 in any locale.
    defaults = ["LESS": PagerCommand.less(chops: chops), "LESSCHARSET": "utf-8"]
    let harmless = ["LESSSECURE": "1", "LESSHISTFILE": "-"]
    let closed = harmless.merging(["LESSOPEN": "", "LESSKEY": "", "LESSKEYIN": ""]) { $1 }
    let prompt = saysKeys ? ["VISUAL": PagerCommand.keys[language]] : [:]
    demands = (isSafe ? closed : chosen == nil ? harmless : [:]).merging(prompt) { $1 }
  }

  /// The words of a command: blanks part them, `'…'` and `"…"` keep blanks, a backslash outside `'…'` takes the
  /// next character as it is. No shell reads it: `$`, `|` and the like mean nothing.
  static func words(of text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let finished = word { words.append(finished) }
    return words
  }
}
