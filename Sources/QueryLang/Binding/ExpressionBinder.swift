/// Resolves the names of expressions and tests and enforces what each kind of measure allows.
struct ExpressionBinder {
  let context: BindingContext
  let allowsSumsOfRates: Bool
  var diagnostics: [Diagnostic] = []
  /// A name was recognised without its accents.
  var wasForgiving = false
  /// Names defined by the query's own `as`.
  var aliases: [String: BoundExpression] = [:]
  /// What the rows are grouped by, as written: functions over rows speak of it.
  /// `nil` where no query is known yet (`let`).
  var keys: [BoundKey]?
  /// The cases asked; `nil` over figures.
  var cases: CaseTable?
  /// Names of the columns that `vs` adds, folded, and the clause that is bound: none of it can speak of them.
  var columnsOfBaseline: Set<String> = []
  var clause: Keyword?
  private var expanding: [String] = []
  private let names: NameResolution
  var catalog: Catalog { context.catalog }

  init(_ context: BindingContext, allowsSumsOfRates: Bool = false) {
    self.context = context
    self.allowsSumsOfRates = allowsSumsOfRates
    names = NameResolution(catalog: context.catalog, lexicon: context.lexicon, language: context.language)
  }

  @discardableResult
  mutating func report(_ fact: DiagnosticFact, at span: SourceSpan?, _ suggestions: [Suggestion] = [])
    -> BoundExpression?
  {
    diagnostics.append(Diagnostic(fact, at: span, suggestions: suggestions))
    return nil
  }

  mutating func bind(_ syntax: ExpressionSyntax) -> BoundExpression? {
    switch syntax {
    case .number(let value, _): return .number(value)
    case .name(let name, let filter): return bindName(name, filter)
    case .parameter(let name, let span): return report(.unknownParameter(name), at: span)
    case .invalid: return nil
    case .negated(let operand, _):
      let bound = bind(operand)
      checkOperand(bound, at: operand.span)
      return bound.map { .negated($0) }
    case .binary(let operation, let left, let right): return bindBinary(operation, left, right)
    case .call(let function, let arguments, let dimension, let span):
      return bindCall(function, arguments, dimension, span)
    }
  }

  private mutating func bindBinary(
    _ operation: ArithmeticOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax
  ) -> BoundExpression? {
    let boundLeft = bind(left)
    let boundRight = bind(right)
    let isSum = operation == .add || operation == .subtract
    checkOperand(boundLeft, at: left.span)
    checkOperand(boundRight, at: right.span)
    if isSum {
      checkSummand(boundLeft, beside: boundRight, at: left.span)
      checkSummand(boundRight, beside: boundLeft, at: right.span)
    }
    guard let boundLeft, let boundRight else { return nil }
    if case .number(let a) = boundLeft, case .number(let b) = boundRight, operation.overflows(a, b) {
      return report(.numberOverflow, at: left.span.joined(with: right.span))
    }
    return .binary(operation, boundLeft, boundRight)
  }

  // MARK: Names

  private mutating func bindName(_ name: NameSyntax, _ filter: ConditionSyntax?) -> BoundExpression? {
    let key = folded(name.text)
    if filter == nil, let alias = aliases[key] { return alias }
    let meanings = context.lexicon.meanings(of: name.text)
    let candidates = meanings.compactMap { meaning -> Int? in
      if case .measure(let index) = meaning { return index }
      return nil
    }
    if let definition = context.definitions[key], candidates.isEmpty {
      return expand(key, definition, filter, name)
    }
    let (exact, match) = NameResolution.exactFirst(name.text, candidates) { catalog.measures[$0].spellings }
    guard let measure = exact.first else {
      let rows = catalog.expressions(ofAppendixRow: name.text)
      return rows.isEmpty ? reportUnknown(name, meanings) : bindAppendixRow(rows, filter, name)
    }
    if exact.count > 1 {
      return report(
        .ambiguousName(name.text, candidates: exact.map { catalog.measures[$0].id }), at: name.span)
    }
    if match == .forgiven { wasForgiving = true }
    if cases != nil, !isCounted(measure) {
      return report(.notOverCases(catalog.measures[measure].names), at: name.span)
    }
    if let cases, let dimension = untold(measure, cases) {
      return report(.noCaseColumn(catalog.dimensions[dimension].names), at: name.span)
    }
    return bindFilter(filter, on: measure, name).map {
      .measure(MeasureReference(measure: measure, filter: $0))
    }
  }

  /// A code in quotes (`"7.8.1"`) stands for the measure and the members of its row; one that several rows have
  /// names none of them.
  private mutating func bindAppendixRow(_ rows: [String], _ filter: ConditionSyntax?, _ name: NameSyntax)
    -> BoundExpression?
  {
    guard rows.count == 1 else {
      return report(.ambiguousName(name.text, candidates: rows), at: name.span)
    }
    do {
      let row = try Parser.parseExpression(rows[0], names: catalog.lexicon)
      wasForgiving = true
      return bindElsewhere(row, filter, name)
    } catch {
      diagnostics += error.diagnostics.map { $0.moved(to: name.span) }
      return nil
    }
  }

