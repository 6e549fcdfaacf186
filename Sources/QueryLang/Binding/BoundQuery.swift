/// One column of a result.
package struct BoundMeasure: Sendable, Hashable {
  package let expression: BoundExpression
  /// Column name: `as` name or canonical text.
  package let name: String
  package let title: Localized
  /// A fraction, to be shown as a percentage.
  package let isShare: Bool
}

extension BoundMeasure {
  /// What the columns that a baseline adds may be called.
  var namesBesideBaseline: [String] {
    ["baseline", "change", "change_points", "change_pct"].map { "\(name)_\($0)" }
  }
}

/// A grouping key.
package enum BoundKey: Sendable, Hashable {
  case dimension(Int)
  case time(TimeField)
}

/// What a query says about time.
package struct TimeScope: Sendable, Hashable {
  /// Spans asked for; empty: no condition. Several are added period by period without a time key, and bound
  /// the groups with one.
  package var spans: [Period]
  /// The condition was a list (`quarter in (…)`): added period by period.
  package var isList: Bool
  /// Left out of the groups (`quarter != Q1/2021`).
  package var excluded: [Exclusion] = []
  /// `= latest`: the last nominal period of that grain with a figure; `nil` grain: of any.
  package var latest: TimeField?
}

extension TimeScope {
  /// Over figures a query that names no one period is broken down by period; where a condition leaves periods of
  /// one grain out, by those of that grain.
  package var impliedKey: TimeField? {
    let fields = Set(excluded.map(\.field))
    if fields.count == 1 { return fields.first }
    return !excluded.isEmpty || spans.isEmpty && latest == nil ? .period : nil
  }

  /// Periods that a condition leaves out: the one named, or for the field of a grain all that share a day with
  /// it, so that no longer period brings it in again.
  package struct Exclusion: Sendable, Hashable {
    package let period: Period
    package let isExact: Bool
    /// What a query without a time key is broken down by.
    package var field: TimeField { isExact ? .period : TimeField.ofGrain(period.grain) }

    package func covers(_ other: Period) -> Bool { isExact ? other == period : period.overlaps(other) }
  }
}

package typealias BoundTest = ValueTest<BoundExpression>

/// A test of values, each named by an expression or by where one is found.
package indirect enum ValueTest<Expression: Sendable & Hashable>: Sendable, Hashable {
  case comparison(Expression, ComparisonOperator, Expression)
  case state(Expression, TestedState, isNegated: Bool)
  case not(ValueTest)
  case and([ValueTest])
  case or([ValueTest])

  /// The same test of values that are named otherwise.
  func naming<Other>(_ other: (Expression) -> Other) -> ValueTest<Other> {
    switch self {
    case .comparison(let left, let comparison, let right): .comparison(other(left), comparison, other(right))
    case .state(let expression, let state, let isNegated):
      .state(other(expression), state, isNegated: isNegated)
    case .not(let inner): .not(inner.naming(other))
    case .and(let parts): .and(parts.map { $0.naming(other) })
    case .or(let parts): .or(parts.map { $0.naming(other) })
    }
  }
}

package struct BoundSortKey: Sendable, Hashable {
  package enum Target: Sendable, Hashable {
    /// Position among the keys.
    case key(Int)
    case expression(BoundExpression)
  }
  package let target: Target
  package let isDescending: Bool
}

package struct BoundRanking: Sendable, Hashable {
  package let isBottom: Bool
  package let count: Int
  /// Position of a key within whose members the ranking starts anew.
  package let perKey: Int?
  package let expression: BoundExpression
  /// Adds a row for what is left out.
  package let withOthers: Bool
}

/// What `vs` holds every answer against.
package enum BoundBaseline: Sendable, Hashable {
  case period(Period)
  /// The period of that grain before.
  case previous(Grain)
  /// The period of that grain a year before.
  case lastYear(Grain)
  /// Another member in place of the query's own; the scenario `target` too.
  case member(MemberReference)
}

/// A query over figures with every name resolved; its canonical text says the same in English.
package struct BoundQuery: Sendable {
  package var measures: [BoundMeasure]
  package var keys: [BoundKey] = []
  /// The query's own condition, one selection for each dimension named.
  package var selections: [Selection] = []
  package var time = TimeScope(spans: [], isList: false)
  /// Over cases: what their days and numbers must be, at most one for each.
  package var restrictions: [CaseRestriction] = []
  /// Over cases: counts of fewer are hidden.
  package var hideBelow: Int?
  package var having: BoundTest?
  package var baseline: BoundBaseline?
  package var sort: [BoundSortKey] = []
  package var ranking: BoundRanking?
  /// Position of the key whose members become columns.
  package var pivotKey: Int?
  package var showsMissing = false
  package var showsTotals = false
  /// Day whose places and members are meant; `nil`: the period's last day.
  package var asOf: Day?
  /// Datasets to read, by position; empty: all of figures.
  package var datasets: [Int] = []
  /// Which days the periods of cases have.
  package var periods: PeriodCalendar = .calendar
  /// The name after `from`.
  package var datasetName: String?
  package var canonicalText = ""
  /// Something was forgiven when the text was read: echo the canonical text.
  package var needsEcho = false
}

extension BoundQuery {
  /// All windows of the query, each once.
  var windows: [WindowCall] {
    var found: [WindowCall] = []
    var expressions = measures.map(\.expression)
    if let having { expressions += having.expressions }
    if let ranking { expressions.append(ranking.expression) }
    for key in sort { if case .expression(let expression) = key.target { expressions.append(expression) } }
    for window in expressions.flatMap(\.windows) where !found.contains(window) { found.append(window) }
    return found
  }
}

extension BoundTest {
  var expressions: [BoundExpression] {
    switch self {
    case .comparison(let left, _, let right): [left, right]
    case .state(let expression, _, _): [expression]
    case .not(let inner): inner.expressions
    case .and(let parts), .or(let parts): parts.flatMap(\.expressions)
    }
  }
}
