/// A cell with a value, and what it stands on.
struct Standing {
  let row: EvaluatedRow
  let ground: Ground
  let days: [CountedDays]
}

/// Why the cells of a column must not be compared, and the condition under which they can be.
struct GroundWarning: Hashable {
  let what: Localized
  /// Query text to be added by `and`; `nil` where no condition helps.
  let condition: String?

  var text: Localized {
    Localized(
      vi: what.vietnamese + (condition.map { " – so sánh được khi: \($0)" } ?? ""),
      en: what.english + (condition.map { " – comparable where \($0)" } ?? ""))
  }
}

/// Rows held against each other, with what their answers answer: of a function over rows the measure it is of.
struct ComparedRows {
  let columns: [PlannedExpression]
  let rows: [EvaluatedRow]
}

/// Whether the cells of a column stand on one ground, and what must be said where they do not.
struct Comparability {
  private let query: BoundQuery
  private let resolver: FigureResolver
  let reader: GroundReader
  var catalog: Catalog { resolver.catalog }
  private static let labelsListed = 3

  init(_ query: BoundQuery, _ resolver: FigureResolver) {
    self.query = query
    self.resolver = resolver
    reader = GroundReader(resolver)
  }

  /// What is said of these rows: a line for columns whose cells must not be compared, said once of those that
  /// differ alike.
  func notes(_ planned: [PlannedExpression], _ rows: [EvaluatedRow]) -> [Localized] {
    var order: [Localized] = []
    var positions: [Localized: [Int]] = [:]
    for (position, column) in planned.enumerated() {
      let standings = standings(column, at: position, rows)
      let differences = differences(among: standings)
      if differences.contains(where: \.forbidsComparison) {
        let text = warning(differences, column, standings).text
        if positions[text] == nil { order.append(text) }
        positions[text, default: []].append(position)
      }
    }
    return order.map { text in
      let titles = (positions[text] ?? []).map { query.measures[$0].title }
      let columns =
        titles.count == planned.count ? Localized(both: "") : titles.joined(", ").between(" (", ")")
      return Localized(
        vi: "không so sánh được\(columns.vietnamese) – \(text.vietnamese)",
        en: "not comparable\(columns.english) – \(text.english)")
    }
  }

  /// The days that each row counts, where some documents state them and others do not; `nil` where a warning has
  /// said them, or nothing need be said.
  func days(_ planned: [PlannedExpression], _ rows: [EvaluatedRow]) -> Localized? {
    var unstated: [Standing] = []
    for (position, column) in planned.enumerated() {
      let standings = standings(column, at: position, rows)
      let differences = differences(among: standings)
      if differences.contains(.daysNotStated), !differences.contains(.days) { unstated += standings }
    }
    return unstated.isEmpty ? nil : days(unstated)
  }

  /// Why the cells of the columns must not be compared, each reason once.
  func warnings(_ planned: [PlannedExpression], _ rows: [EvaluatedRow]) -> [GroundWarning] {
    var found: [GroundWarning] = []
    for (position, column) in planned.enumerated() {
      let standings = standings(column, at: position, rows)
      let differences = differences(among: standings)
      guard differences.contains(where: \.forbidsComparison) else { continue }
      let warning = warning(differences, column, standings)
      if !found.contains(warning) { found.append(warning) }
    }
    return found
  }

  /// The ways in which cells of a column differ in what they stand on.
  func differences(_ column: PlannedExpression, at position: Int, _ rows: [EvaluatedRow])
    -> Set<GroundDifference>
  {
    differences(among: standings(column, at: position, rows))
  }

  private func differences(among standings: [Standing]) -> Set<GroundDifference> {
    // Nearly always there is one ground, which is seen without a set.
    guard let first = standings.first, standings.contains(where: { $0.ground != first.ground }) else {
      return []
    }
    return Ground.differences(among: Set(standings.map(\.ground)))
  }

  private func standings(_ column: PlannedExpression, at position: Int, _ rows: [EvaluatedRow]) -> [Standing]
  {
    rows.compactMap { row in
      let answer = row.answers[position]
      let ground = reader.ground(of: answer, column, at: row.coordinates)
      return ground.map { Standing(row: row, ground: $0, days: reader.countedDays(of: answer)) }
    }
  }

  private func warning(
    _ differences: Set<GroundDifference>, _ column: PlannedExpression, _ standings: [Standing]
  ) -> GroundWarning {
    var parts = shownDimensions(differences, standings).map { members($0, standings) }
    if differences.contains(.coverage) { parts.append(coverage(standings)) }
    if differences.contains(.length) { parts.append(lengths(standings)) }
    if differences.contains(.days) { parts += days(standings).map { [$0] } ?? [] }
    let condition = ComparableCondition(query, resolver).text(differences, column, standings)
    return GroundWarning(what: parts.joined("; "), condition: condition)
  }

