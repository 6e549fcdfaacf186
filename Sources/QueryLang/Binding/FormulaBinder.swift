/// Binds the formulas and rules of the catalog: measures of the catalog only, filters on their dimensions.
enum FormulaBinder {
  static func bind(_ syntax: ExpressionSyntax, in catalog: Catalog) throws(QueryError) -> BoundExpression {
    var binder = ExpressionBinder(BindingContext(catalog: catalog), allowsSumsOfRates: true)
    let bound = binder.bind(syntax)
    guard let bound, binder.diagnostics.isEmpty else { throw QueryError(binder.diagnostics) }
    return bound
  }

  static func bind(_ rule: TestSyntax, in catalog: Catalog) throws(QueryError) -> BoundTest {
    var binder = ExpressionBinder(BindingContext(catalog: catalog), allowsSumsOfRates: true)
    let bound = binder.bind(rule)
    guard let bound, binder.diagnostics.isEmpty else { throw QueryError(binder.diagnostics) }
    return bound
  }
}

/// What names can mean beside the catalog: a session's definitions and settings.
package struct BindingContext: Sendable {
  package var catalog: Catalog
  /// Names of `let`, folded, with their expressions.
  package var definitions: [String: ExpressionSyntax] = [:]
  /// What `$name` in a definition stands for when the definition is used.
  package var parameters = Parameters()
  package var language: Language = .vietnamese
  /// Dataset chosen with `use`; `nil`: the figures of all.
  package var defaultDataset: Int?
  /// Datasets of cases, by position.
  package var caseTables: [Int: CaseTable] = [:]
  /// What datasets are called, by position.
  package var datasetNames: [Int: String] = [:]
  /// Which days the periods of cases have.
  package var periods: PeriodCalendar = .calendar
  /// `set hide_below`: counts of fewer cases are hidden.
  package var hideBelow: Int?

  package init(catalog: Catalog) { self.catalog = catalog }

  /// The catalog's names and the definitions'.
  package var lexicon: NameLexicon { catalog.lexicon }
}
