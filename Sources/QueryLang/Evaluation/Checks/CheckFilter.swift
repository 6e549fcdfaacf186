/// What a comparison is about: all that the condition of `check` may ask of it.
struct CheckSubjectMatter {
  /// Position in ``Catalog/checks``; `nil` of what is no rule of the catalog.
  let rule: Int?
  let measures: Set<Int>
  let figures: Set<Int>
  let cell: Cell
  let period: Period
}

extension CheckTrial {
  var subjectMatter: CheckSubjectMatter {
    CheckSubjectMatter(
      rule: rule, measures: Set(subject.measures.map(\.measure)), figures: figures, cell: cell, period: period
    )
  }
}

/// Decides the condition of `check` for one comparison.
struct CheckFilter {
  private let resolver: FigureResolver

  init(_ resolver: FigureResolver) { self.resolver = resolver }

  func holds(_ condition: BoundCheckCondition, _ trial: CheckSubjectMatter) -> Bool {
    switch condition {
    case .rules(let rules): trial.rule.map(rules.contains) ?? false
    case .severities(let severities):
      trial.rule.map { severities.contains(resolver.catalog.checks[$0].severity) } ?? false
    case .measures(let measures):
      !trial.measures.isDisjoint(with: measures)
        || trial.figures.contains { measures.contains(resolver.index[$0].measure) }
    case .documents(let documents): trial.figures.contains { documents.contains(resolver.index[$0].source) }
    case .members(let selection): member(selection.dimension, trial).map(selection.members.contains) ?? false
    case .names(let dimension): member(dimension, trial) != nil
    case .period(let comparison, let period): holds(comparison, trial.period, period)
    case .not(let inner): !holds(inner, trial)
    case .all(let parts): parts.allSatisfy { holds($0, trial) }
    case .any(let parts): parts.contains { holds($0, trial) }
    }
  }

  private func member(_ dimension: Int, _ trial: CheckSubjectMatter) -> Int? {
    resolver.member(of: dimension, in: trial.cell)
  }

  /// A longer period stands for those in it.
  private func holds(_ comparison: ComparisonOperator, _ found: Period, _ wanted: Period) -> Bool {
    switch comparison {
    case .equal: wanted.contains(found)
    case .notEqual: !wanted.contains(found)
    case .less: found.last < wanted.first
    case .lessOrEqual: found.last <= wanted.last
    case .greater: found.first > wanted.last
    case .greaterOrEqual: found.first >= wanted.first
    }
  }
}
