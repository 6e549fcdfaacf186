internal import QueryLang

// What the session answers about itself, and what it does not answer yet.
extension StatementRunner {
  func listing(
    _ kind: ShownKind, _ dimension: NameSyntax?, _ condition: ConditionSyntax?
  ) throws(QueryError) -> ResultTable {
    let settings = Settings.Name.allCases.map { name in
      CatalogListing.SettingRow(
        name: name.rawValue, value: session.settings[name], choices: Settings.choices(name),
        meaning: Settings.meaning(name))
    }
    let printer = SyntaxPrinter()
    let definitions = session.definedNames.sorted { $0.value < $1.value }.compactMap { key, name in
      session.definitions[key].map {
        CatalogListing.DefinitionRow(name: name, expression: printer.print($0))
      }
    }
    let listing = CatalogListing(
      library: session.library, settings: settings, definitions: definitions,
      parameters: session.parameters.all, history: kind == .history ? history() : [])
    return try listing.table(kind, of: dimension, where: condition)
  }

  func help(_ word: NameSyntax?) throws(QueryError) -> HelpAnswer {
    let help = Help(catalog: session.catalog, language: session.settings.language)
    if let answer = help.answer(word?.text) { return answer }
    let near = help.nearWords(word?.text ?? "")
    throw QueryError(
      .noSuchHelp(word?.text ?? ""), at: word?.span, suggestions: near.isEmpty ? [] : [.didYouMean(near)])
  }

  /// Names in the statement are checked all the same, so that what is wrong is told first.
  func unanswered(_ statement: StatementSyntax) -> QueryError {
    let name: Localized
    switch statement.kind {
    case .compare(let compare):
      name = word(.compare)
      let query = QuerySyntax(
        subject: .measures(compare.measures), clauses: compare.clauses, span: statement.span)
      if let error = wrong(query) { return error }
    case .save: name = word(.save)
    case .query, .list, .check, .why, .whyComparison, .explain, .explainComparison, .show, .define,
      .parameter,
      .assert,
      .load, .unload, .use,
      .attach, .detach, .push,
      .source, .set,
      .help,
      .quit:
      name = Localized(both: "?")
    }
    return QueryError(.notYetAnswered(name), at: statement.span)
  }

  /// A way of presenting results that this version does not know.
  func unansweredStage(_ stages: [StageSyntax]) -> String? {
    for stage in stages {
      switch stage {
      case .html: return "‘html’"
      case .chart: return "‘chart’"
      case .format, .into: continue
      }
    }
    return nil
  }

  private func word(_ keyword: Keyword) -> Localized {
    Localized(vi: "‘\(keyword.vietnamese)’ (\(keyword.canonical))", en: "‘\(keyword.canonical)’")
  }

  private func wrong(_ query: QuerySyntax) -> QueryError? {
    do {
      _ = try Binder.bind(query, in: session.bindingContext)
      return nil
    } catch {
      return error
    }
  }
}
