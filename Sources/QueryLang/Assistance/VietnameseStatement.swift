/// A canonical statement in Vietnamese words and names, for somebody who reads Vietnamese to copy.
package struct VietnameseStatement {
  private let catalog: Catalog
  private let context: BindingContext

  package init(_ context: BindingContext) {
    catalog = context.catalog
    self.context = context
  }

  /// `statement` as it would be written in Vietnamese; the same text where that would not mean the same.
  package func write(_ statement: String) -> String {
    let translated = translation(of: statement)
    guard let meaning = meaning(of: statement), meaning == self.meaning(of: translated) else {
      return statement
    }
    return translated
  }

  /// What is bound, in canonical words; `nil` for anything but a whole query or comparison.
  private func meaning(of text: String) -> String? {
    let parsed = QueryPipeline.parse(QuerySource(text), names: catalog.lexicon)
    guard parsed.count == 1, !parsed[0].hasErrors, let statement = parsed[0].statement else { return nil }
    switch statement.kind {
    case .query(let query): return try? Binder.bind(query, in: context).canonicalText
    case .compare(let compare):
      return (try? Binder.bind(compare, at: statement.span, in: context)).map { $0.canonicalText }
    default: return nil
    }
  }

  private func translation(of text: String) -> String {
    let source = QuerySource(text)
    let tokens = Lexer.tokenize(source).tokens.filter { $0.kind != .end && !$0.isNewline }
    let roles = Parser.parseWithRoles(tokens, in: source, names: catalog.lexicon).roles
    guard roles.count == tokens.count else { return text }
    var result = ""
    var position = 0
    while position < tokens.count {
      let (length, word) = piece(tokens[position...], roles[position...])
      let end = position + length
      let gapEnd = end < tokens.count ? tokens[end].span.lower : tokens[end - 1].span.upper
      result += word + source.slice(SourceSpan(tokens[end - 1].span.upper, gapEnd))
      position = end
    }
    return result
  }

  /// The first word of the language or name, how many tokens it has and how it is written.
  private func piece(_ tokens: ArraySlice<Token>, _ roles: ArraySlice<TokenRole>) -> (Int, String) {
    switch roles.first {
    case .keyword, .clause:
      let words = tokens.prefix(3).map { folded($0.text) }
      for length in (1...words.count).reversed() {
        if let keyword = Keyword.allCases.first(where: { $0.spellings[0].elementsEqual(words.prefix(length)) }
        ) {
          return (length, keyword.vietnamese)
        }
      }
      return (1, tokens.first?.text ?? "")
    case .name:
      let length = 1 + roles.dropFirst().prefix { $0 == .nameRest }.count
      let name = tokens.prefix(length).joinedText
      return (length, vietnamese(name) ?? name)
    default: return (1, tokens.first?.text ?? "")
    }
  }

  /// Of an identifier of the catalog.
  private func vietnamese(_ name: String) -> String? {
    if let measure = catalog.measure(name) { return measure.names.vietnamese }
    if let dimension = catalog.dimensionIndexByID[name] {
      return catalog.dimensions[dimension].names.vietnamese
    }
    if let field = TimeField(rawValue: name) { return field.names.vietnamese }
    for case .member(let dimension, let index) in catalog.lexicon.meanings(of: name) {
      let member = catalog.dimensions[dimension].members[index]
      if member.id == name { return SyntaxPrinter().quoted(member.shortName) }
    }
    return nil
  }
}
