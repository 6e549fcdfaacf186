/// A name as it was written.
package struct NameSyntax: Equatable, Sendable {
  package var text: String
  /// Written in double quotes: always a name, never a word of the language.
  package var isQuoted: Bool
  /// `$name` where a text can stand; `text` is its name without the sign.
  package var isParameter = false
  package var span: SourceSpan

  package init(_ text: String, isQuoted: Bool = false, span: SourceSpan) {
    self.text = text
    self.isQuoted = isQuoted
    self.span = span
  }
}

package indirect enum ExpressionSyntax: Equatable, Sendable {
  case number(ExactDecimal, span: SourceSpan)
  /// A measure, a `let` name, or a column of `_`; the filter is its `{…}`.
  case name(NameSyntax, filter: ConditionSyntax?)
  case parameter(String, span: SourceSpan)
  case call(FunctionName, [ExpressionSyntax], ofDimension: NameSyntax?, span: SourceSpan)
  case negated(ExpressionSyntax, span: SourceSpan)
  case binary(ArithmeticOperator, ExpressionSyntax, ExpressionSyntax)
  /// Stood here but could not be read; already reported.
  case invalid(span: SourceSpan)

  package var span: SourceSpan {
    switch self {
    case .number(_, let span), .parameter(_, let span), .call(_, _, _, let span), .negated(_, let span),
      .invalid(let span):
      span
    case .name(let name, _): name.span
    case .binary(_, let left, let right): left.span.joined(with: right.span)
    }
  }
}

package enum ArithmeticOperator: String, CaseIterable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
}

package enum ComparisonOperator: String, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

package struct MeasureSyntax: Equatable, Sendable {
  package var expression: ExpressionSyntax
  package var alias: NameSyntax?
}

/// A value in a condition, a comparison or a baseline.
package enum ValueSyntax: Equatable, Sendable {
  case name(NameSyntax)
  /// A number; its text is kept because it may be the name of a member (`3_4`).
  case number(ExactDecimal, NameSyntax)
  case period(Period, span: SourceSpan)
  case latest(span: SourceSpan)
  case parameter(String, span: SourceSpan)
  /// Stood here but could not be read; already reported.
  case invalid(span: SourceSpan)

  package var span: SourceSpan {
    switch self {
    case .name(let name), .number(_, let name): name.span
    case .period(_, let span), .latest(let span), .parameter(_, let span), .invalid(let span): span
    }
  }
}

package indirect enum ConditionSyntax: Equatable, Sendable {
  case comparison(NameSyntax, ComparisonOperator, ValueSyntax)
  case membership(NameSyntax, [ValueSyntax], isNegated: Bool)
  case range(NameSyntax, ValueSyntax, ValueSyntax, isNegated: Bool)
  case contains(NameSyntax, NameSyntax)
  case isMissing(NameSyntax, isNegated: Bool)
  case not(ConditionSyntax)
  case and([ConditionSyntax])
  case or([ConditionSyntax])
}

package enum TestedState: String, Sendable {
  case missing, undefined, partial
}

package indirect enum TestSyntax: Equatable, Sendable {
  case comparison(ExpressionSyntax, ComparisonOperator, ExpressionSyntax)
  case state(ExpressionSyntax, TestedState, isNegated: Bool)
  case not(TestSyntax)
  case and([TestSyntax])
  case or([TestSyntax])
}

package enum BaselineSyntax: Equatable, Sendable {
  case previous(NameSyntax)
  case sameGrainLastYear(NameSyntax)
  case target(span: SourceSpan)
  /// A period or a member.
  case value(ValueSyntax)
}

package struct SortKeySyntax: Equatable, Sendable {
  package var key: ExpressionSyntax
  package var isDescending: Bool
}

package struct RankingSyntax: Equatable, Sendable {
  package var isBottom: Bool
  package var count: Int
  /// `top $n`: its value takes the place of the count.
  package var countParameter: NameSyntax?
  package var per: NameSyntax?
  package var by: ExpressionSyntax?
  package var withOthers: Bool
  package var span: SourceSpan
}

package enum WithWord: String, Sendable {
  case totals, missing, incomparable
}

package struct WithSyntax: Equatable, Sendable {
  package var word: WithWord
  package var span: SourceSpan
}

/// The clauses of a query; their order in the text has no meaning.
package struct ClausesSyntax: Equatable, Sendable {
  package var from: NameSyntax?
  package var by: [NameSyntax] = []
  package var condition: ConditionSyntax?
  package var having: TestSyntax?
  package var baseline: BaselineSyntax?
  package var sort: [SortKeySyntax] = []
  package var ranking: RankingSyntax?
  package var pivot: NameSyntax?
  package var with: [WithSyntax] = []
  package var asOf: ValueSyntax?
  /// Where each clause stands, from its word to its end.
  package var spans: [Keyword: SourceSpan] = [:]
}

package struct QuerySyntax: Equatable, Sendable {
  package enum Subject: Equatable, Sendable {
    case measures([MeasureSyntax])
    /// `_`: the rows of the last successful result.
    case lastResult(span: SourceSpan)
  }
  package var subject: Subject
  package var clauses: ClausesSyntax
  package var span: SourceSpan

  package init(subject: Subject, clauses: ClausesSyntax, span: SourceSpan) {
    self.subject = subject
    self.clauses = clauses
    self.span = span
  }
}

package struct CompareSyntax: Equatable, Sendable {
  package var dimension: NameSyntax?
  package var values: [ValueSyntax]
  package var measures: [MeasureSyntax]
  package var clauses: ClausesSyntax
}

package enum ShownKind: String, CaseIterable, Sendable {
  case measures, dimensions, datasets, sources, checks, settings, lets, params, history, values
}

package enum StatementSyntaxKind: Equatable, Sendable {
  case query(QuerySyntax)
  case compare(CompareSyntax)
  case list([NameSyntax], ClausesSyntax)
  case check(dataset: NameSyntax?, against: NameSyntax?, ConditionSyntax?)
  case why(QuerySyntax)
  case whyComparison(CompareSyntax)
  case explain(QuerySyntax, analyze: Bool)
  case explainComparison(CompareSyntax, analyze: Bool)
  case show(ShownKind, of: NameSyntax?, ConditionSyntax?)
  case define(NameSyntax, ExpressionSyntax)
  case parameter(NameSyntax, type: NameSyntax?, defaultValue: ValueSyntax?)
  case assert(TestSyntax, ClausesSyntax)
  case load([String], name: NameSyntax?, rejects: RejectsSyntax?)
  case unload(NameSyntax)
  case save(NameSyntax, path: String)
  case attach(url: String, table: NameSyntax, name: NameSyntax)
  case detach(NameSyntax)
  case push(NameSyntax, to: NameSyntax)
  case use(NameSyntax)
  case source(String)
  case set(NameSyntax, value: NameSyntax?)
  case help(NameSyntax?)
  case quit
}

/// Where bad rows go: `rejects "bad.csv"`, or `rejects! …` over an existing file.
package struct RejectsSyntax: Equatable, Sendable {
  package let path: String
  package let replacing: Bool
}

package enum StageSyntax: Equatable, Sendable {
  case format(OutputFormat)
  case html
  case chart(NameSyntax)
  case into(String, replacing: Bool)
}

package struct StatementSyntax: Equatable, Sendable {
  package var kind: StatementSyntaxKind
  package var stages: [StageSyntax]
  package var span: SourceSpan
}
