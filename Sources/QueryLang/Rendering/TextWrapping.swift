/// `text` in lines of at most `width` columns: broken at blanks, a longer word after `_`, `-` and the
/// like or else between characters, and wherever it has a newline. A line that fits keeps its blanks. Never empty. A width below 1 counts as 1; a
/// wide character alone may then stand out.
func wrapped(_ text: String, toWidth width: Int) -> [String] {
  if !text.utf8.contains(UInt8(ascii: "\n")), displayWidth(text) <= width { return [text] }
  return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var wrapper = LineWrapper(width: max(1, width))
    wrapper.append(paragraph)
    return wrapper.finished()
  }
}

/// A text of lines, those too long broken at blanks and set in like the line they belong to.
package func wrappedLines(_ text: String, toWidth width: Int) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    let indentation = line.prefix { $0 == " " }
    let room = max(TableLayout.narrowestName, width - indentation.count)
    return wrapped(String(line[indentation.endIndex...]), toWidth: room).map { indentation + $0 }
      .joined(separator: "\n")
  }
  .joined(separator: "\n")
}

/// `entries` joined by ` · ` into lines of at most `width` columns, broken between entries where possible.
func packed(_ entries: [String], toWidth width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for entry in entries {
    let joined = line.isEmpty ? entry : "\(line) · \(entry)"
    if line.isEmpty || displayWidth(joined) <= width {
      line = joined
    } else {
      lines.append(line)
      line = entry
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines.flatMap { wrapped($0, toWidth: width) }
}

private struct LineWrapper {
  let width: Int
  private var lines: [String] = []
  private var line = ""
  private var used = 0

  init(width: Int) { self.width = width }

  mutating func append(_ paragraph: Substring) {
    if displayWidth(String(paragraph)) <= width {
      lines.append(String(paragraph))
      return
    }
    var rest = paragraph
    while !rest.isEmpty {
      let blanks = rest.prefix { $0 == " " }
      let word = rest[blanks.endIndex...].prefix { $0 != " " }
      append(blanks: blanks, word: word)
      rest = rest[word.endIndex...]
    }
    if !line.isEmpty { close() }
  }

  func finished() -> [String] { lines.isEmpty ? [""] : lines }

  private mutating func append(blanks: Substring, word: Substring) {
    let columns = displayWidth(String(word))
    if used + blanks.count + columns <= width {
      line += blanks
      line += word
      used += blanks.count + columns
      return
    }
    if !line.isEmpty { close() }
    appendInPieces(word)
  }

  private mutating func appendInPieces(_ word: Substring) {
    var rest = word
    while true {
      var (head, tail) = splitAtWidth(rest, width)
      if tail.isEmpty {
        line = String(head)
        used = displayWidth(line)
        return
      }
      if head.isEmpty { (head, tail) = (tail.prefix(1), tail.dropFirst()) }
      if let seam = seam(in: head) { (head, tail) = (head[..<seam], rest[seam...]) }
      lines.append(String(head))
      rest = tail
    }
  }

  /// Where a long word breaks better than at the edge: after a sign that parts it, unless that is far back.
  private func seam(in head: Substring) -> Substring.Index? {
    guard let last = head.lastIndex(where: { "_-/,.;:".contains($0) }) else { return nil }
    let seam = head.index(after: last)
    return head[..<seam].count * 2 >= head.count ? seam : nil
  }

  private mutating func close() {
    lines.append(line)
    line = ""
    used = 0
  }
}
