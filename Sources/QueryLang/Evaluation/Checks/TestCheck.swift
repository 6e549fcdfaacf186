/// A rule that is a test of the language, tried at every cell that a figure of its measures names.
struct TestCheck {
  let ground: CheckGround
  let test: BoundTest
  private var resolver: FigureResolver { ground.resolver }
  private var catalog: Catalog { ground.catalog }

  /// What came of a test: whether it holds, and the comparison that shows it.
  private struct Verdict {
    var holds: Bool?
    var evidence: (subject: BoundExpression, stated: CheckValue, expected: CheckValue)?
  }

  func trials() -> [CheckTrial] {
    var seen: Set<Set<Int>> = []
    return places.compactMap { place in
      guard ground.isInScope(place.cell, place.period) else { return nil }
      let verdict = decide(test, place)
      guard let holds = verdict.holds, let evidence = verdict.evidence else { return nil }
      // Stocks answer at every period with the same end: one comparison is made once.
      let figures = evidence.stated.figures.union(evidence.expected.figures)
      guard figures.isEmpty || seen.insert(figures).inserted else { return nil }
      return ground.trial(
        evidence.subject, place.cell, place.period, holds: holds, stated: evidence.stated,
        expected: evidence.expected)
    }
  }

  // MARK: Cells

  /// Cells and nominal periods of the figures of all measures in the rule, without what their filters name.
  private var places: [CheckPlace] {
    var seen: Set<CheckPlace> = []
    var found: [CheckPlace] = []
    let isIdentity = test.comparisons.contains { $0.comparison == .equal }
    for reference in test.measures {
      let isRatio = catalog.measures[reference.measure].kind == .ratio
      // A rate that must keep a limit is one wherever its parts are known.
      let measures =
        isRatio && !isIdentity
        ? resolver.index.closure(of: reference.measure).sorted() : [reference.measure]
      for position in measures.flatMap({ resolver.figures(of: $0) }) {
        let figure = resolver.index[position]
        guard let cell = unfiltered(figure.cell, by: reference.filter) else { continue }
        let place = CheckPlace(cell: cell, period: figure.period)
        if seen.insert(place).inserted { found.append(place) }
      }
    }
    return found
  }

  private func unfiltered(_ cell: Cell, by filter: [Selection]) -> Cell? {
    for selection in filter {
      guard let member = cell.member(of: selection.dimension), selection.members.contains(member) else {
        return nil
      }
    }
    return cell.without(Set(filter.map(\.dimension)))
  }

  // MARK: Deciding

  private func decide(_ test: BoundTest, _ place: CheckPlace) -> Verdict {
    switch test {
    case .comparison(let left, let comparison, let right): return compare(left, comparison, right, place)
    case .state(let expression, let state, let isNegated):
      let value = value(of: expression, place, printed: false)
      let isSo = value.map { state == .undefined && $0.amount == .undefined } ?? (state == .missing)
      let nothing = CheckValue(.undefined)
      return Verdict(holds: isSo != isNegated, evidence: (expression, value ?? nothing, nothing))
    case .not(let inner):
      var verdict = decide(inner, place)
      verdict.holds = verdict.holds.map { !$0 }
      return verdict
    case .and(let parts): return choose(parts.map { decide($0, place) }, TestDecision.all, decisive: false)
    case .or(let parts): return choose(parts.map { decide($0, place) }, TestDecision.any, decisive: true)
    }
  }

  /// The verdict of several, shown by a decisive one, else by that which comes nearest.
  private func choose(
    _ verdicts: [Verdict], _ combine: ([Bool?]) -> Bool?, decisive: Bool
  ) -> Verdict {
    let holds = combine(verdicts.map(\.holds))
    let alike = verdicts.filter { $0.holds == holds && $0.evidence != nil }
    let nearest = alike.min { distance($0) < distance($1) }
    let shown = holds == decisive ? alike.first : nearest
    var evidence = shown?.evidence
    // All that it rests on could be at fault.
    for other in alike where holds == false {
      evidence?.expected.figures.formUnion(other.evidence?.expected.figures ?? [])
    }
    return Verdict(holds: holds, evidence: evidence)
  }

  private func distance(_ verdict: Verdict) -> Double {
    guard let evidence = verdict.evidence,
      case .number(let difference) = Arithmetic.apply(
        .subtract, evidence.stated.amount, evidence.expected.amount)
    else { return .infinity }
    return abs(difference.doubleValue)
  }

  private func compare(
    _ left: BoundExpression, _ comparison: ComparisonOperator, _ right: BoundExpression, _ place: CheckPlace
  ) -> Verdict {
    let isIdentity = comparison == .equal
    guard let stated = value(of: left, place, printed: isIdentity),
      let expected = value(of: right, place, printed: isIdentity),
      // What is computed from the very figures of the other side proves nothing.
      stated.figures != expected.figures
    else { return Verdict() }
    let holds = CheckComparison.decide(stated, comparison, expected, tolerance: ground.tolerance)
    return Verdict(holds: holds, evidence: (left, stated, expected))
  }

  // MARK: Values

  /// `printed`: an identity between rates is about what was printed; computed from their parts it always holds,
  /// or another rule finds why not.
  private func value(of expression: BoundExpression, _ place: CheckPlace, printed: Bool) -> CheckValue? {
    switch expression {
    // A rule is about one cell.
    case .window: return nil
    case .number(let number): return CheckValue(.number(.exact(number)))
    case .measure(let reference): return value(of: reference, place, printed: printed)
    case .coalesce(let first, let second):
      if let found = value(of: first, place, printed: printed), found.amount != .undefined { return found }
      return value(of: second, place, printed: printed)
    case .negated(let operand):
      return value(of: operand, place, printed: printed)?.mapping(Arithmetic.negate)
    case .rounded(let operand, let digits):
      return value(of: operand, place, printed: printed)?.mapping { Arithmetic.round($0, digits: digits) }
    case .binary(let operation, let left, let right):
      guard let left = value(of: left, place, printed: printed),
        let right = value(of: right, place, printed: printed)
      else { return nil }
      return left.combined(right, by: operation)
    }
  }

  private func value(of reference: MeasureReference, _ place: CheckPlace, printed: Bool) -> CheckValue? {
    let coordinates = resolver.filtered(ground.coordinates(place.cell, place.period), by: reference)
    guard printed, catalog.measures[reference.measure].kind == .ratio else {
      return resolver.whole(reference.measure, coordinates).map { CheckValue($0, resolver) }
    }
    guard let settled = resolver.settle(reference.measure, coordinates), settled.choice == nil else {
      return nil
    }
    let here = resolver.figures(of: reference.measure).filter { position in
      resolver.index[position].cell == settled.cell && resolver.index[position].period == place.period
    }
    guard let first = here.first else { return nil }
    return CheckValue(printed: Set(here), like: first, resolver)
  }
}
