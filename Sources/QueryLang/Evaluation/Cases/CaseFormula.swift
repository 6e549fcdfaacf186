/// An expression over cases with what each measure is made of in place of the measure: looked up once, not for every
/// group.
indirect enum CaseFormula {
  case number(ExactDecimal)
  /// `nil` where nothing is counted for the measure.
  case leaf(CasePlan.Leaf?)
  case window(WindowCall)
  case negated(CaseFormula)
  case rounded(CaseFormula, digits: Int)
  case coalesce(CaseFormula, CaseFormula)
  case binary(ArithmeticOperator, CaseFormula, CaseFormula)

  /// - Precondition: the formulas of measures are written out.
  init(_ expression: BoundExpression, _ leaves: [MeasureReference: CasePlan.Leaf]) {
    func formula(_ expression: BoundExpression) -> CaseFormula { CaseFormula(expression, leaves) }
    self =
      switch expression {
      case .number(let number): .number(number)
      case .measure(let reference): .leaf(leaves[reference])
      case .window(let window): .window(window)
      case .negated(let operand): .negated(formula(operand))
      case .rounded(let operand, let digits): .rounded(formula(operand), digits: digits)
      case .coalesce(let first, let second): .coalesce(formula(first), formula(second))
      case .binary(let operation, let left, let right): .binary(operation, formula(left), formula(right))
      }
  }

  /// Of an expression as it was asked.
  init(writing expression: BoundExpression, _ catalog: Catalog, _ leaves: [MeasureReference: CasePlan.Leaf]) {
    var usesRates = false
    self.init(CasePlanner.expanded(expression, catalog, &usesRates), leaves)
  }
}

/// The expressions of a query as formulas, each written out once. Little to copy, since closures that run for every
/// row hold it.
struct CaseFormulas {
  private let measures: [CaseFormula]
  private let expressions: [BoundExpression]
  /// Of each of `expressions`.
  private let formulas: [CaseFormula]

  init(_ query: BoundQuery, _ catalog: Catalog, _ leaves: [MeasureReference: CasePlan.Leaf]) {
    let own = query.allExpressions
    expressions = own + own.flatMap { $0.windows.map(\.operand) }
    formulas = expressions.map { CaseFormula(writing: $0, catalog, leaves) }
    measures = query.measures.map { CaseFormula(writing: $0.expression, catalog, leaves) }
  }

  /// Of the query's measures.
  func values(_ parts: ArraySlice<CasePart>, _ windows: [WindowCall: Resolved] = [:]) -> [Resolved] {
    let arithmetic = CaseArithmetic(parts: parts, windows: windows)
    return measures.map { arithmetic.value($0) }
  }

  /// Of one of the query's measures.
  func value(
    ofMeasure measure: Int, _ parts: ArraySlice<CasePart>, _ windows: [WindowCall: Resolved]
  ) -> Resolved {
    CaseArithmetic(parts: parts, windows: windows).value(measures[measure])
  }

  /// - Precondition: the expression is one of the query's, or what one of its windows is over.
  func value(
    _ expression: BoundExpression, _ parts: ArraySlice<CasePart>, _ windows: [WindowCall: Resolved] = [:]
  ) -> Resolved {
    value(at: position(of: expression), parts, windows)
  }

  /// Where an expression's formula is; `nil` where the query has no such expression.
  func position(of expression: BoundExpression) -> Int? { expressions.firstIndex(of: expression) }

  /// Of the formula at a position; of none, nothing.
  func value(at position: Int?, _ parts: ArraySlice<CasePart>, _ windows: [WindowCall: Resolved]) -> Resolved
  {
    guard let position else { return .missing }
    return CaseArithmetic(parts: parts, windows: windows).value(formulas[position])
  }

  /// `nil` where the formula at a position comes to no number.
  func quantity(at position: Int?, _ parts: ArraySlice<CasePart>, _ windows: [WindowCall: Resolved])
    -> Quantity?
  {
    if case .number(let quantity) = value(at: position, parts, windows).amount { return quantity }
    return nil
  }
}
