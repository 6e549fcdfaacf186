/// What `= latest` stands for under a plan.
struct LatestPeriod {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let columns: ColumnEvaluation
  private let coordinates: GroupCoordinates
  private var query: BoundQuery { plan.query }

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    self.resolver = resolver
    columns = ColumnEvaluation(resolver)
    coordinates = GroupCoordinates(query: plan.query, catalog: resolver.catalog)
  }

  /// The last nominal period of the grain for which the first measure is known, else the last with a figure of it
  /// under the other conditions, so that the foot can say how it is reported; `nil` where there is none.
  func find(_ field: TimeField, _ first: PlannedExpression, inside spans: [Period]) -> Period? {
    var candidates: Set<Period> = []
    var reported: Set<Period> = []
    for measure in plan.firstMeasures {
      for position in resolver.figures(of: measure) {
        let figure = resolver.index[position]
        let period = figure.period
        let isInside = spans.isEmpty || spans.contains { $0.contains(period) }
        guard isInside, field.grain == nil || field.grain == period.grain else { continue }
        candidates.insert(period)
        if meetsConditions(figure) { reported.insert(period) }
      }
    }
    let latestFirst = candidates.sorted { ($0.last, $0.lengthInDays) > ($1.last, $1.lengthInDays) }
    let known = latestFirst.first { isKnown(first, in: $0) || hasGroup(first, in: $0) }
    return known ?? latestFirst.first(where: reported.contains)
  }

  /// The figure names a chosen member of every dimension that the query's conditions restrict.
  private func meetsConditions(_ figure: Figure) -> Bool {
    query.selections.allSatisfy { selection in
      resolver.member(of: selection.dimension, in: figure.cell).map(selection.members.contains) ?? false
    }
  }

  private func isKnown(_ column: PlannedExpression, in period: Period) -> Bool {
    let whole = Coordinates(
      cell: Cell(), conditions: query.selections, time: .period(period), asOf: query.asOf,
      of: resolver.catalog)
    return columns.answer(column, at: whole).status != .missing
  }

  private func hasGroup(_ column: PlannedExpression, in period: Period) -> Bool {
    let groups = (try? GroupEnumeration(plan, resolver, spans: [period]).groups()) ?? []
    return groups.contains { group in
      columns.answer(column, at: coordinates.of(group, spans: [period])).status != .missing
    }
  }
}
