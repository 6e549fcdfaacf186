/// What may follow `text`, for a dim hint behind the cursor: after `overdue ` it is `by … where …`. `nil` in
/// the middle of a word, on an empty line, and where nothing is expected.
///
/// - Parameter files: the names that a path begun so may mean.
package func expectedHint(
  _ text: String, catalog: Catalog, language: Language, files: (String) -> [String] = { _ in [] }
) -> String? {
  let scanner = CompletionScanner(text, catalog: catalog)
  let offer = scanner.offers.last { $0.typed.isEmpty && $0.start == scanner.cursor }
  let followsBlank = text.unicodeScalars.last.map { $0.properties.isWhitespace || !$0.isWordPart } ?? false
  guard let offer, followsBlank, offer.place != .statement else { return nil }
  let typing = scanner.context.keywordLanguage ?? scanner.context.nameLanguage ?? language
  if offer.place == .file(isNew: true) {
    // What Tab would insert, in quotes as there.
    return SyntaxPrinter().quoted(StageSyntax.newFile(besides: files(""), typing))
  }
  return HintWording(catalog: catalog, language: typing).hint(offer.place)
}

private struct HintWording {
  let catalog: Catalog
  let language: Language

  private func say(_ vi: String, _ en: String) -> String { language == .vietnamese ? vi : en }

  func hint(_ place: CompletionPlace) -> String? {
    switch place {
    case .statement: nil
    case .words(let keywords): next(keywords)
    case .measure: say("chỉ số", "measure")
    case .column: say("chỉ số của câu", "measure of the query")
    case .key: say("chiều hoặc kỳ, …", "dimension or time, …")
    case .ownKey: say("khóa của câu", "key of the query")
    case .field: say("chiều = …", "dimension = …")
    case .comparison: "= …"
    case .fieldAlone: nil
    case .member(let dimensions): dimensions.first.map { catalog.dimensions[$0].names[language] + " …" }
    case .period(let field): periods(field)
    case .dimension: say("chiều", "dimension")
    case .parameterType: "quarter · date · number · text …"
    case .caseNumber: say("số của hồ sơ", "number of cases")
    case .listField: say("trường", "field")
    case .dataset: say("bộ dữ liệu", "dataset")
    case .setting: say("thiết lập", "setting")
    case .shownKind: say("chỉ số · chiều · nguồn …", "measures · dimensions · sources …")
    case .stage: "csv · json · markdown …"
    case .helpWord: nil
    case .pipe: nil
    case .file: say("\"tệp.csv\"", "\"file.csv\"")
    case .checkRule: say("phép kiểm tra", "rule")
    case .texts(let texts): texts.prefix(3).joined(separator: " · ")
    }
  }

  /// As periods of the field are written.
  private func periods(_ field: TimeField) -> String {
    switch field {
    case .period: "Q2/2021 · H1/2021 · 2021 · 06/2021"
    case .year: "2021 · 2020..2021"
    case .half: "H1/2021 · 6T/2021"
    case .quarter: "Q2/2021 · II/2021"
    case .month: "06/2021 · 2021-06"
    case .date: "30/06/2021 · 2021-06-30"
    }
  }

  /// At most two words that most often come next.
  private func next(_ keywords: [Keyword]) -> String? {
    let usual: [Keyword] = [.and, .by, .where, .descending, .sort, .top, .on, .of, .in, .missing]
    let shown = usual.filter(keywords.contains).prefix(2)
    if shown.isEmpty { return nil }
    return shown.map { (language == .vietnamese ? $0.vietnamese : $0.canonical) + " …" }.joined(
      separator: " ")
  }
}
