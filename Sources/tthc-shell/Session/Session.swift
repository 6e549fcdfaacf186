internal import QueryLang

/// What lasts from one statement to the next: data, definitions, settings, the last result.
struct Session {
  var library: Library
  var settings: Settings
  /// Names of `let` as they were written, by the folded ones.
  private(set) var definedNames: [String: String] = [:]
  private(set) var definitions: [String: ExpressionSyntax] = [:]
  var parameters = Parameters()
  var lastResult: ResultTable?
  /// What the last result is the answer of, or some rows of it; `nil` once the data has changed.
  var lastQuestion: Question?
  var defaultDataset: Int?

  enum Question {
    case query(BoundQuery)
    case comparison(BoundComparison)

    var query: BoundQuery {
      switch self {
      case .query(let query): query
      case .comparison(let comparison): comparison.query
      }
    }
  }

  init(library: Library, settings: Settings) {
    self.library = library
    self.settings = settings
    catalog = library.catalog
  }

  /// The catalog with the names of `let` among its own.
  private(set) var catalog: Catalog

  var lexicon: NameLexicon { catalog.lexicon }

  var bindingContext: BindingContext {
    var context = BindingContext(catalog: catalog)
    context.definitions = definitions
    context.parameters = parameters
    context.language = settings.language
    context.defaultDataset = defaultDataset
    context.caseTables = library.caseTables
    context.hideBelow = settings.hideBelow
    for dataset in library.datasets where dataset.isLoaded {
      context.datasetNames[dataset.index] = dataset.name
    }
    context.periods = settings.periods
    return context
  }

  mutating func replaceLibrary(_ library: Library) {
    self.library = library
    lastQuestion = nil
    catalog = library.catalog
    for name in definedNames.values { catalog.lexicon.add(name, .definition) }
    if let dataset = defaultDataset, !library.datasets[dataset].isLoaded { defaultDataset = nil }
  }

  /// - Throws: an unknown or forbidden name, a wrong expression; the earlier definition then stays.
  mutating func define(_ name: NameSyntax, _ expression: ExpressionSyntax) throws(QueryError) {
    let key = folded(name.text)
    if Keyword.allCases.contains(where: { $0.spellings.contains { $0.joined(separator: " ") == key } }) {
      throw QueryError(.reservedName(name.text), at: name.span)
    }
    let isTaken = library.catalog.lexicon.meanings(of: name.text).contains {
      $0.isGroupable || $0.isMeasureLike
    }
    if isTaken { throw QueryError(.definitionTaken(name.text), at: name.span) }
    let earlier = definitions.updateValue(expression, forKey: key)
    do throws(QueryError) {
      try checkDefinition(expression)
    } catch {
      definitions[key] = earlier
      throw error
    }
    definedNames[key] = name.text
    catalog.lexicon.add(name.text, .definition)
  }

  /// With itself among the definitions: one that leads back to itself is told.
  private func checkDefinition(_ expression: ExpressionSyntax) throws(QueryError) {
    var replacement = ParameterReplacement(parameters, names: lexicon)
    let checked = replacement.replace(in: expression)
    if !replacement.diagnostics.isEmpty { throw QueryError(replacement.diagnostics) }
    try Binder.check(checked, in: bindingContext)
  }
}
