/// How many of the places that there are a table shows.
struct PlacesFoot {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }
  private static let parentsListed = 6

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
  }

  /// A line for each place among the keys.
  func notes(_ rows: [EvaluatedRow], of found: [EvaluatedRow]) -> [Localized] {
    query.keys.compactMap { key -> Localized? in
      guard case .dimension(let dimension) = key, catalog.isPlace(dimension) else { return nil }
      let eras = eras(dimension, of: found)
      return eras.map { era in
        let text = text(dimension, key, era, rows, of: found)
        return eras.count > 1 ? text.map { note(era, $0) } : text
      }.compactMap { $0 }.nonEmpty?.joined("; ")
    }
  }

  // MARK: Eras

  /// Days on which the same places were in force: the hierarchy changes with time.
  private struct Era {
    /// Ascending.
    var days: [Day]
    /// By position: members are large, and there are hundreds of them.
    let members: [Int]
  }

  /// Of the days answered; where nothing was, of those asked for.
  private func eras(_ dimension: Int, of found: [EvaluatedRow]) -> [Era] {
    var days = found.map(\.coordinates.day).sorted()
    if days.isEmpty, !query.time.isOpen {
      days = [query.asOf ?? spans.map(\.last).max()].compactMap { $0 }
    }
    var eras: [Era] = []
    for (position, day) in days.enumerated() where position == 0 || days[position - 1] != day {
      let members = catalog.dimensions[dimension].members.indices.filter {
        catalog.dimensions[dimension].members[$0].isValid(on: day)
      }
      if let last = eras.indices.last, eras[last].members == members {
        eras[last].days.append(day)
      } else {
        eras.append(Era(days: [day], members: members))
      }
    }
    return eras
  }

  private func note(_ era: Era, _ text: Localized) -> Localized {
    let first = era.days.first?.dayMonthYear ?? ""
    let last = era.days.last?.dayMonthYear ?? ""
    let days = first == last ? first : "\(first)–\(last)"
    return text.between("\(days): ", "")
  }

  // MARK: Counts

  /// For each parent with a figure of the first measure: how many of its children are shown.
  private func text(
    _ dimension: Int, _ key: BoundKey, _ era: Era, _ rows: [EvaluatedRow], of found: [EvaluatedRow]
  ) -> Localized? {
    let shown = query.shownMembers(key, rows.filter { era.days.contains($0.coordinates.day) })
    let known = query.shownMembers(key, found.filter { era.days.contains($0.coordinates.day) })
    let names = catalog.dimensions[dimension].names
    guard let parent = catalog.dimensions[dimension].parent else {
      return count(shown.count, of: era.members.count, names)
    }
    let counts = parentsWithFigures(parent, dimension, era).map { parentMember -> Localized in
      let place = Localized(both: catalog.dimensions[parent].members[parentMember].shortName)
      let children = era.members.filter {
        catalog.dimensions[dimension].members[$0].parent == parentMember
      }
      if !children.contains(where: known.contains) {
        return Localized(vi: "\(place.vietnamese) không có", en: "none of \(place.english)")
      }
      let count = count(children.count(where: shown.contains), of: children.count, names)
      return Localized(
        vi: "\(count.vietnamese) của \(place.vietnamese)", en: "\(count.english) of \(place.english)")
    }
    return counts.isEmpty ? nil : counts.listed(PlacesFoot.parentsListed, separator: "; ")
  }

  private func count(_ count: Int, of total: Int, _ names: Localized) -> Localized {
    Localized(
      vi: "\(count) trong \(total) \(names.vietnamese)", en: "\(count) of \(total) \(names.counted.english)")
  }

  /// In the parents' own order; a place that has no children at the time (a province since 07/2025) is none.
  private func parentsWithFigures(_ parent: Int, _ dimension: Int, _ era: Era) -> [Int] {
    let selected = query.selections.first { $0.dimension == parent }
    let withChildren = Set(era.members.compactMap { catalog.dimensions[dimension].members[$0].parent })
    var found: Set<Int> = []
    for measure in plan.firstMeasures {
      for position in resolver.figures(of: measure) {
        let figure = resolver.index[position]
        guard spans.isEmpty || spans.contains(where: { $0.contains(figure.period) }) else { continue }
        guard let member = figure.cell.member(of: parent), withChildren.contains(member) else { continue }
        if selected?.members.contains(member) ?? true { found.insert(member) }
      }
    }
    let members = catalog.dimensions[parent].members
    return found.sorted { (members[$0].order, $0) < (members[$1].order, $1) }
  }
}

extension BoundQuery {
  /// Members of a key that rows are about.
  func shownMembers(_ key: BoundKey, _ rows: [EvaluatedRow]) -> Set<Int> {
    guard let position = keys.firstIndex(of: key) else { return [] }
    return Set(
      rows.compactMap { row in
        if case .member(let member) = row.group.keys[position] { return member }
        return nil
      })
  }
}

extension Catalog {
  /// A level of the hierarchy of places: closed, with members that have codes.
  func isPlace(_ dimension: Int) -> Bool {
    !dimensions[dimension].isOpen && dimensions[dimension].members.contains { !$0.code.isEmpty }
  }
}

extension Array {
  fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
