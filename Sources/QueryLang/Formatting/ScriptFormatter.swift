/// Brings scripts to one layout, without changing what they say: names and texts stay as written, in the language
/// they were written in; comments and the groups that empty lines make are kept.
package enum ScriptFormatter {
  /// The text in its layout, with `\n` at line ends and without a byte-order mark.
  /// - Parameter lexicon: the names of the data, which say where names of several words end.
  /// - Throws: everything that is wrong with the form of the script; a text that would not read back as the same
  ///   statements and comments is refused too.
  /// - Complexity: O(length of the text), and once more for every `let`.
  package static func format(
    _ text: String, name: String?, names lexicon: NameLexicon
  ) throws(QueryError) -> String {
    let reading = try ScriptReading(QuerySource(withPlainLineEnds(text), name: name), names: lexicon)
    let formatted = layOut(reading)
    guard let again = try? ScriptReading(QuerySource(formatted, name: name), names: lexicon),
      again.statements.map(\.syntax) == reading.statements.map(\.syntax),
      again.comments.map(\.text) == reading.comments.map(\.text)
    else { throw QueryError(.formatWouldChangeMeaning, at: nil) }
    return formatted
  }

  /// The text that places in errors of ``format(_:name:names:)`` are of.
  package static func withPlainLineEnds(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for (scalar, next) in zip(text.unicodeScalars, Array(text.unicodeScalars.dropFirst()) + [" "])
    where scalar != "\r" || next != "\n" {
      scalars.append(scalar)
    }
    return String(scalars)
  }

  /// A statement, or a comment on a line of its own.
  private struct Entry {
    var span: SourceSpan
    var lines: [String]
    let isStatement: Bool
    var hasComment = false
  }

  private static func layOut(_ reading: ScriptReading) -> String {
    var outside: [ScriptReading.Comment] = []
    var inside: [Int: [ScriptReading.Comment]] = [:]
    for comment in reading.comments {
      let holder = reading.statements.firstIndex { statement in
        statement.span.lower < comment.span.lower && comment.span.lower < statement.span.upper
      }
      if let holder { inside[holder, default: []].append(comment) } else { outside.append(comment) }
    }
    var entries = reading.statements.enumerated().map { index, statement in
      Entry(
        span: statement.span, lines: StatementLayout.lines(statement, comments: inside[index] ?? []),
        isStatement: true)
    }
    for comment in outside { add(comment, to: &entries) }
    var text = ""
    var end = 0
    for entry in entries {
      let isNewGroup = reading.lineEnds(from: end, to: entry.span.lower) > 1
      if !text.isEmpty, isNewGroup { text += "\n" }
      text += entry.lines.joined(separator: "\n") + "\n"
      end = entry.span.upper
    }
    return text
  }

  /// A comment behind a statement stays on its line; others get their own.
  private static func add(_ comment: ScriptReading.Comment, to entries: inout [Entry]) {
    let place = entries.firstIndex { $0.span.lower > comment.span.lower } ?? entries.count
    if comment.isTrailing, place > 0, entries[place - 1].isStatement, !entries[place - 1].hasComment {
      entries[place - 1].lines[entries[place - 1].lines.count - 1] += "  " + comment.text
      entries[place - 1].span = entries[place - 1].span.joined(with: comment.span)
      entries[place - 1].hasComment = true
    } else {
      entries.insert(Entry(span: comment.span, lines: [comment.text], isStatement: false), at: place)
    }
  }
}
