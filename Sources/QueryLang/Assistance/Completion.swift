/// What Tab offers: names and words that may stand at the cursor.
package struct Completion: Sendable {
  let catalog: Catalog
  let definitions: [String]
  let settings: [String]
  let datasets: [String]
  let parameters: [Parameter]
  let language: Language
  /// Measures that some figure is about, by index; `nil` for all. They come before the others.
  let reported: Set<Int>?
  /// What datasets of cases have, by folded name.
  let cases: [String: CaseNames]
  /// The dataset asked where none is named, folded; `nil` for figures.
  let defaultDataset: String?
  /// Names of the files and folders, these with `/`, that a path begun so may mean.
  let files: @Sendable (String) -> [String]

  /// Most candidates of one answer.
  package static let limit = 200
  /// Where no more names begin so, those that have such a word inside are offered too.
  private static let few = 8

  package init(
    catalog: Catalog, definitions: [String], settings: [String], datasets: [String],
    parameters: [Parameter] = [], language: Language, reported: Set<Int>? = nil,
    cases: [String: CaseNames] = [:], defaultDataset: String? = nil,
    files: @escaping @Sendable (String) -> [String] = { _ in [] }
  ) {
    self.catalog = catalog
    self.definitions = definitions
    self.settings = settings
    self.datasets = datasets
    self.parameters = parameters
    self.language = language
    self.reported = reported
    self.cases = cases
    self.defaultDataset = defaultDataset.map { folded($0) }
    self.files = files
  }

  /// The candidates at the cursor, which stands behind that many Unicode scalars of `text`.
  /// - Complexity: O(names that may stand there), a few milliseconds for 12,000 members.
  package func candidates(for text: String, cursorScalarOffset: Int) -> CompletionAnswer {
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, cursorScalarOffset))))
    if let answer = parameterNames(before) { return answer }
    let scanner = CompletionScanner(before, catalog: catalog)
    var found = scanner.offers.map { (offer: $0, matches: self.matches(for: $0, scanner.context)) }
      .filter { !$0.matches.isEmpty }
    // ‘so s’ begins ‘so sánh’; what stands before the last word is no measure that a clause could follow.
    if let whole = found.first(where: { $0.offer.place == .statement }), whole.offer.typed.contains(" ") {
      found.removeAll { other in
        let before = scanner.source.slice(
          SourceSpan(whole.offer.start, max(whole.offer.start, other.offer.start)))
        return other.offer.start > whole.offer.start && !isMeasure(before)
      }
    }
    let start = found.map { $0.offer.start }.min() ?? scanner.cursor
    let all = found.flatMap { offer, matches in
      let isGlued = offer.start == scanner.cursor && scanner.endsWhole
      let typedBefore =
        scanner.source.slice(SourceSpan(start, offer.start)) + (isGlued ? " " : "")
      return typedBefore.isEmpty ? matches : matches.map { $0.prefixed(typedBefore) }
    }
    let (kept, leftOut) = CompletionSelection(all, limit: Completion.limit).kept
    return CompletionAnswer(
      replacedScalars: replaced(from: start, in: scanner.source, text, cursorScalarOffset),
      candidates: present(kept), leftOut: leftOut, isOnlyListed: found.contains { isField($0.offer) })
  }

  /// `huyện` where a measure belongs: whoever typed it hardly means a measure whose name begins so.
  private func isField(_ offer: CompletionOffer) -> Bool {
    guard offer.place.isMeasure, !offer.typed.isEmpty else { return false }
    let meanings = catalog.lexicon.meanings(of: offer.typed)
    return meanings.contains(where: \.isGroupable) && !meanings.contains(where: \.isMeasureLike)
  }

  private func isMeasure(_ text: String) -> Bool {
    let name = folded(text)
    return catalog.lexicon.meanings(of: text).contains(where: \.isMeasureLike)
      || definitions.contains { folded($0) == name }
  }

  /// Behind `$` the names of parameters, whatever else stands before; `nil` where the cursor is not behind one.
  private func parameterNames(_ before: String) -> CompletionAnswer? {
    let typed = before.unicodeScalars.reversed().prefix(while: \.isWordPart).count
    let scalars = before.unicodeScalars
    let isInQuotes = scalars.count { $0 == "\"" } % 2 == 1
    guard scalars.dropLast(typed).last == "$", !isInQuotes else { return nil }
    let prefix = folded(String(String.UnicodeScalarView(scalars.suffix(typed))))
    let found = parameters.filter { folded($0.name).hasPrefix(prefix) }
    return CompletionAnswer(
      replacedScalars: scalars.count - typed - 1..<scalars.count,
      candidates: found.map { parameter in
        let value = ParameterReading.text(of: parameter.value)
        let type = parameter.type.map { $0[language] + " " } ?? ""
        return CompletionCandidate(
          text: "$" + parameter.name, label: "$" + parameter.name, meaning: type + value)
      }, leftOut: 0)
  }

  /// From the scalar at a UTF-8 offset of the composed text to the cursor, and over the rest of a word that the
  /// cursor is in, and a closing quote behind it.
  private func replaced(
    from start: Int, in source: QuerySource, _ text: String, _ cursorScalarOffset: Int
  ) -> Range<Int> {
    let scalars = text.unicodeScalars
    let cursor = min(max(0, cursorScalarOffset), scalars.count)
    var lower = source.slice(SourceSpan(0, start)).unicodeScalars.count
    if source.text.unicodeScalars.count != cursor {
      // Decomposed text: the same place is behind as many scalars as compose to it.
      let composed = source.slice(SourceSpan(0, start))
      lower =
        (0...cursor).first { nfc(String(String.UnicodeScalarView(scalars.prefix($0)))) == composed } ?? lower
    }
    let isQuoted = start < source.utf8.count && source.utf8[start] == UInt8(ascii: "\"")
    let isInWord = min(lower, cursor) < cursor && scalars.prefix(cursor).last?.isWordPart ?? false
    let end = cursor + (isInWord ? scalars.dropFirst(cursor).prefix(while: \.isWordPart).count : 0)
    let closes = isQuoted && scalars.dropFirst(end).first == "\""
    return min(lower, cursor)..<(closes ? end + 1 : end)
  }

  private func matches(for offer: CompletionOffer, _ context: CompletionContext) -> [CompletionMatch] {
    let prefix = TypedPrefix(offer.typed)
    let typingLanguage = context.keywordLanguage ?? context.nameLanguage ?? language
    let sources = CandidateSources(self, context, typingLanguage, typed: offer.typed)
    var matches = sources.candidates(at: offer.place).compactMap { CompletionMatch($0, prefix) }
    if matches.isEmpty, case .column = offer.place, !prefix.isEmpty {
      matches = sources.candidates(at: .measure).compactMap { CompletionMatch($0, prefix) }
    }
    if offer.place.isMeasure, prefix.isTelling, matches.count <= Completion.few,
      matches.count != 1 || prefix.isWhole(in: matches[0].sortKey)
    {
      matches += sources.candidates(at: .measure).filter { candidate in
        !matches.contains { $0.candidate.subject == candidate.subject }
      }.compactMap { CompletionMatch($0, inside: prefix) }
    }
    let exact = matches.contains(where: \.isExact) ? matches.filter(\.isExact) : matches
    return ownFirst(exact, typingLanguage)
  }

  /// Without what the statement's language has better names for.
  private func ownFirst(_ exact: [CompletionMatch], _ language: Language) -> [CompletionMatch] {
    let proper = language == .english ? exact.filter { !$0.isVietnameseAlias } : exact
    let exact = proper.isEmpty ? exact : proper
    // Words of the other language only where none of the statement's own begins so.
    let hasOwnWords = exact.contains { $0.candidate.isWord && $0.isFirstName }
    return hasOwnWords ? exact.filter { !$0.candidate.isWord || $0.isFirstName } : exact
  }

  // MARK: Presenting

  private func present(_ matches: [CompletionMatch]) -> [CompletionCandidate] {
    let described = distinguished(matches)
    var order: [String] = []
    var meanings: [String: [String]] = [:]
    var texts: [String: String] = [:]
    for (match, label) in described {
      let meaning = meaning(of: match.candidate.subject, label)
      if meanings[label] == nil {
        order.append(label)
        texts[label] = match.text(label)
      }
      if meanings[label]?.contains(meaning) != true { meanings[label, default: []].append(meaning) }
    }
    return order.map { label in
      let all = meanings[label] ?? []
      let shown = all.prefix(3).joined(separator: "; ") + (all.count > 3 ? "; …" : "")
      return CompletionCandidate(text: texts[label] ?? label, label: label, meaning: shown)
    }
  }

  /// Members of the same short name but of different full ones are told apart by these.
  private func distinguished(_ matches: [CompletionMatch]) -> [(CompletionMatch, label: String)] {
    var fullNames: [String: Set<String>] = [:]
    for match in matches {
      if let full = fullName(match) { fullNames[match.name, default: []].insert(full) }
    }
    return matches.map { match in
      let isShared = (fullNames[match.name]?.count ?? 0) > 1
      let label = isShared ? fullName(match) ?? match.name : match.name
      let end = match.candidate.suffix == "(" ? "(…)" : match.candidate.suffix.isEmpty ? "" : " = …"
      return (match, match.candidate.prefix + label + end)
    }
  }

  private func fullName(_ match: CompletionMatch) -> String? {
    guard case .member(let reference) = match.candidate.subject else { return nil }
    let member = catalog.member(reference)
    return member.shortName == match.name ? member.names.vietnamese : nil
  }

  private func meaning(of subject: NamedCandidate.Subject, _ label: String) -> String {
    switch subject {
    case .measure(let index):
      let measure = catalog.measures[index]
      let definition = measure.definition[language]
      return definition.isEmpty ? "\(measure.names[language]), \(measure.kind.names[language])" : definition
    case .dimension(let index): return other(catalog.dimensions[index].names, label)
    case .timeField(let field): return other(field.names, label)
    case .names(let names): return other(names, label)
    case .member(let reference): return meaning(of: reference, label)
    case .topic(let text): return text[language].firstSentence
    case .plain(let text): return text[language]
    }
  }

  /// The name in the display language; where that is the label itself the English one, or nothing.
  private func other(_ names: Localized, _ label: String) -> String {
    func repeats(_ name: String) -> Bool {
      name.map { $0 == "_" ? " " : $0 } == label.map { $0 == "_" ? " " : $0 }
    }
    return [names[language], names.english].first { !repeats($0) } ?? ""
  }

  /// `huyện · Bắc Giang`; of a member that has no parent its other name.
  private func meaning(of reference: MemberReference, _ label: String) -> String {
    let origin = catalog.member(reference).origin ?? reference
    let dimension = catalog.dimensions[origin.dimension]
    let member = catalog.member(origin)
    let name = dimension.names[language]
    if let parent = dimension.parent, let index = member.parent {
      return "\(name) · \(catalog.dimensions[parent].members[index].shortName)"
    }
    let other = member.names.vietnamese == member.names.english ? "" : other(member.names, label)
    return other.isEmpty ? name : other
  }
}

extension String {
  /// Up to the first full stop that ends a sentence.
  fileprivate var firstSentence: String {
    let end = indices.first { index in
      let next = self.index(after: index)
      return self[index] == "." && (next == endIndex || self[next] == " ")
    }
    return end.map { String(self[..<$0]) } ?? self
  }
}
