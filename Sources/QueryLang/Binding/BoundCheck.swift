/// A rule of the catalog with every name resolved.
package struct BoundCheckRule: Sendable {
  package enum Form: Sendable {
    /// Holds or not at a cell.
    case test(BoundTest)
    /// `parts(tier)`: the members of a dimension make the whole, and known ones never exceed it.
    case parts([Int])
    /// `parts(period)`: months make the quarter.
    case partsOverTime
    /// `repeats()`: a cell that is stated twice is stated alike.
    case repeats
    /// `printed_rates()`: a printed ratio agrees with its parts.
    case printedRates
    /// `printed_share(m, n)`: a printed percentage `m` is `n` of the denominator that is printed with it.
    case printedShare(measure: Int, numerator: BoundExpression)
  }

  /// Position in ``Catalog/checks``.
  package let rule: Int
  package let form: Form
  package let scope: CheckScope
}

/// The cells a rule is tried at.
package struct CheckScope: Sendable {
  /// The cell must name one of the members of each.
  package var selections: [Selection] = []
  /// Its period must lie in one of these; empty: any.
  package var spans: [Period] = []
}

/// What `check … where` keeps.
package indirect enum BoundCheckCondition: Sendable {
  case rules(Set<Int>)
  case severities(Set<CheckRule.Severity>)
  /// The rule compares one of these measures.
  case measures(Set<Int>)
  /// A figure it rests on is from one of these.
  case documents(Set<Int>)
  case members(Selection)
  case names(dimension: Int)
  case period(ComparisonOperator, Period)
  case not(BoundCheckCondition)
  case all([BoundCheckCondition])
  case any([BoundCheckCondition])
}

/// `check` with every name resolved.
package struct BoundCheck: Sendable {
  /// Those that are not switched off.
  package let rules: [BoundCheckRule]
  package let condition: BoundCheckCondition?
  /// Datasets to read, by position; empty: all of figures.
  package let datasets: [Int]
  /// What figures say their percentages are shares of, by its text.
  package let denominators: [String: BoundExpression]
  /// Positions of figures that name a denominator which means nothing here, the first of each text.
  let unreadDenominators: [Int]
}

extension BoundTest {
  /// The comparisons in it, left to right.
  var comparisons: [(left: BoundExpression, comparison: ComparisonOperator, right: BoundExpression)] {
    switch self {
    case .comparison(let left, let comparison, let right): [(left, comparison, right)]
    case .state: []
    case .not(let inner): inner.comparisons
    case .and(let parts), .or(let parts): parts.flatMap(\.comparisons)
    }
  }

  var measures: [MeasureReference] {
    switch self {
    case .comparison(let left, _, let right): left.measures + right.measures
    case .state(let expression, _, _): expression.measures
    case .not(let inner): inner.measures
    case .and(let parts), .or(let parts): parts.flatMap(\.measures)
    }
  }
}
