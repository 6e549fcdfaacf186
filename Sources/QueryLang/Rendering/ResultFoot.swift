/// What stands under a result: the legend, the notes, one line of counts and sources, the echo.
struct ResultFoot {
  static let mostSourceIDs = 6

  let legend: [String]
  let notes: [String]
  /// `25 dòng · 2 nguồn: BG-2021-Q2, AG-2021-Q2`.
  let counts: String
  /// `→ overdue by district …`.
  let echo: String?

  /// - Parameter leadingNote: what the renderer itself has to say, before the notes of the result.
  init(_ table: ResultTable, _ options: RenderOptions, leadingNote: Localized? = nil) {
    let language = options.language
    legend = Legend(table, options).entries
    let notes = [leadingNote, table.time].compactMap { $0 } + table.notes
    self.notes = notes.map { escapedForTerminal($0[language]) }
    counts = [RenderingWords.rows(table.groupCount, language), Self.sourceText(table.sources, language)]
      .compactMap { $0 }.joined(separator: " · ")
    echo = table.echo.map { "→ " + escapedForTerminal($0) }
  }

  /// One paragraph each, in reading order, without the legend.
  var paragraphs: [String] { notes + [counts] + (echo.map { [$0] } ?? []) }

  /// All of it in lines of at most `width` columns; a legend's entry is split only when it alone is too long.
  func lines(toWidth width: Int) -> [String] {
    packed(legend, toWidth: width) + paragraphs.flatMap { wrapped($0, toWidth: width) }
  }

  /// All of it as the text under a result.
  func text(_ options: RenderOptions) -> String {
    let paint = Paint(isOn: options.showsColor)
    return lines(toWidth: options.pageWidth ?? .max).map { paint.dim($0) + "\n" }.joined()
  }

  private static func sourceText(_ sources: [ResultSource], _ language: Language) -> String? {
    guard !sources.isEmpty else { return nil }
    let ids = sources.prefix(mostSourceIDs).map { escapedForTerminal($0.id) }.joined(separator: ", ")
    let more = sources.count - mostSourceIDs
    let rest = more > 0 ? " " + RenderingWords.more(more, language) : ""
    return "\(RenderingWords.sources(sources.count, language)): \(ids)\(rest)"
  }
}
