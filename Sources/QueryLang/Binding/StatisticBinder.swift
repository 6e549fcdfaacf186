// Functions of the cases: `count()`, `avg(processing_days)`.
extension ExpressionBinder {
  /// Each function of each number is a measure of the catalog once there are cases that have the number.
  mutating func bindStatistic(
    _ function: FunctionName, _ arguments: [ExpressionSyntax], _ span: SourceSpan
  ) -> BoundExpression? {
    guard cases != nil else { return report(.statisticNeedsCases(function), at: span) }
    let expected = function == .count ? 0 : 1
    guard arguments.count == expected else {
      return report(.functionArguments(function, expected: expected), at: span)
    }
    guard let argument = arguments.first else { return statistic("count()") }
    guard case .name(let name, nil) = argument else {
      return report(.numberFieldWanted, at: argument.span, [.choices(numberNames)])
    }
    let wanted = folded(name.text)
    for number in numbers where number.spellings.contains(where: { folded($0) == wanted }) {
      return statistic("\(function.rawValue)(\(number.id))")
    }
    let near = NearNames.of(name.text, among: numbers.flatMap(\.spellings))
    return report(
      .unknownNumber(name.text), at: name.span, near.isEmpty ? [.choices(numberNames)] : [.didYouMean(near)])
  }

  /// Cases are counted for it, or for all that its formula is made of.
  func isCounted(_ index: Int) -> Bool {
    let measure = context.catalog.measures[index]
    if measure.caseRule != nil { return true }
    let formula = measure.caseFormula ?? measure.formula
    return formula?.measures.allSatisfy { isCounted($0.measure) } ?? false
  }

  /// A dimension that the measure's own definition speaks of and the cases do not.
  func untold(_ index: Int, _ cases: CaseTable) -> Int? {
    let measure = context.catalog.measures[index]
    if measure.caseRule != nil { return nil }
    for reference in (measure.caseFormula ?? measure.formula)?.measures ?? [] {
      let untold = reference.filter.map(\.dimension).first { dimension in
        CaseCodes(dimension, of: cases, in: context.catalog) == nil
          && !context.catalog.isTimeliness(dimension)
          && context.catalog.dimensions[dimension].defaultMemberID.isEmpty
      }
      if let found = untold ?? self.untold(reference.measure, cases) { return found }
    }
    return nil
  }

  private func statistic(_ id: String) -> BoundExpression? {
    context.catalog.measureIndexByID[id].map { .measure(MeasureReference(measure: $0, filter: [])) }
  }

  private var numbers: [(id: String, spellings: [String])] {
    let own = (cases?.numbers ?? []).map { ($0.id, [$0.id, $0.names.vietnamese, $0.names.english]) }
    let days = CaseNumberField.processingDays
    return [(days, CaseNumberField.processingDaysSpellings)] + own
  }

  private var numberNames: [String] { numbers.map(\.id) }
}
