/// Reads the rules of the catalog: tests of the language, and the forms that no test of measures can say.
struct CheckRuleBinder {
  let catalog: Catalog
  /// `parts(*)`: dimensions that no other rule names.
  private let otherDimensions: [Int]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    let named = catalog.checks.flatMap { CheckRuleBinder.call($0.ruleText)?.arguments ?? [] }
    otherDimensions = catalog.dimensions.indices.filter { !named.contains(catalog.dimensions[$0].id) }
  }

  /// - Throws: all that is wrong with the rule, its place in its file included.
  func bind(_ position: Int) throws(QueryError) -> BoundCheckRule {
    let rule = catalog.checks[position]
    let form = try placed(rule, "rule", rule.ruleText) { () throws(QueryError) in
      try bindForm(rule.ruleText)
    }
    let scope = try placed(rule, "where", rule.whereText) { () throws(QueryError) in
      try bindScope(rule.whereText, of: form)
    }
    return BoundCheckRule(rule: position, form: form, scope: scope)
  }

  private func placed<Bound>(
    _ rule: CheckRule, _ column: String, _ text: String, _ bind: () throws(QueryError) -> Bound
  ) throws(QueryError) -> Bound {
    do {
      return try bind()
    } catch {
      let wording = DiagnosticWording(.english)
      let problem = error.diagnostics.map { wording.sentence($0.fact) }.joined(separator: "; ")
      let place = DataPlace(file: rule.place.file, line: rule.place.line, column: column)
      throw QueryError(.data(place, .formula(text: text, problem: problem)), at: nil)
    }
  }

  // MARK: Forms

  func bindForm(_ text: String) throws(QueryError) -> BoundCheckRule.Form {
    guard let call = CheckRuleBinder.call(text) else {
      return .test(try FormulaBinder.bind(Parser.parseTest(text, names: catalog.lexicon), in: catalog))
    }
    switch call.name {
    case .parts:
      if call.arguments == ["period"] { return .partsOverTime }
      if call.arguments == ["*"] { return .parts(otherDimensions) }
      if call.arguments.isEmpty { throw wrongForm(call) }
      var dimensions: [Int] = []
      for argument in call.arguments { dimensions.append(try dimension(argument)) }
      return .parts(dimensions)
    case .repeats:
      if !call.arguments.isEmpty { throw wrongForm(call) }
      return .repeats
    case .printed_rates:
      if !call.arguments.isEmpty { throw wrongForm(call) }
      return .printedRates
    case .printed_share:
      guard call.arguments.count == 2 else { throw wrongForm(call) }
      let stated = try expression(call.arguments[0])
      guard case .measure(let reference) = stated, reference.filter.isEmpty else { throw wrongForm(call) }
      return .printedShare(measure: reference.measure, numerator: try expression(call.arguments[1]))
    }
  }

  func expression(_ text: String) throws(QueryError) -> BoundExpression {
    try FormulaBinder.bind(Parser.parseExpression(text, names: catalog.lexicon), in: catalog)
  }

  private func dimension(_ id: String) throws(QueryError) -> Int {
    if let dimension = catalog.dimensionIndexByID[id] { return dimension }
    let near = NearNames.of(id, among: catalog.dimensions.map(\.id))
    throw QueryError(.unknownField(id), at: nil, suggestions: near.isEmpty ? [] : [.didYouMean(near)])
  }

  private func wrongForm(_ call: FormCall) -> QueryError {
    QueryError(.wrongCheckForm(call.name.rawValue, expected: call.name.usage), at: nil)
  }

  // MARK: Scope

  func bindScope(_ text: String, of form: BoundCheckRule.Form) throws(QueryError) -> CheckScope {
    if text.isEmpty { return CheckScope() }
    let measures: [Int] =
      switch form {
      case .test(let test): test.measures.map(\.measure)
      case .printedShare(let measure, _): [measure]
      case .parts, .partsOverTime, .repeats, .printedRates: []
      }
    var binder = ConditionBinder(BindingContext(catalog: catalog), measures: measures)
    let selections = binder.bind(try Parser.parseCondition(text, names: catalog.lexicon))
    if !binder.diagnostics.isEmpty { throw QueryError(binder.diagnostics) }
    return CheckScope(selections: selections, spans: binder.time.spans)
  }

  // MARK: Calls

  /// Names of the forms, as `checks.csv` writes them.
  enum FormName: String, CaseIterable {
    case parts, repeats, printed_rates, printed_share

    var usage: String {
      switch self {
      case .parts: "parts(dimension, …), parts(period), parts(*)"
      case .repeats: "repeats()"
      case .printed_rates: "printed_rates()"
      case .printed_share: "printed_share(percentage, numerator)"
      }
    }
  }

  struct FormCall {
    let name: FormName
    let arguments: [String]
  }

  /// `parts(tier, sector)` taken apart; `nil` where the text is a test.
  static func call(_ text: String) -> FormCall? {
    let text = text.trimmed
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")"),
      let name = FormName(rawValue: String(text[..<open]).trimmed)
    else { return nil }
    let inside = text[text.index(after: open)...].dropLast()
    let arguments = inside.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    return FormCall(name: name, arguments: arguments)
  }
}
