@testable import QueryLang

/// Runs the statements of a text one after the other, as the shell does, and writes down what comes of them:
/// the canonical query, the answer as CSV with its status columns, the notes; or the errors as drawn.
struct TestSession {
  private(set) var library: Library
  private var definitions: [String: ExpressionSyntax] = [:]
  private var lastResult: ResultTable?
  private let language = Language.english
  private var hideBelow: Int?

  init(_ library: Library) { self.library = library }

  mutating func transcript(of text: String) -> String {
    let source = QuerySource(text)
    var transcript = ""
    var position = 0
    var parsed = QueryPipeline.parse(source, names: library.catalog.lexicon)
    while position < parsed.count {
      do throws(QueryError) {
        transcript += try run(parsed[position])
      } catch {
        transcript += DiagnosticDrawing(language).draw(error.diagnostics, in: source)
      }
      // A definition adds a name, which decides how the rest is read.
      parsed = QueryPipeline.parse(source, names: lexicon)
      position += 1
    }
    return transcript
  }

  /// The figures of one query.
  mutating func answer(_ text: String) throws(QueryError) -> ResultTable {
    let source = QuerySource(text)
    guard let parsed = QueryPipeline.parse(source, names: lexicon).first,
      case .query(let query)? = parsed.statement?.kind, !parsed.hasErrors
    else { throw QueryError(.expressionWithoutMeasure, at: nil) }
    return try QueryPipeline.answer(query, library: library, context: context)
  }

  func bound(_ text: String) throws(QueryError) -> BoundQuery {
    guard
      case .query(let query)? = QueryPipeline.parse(QuerySource(text), names: lexicon).first?.statement?.kind
    else { throw QueryError(.expressionWithoutMeasure, at: nil) }
    return try Binder.bind(query, in: context)
  }

  var context: BindingContext {
    var catalog = library.catalog
    for name in definitions.keys { catalog.lexicon.add(name, .definition) }
    var context = BindingContext(catalog: catalog)
    context.definitions = definitions
    context.language = language
    context.hideBelow = hideBelow
    context.caseTables = library.caseTables
    for dataset in library.datasets where dataset.isLoaded {
      context.datasetNames[dataset.index] = dataset.name
    }
    return context
  }

  private var lexicon: NameLexicon { context.catalog.lexicon }

  private mutating func run(_ parsed: QueryPipeline.Parsed) throws(QueryError) -> String {
    guard let statement = parsed.statement else { throw QueryError(parsed.diagnostics) }
    switch statement.kind {
    case .query(let query): return try run(query, parsed)
    case .define(let name, let expression):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      var checked = context
      checked.definitions[folded(name.text)] = expression
      try Binder.check(expression, in: checked)
      definitions[folded(name.text)] = expression
      return ""
    case .why(let query):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      if let behind = try QueryPipeline.whyOfCases(Binder.bind(query, in: context), library: library) {
        return written(behind)
      }
      let explanation = try QueryPipeline.why(Binder.bind(query, in: context), library: library)
      return ExplanationRenderer.render(explanation, options: RenderOptions(language: language))
    case .load(let paths, let name, _):
      let files = paths.map { CaseInput(ShippedData.path(of: $0)) }
      let loaded = try CaseLoader(catalog: library.catalog).load(files)
      library = try library.adding(cases: loaded, named: name?.text ?? "cases", from: files[0].path)
      return ""
    case .set(let setting, let value):
      guard setting.text == "hide_below" else { return "no setting of the tests\n" }
      hideBelow = value.flatMap { Int($0.text) }
      return ""
    case .list(let fields, let clauses):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      let bound = try Binder.bindList(fields, clauses, at: statement.span, in: context)
      var text = "canonical: \(bound.canonicalText)\n"
      let count = try QueryPipeline.count(bound, library: library)
      try QueryPipeline.list(bound, library: library, most: 20) { table in text += written(table) }
      return text + "rows: \(count)\n"
    case .check(let dataset, let against, let condition):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      let question = try CheckQuestion.bind(
        dataset: dataset, against: against, where: condition, library: library, context: context)
      return written(try question.answer(library: library).table)
    case .compare(let compare):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      let bound = try Binder.bind(compare, at: statement.span, in: context)
      let table = try QueryPipeline.answer(bound, at: statement.span, library: library)
      return "canonical: \(bound.canonicalText)\n" + written(table)
    case .explain(let query, let analyze):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      var report = try QueryPipeline.explain(query, library: library, context: context, analyze: analyze)
      report.times = []
      return PlanRenderer.render(report, options: RenderOptions(language: language))
    case .explainComparison(let compare, _):
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      var report = try QueryPipeline.explain(compare, at: statement.span, library: library, context: context)
      report.times = []
      return PlanRenderer.render(report, options: RenderOptions(language: language))
    default:
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      return "parsed: \(SyntaxPrinter().print(statement))\n"
    }
  }

  private mutating func run(_ query: QuerySyntax, _ parsed: QueryPipeline.Parsed) throws(QueryError) -> String
  {
    if case .lastResult = query.subject, let lastResult {
      if parsed.hasErrors { throw QueryError(parsed.diagnostics) }
      let table = try LastResult.evaluate(query, over: lastResult)
      self.lastResult = table
      return written(table)
    }
    if parsed.hasErrors { throw QueryPipeline.diagnose(query, parsed: parsed, context: context) }
    let bound = try Binder.bind(query, in: context)
    let table = try QueryPipeline.answer(query, library: library, context: context)
    lastResult = table
    return "\(bound.needsEcho ? "echo" : "canonical"): \(bound.canonicalText)\n" + written(table)
  }

  private func written(_ table: ResultTable) -> String {
    let options = RenderOptions(language: language, showsStatus: true)
    let notes = ([table.time].compactMap { $0 } + table.notes).map { "note: \($0[language])\n" }
    let sources = table.sources.isEmpty ? "" : "sources: \(table.sources.map(\.id).joined(separator: ", "))\n"
    return CSVRenderer().render(table, options: options) + notes.joined() + sources
  }
}
