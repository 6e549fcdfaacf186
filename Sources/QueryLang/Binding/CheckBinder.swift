/// Binds `check`: its rules, what they are tried on, and which of their findings are wanted.
package struct CheckBinder {
  /// What a condition of `check` may speak of beside dimensions and times; also columns of its answer.
  package enum Field: String, CaseIterable, Sendable {
    case rule, severity, measure, document

    package var names: Localized {
      switch self {
      case .rule: Localized(vi: "phép kiểm tra", en: "rule")
      case .severity: Localized(vi: "mức lỗi", en: "severity")
      case .measure: Localized(vi: "chỉ số", en: "measure")
      case .document: Localized(vi: "văn bản", en: "document")
      }
    }

    /// The field of `check` that a name means.
    static func named(_ name: NameSyntax) -> Field? {
      let key = folded(name.text)
      return allCases.first { $0.spellings.contains { folded($0) == key } }
    }

    var spellings: [String] {
      let others: [String] =
        switch self {
        case .rule: ["rules", "check"]
        case .severity: ["mức"]
        case .measure: ["measures", "chỉ tiêu"]
        case .document: ["documents", "source", "sources", "nguồn"]
        }
      return [rawValue, names.vietnamese] + others
    }
  }

  /// - Throws: all errors of the condition at once; a rule of the catalog that cannot be read.
  package static func bind(
    dataset: NameSyntax?, where condition: ConditionSyntax?, library: Library, context: BindingContext
  ) throws(QueryError) -> BoundCheck {
    let datasets = try self.datasets(dataset, library, context)
    var bound: BoundCheckCondition?
    if let condition {
      var binder = CheckConditionBinder(library.catalog, context)
      bound = binder.bind(condition)
      if !binder.diagnostics.isEmpty { throw QueryError(binder.diagnostics).inOrder }
    }
    let binder = CheckRuleBinder(library.catalog)
    var rules: [BoundCheckRule] = []
    for position in library.catalog.checks.indices where library.catalog.checks[position].severity != .off {
      rules.append(try binder.bind(position))
    }
    let (denominators, unread) = denominators(library, datasets, binder)
    return BoundCheck(
      rules: rules, condition: bound, datasets: datasets, denominators: denominators,
      unreadDenominators: unread)
  }

  /// One whose text means nothing here leaves its percentage unchecked, which is told.
  private static func denominators(
    _ library: Library, _ datasets: [Int], _ binder: CheckRuleBinder
  ) -> (read: [String: BoundExpression], unread: [Int]) {
    var read: [String: BoundExpression] = [:]
    var unread: [String: Int] = [:]
    for (position, figure) in library.store.figures.enumerated()
    where !figure.denominator.isEmpty && (datasets.isEmpty || datasets.contains(figure.dataset)) {
      let text = figure.denominator
      guard read[text] == nil, unread[text] == nil else { continue }
      if let bound = try? binder.expression(text) { read[text] = bound } else { unread[text] = position }
    }
    return (read, unread.values.sorted())
  }

  /// The datasets that a name means, by position; none: all of figures.
  static func datasets(
    _ name: NameSyntax?, _ library: Library, _ context: BindingContext
  ) throws(QueryError) -> [Int] {
    guard let name else { return context.defaultDataset.map { [$0] } ?? [] }
    for case .dataset(let index) in context.lexicon.meanings(of: name.text) {
      return index < 0 ? [] : [index]
    }
    let known = library.datasets.filter(\.isLoaded).map(\.name) + [Library.allFigures.english]
    let near = NearNames.of(name.text, among: known)
    throw QueryError(
      .unknownDataset(name.text), at: name.span,
      suggestions: [near.isEmpty ? .choices(known) : .didYouMean(near)])
  }
}
