/// `text` with everything that could steer a terminal, reorder the line or hide in it shown as a visible
/// escape (`ESC` becomes `\u{1B}`): C0, DEL, C1, bidirectional controls, line and paragraph separators,
/// zero-width and tag characters, marks without a base. What a reader can see stays as it is; a backslash
/// too, so this is for reading, not for reading back.
///
/// Emoji joined by U+200D stay whole. More than eight combining marks on one base are cut to eight and one
/// escape that says how many more there are.
/// - Parameter keepingNewlines: keeps LF, and takes CR LF for LF.
/// - Complexity: O(n); text without a suspicious byte is returned as it is.
package func escapedForTerminal(_ text: String, keepingNewlines: Bool = false) -> String {
  if text.unicodeScalars.areCertainlyHarmless { return text }
  var escaper = TerminalEscaper(keepingNewlines: keepingNewlines)
  let scalars = text.unicodeScalars
  var index = scalars.startIndex
  while index < scalars.endIndex {
    let next = scalars.index(after: index)
    escaper.append(scalars[index], before: next < scalars.endIndex ? scalars[next] : nil)
    index = next
  }
  return escaper.finished()
}

/// `text` without the users and passwords of addresses in it: `http://…@host`. Nobody should write them there; who
/// did must not find them in a file or on a screen again.
/// - Complexity: O(n); text without an address is returned as it is.
package func withoutPasswords(_ text: String) -> String {
  let scheme = "://".unicodeScalars
  var rest = text.unicodeScalars[...]
  var output = String.UnicodeScalarView()
  while let mark = rest.firstRange(of: scheme) {
    let behind = rest[mark.upperBound...]
    let address = behind.prefix { $0 != "\"" && $0 != "\n" }
    output += rest[..<mark.upperBound]
    if let end = address.lastIndex(of: "@") {
      output += "…".unicodeScalars
      rest = behind[end...]
    } else {
      rest = behind
    }
  }
  return String(output + rest)
}

extension String.UnicodeScalarView {
  /// Printable ASCII, Latin letters and common punctuation only.
  fileprivate var areCertainlyHarmless: Bool {
    allSatisfy { scalar in
      switch scalar.value {
      case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x1E00...0x1EFF, 0x2010...0x2027: true
      default: false
      }
    }
  }
}

private struct TerminalEscaper {
  static let markLimit = 8
  let keepingNewlines: Bool
  var output = String.UnicodeScalarView()
  var previous: Unicode.Scalar?
  /// Combining marks since the last base; `nil` when there is no base to sit on.
  var markCount: Int?
  var firstMarkLeftOut: Unicode.Scalar?

  init(keepingNewlines: Bool) { self.keepingNewlines = keepingNewlines }

  mutating func append(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
    defer { previous = scalar }
    let category = scalar.properties.generalCategory
    if category == .nonspacingMark || category == .enclosingMark {
      return appendMark(scalar)
    }
    closeMarks()
    if keepingNewlines, scalar == "\n" || (scalar == "\r" && next == "\n") {
      if scalar == "\n" { output.append(scalar) }
      markCount = nil
    } else if isVisible(scalar, category) || joinsEmoji(scalar, before: next) {
      output.append(scalar)
      markCount = 0
    } else {
      appendEscape(scalar)
      markCount = nil
    }
  }

  mutating func finished() -> String {
    closeMarks()
    return String(output)
  }

  private mutating func appendMark(_ mark: Unicode.Scalar) {
    let isSelector = (0xFE00...0xFE0F).contains(mark.value)
    guard let count = markCount, isSelector || !mark.properties.isDefaultIgnorableCodePoint else {
      closeMarks()
      markCount = markCount == nil ? nil : 0
      return appendEscape(mark)
    }
    markCount = count + 1
    if count < Self.markLimit {
      output.append(mark)
    } else if firstMarkLeftOut == nil {
      firstMarkLeftOut = mark
    }
  }

  private mutating func closeMarks() {
    guard let mark = firstMarkLeftOut, let count = markCount else { return }
    firstMarkLeftOut = nil
    appendEscape(mark)
    let more = count - Self.markLimit - 1
    if more > 0 { output.append(contentsOf: "(+\(more))".unicodeScalars) }
  }

  private mutating func appendEscape(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    output.append(contentsOf: "\\u{\(digits)}".unicodeScalars)
  }

  private func isVisible(_ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private func joinsEmoji(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    guard scalar.value == 0x200D, let previous, let next, next.properties.isEmoji, next.value > 0x7F else {
      return false
    }
    return previous.value == 0xFE0F || (previous.properties.isEmoji && previous.value > 0x7F)
  }
}
