/// A place in a source: a half-open range of UTF-8 offsets.
///
/// Two spans always compare equal, so that syntax trees compare by what they mean, not by where they stood.
package struct SourceSpan: Sendable, Hashable {
  package var lower: Int
  package var upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// The smallest span that holds both.
  package func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(min(lower, other.lower), max(upper, other.upper))
  }

  package static func == (left: SourceSpan, right: SourceSpan) -> Bool { true }
  package func hash(into hasher: inout Hasher) {}
}

/// Text in the query language, with a name for messages and a map from offsets to lines.
///
/// The text is brought to NFC first, and that of a file loses a byte-order mark at its beginning: every later
/// offset counts UTF-8 bytes of what is left.
package struct QuerySource: Sendable {
  /// File name, or `nil` at the prompt and for `-c`.
  package let name: String?
  package let text: String
  package let utf8: [UInt8]
  private let lineStarts: [Int]

  /// Longest accepted text, in bytes; longer ones are refused before any work is done.
  package static let maximumLength = 16 << 20
  /// Longest accepted single statement, in bytes.
  package static let maximumStatementLength = 1 << 20

  package init(_ text: String, name: String? = nil) {
    self.name = name
    let marked = name != nil && text.unicodeScalars.first == "\u{FEFF}"
    self.text = nfc(marked ? String(text.unicodeScalars.dropFirst()) : text)
    utf8 = Array(self.text.utf8)
    var starts = [0]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
  }

  package func slice(_ span: SourceSpan) -> String {
    let lower = min(max(span.lower, 0), utf8.count)
    return String(decoding: utf8[lower..<min(max(span.upper, lower), utf8.count)], as: UTF8.self)
  }

  /// Line and column from 1; the column counts characters as a reader does.
  /// - Complexity: O(log lines + line length).
  package func location(of offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(of: offset)
    let before = slice(SourceSpan(lineStarts[line], offset))
    return (line + 1, before.count + 1)
  }

  /// The whole line that holds `offset`, without its end, and where it starts.
  package func line(at offset: Int) -> (text: String, start: Int) {
    let line = lineIndex(of: offset)
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : utf8.count
    if end > lineStarts[line], utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return (slice(SourceSpan(lineStarts[line], end)), lineStarts[line])
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
