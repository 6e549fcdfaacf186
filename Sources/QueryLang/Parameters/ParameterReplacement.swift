/// Puts the values of parameters into a syntax tree, each as one value where `$name` stood. Nothing is read as text
/// again: what is in a value can be no more than a name that is found or not.
package struct ParameterReplacement {
  private let parameters: Parameters
  private let lexicon: NameLexicon
  /// Unknown parameters, and values that cannot stand where they are used.
  package private(set) var diagnostics: [Diagnostic] = []

  package init(_ parameters: Parameters, names lexicon: NameLexicon) {
    self.parameters = parameters
    self.lexicon = lexicon
  }

  /// The statement without parameters; where one has no value there, the tree says that something is invalid.
  package mutating func replace(in statement: StatementSyntax) -> StatementSyntax {
    var statement = statement
    statement.kind = replace(in: statement.kind)
    return statement
  }

  private mutating func replace(in kind: StatementSyntaxKind) -> StatementSyntaxKind {
    switch kind {
    case .query(let query): return .query(replace(in: query))
    case .why(let query): return .why(replace(in: query))
    case .explain(let query, let analyze): return .explain(replace(in: query), analyze: analyze)
    case .explainComparison(let compare, let analyze):
      return .explainComparison(replace(in: compare), analyze: analyze)
    case .whyComparison(let compare): return .whyComparison(replace(in: compare))
    case .compare(let compare): return .compare(replace(in: compare))
    case .list(let fields, let clauses): return .list(fields, replace(in: clauses))
    case .check(let dataset, let against, let condition):
      return .check(dataset: dataset, against: against, condition.map { replace(in: $0) })
    case .show(let kind, let dimension, let condition):
      return .show(kind, of: dimension, condition.map { replace(in: $0) })
    case .parameter(let name, let type, let value):
      return .parameter(name, type: type, defaultValue: value.map { replace($0, at: .member) })
    case .assert(let test, let clauses): return .assert(replace(in: test), replace(in: clauses))
    // A definition keeps its parameters: they are read where its name is used.
    case .define, .load, .unload, .save, .attach, .detach, .push, .use, .source, .set, .help, .quit:
      return kind
    }
  }

  private mutating func replace(in compare: CompareSyntax) -> CompareSyntax {
    var compare = compare
    let isTime = compare.dimension.map { self.isTime($0) } ?? false
    let place: ParameterReading.Place =
      compare.dimension == nil ? .any : isTime ? .time : .member
    compare.values = compare.values.map { replace($0, at: place) }
    compare.measures = compare.measures.map { replace(in: $0) }
    compare.clauses = replace(in: compare.clauses)
    return compare
  }

  package mutating func replace(in query: QuerySyntax) -> QuerySyntax {
    var query = query
    if case .measures(let measures) = query.subject {
      query.subject = .measures(measures.map { replace(in: $0) })
    }
    query.clauses = replace(in: query.clauses)
    return query
  }

  private mutating func replace(in measure: MeasureSyntax) -> MeasureSyntax {
    var measure = measure
    measure.expression = replace(in: measure.expression)
    return measure
  }

  private mutating func replace(in clauses: ClausesSyntax) -> ClausesSyntax {
    var clauses = clauses
    clauses.condition = clauses.condition.map { replace(in: $0) }
    clauses.having = clauses.having.map { replace(in: $0) }
    if case .value(let value)? = clauses.baseline { clauses.baseline = .value(replace(value, at: .any)) }
    for index in clauses.sort.indices { clauses.sort[index].key = replace(in: clauses.sort[index].key) }
    clauses.ranking = clauses.ranking.map { replace(in: $0) }
    clauses.asOf = clauses.asOf.map { replace($0, at: .time) }
    return clauses
  }

  private mutating func replace(in ranking: RankingSyntax) -> RankingSyntax {
    var ranking = ranking
    ranking.by = ranking.by.map { replace(in: $0) }
    guard let name = ranking.countParameter else { return ranking }
    let value = replace(.parameter(name.text, span: name.span), at: .number)
    if case .number(let number, _) = value {
      if number.scale == 0, let count = Int(exactly: number.significand), count > 0 {
        ranking.count = count
      } else {
        let wanted = Localized(vi: "số nguyên dương", en: "positive whole number")
        report(name.text, value, wanted, at: name.span)
      }
    }
    ranking.countParameter = nil
    return ranking
  }

  // MARK: Conditions and tests

  private mutating func replace(in condition: ConditionSyntax) -> ConditionSyntax {
    switch condition {
    case .comparison(let field, let comparison, let value):
      return .comparison(field, comparison, replace(value, at: place(beside: field)))
    case .membership(let field, let values, let isNegated):
      return .membership(
        field, values.map { replace($0, at: place(beside: field)) }, isNegated: isNegated)
    case .range(let field, let lower, let upper, let isNegated):
      let place = place(beside: field)
      return .range(field, replace(lower, at: place), replace(upper, at: place), isNegated: isNegated)
    case .contains(let field, let text):
      guard text.isParameter else { return condition }
      let value = replace(.parameter(text.text, span: text.span), at: .member)
      let written = ParameterReading.text(of: value)
      return .contains(field, NameSyntax(written, isQuoted: true, span: text.span))
    case .isMissing: return condition
    case .not(let inner): return .not(replace(in: inner))
    case .and(let parts): return .and(parts.map { replace(in: $0) })
    case .or(let parts): return .or(parts.map { replace(in: $0) })
    }
  }

  private func isTime(_ field: NameSyntax) -> Bool {
    lexicon.meanings(of: field.text).contains(where: \.isTimeField)
  }

  private func place(beside field: NameSyntax) -> ParameterReading.Place { isTime(field) ? .time : .member }

  private mutating func replace(in test: TestSyntax) -> TestSyntax {
    switch test {
    case .comparison(let left, let comparison, let right):
      .comparison(replace(in: left), comparison, replace(in: right))
    case .state(let expression, let state, let isNegated):
      .state(replace(in: expression), state, isNegated: isNegated)
    case .not(let inner): .not(replace(in: inner))
    case .and(let parts): .and(parts.map { replace(in: $0) })
    case .or(let parts): .or(parts.map { replace(in: $0) })
    }
  }

  // MARK: Expressions and values

  package mutating func replace(in expression: ExpressionSyntax) -> ExpressionSyntax {
    switch expression {
    case .number, .invalid: return expression
    case .name(let name, let filter): return .name(name, filter: filter.map { replace(in: $0) })
    case .parameter(let name, let span):
      if case .number(let number, _) = replace(.parameter(name, span: span), at: .number) {
        return .number(number, span: span)
      }
      return .invalid(span: span)
    case .call(let function, let arguments, let dimension, let span):
      let arguments = arguments.map { replace(in: $0) }
      return .call(function, arguments, ofDimension: dimension, span: span)
    case .negated(let operand, let span): return .negated(replace(in: operand), span: span)
    case .binary(let operation, let left, let right):
      return .binary(operation, replace(in: left), replace(in: right))
    }
  }

  private mutating func replace(_ value: ValueSyntax, at place: ParameterReading.Place) -> ValueSyntax {
    guard case .parameter(let name, let span) = value else { return value }
    guard let parameter = parameters[name] else {
      diagnostics.append(
        Diagnostic(.unknownParameter(name), at: span, suggestions: parameters.suggestions(for: name)))
      return .invalid(span: span)
    }
    guard let found = ParameterReading.value(parameter.value, at: place) else {
      let isTime = if case .time = place { true } else { false }
      let wanted =
        isTime ? Localized(vi: "kỳ hay ngày", en: "period or day") : Localized(vi: "số", en: "number")
      report(name, parameter.value, wanted, at: span)
      return .invalid(span: span)
    }
    return found.moved(to: span)
  }

  private mutating func report(_ name: String, _ value: ValueSyntax, _ wanted: Localized, at span: SourceSpan)
  {
    let fact = DiagnosticFact.parameterMismatch(
      name: name, text: ParameterReading.text(of: value), wanted: wanted,
      isGiven: parameters[name]?.isGiven ?? false)
    diagnostics.append(Diagnostic(fact, at: span))
  }
}
