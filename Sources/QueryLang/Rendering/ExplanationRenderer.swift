/// An explanation as a tree for people; all text is escaped for the terminal.
package struct ExplanationRenderer {
  private let explanation: Explanation
  private let options: RenderOptions
  private let paint: Paint
  private var language: Language { options.language }
  private var output = ""
  private var quoted: Set<DocumentPlace> = []

  /// Members of longer sums are cut, and counted.
  private static let mostParts = 40

  package static func render(_ explanation: Explanation, options: RenderOptions) -> String {
    var renderer = ExplanationRenderer(explanation, options)
    renderer.draw()
    return renderer.output
  }

  private init(_ explanation: Explanation, _ options: RenderOptions) {
    self.explanation = explanation
    self.options = options
    paint = Paint(isOn: options.showsColor)
  }

  private mutating func draw() {
    for (position, cell) in explanation.cells.enumerated() where !options.observer.isStopped {
      if position > 0 { output += "\n" }
      draw(cell.root, first: "", rest: "")
    }
    if explanation.cells.isEmpty { line(RenderingWords.rows(0, language)) }
    if let leftOut = explanation.leftOut { line(leftOut[language]) }
    drawDocuments()
    for note in explanation.notes { line(note[language], dim: true) }
    if let echo = explanation.echo { line("→ " + echo, dim: true) }
  }

  private mutating func draw(_ node: ExplanationNode, first: String, rest: String) {
    // A road that agrees is told in one line.
    let parts = node.role == .agrees ? [] : node.parts
    let shown = parts.prefix(ExplanationRenderer.mostParts)
    let more = parts.count - shown.count
    let inner = rest + (parts.isEmpty ? "  " : "│ ")
    write(text(node), first, inner + "  ")
    let road = roadText(node)
    if !road.isEmpty { write(road, inner, inner + "  ") }
    if let source = node.source { drawQuote(source.place, of: node, inner) }
    for (position, part) in shown.enumerated() where !options.observer.isStopped {
      let isLast = position == shown.count - 1 && more == 0
      draw(part, first: rest + (isLast ? "└ " : "├ "), rest: rest + (isLast ? "  " : "│ "))
    }
    if more > 0 { write("… " + RenderingWords.more(more, language), rest + "└ ", rest + "  ") }
  }

  // MARK: Text of a node

  private func text(_ node: ExplanationNode) -> String {
    let role = roleWord(node.role).map { "\($0[language]): " } ?? ""
    let isBound = if case .bounded = node.value.value { true } else { false }
    let sign = isBound ? "" : "= "
    var text = "\(role)\(escaped(node.title)) \(sign)\(number(of: node))"
    let words = statusWords(node)
    if !words.isEmpty { text += " (\(words))" }
    if let source = node.source { text += " — " + sourceText(source) }
    return text
  }

  private func roleWord(_ role: ExplanationNode.Role) -> Localized? {
    switch role {
    case .part, .row: nil
    case .agrees: Localized(vi: "khớp với", en: "agrees with")
    case .disagrees: Localized(vi: "‡ mâu thuẫn với", en: "‡ disagrees with")
    case .exceeds: Localized(vi: "‡ các phần đã biết vượt quá", en: "‡ known parts exceed it")
    case .superseded: Localized(vi: "đã bị thay thế", en: "superseded")
    case .nearest: Localized(vi: "gần nhất", en: "nearest")
    }
  }

  /// Nothing for a plain figure of a document, which names its place.
  private func statusWords(_ node: ExplanationNode) -> String {
    if node.value.absence != nil {
      let words = CellSign.signs(of: node.value, in: .group).map { $0.meaning[language] }
      return escapedForTerminal(words.joined(separator: ", "))
    }
    let status = node.value.effectiveStatus
    var words = status == .reported ? [] : [RenderingWords.statusWord(status, in: .group)[language]]
    if !node.value.coverage.isEmpty {
      words[words.count - 1] += ": " + node.value.coverage.map { $0.text(language) }.joined(separator: "; ")
    }
    for (mark, word) in RenderingWords.marks where node.value.marks.contains(mark) {
      words.append(word[language])
    }
    return escapedForTerminal(words.joined(separator: ", "))
  }

  private func roadText(_ node: ExplanationNode) -> String {
    let calculation = node.calculation.map { piece in
      switch piece {
      case .text(let text): text
      case .value(let value, let isShare): number(value, isShare ? .share : .plain)
      }
    }.joined()
    let road = [escaped(node.road), calculation].filter { !$0.isEmpty }.joined(separator: " = ")
    return [road, escaped(node.absent)].filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private func number(of node: ExplanationNode) -> String {
    guard node.value.absence != nil else { return number(node.value.value, node.form) }
    return CellSign.signs(of: node.value, in: .group).map(\.symbol).joined()
  }

  private func number(_ value: ResultCell.Value, _ form: NumberForm) -> String {
    var format = NumberFormat(language: language, form: form)
    switch value {
    case .number(let quantity):
      format.widen(for: quantity)
      return format.text(quantity) ?? CellSign.undefined.symbol
    case .bounded(let bound, let limit): return format.text(bound, limit)
    case .missing: return CellSign.missing.symbol
    case .undefined, .name, .period, .text: return CellSign.undefined.symbol
    }
  }

  private func sourceText(_ source: ExplanationNode.Source) -> String {
    let line = Localized(
      vi: "\(source.document), dòng \(source.line), số thứ \(source.ordinal)",
      en: "\(source.document), line \(source.line), number \(source.ordinal)")
    return [line[language], source.section].filter { !$0.isEmpty }.map { escapedForTerminal($0) }
      .joined(separator: ", § ")
  }

  private func escaped(_ text: Localized) -> String { escapedForTerminal(text[language]) }

  // MARK: Lines

  /// The document's own line, once for all the figures on it; on a page the stretch around the figure.
  private mutating func drawQuote(_ place: DocumentPlace, of node: ExplanationNode, _ prefix: String) {
    guard let quote = explanation.quotes[place], quoted.insert(place).inserted else { return }
    let text = escapedForTerminal(quote)
    let room = options.pageWidth.map { max(10, $0 - displayWidth(prefix) - 4) } ?? .max
    output += prefix + "  " + paint.dim("“\(excerpt(text, around: node, room))”") + "\n"
  }

  private func excerpt(_ text: String, around node: ExplanationNode, _ room: Int) -> String {
    guard displayWidth(text) > room else { return text }
    var vietnamese = NumberFormat(language: .vietnamese, form: node.isShare ? .share : .plain)
    if case .number(let quantity) = node.value.value {
      vietnamese.widen(for: quantity)
      let printed = vietnamese.text(quantity) ?? ""
      let digits = printed.prefix { $0.isNumber || $0 == "." || $0 == "," }
      if let found = text.firstRange(of: digits), displayWidth(String(text[..<found.upperBound])) > room {
        // Words before the number say what it is.
        let start = text.index(found.upperBound, offsetBy: -room * 2 / 3, limitedBy: text.startIndex)
        return truncated("…" + text[(start ?? text.startIndex)...], toWidth: room)
      }
    }
    return truncated(text, toWidth: room)
  }

  private mutating func drawDocuments() {
    guard !explanation.documents.isEmpty else { return }
    line(Localized(vi: "văn bản:", en: "documents:")[language])
    for document in explanation.documents {
      let date = Day(iso: document.date)?.dayMonthYear ?? document.date
      let facts = [document.number, date, document.title[language]].filter { !$0.isEmpty }
      write(escapedForTerminal("\(document.id)  \(facts.joined(separator: " · "))"), "  ", "       ")
    }
  }

  private mutating func line(_ text: String, dim: Bool = false) {
    let text = escapedForTerminal(text)
    for line in wrapped(text, toWidth: options.pageWidth ?? .max) {
      output += (dim ? paint.dim(line) : line) + "\n"
    }
  }

  /// A text after `first`, its further lines after `rest`.
  private mutating func write(_ text: String, _ first: String, _ rest: String) {
    let room = options.pageWidth.map { max(10, $0 - displayWidth(rest)) } ?? .max
    for (position, line) in wrapped(text, toWidth: room).enumerated() {
      output += (position == 0 ? first : rest) + line + "\n"
    }
  }
}

extension ExplanationNode {
  fileprivate var form: NumberForm { value.form ?? (isShare ? .share : .plain) }
}
