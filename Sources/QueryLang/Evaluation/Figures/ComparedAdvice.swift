/// What to ask instead where one of several things compared has no figure at all.
struct ComparedAdvice {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
  }

  /// Nothing where none has figures: the advice for all says it.
  func notes(_ values: [GroupKey], _ rows: [EvaluatedRow]) -> [Localized] {
    let known = Set(rows.filter { $0.answers.contains { $0.status != .missing } }.map { $0.group.keys[0] })
    guard !known.isEmpty else { return [] }
    return values.filter { !known.contains($0) }.flatMap { value in
      advice(for: value).map { [name(of: value), $0].joined(": ") }
    }
  }

  private func advice(for value: GroupKey) -> [Localized] {
    var query = plan.query
    query.keys.removeFirst()
    var spans = spans
    switch (plan.query.keys[0], value) {
    case (.dimension(let dimension), .member(let member)):
      let own = Selection(dimension: dimension, members: [member])
      query.selections = query.selections.replacing(with: [own])
    case (_, .period(let period)):
      spans = [period]
      query.time = TimeScope(spans: spans, isList: false)
    default: break
    }
    let asked = FigurePlanner(resolver.catalog).plan(query)
    return Array(MissingAdvice(asked, resolver, spans: spans).notes([]).prefix(1))
  }

  private func name(of value: GroupKey) -> Localized {
    switch (plan.query.keys[0], value) {
    case (.dimension(let dimension), .member(let member)):
      ResultBuilder(plan, resolver).name(of: MemberReference(dimension: dimension, member: member)).shown
    case (_, .period(let period)): Localized(both: period.display)
    default: Localized(both: "")
    }
  }
}
