/// What the caller knows about a text being edited: pure functions, so nothing needs a terminal in tests.
struct LineServices {
  /// What can stand at the cursor, given as an offset in Unicode scalars.
  var completions: (_ text: String, _ cursorScalarOffset: Int) -> CompletionReply
  /// Whether Enter ends the text rather than starting a further line.
  var isComplete: (_ text: String) -> Bool
  /// What would follow the text, shown dim behind it when the history knows no better.
  var hint: (_ text: String) -> String?
  /// Said once, behind the first continuation prompt: how to get away from it.
  var wayOut: () -> String

  init(
    completions: @escaping (_ text: String, _ cursorScalarOffset: Int) -> CompletionReply,
    isComplete: @escaping (_ text: String) -> Bool,
    hint: @escaping (_ text: String) -> String?,
    wayOut: @escaping () -> String = { "" }
  ) {
    self.completions = completions
    self.isComplete = isComplete
    self.hint = hint
    self.wayOut = wayOut
  }
}

/// What can replace a range of the text.
struct CompletionReply: Equatable, Sendable {
  /// Offsets in Unicode scalars.
  var replacedScalars: Range<Int>
  /// Best first.
  var candidates: [CompletionCandidate]
  /// How many more there are.
  var leftOut = 0
  /// What was typed is whole: nothing is inserted.
  var isOnlyListed = false
}

/// One thing that can stand at the cursor.
struct CompletionCandidate: Equatable, Sendable {
  /// What is inserted, quoted where the language wants it.
  var text: String
  /// What the list shows.
  var label: String
  /// One line; empty when there is nothing to say.
  var meaning: String

  /// Nothing of the same word or quoted text can follow it.
  var isWhole: Bool {
    let quotes = text.count { $0 == "\"" }
    return quotes.isMultiple(of: 2) && text.last != "(" && text.last != " "
  }

  init(text: String, label: String? = nil, meaning: String = "") {
    self.text = text
    self.label = label ?? text
    self.meaning = meaning
  }
}
