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
    guard let word, !folded(word).isEmpty else { return HelpAnswer(overview) }
    let topics = HelpTopic.topics(for: word).map { section($0) }
    let named = topics + fieldSections(word) + measureSections(word)
    let sections = named.isEmpty ? memberSections(word) + definitionSections(word) : named
    return sections.isEmpty ? nil : HelpAnswer(sections.joined(separator: "\n"))
  }

  /// Words that have an answer and are near `word`, nearest first.
  package func nearWords(_ word: String) -> [String] {
    let names = NameResolution(catalog: catalog, lexicon: catalog.lexicon, language: language)
    let fields = TimeField.allCases.flatMap { names.spellings(of: $0) }
    let dimensions = catalog.dimensions.flatMap { names.spellings(of: $0) }
    let measures = catalog.measures.flatMap { names.spellings(of: $0) }
    let near = NearNames.of(word, among: HelpTopic.all.flatMap(\.words) + fields + dimensions + measures)
    if !near.isEmpty { return near }
    return NearNames.of(word, among: catalog.dimensions.lazy.flatMap(\.members).map(\.shortName))
  }

  func say(_ vi: String, _ en: String) -> String { language == .vietnamese ? vi : en }

  // MARK: Words of the language

  private func section(_ topic: HelpTopic) -> String {
    let introduction =
      topic.isAnswered ? say("Ví dụ: ", "Example: ") : say("Cách viết: ", "Written: ")
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
}
