internal import QueryLang

/// What lasts from one statement to the next: data, definitions, settings, the last result.
struct Session {
  var library: Library
  var settings: Settings
  /// Folded names of `let` with their expressions, and how they were written.
  var definitions: [String: Definition] = [:]
  var parameters = Parameters()
  var lastResult: ResultTable?
  /// What the last result is the answer of, or some rows of it; `nil` once the data has changed.
  var lastQuestion: Question?
  var defaultDataset: Int?

  enum Question {
    case query(BoundQuery)
    case comparison(BoundComparison)
  }

  struct Definition {
    let name: String
    let expression: ExpressionSyntax
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
    context.definitions = definitions.mapValues(\.expression)
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
    for definition in definitions.values { catalog.lexicon.add(definition.name, .definition) }
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
    var context = bindingContext
    context.definitions[key] = expression
    var replacement = ParameterReplacement(parameters, names: lexicon)
    let checked = replacement.replace(in: expression)
    if !replacement.diagnostics.isEmpty { throw QueryError(replacement.diagnostics) }
    try Binder.check(checked, in: context)
    definitions[key] = Definition(name: name.text, expression: expression)
    catalog.lexicon.add(name.text, .definition)
  }
}