  private mutating func reportUnknown(_ name: NameSyntax, _ meanings: [NameLexicon.Meaning])
    -> BoundExpression?
  {
    if let clause, columnsOfBaseline.contains(folded(name.text)) {
      return report(.columnOfBaseline(name.text, clause), at: name.span)
    }
    if meanings.contains(where: \.isGroupable) {
      return report(.fieldWhereMeasureBelongs(name.text), at: name.span)
    }
    var near = names.nearMeasures(name.text)
    if near.isEmpty {
      let own = NearNames.of(name.text, among: Array(context.definitions.keys) + Array(aliases.keys))
      near = names.suggestion(own)
    }
    if near.isEmpty { near = [.runIn(Localized(vi: "xem chỉ số", en: "show measures"))] }
    return report(.unknownMeasure(name.text), at: name.span, near)
  }

  private mutating func expand(
    _ key: String, _ definition: ExpressionSyntax, _ filter: ConditionSyntax?, _ name: NameSyntax
  ) -> BoundExpression? {
    if let start = expanding.firstIndex(of: key) {
      let cycle = Array(expanding[start...])
      let isTold = diagnostics.contains { diagnostic in
        if case .cyclicDefinition(let names) = diagnostic.fact { Set(names) == Set(cycle) } else { false }
      }
      return isTold ? nil : report(.cyclicDefinition(cycle + [key]), at: name.span)
    }
    expanding.append(key)
    defer { expanding.removeLast() }
    var parameters = ParameterReplacement(context.parameters, names: context.lexicon)
    let definition = parameters.replace(in: definition)
    diagnostics += parameters.diagnostics.map { $0.moved(to: name.span) }
    return bindElsewhere(definition, filter, name)
  }

  /// What a name stands for, under the filter written on the name.
  private mutating func bindElsewhere(
    _ definition: ExpressionSyntax, _ filter: ConditionSyntax?, _ name: NameSyntax
  ) -> BoundExpression? {
    let count = diagnostics.count
    let bound = bind(definition)
    // Errors inside a definition are shown where it is used.
    for index in count..<diagnostics.count { diagnostics[index] = diagnostics[index].moved(to: name.span) }
    guard let bound, let filter else { return bound }
    var binder = ConditionBinder(context, measures: bound.measures.map(\.measure), cases: cases)
    let selections = binder.bindFilter(filter)
    diagnostics += binder.diagnostics
    return bound.filtered(by: selections)
  }

  private mutating func bindFilter(_ filter: ConditionSyntax?, on measure: Int, _ name: NameSyntax)
    -> [Selection]?
  {
    guard let filter else { return [] }
    var binder = ConditionBinder(context, measures: [measure], cases: cases)
    let selections = binder.bindFilter(filter)
    diagnostics += binder.diagnostics
    wasForgiving = wasForgiving || binder.wasForgiving
    return binder.diagnostics.contains { $0.severity == .error } ? nil : selections
  }

  // MARK: Functions

  private static let roundingDigits = 0...10

  private mutating func bindCall(
    _ function: FunctionName, _ arguments: [ExpressionSyntax], _ dimension: NameSyntax?, _ span: SourceSpan
  ) -> BoundExpression? {
    if function == .count || CaseNumberField.functions.contains(function) {
      return bindStatistic(function, arguments, span)
    }
    let bound = arguments.map { bind($0) }
    switch function {
    case .coalesce:
      guard arguments.count == 2 else { return report(.functionArguments(function, expected: 2), at: span) }
      guard let first = bound[0], let second = bound[1] else { return nil }
      return .coalesce(first, second)
    case .round:
      guard arguments.count == 2 else { return report(.functionArguments(function, expected: 2), at: span) }
      guard let digits = bound[1] else { return nil }
      guard case .number(let number) = digits, number.scale == 0,
        let count = Int(exactly: number.significand), ExpressionBinder.roundingDigits.contains(count)
      else {
        let allowed = ExpressionBinder.roundingDigits
        return report(
          .argumentOutOfRange(.round, argument: "digits", allowed: allowed), at: arguments[1].span)
      }
      return bound[0].map { .rounded($0, digits: count) }
    case .share, .rank, .cumulative, .change:
      return bindWindow(function, arguments, bound, dimension, span)
    case .count, .avg, .median, .p90, .min, .max:
      return report(.notYetAnswered(Localized(both: "\(function.rawValue)(…)")), at: span)
    }
  }

  // MARK: Tests

  mutating func bind(_ test: TestSyntax) -> BoundTest? {
    switch test {
    case .comparison(let left, let comparison, let right):
      let boundLeft = bind(left)
      let boundRight = bind(right)
      guard let boundLeft, let boundRight else { return nil }
      return .comparison(boundLeft, comparison, boundRight)
    case .state(let expression, let state, let isNegated):
      return bind(expression).map { .state($0, state, isNegated: isNegated) }
    case .not(let inner): return bind(inner).map { .not($0) }
    case .and(let parts): return bindAll(parts).map { .and($0) }
    case .or(let parts): return bindAll(parts).map { .or($0) }
    }
  }

  private mutating func bindAll(_ parts: [TestSyntax]) -> [BoundTest]? {
    let bound = parts.map { bind($0) }
    let complete = bound.compactMap { $0 }
    return complete.count == bound.count ? complete : nil
  }
}

extension ArithmeticOperator {
  /// Whether the exact result needs more digits than there are; a quotient is rounded.
  fileprivate func overflows(_ a: ExactDecimal, _ b: ExactDecimal) -> Bool {
    switch self {
    case .add: a.adding(b) == nil
    case .subtract: a.subtracting(b) == nil
    case .multiply: a.multiplied(by: b) == nil
    case .divide: false
    }
  }
}
