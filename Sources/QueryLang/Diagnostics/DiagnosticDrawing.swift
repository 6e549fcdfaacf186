/// Draws diagnostics: place, sentence, the line with a caret under it, remedies.
///
/// ```
/// error[unknown-measure] query.tthc:3:1: there is no measure ‘overdu’
///   overdu by huyện
///   ^~~~~~
///   did you mean overdue?
/// ```
/// The caret is aligned by display width; everything that comes from the input is shown escaped.
package struct DiagnosticDrawing: Sendable {
  private let wording: DiagnosticWording
  private let maximumLineWidth: Int
  /// Of the page that sentences are broken for, between words.
  private let pageWidth: Int?

  private static let widestLine = 100
  private static let narrowestLine = 20
  private static let indentation = 2
  private static let mostDrawn = 100

  /// - Parameter widthInColumns: that of the terminal, so that a caret stays under its line.
  package init(_ language: Language, widthInColumns: Int? = nil) {
    wording = DiagnosticWording(language)
    pageWidth = widthInColumns
    let room = (widthInColumns ?? .max) - DiagnosticDrawing.indentation - 1
    maximumLineWidth = max(DiagnosticDrawing.narrowestLine, min(DiagnosticDrawing.widestLine, room))
  }

  /// The first ones, and how many more there are: each shows its line, so that a long line in which nothing is right
  /// would take time and room by the square of its length.
  package func draw(_ diagnostics: [Diagnostic], in source: QuerySource?) -> String {
    let drawn = diagnostics.prefix(DiagnosticDrawing.mostDrawn).map { draw($0, in: source) }.joined()
    let rest = diagnostics.count - DiagnosticDrawing.mostDrawn
    return rest > 0 ? "\(drawn)\(RenderingWords.more(rest, wording.language))\n" : drawn
  }

  package func draw(_ diagnostic: Diagnostic, in source: QuerySource?) -> String {
    let code = DiagnosticWording.code(of: diagnostic.fact)
    var place = ""
    if let source, let span = diagnostic.span, source.name != nil || source.location(of: span.lower).line > 1
    {
      let (line, column) = source.location(of: span.lower)
      place = " \(source.name ?? ""):\(line):\(column)".replacingPrefix(" :", with: " ")
    }
    let sentence = wording.sentence(diagnostic.fact)
    let head = "\(wording.word(diagnostic.severity))[\(code)]\(place): \(escapedForTerminal(sentence))"
    var text = lines(head).joined(separator: "\n  ") + "\n"
    if let source, let span = diagnostic.span { text += excerpt(of: span, in: source) }
    for note in diagnostic.notes {
      for line in lines(escapedForTerminal(note[wording.language])) { text += "  \(line)\n" }
    }
    for suggestion in diagnostic.suggestions {
      let sentence = escapedForTerminal(wording.sentence(suggestion))
      for line in suggestion.isToBeCopied ? [sentence] : lines(sentence) { text += "  \(line)\n" }
    }
    return text
  }

  /// Broken between words, with room for an indentation.
  private func lines(_ sentence: String) -> [String] {
    guard let pageWidth else { return [sentence] }
    let room = max(DiagnosticDrawing.narrowestLine, pageWidth - DiagnosticDrawing.indentation)
    return wrapped(sentence, toWidth: room)
  }

  /// The line and a caret; a long line is cut around the place.
  private func excerpt(of span: SourceSpan, in source: QuerySource) -> String {
    let line = source.line(at: span.lower)
    let lineEnd = line.start + line.text.utf8.count
    var before = visible(source.slice(SourceSpan(line.start, min(span.lower, lineEnd))))
    let marked = visible(source.slice(SourceSpan(span.lower, min(span.upper, lineEnd))))
    var after = visible(source.slice(SourceSpan(min(span.upper, lineEnd), lineEnd)))
    if displayWidth(before) > maximumLineWidth / 2 {
      before = "…" + lastColumns(of: before, maximumLineWidth / 2)
    }
    let shown = truncated(marked, toWidth: maximumLineWidth / 2)
    let room = maximumLineWidth - displayWidth(before) - displayWidth(shown)
    after = truncated(after, toWidth: max(1, room))
    let caret = "^" + String(repeating: "~", count: max(0, displayWidth(shown) - 1))
    let indent = String(repeating: " ", count: displayWidth(before))
    return "  \(before)\(shown)\(after)\n  \(indent)\(caret)\n"
  }

  private func visible(_ text: String) -> String {
    escapedForTerminal(withoutPasswords(String(text.map { $0 == "\t" ? " " : $0 })))
  }

  private func lastColumns(of text: String, _ width: Int) -> String {
    var kept: [Character] = []
    var used = 0
    for character in text.reversed() {
      used += displayWidth(String(character))
      if used > width { break }
      kept.append(character)
    }
    return String(kept.reversed())
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with replacement: String) -> String {
    hasPrefix(prefix) ? replacement + dropFirst(prefix.count) : self
  }
}
