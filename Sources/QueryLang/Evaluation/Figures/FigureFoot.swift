/// What must be said under a table of figures: time and places shown, and why something is missing.
struct FigureFoot {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
  }

  /// - Parameters:
  ///   - rows: the rows shown.
  ///   - compared: the rows that were held against each other, also those that a ranking then left out.
  ///   - found: all rows with a figure, before tests and rankings chose among them.
  func notes(_ rows: [EvaluatedRow], comparing compared: [EvaluatedRow], of found: [EvaluatedRow])
    -> [Localized]
  {
    var notes: [Localized] = []
    if let time = timeNote() { notes.append(time) }
    if compared.count > 1 { notes += Comparability(query, resolver).notes(plan.columns, compared) }
    notes += PlacesFoot(plan, resolver, spans: spans).notes(rows, of: found)
    notes += countedInsideNotes(rows)
    notes += MissingAdvice(plan, resolver, spans: spans).notes(found)
    return notes
  }

  private func timeNote() -> Localized? {
    guard !spans.isEmpty, !query.time.isOpen, query.time.latest == nil else { return nil }
    let text = spans.map(\.display).joined(separator: ", ")
    return Localized(vi: "thời gian: \(text)", en: "time: \(text)")
  }

  private func countedInsideNotes(_ rows: [EvaluatedRow]) -> [Localized] {
    query.keys.flatMap { key -> [Localized] in
      guard case .dimension(let dimension) = key else { return [] }
      let inside = query.shownMembers(key, rows).sorted().map { catalog.dimensions[dimension].members[$0] }
        .filter(\.isCountedInside)
      return inside.map { member in
        Localized(
          vi: "\(member.names.vietnamese): đã tính trong các cơ quan khác, không cộng vào tổng",
          en: "\(member.names.english): counted inside other agencies, left out of sums")
      }
    }
  }
}