  /// The dimensions that differ, without those that follow from another one (a tier is of the local sector).
  private func shownDimensions(_ differences: Set<GroundDifference>, _ standings: [Standing]) -> [Int] {
    let differing = differences.compactMap { if case .parts(let dimension) = $0 { dimension } else { nil } }
    return differing.sorted().filter { dimension in
      !standings.allSatisfy { standing in
        let parts = differing.compactMap { other in
          standing.ground.parts[other].map { Selection(dimension: other, members: $0.sorted()) }
        }
        return parts.first { $0.dimension == dimension }.map { catalog.isImplied($0, by: parts) } ?? true
      }
    }
  }

  // MARK: Words

  /// `sector local only (1 of 2) in Bắc Giang, all in An Giang`.
  private func members(_ dimension: Int, _ standings: [Standing]) -> Localized {
    let table = catalog.dimensions[dimension]
    return said(standings) { standing in
      guard let members = standing.ground.parts[dimension] else {
        return Localized(vi: "tất cả \(table.names.vietnamese)", en: "all \(table.names.counted.english)")
      }
      let names = members.sorted().map { name(MemberReference(dimension: dimension, member: $0)) }
        .listed(Comparability.labelsListed)
      let total = catalog.summands(of: dimension, on: standing.row.coordinates.day).count
      let isCounted = total > 0 && members.count < total
      return Localized(
        vi: "chỉ \(table.names.vietnamese) \(names.vietnamese)"
          + (isCounted ? " (\(members.count) trong \(total))" : ""),
        en: "\(table.names.english) \(names.english) only"
          + (isCounted ? " (\(members.count) of \(total))" : ""))
    }
  }

  private func coverage(_ standings: [Standing]) -> Localized {
    said(standings) { standing in
      if !standing.ground.isPartial { return Localized(vi: "đủ", en: "complete") }
      let levels = standing.ground.coverage.map { Localized(vi: $0.text(.vietnamese), en: $0.text(.english)) }
      return levels.isEmpty ? Localized(vi: "một phần", en: "partial") : levels.joined(", ")
    }
  }

  private func lengths(_ standings: [Standing]) -> Localized {
    Comparability.lengths(standings.map(\.row.coordinates.time.last))
  }

  static func lengths(_ periods: [Period]) -> Localized {
    let periods = Set(periods).sorted().map { Localized(both: $0.display) }
    let listed = periods.listed(Comparability.labelsListed * 2)
    return Localized(
      vi: "kỳ dài ngắn khác nhau (\(listed.vietnamese))",
      en: "periods of different length (\(listed.english))")
  }

  /// The days of a row in all columns together; `nil` where they read alike (rows that mix what is stated with
  /// what is not).
  private func days(_ standings: [Standing]) -> Localized? {
    let texts = Dictionary(grouping: standings, by: \.row.group).mapValues { standings in
      DayWording.text(standings.flatMap(\.days))
    }
    guard Set(texts.values).count > 1 else { return nil }
    return said(standings) { texts[$0.row.group] ?? DayWording.notStated }
  }

  /// What is said of each row, rows of which the same is said together.
  private func said(_ standings: [Standing], _ text: (Standing) -> Localized) -> Localized {
    let words = standings.map(text)
    let places = standings.map { label(of: $0.row.group, withPeriods: false) }
    let isSaidOfPlace = Set(places).count == Set(zip(places, words).map { [$0, $1] }).count
    var order: [Localized] = []
    var labels: [Localized: [Localized]] = [:]
    for (position, words) in words.enumerated() {
      if labels[words] == nil { order.append(words) }
      let isShort = isSaidOfPlace && places[position] != Localized(both: "")
      let label = isShort ? places[position] : label(of: standings[position].row.group, withPeriods: true)
      if labels[words]?.contains(label) != true { labels[words, default: []].append(label) }
    }
    return order.map { words in
      let names = (labels[words] ?? []).listed(Comparability.labelsListed)
      return Localized(
        vi: "\(names.vietnamese): \(words.vietnamese)", en: "\(names.english): \(words.english)")
    }.joined("; ")
  }

  private func label(of group: Group, withPeriods: Bool) -> Localized {
    zip(query.keys, group.keys).compactMap { key, value -> Localized? in
      switch (key, value) {
      case (_, .period(let period)): return withPeriods ? Localized(both: period.display) : nil
      case (.dimension(let dimension), .member(let member)):
        return name(MemberReference(dimension: dimension, member: member))
      default: return nil
      }
    }.joined(" ")
  }

  private func name(_ reference: MemberReference) -> Localized { CanonicalText(catalog).shownName(reference) }
}
