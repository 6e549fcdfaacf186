internal import QueryLang

/// The text in the editor and the place of the cursor, both in Unicode scalars as libedit counts them.
struct EditedText: Equatable, Sendable {
  var scalars: [Unicode.Scalar]
  var cursor: Int

  init(scalars: [Unicode.Scalar], cursor: Int) {
    self.scalars = scalars
    self.cursor = cursor
  }

  /// The text with the cursor behind it.
  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    cursor = scalars.count
  }

  var string: String { string(in: 0..<scalars.count) }

  func string(in range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  var isCursorAtEnd: Bool { cursor == scalars.count }

  /// Nothing stands behind that place in its line.
  func endsLine(at offset: Int) -> Bool { offset == scalars.count || scalars[offset] == "\n" }

  /// The start of the line that the cursor is in.
  var lineStart: Int { (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }

  /// The line feed behind the cursor's line, or the end of the text.
  var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

  /// The same place one line up; `nil` on the first line.
  var cursorOneLineUp: Int? {
    guard lineStart > 0 else { return nil }
    let above = EditedText(scalars: scalars, cursor: lineStart - 1).lineStart
    return min(above + (cursor - lineStart), lineStart - 1)
  }

  /// The same place one line down; `nil` on the last line.
  var cursorOneLineDown: Int? {
    guard lineEnd < scalars.count else { return nil }
    let below = lineEnd + 1
    return min(below + (cursor - lineStart), EditedText(scalars: scalars, cursor: below).lineEnd)
  }

  /// From the cursor to the end of the next word.
  var nextWord: Range<Int> {
    var end = cursor
    while end < scalars.count, !Self.isInWord(scalars[end]) { end += 1 }
    while end < scalars.count, Self.isInWord(scalars[end]) { end += 1 }
    return cursor..<end
  }

  /// From the start of the word before the cursor.
  var previousWord: Range<Int> {
    var start = cursor
    while start > 0, !Self.isInWord(scalars[start - 1]) { start -= 1 }
    while start > 0, Self.isInWord(scalars[start - 1]) { start -= 1 }
    return start..<cursor
  }

  /// The line feed at the cursor with the indentation behind it; empty at the end of the text.
  func lineFeedAtCursor(indentation: Int) -> Range<Int> {
    guard cursor < scalars.count, scalars[cursor] == "\n" else { return cursor..<cursor }
    return cursor..<cursor + 1 + scalars[(cursor + 1)...].prefix(indentation).prefix { $0 == " " }.count
  }

  /// The letter at the cursor with its case changed; `nil` where there is none to change.
  var letterInOtherCase: String? {
    guard cursor < scalars.count else { return nil }
    let properties = scalars[cursor].properties
    let changed = properties.isLowercase ? properties.uppercaseMapping : properties.lowercaseMapping
    return changed.unicodeScalars.count == 1 ? changed : nil
  }

  /// What a backspace takes: one letter with its marks, or a continuation's indentation, when nothing else
  /// stands before the cursor, with the line feed before it.
  func beforeCursor(indentation: Int) -> Range<Int> {
    let start = lineStart
    if start > 0, cursor - start == indentation, scalars[start..<cursor].allSatisfy({ $0 == " " }) {
      return start - 1..<cursor
    }
    return cursor == 0 ? 0..<0 : lastLetter(before: cursor)..<cursor
  }

  /// What a combining mark typed at the cursor replaces, and by what: the letter before with the mark.
  func joining(_ mark: Unicode.Scalar) -> (range: Range<Int>, text: String) {
    guard cursor > lineStart else { return (cursor..<cursor, String(Character(mark))) }
    let range = lastLetter(before: cursor)..<cursor
    return (range, nfc(string(in: range) + String(Character(mark))))
  }

  private func lastLetter(before offset: Int) -> Int {
    var start = offset - 1
    while start > 0, Self.isMark(scalars[start]), scalars[start - 1] != "\n" { start -= 1 }
    return start
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && scalar.properties.canonicalCombiningClass != .notReordered
  }

  private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isMark(scalar) || scalar.properties.numericType != nil || scalar == "_"
  }
}
