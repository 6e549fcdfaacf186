/// What `help` says about one word of the language.
struct HelpTopic: Sendable {
  enum Subject: Sendable {
    case keywords([Keyword])
    case functions([FunctionName])
    case stages([String])
    case settings([String])
    case kind(MeasureKind)
    case sign(String)
  }

  let subject: Subject
  /// One or two sentences.
  let text: Localized
  /// A statement to try, in each language.
  let example: Localized
  /// Whether this version answers it, or only reads it.
  let isAnswered: Bool
  /// The example asks a dataset of cases of that name.
  let needsCases: Bool
  /// Further words that lead here.
  let furtherWords: [String]

  init(
    _ subject: Subject, vi: String, en: String, example: Localized, isAnswered: Bool = true,
    needsCases: Bool = false, furtherWords: [String] = []
  ) {
    self.subject = subject
    text = Localized(vi: vi, en: en)
    self.example = example
    self.isAnswered = isAnswered
    self.needsCases = needsCases
    self.furtherWords = furtherWords
  }

  /// Every word that leads here, as people write it.
  var words: [String] {
    let own: [String] =
      switch subject {
      case .keywords(let keywords):
        keywords.flatMap { [$0.canonical, $0.vietnamese] + $0.spellings.map { $0.joined(separator: " ") } }
      case .functions(let functions): functions.map(\.rawValue)
      case .stages(let names), .settings(let names): names
      case .kind(let kind): [kind.rawValue, kind.names.vietnamese, kind.names.english]
      case .sign(let sign): [sign]
      }
    return own + furtherWords
  }

  /// `theo (by)`.
  func title(_ language: Language) -> String {
    switch subject {
    case .keywords(let keywords): title(keywords, language)
    case .functions(let functions): functions.map { $0.rawValue + "(…)" }.joined(separator: ", ")
    case .stages(let names): names.map { "| " + $0 }.joined(separator: ", ")
    case .settings(let names): names.map { "set " + $0 }.joined(separator: ", ")
    case .kind(let kind): kind.names[language]
    case .sign(let sign): sign
    }
  }

  private func title(_ keywords: [Keyword], _ language: Language) -> String {
    let english = keywords.map(\.canonical).joined(separator: " … ")
    let vietnamese = keywords.map(\.vietnamese).joined(separator: " … ")
    if english == vietnamese { return english }
    return language == .vietnamese ? "\(vietnamese) (\(english))" : "\(english) (\(vietnamese))"
  }
}

extension HelpTopic {
  /// The topics that `word` leads to; compared without case and accents, but an exact spelling wins.
  static func topics(for word: String) -> [HelpTopic] {
    let key = folded(word)
    let found = all.filter { $0.words.contains { folded($0) == key } }
    let marked = foldedKeepingMarks(word)
    let exact = found.filter { $0.words.contains { foldedKeepingMarks($0) == marked } }
    return exact.isEmpty ? found : exact
  }

  static func topic(for keyword: Keyword) -> HelpTopic? {
    all.first { topic in
      if case .keywords(let keywords) = topic.subject { return keywords.contains(keyword) }
      return false
    }
  }
}
