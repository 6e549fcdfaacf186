/// What `help` answers. A pure value over the catalog; renders plain text in one language.
package struct Help: Sendable {
  let catalog: Catalog
  let language: Language

  package init(catalog: Catalog, language: Language) {
    self.catalog = catalog
    self.language = language
  }

  /// The answer to `help`, or to `help word`: words of the language, measures, dimensions and time fields of
  /// that name; members and names of `let` where there is none of those. `nil` when nothing has the name.
  package func answer(_ word: String?) -> HelpAnswer? {
    guard let word, !word.allSatisfy(\.isWhitespace) else { return HelpAnswer(overview) }
    let topics = HelpTopic.topics(for: word).map { section($0) }
    let named = topics + fieldSections(word) + measureSections(word)
    let sections = named.isEmpty ? memberSections(word) + definitionSections(word) : named
    return sections.isEmpty ? nil : HelpAnswer(sections.joined(separator: "\n"))
  }

  /// Words that have an answer and are near `word`, nearest first.
  package func nearWords(_ word: String) -> [String] {
    let fields = TimeField.allCases.flatMap(\.spellings)
    let dimensions = catalog.dimensions.flatMap(\.spellings)
    let measures = catalog.measures.flatMap(\.spellings)
    let near = NearNames.of(word, among: HelpTopic.all.flatMap(\.words) + fields + dimensions + measures)
    if !near.isEmpty { return near }
    return NearNames.of(word, among: catalog.dimensions.lazy.flatMap(\.members).map(\.shortName))
  }

  func say(_ vi: String, _ en: String) -> String { language == .vietnamese ? vi : en }

  // MARK: Words of the language

  private func section(_ topic: HelpTopic) -> String {
    let introduction = HelpAnswer.exampleLabels[topic.isAnswered ? 0 : 1][language]
    let notYet = say(
      "Phiên bản này đọc được nhưng chưa trả lời được.", "This version reads it but does not answer it yet.")
    let lines =
      [topic.text[language]] + (topic.isAnswered ? [] : [notYet]) + [introduction + topic.example[language]]
    return page(topic.title(language), lines)
  }

  /// A heading with indented lines under it; empty lines are left out.
  func page(_ heading: String, _ lines: [String]) -> String {
    ([heading] + lines.filter { !$0.isEmpty }.map { "  " + $0 }).joined(separator: "\n") + "\n"
  }
}

/// Text for a reader, of whole lines.
package struct HelpAnswer: Sendable, Equatable {
  package let text: String

  init(_ text: String) { self.text = text }

  /// Lines too long are broken between words; those with a statement to copy are not.
  package func text(toWidth width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      HelpAnswer.isToBeCopied(line) ? String(line) : wrappedLines(String(line), toWidth: width)
    }
    .joined(separator: "\n")
  }

  static let exampleLabels = [
    Localized(vi: "Ví dụ: ", en: "Example: "), Localized(vi: "Cách viết: ", en: "Written: "),
  ]

  private static func isToBeCopied(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    let labels = exampleLabels.flatMap { [$0.vietnamese, $0.english] }
    return labels.contains { text.hasPrefix($0) }
      || Help.overviewExamples.contains { $0.vietnamese == text || $0.english == text }
  }
}
