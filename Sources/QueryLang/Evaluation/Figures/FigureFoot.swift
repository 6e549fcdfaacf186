/// What must be said under a table of figures: time and places shown, and why something is missing.
struct FigureFoot {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }
  private static let membersListed = 8

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
    if found.isEmpty || plan.columns.indices.contains(where: { isMissing($0, found) }) {
      notes += missingNotes()
    }
    return notes
  }

  private func isMissing(_ column: Int, _ rows: [EvaluatedRow]) -> Bool {
    rows.allSatisfy { $0.answers[column].status == .missing }
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

  // MARK: Missing

  /// The periods, systems and scenarios that do have figures under the other conditions.
  private func missingNotes() -> [Localized] {
    var periods: Set<Period> = []
    var members: [Int: Set<Int>] = [:]
    for measure in plan.firstMeasures {
      for position in resolver.figures(of: measure) {
        let figure = resolver.index[position]
        guard meetsConditions(figure.cell) else { continue }
        periods.insert(figure.period)
        guard spans.isEmpty || spans.contains(where: { isOf($0, figure) }) else { continue }
        for reference in ownMembers(figure.cell) where isNotAskedFor(reference) {
          members[reference.dimension, default: []].insert(reference.member)
        }
      }
    }
    return periodsNote(periods) + members.sorted { $0.key < $1.key }.map { membersNote($0.key, $0.value) }
  }

  /// Whether the figure could answer for the span: the very period, or for a stock one with the same end.
  private func isOf(_ span: Period, _ figure: Figure) -> Bool {
    switch catalog.measures[figure.measure].kind {
    case .closing: span.last == figure.period.last
    case .opening: span.first == figure.period.first
    case .flow, .balance, .ratio, .statistic, .stated, .index, .rank, .code: span == figure.period
    }
  }

  /// Members that no other member of the cell implies.
  private func ownMembers(_ cell: Cell) -> [MemberReference] {
    let implied = cell.members.flatMap { reference in
      catalog.dimensions[reference.dimension].implied + catalog.member(reference).implied
    }
    return cell.members.filter { !implied.contains($0) }
  }

  private func meetsConditions(_ cell: Cell) -> Bool {
    query.selections.allSatisfy { selection in
      resolver.member(of: selection.dimension, in: cell).map(selection.members.contains) ?? true
    }
  }

  /// A breakdown that the figures have and the query leaves open, places and what others imply aside.
  private func isNotAskedFor(_ reference: MemberReference) -> Bool {
    !(catalog.isPlace(reference.dimension) && namesPlace) && !catalog.defaults.contains(reference)
      && !query.selections.contains { $0.dimension == reference.dimension }
      && !query.keys.contains(.dimension(reference.dimension))
  }

  private func periodsNote(_ periods: Set<Period>) -> [Localized] {
    let others = periods.subtracting(spans)
    guard !others.isEmpty else { return [] }
    let text = others.sorted().map(\.display).joined(separator: ", ")
    return [Localized(vi: "có số liệu cho: \(text)", en: "figures exist for: \(text)")]
  }

  /// The query says which places it means, by a condition or a key.
  private var namesPlace: Bool {
    query.selections.contains { catalog.isPlace($0.dimension) }
      || query.keys.contains { key in
        if case .dimension(let dimension) = key { catalog.isPlace(dimension) } else { false }
      }
  }

  private func membersNote(_ dimension: Int, _ members: Set<Int>) -> Localized {
    let table = catalog.dimensions[dimension]
    let canonical = CanonicalText(catalog)
    let listed = members.sorted().prefix(FigureFoot.membersListed).map { member in
      canonical.canonicalName(MemberReference(dimension: dimension, member: member))
    }
    let ids = listed.joined(separator: ", ") + (members.count > listed.count ? ", …" : "")
    return Localized(
      vi: "số liệu có theo \(table.names.vietnamese): \(ids); hãy nêu một hoặc nhóm theo \(table.id)",
      en: "figures are given by \(table.names.english): \(ids); name one or group by \(table.id)")
  }
}
