/// What must be said under a table of figures: time and places shown, and why something is missing.
struct FigureFoot {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }
  private static let parentsListed = 6
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
    notes += query.keys.compactMap { placesNote($0, rows, of: found) }
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

  // MARK: Places

  /// For each parent with a figure of the first measure: how many of its children are shown.
  private func placesNote(_ key: BoundKey, _ rows: [EvaluatedRow], of found: [EvaluatedRow]) -> Localized? {
    guard case .dimension(let dimension) = key, isPlace(dimension) else { return nil }
    let shown = shownMembers(key, rows)
    let known = shownMembers(key, found)
    guard let parent = catalog.dimensions[dimension].parent else { return wholeCountry(dimension, shown) }
    let parents = parentsWithFigures(parent)
    guard !parents.isEmpty else { return nil }
    let names = catalog.dimensions[dimension].names
    let counts = parents.map { parentMember -> Localized in
      let place = catalog.dimensions[parent].members[parentMember].shortName
      let children = validMembers(dimension) { $0.parent == parentMember }
      let count = children.count { shown.contains($0.index) }
      if !children.contains(where: { known.contains($0.index) }) {
        return Localized(vi: "\(place) không có", en: "none of \(place)")
      }
      return Localized(
        vi: "\(count) trong \(children.count) \(names.vietnamese) của \(place)",
        en: "\(count) of \(children.count) \(names.counted.english) of \(place)")
    }
    let listed = counts.prefix(FigureFoot.parentsListed)
    let rest = counts.count - listed.count
    let more =
      rest > 0 ? Localized(vi: "; và \(rest) nơi khác", en: "; and \(rest) more") : Localized(both: "")
    return Localized(
      vi: listed.map(\.vietnamese).joined(separator: "; ") + more.vietnamese,
      en: listed.map(\.english).joined(separator: "; ") + more.english)
  }

  /// A level of the hierarchy of places: closed, with members that have codes.
  private func isPlace(_ dimension: Int) -> Bool {
    let table = catalog.dimensions[dimension]
    return !table.isOpen && table.members.contains { !$0.code.isEmpty }
  }

  private func wholeCountry(_ dimension: Int, _ shown: Set<Int>) -> Localized {
    let total = validMembers(dimension) { _ in true }.count
    let names = catalog.dimensions[dimension].names
    return Localized(
      vi: "\(shown.count) trong \(total) \(names.vietnamese)",
      en: "\(shown.count) of \(total) \(names.counted.english)")
  }

  private func validMembers(_ dimension: Int, where isMeant: (Member) -> Bool) -> [Member] {
    let day = query.asOf ?? spans.last?.last
    return catalog.dimensions[dimension].members.filter { member in
      isMeant(member) && (day.map { member.isValid(on: $0) } ?? true)
    }
  }

  private func shownMembers(_ key: BoundKey, _ rows: [EvaluatedRow]) -> Set<Int> {
    guard let position = query.keys.firstIndex(of: key) else { return [] }
    return Set(
      rows.compactMap { row in
        if case .member(let member) = row.group.keys[position] { return member }
        return nil
      })
  }

  private func parentsWithFigures(_ parent: Int) -> [Int] {
    let selected = query.selections.first { $0.dimension == parent }
    var found: Set<Int> = []
    for measure in plan.firstMeasures {
      for position in resolver.figures(of: measure) {
        let figure = resolver.index[position]
        guard spans.isEmpty || spans.contains(where: { $0.contains(figure.period) }) else { continue }
        guard let member = figure.cell.member(of: parent) else { continue }
        if selected?.members.contains(member) ?? true { found.insert(member) }
      }
    }
    let members = catalog.dimensions[parent].members
    // Parents of which something is shown come first.
    return found.sorted { (members[$0].order, $0) < (members[$1].order, $1) }
  }

  private func countedInsideNotes(_ rows: [EvaluatedRow]) -> [Localized] {
    query.keys.flatMap { key -> [Localized] in
      guard case .dimension(let dimension) = key else { return [] }
      let inside = shownMembers(key, rows).sorted().map { catalog.dimensions[dimension].members[$0] }
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
    !(isPlace(reference.dimension) && namesPlace) && !catalog.defaults.contains(reference)
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
    query.selections.contains { isPlace($0.dimension) }
      || query.keys.contains { if case .dimension(let dimension) = $0 { isPlace(dimension) } else { false } }
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
