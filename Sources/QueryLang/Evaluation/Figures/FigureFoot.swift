/// What must be said under a table of figures: time and places shown, and why something is missing.
struct FigureFoot {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }
  private static let listed = 6
  static let mostNotes = 4

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
  }

  /// - Parameters:
  ///   - rows: the rows shown.
  ///   - compared: the rows that were held against each other, also those that a ranking then left out.
  ///   - found: all rows with a figure, before tests and rankings chose among them.
  ///   - countsPlaces: whether the rows are the places there are, or some that were named.
  func notes(
    _ rows: [EvaluatedRow], comparing compared: ComparedRows, of found: [EvaluatedRow],
    countsPlaces: Bool = true
  ) -> [Localized] {
    var notes: [Localized] = []
    let comparability = Comparability(query, resolver)
    let days = compared.rows.count > 1 ? comparability.days(compared.columns, compared.rows) : nil
    let held = comparability.baselineDays(plan, rows)
    if compared.rows.count > 1 { notes += comparability.notes(compared.columns, compared.rows) }
    if let days { notes.append(DayWording.note(days, baseline: held?.baseline)) }
    notes += BaselineInside(plan, catalog).notes(rows)
    notes += comparability.baselineNotes(plan, rows)
    if days == nil, let held { notes.append(DayWording.note(held.own, baseline: held.baseline)) }
    notes += stockNotes(rows)
    if countsPlaces { notes += PlacesFoot(plan, resolver, spans: spans).notes(rows, of: found) }
    notes += MissingAdvice(plan, resolver, spans: spans).notes(found)
    notes += countedInsideNotes(rows)
    return notes
  }

  /// The time asked for; `nil` where the rows or a note tell it.
  var time: Localized? {
    guard !spans.isEmpty, !query.time.isOpen, query.time.latest == nil else { return nil }
    let text = spans.map { Localized(both: $0.display) }.listed(FigureFoot.listed)
    return Localized(vi: "thời gian: \(text.vietnamese)", en: "time: \(text.english)")
  }

  /// Stocks are of one day: which, where the figures stop before the period does (or begin earlier).
  private func stockNotes(_ rows: [EvaluatedRow]) -> [Localized] {
    let reader = GroundReader(resolver)
    var order: [Localized] = []
    var titles: [Localized: [Localized]] = [:]
    for (position, column) in plan.columns.enumerated() {
      let kinds = column.leaves.map { catalog.measures[$0.measure].kind }
      guard let kind = kinds.first, kind == .closing || kind == .opening, kinds.allSatisfy({ $0 == kind })
      else {
        continue
      }
      let days = Set(rows.flatMap { reader.countedDays(of: $0.answers[position]) }).sorted {
        $0.nominal < $1.nominal
      }
      guard let note = DayWording.stockNote(days, isClosing: kind == .closing) else { continue }
      if titles[note] == nil { order.append(note) }
      titles[note, default: []].append(query.measures[position].title)
    }
    return order.map { [(titles[$0] ?? []).listed(FigureFoot.listed), $0].joined(": ") }
  }

  private func countedInsideNotes(_ rows: [EvaluatedRow]) -> [Localized] {
    let inside = query.keys.flatMap { key -> [Localized] in
      guard case .dimension(let dimension) = key else { return [] }
      return query.shownMembers(key, rows).sorted().map { catalog.dimensions[dimension].members[$0] }
        .filter(\.isCountedInside).map(\.names)
    }
    guard !inside.isEmpty else { return [] }
    let names = inside.listed(FigureFoot.listed)
    return [
      Localized(
        vi: "\(names.vietnamese): đã tính trong các cơ quan khác, không cộng vào tổng",
        en: "\(names.english): counted inside other agencies, left out of sums")
    ]
  }
}

extension [Localized] {
  /// Each note once, and no more of them than can be taken in: the rest is counted.
  func capped(at most: Int) -> [Localized] {
    if count < 2 { return self }
    var seen: Set<Localized> = []
    let notes = filter { seen.insert($0).inserted }
    guard notes.count > most else { return notes }
    let rest = notes.count - most + 1
    return notes.prefix(most - 1) + [Localized(vi: "và \(rest) lưu ý nữa", en: "and \(rest) more notes")]
  }
}
