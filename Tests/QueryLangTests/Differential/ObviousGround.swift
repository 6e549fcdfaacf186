@testable import QueryLang

/// What the cells of a column stand on, and in which ways they differ: LANGUAGE.md, "Comparable or not".
struct ObviousGround {
  /// What is counted of a dimension that the question leaves open, where that is not all of it.
  var members: [Int: Set<Int>] = [:]
  var isPartial = false
  var coverage: [String] = []
  /// Of the period, in units of its grain; `nil` for what does not grow with time.
  var length: String?
  /// First and last days counted, as months and days from the nominal ones; `?` where none is stated.
  var firstDays: Set<String> = []
  var lastDays: Set<String> = []
  var isIncomplete = false

  /// The ways in which two grounds differ, as words.
  func differences(from other: ObviousGround, _ catalog: Catalog) -> Set<String> {
    var found: Set<String> = []
    for dimension in catalog.dimensions.indices where members[dimension] != other.members[dimension] {
      found.insert(catalog.dimensions[dimension].id)
    }
    // Different members are a different coverage already.
    if found.isEmpty, isPartial != other.isPartial || coverage != other.coverage { found.insert("coverage") }
    if let length, let otherLength = other.length, length != otherLength { found.insert("length") }
    for (own, theirs) in [(firstDays, other.firstDays), (lastDays, other.lastDays)]
    where own != theirs && !own.isEmpty && !theirs.isEmpty {
      found.insert(own.contains("?") || theirs.contains("?") ? "days not stated" : "days")
    }
    if isIncomplete != other.isIncomplete { found.insert("days") }
    return found
  }
}

extension ObviousEvaluator {
  /// For each column the ways in which some two of its cells differ.
  func differences(among groups: [Group]) -> [Set<String>] {
    query.measures.map { column in
      let grounds = groups.compactMap { ground(column.expression, $0) }
      var found: Set<String> = []
      for (index, one) in grounds.enumerated() {
        for other in grounds[..<index] { found.formUnion(one.differences(from: other, catalog)) }
      }
      return found
    }
  }

  /// The ways in which rows differ from what they are held against.
  func differencesFromBaseline(_ groups: [Group]) -> Set<String> {
    var found: Set<String> = []
    for group in groups {
      guard let held = heldAgainst(group) else { continue }
      for column in query.measures {
        guard let own = ground(column.expression, group), let other = ground(column.expression, held) else {
          continue
        }
        found.formUnion(own.differences(from: other, catalog))
      }
    }
    return found
  }

  /// `nil` where there is nothing to be compared.
  private func ground(_ expression: BoundExpression, _ group: Group) -> ObviousGround? {
    let answer = evaluate(expression, group)
    if answer.isMissing || answer.value == .undefined || answer.figures.isEmpty { return nil }
    var ground = ObviousGround(isPartial: answer.status == .partial, coverage: answer.coverage)
    ground.isIncomplete = answer.marks.contains(.incomplete)
    if expression.measures.contains(where: { grows($0.measure) }) {
      ground.length = length(group.scope.times)
    }
    for position in answer.figures {
      let figure = resolver.figures[position].figure
      let kind = catalog.measures[figure.measure].kind
      if [.flow, .balance, .ratio, .statistic, .stated, .opening].contains(kind) {
        ground.firstDays.insert(shift(figure, figure.exactDates.first, from: figure.period.first))
      }
      if [.flow, .balance, .ratio, .statistic, .stated, .closing].contains(kind) {
        let next = figure.exactDates.last.map { $0.advanced(byDays: 1) }
        ground.lastDays.insert(shift(figure, next, from: figure.period.last.advanced(byDays: 1)))
      }
    }
    ground.members = members(answer, expression, group.scope)
    return ground
  }

  private func grows(_ measure: Int) -> Bool {
    ![.opening, .closing, .stated, .index, .rank, .code].contains(catalog.measures[measure].kind)
  }

  private func length(_ times: [Period]) -> String {
    let lengths = times.map { period -> (unit: String, count: Int) in
      switch period.grain {
      case .yearToMonth: ("months", period.last.civil.month)
      case .span: ("days", period.lengthInDays)
      default: ("\(period.grain)", 1)
      }
    }
    if Set(lengths.map { "\($0)" }).count == 1 {
      return "\(lengths[0].unit) \(lengths[0].count * times.count)"
    }
    return "days \(times.reduce(0) { $0 + $1.lengthInDays })"
  }

  /// A single day is exact by itself.
  private func shift(_ figure: Figure, _ stated: Day?, from nominal: Day) -> String {
    guard let day = stated ?? (figure.period.grain == .day ? nominal : nil) else { return "?" }
    let (here, there) = (day.civil, nominal.civil)
    return "\((here.year - there.year) * 12 + here.month - there.month) months, day \(here.day)"
  }

  private func members(_ answer: ObviousAnswer, _ expression: BoundExpression, _ scope: Scope) -> [Int:
    Set<Int>]
  {
    let filtered = filteredDimensions(expression)
    var named: [Int: Set<Int>] = [:]
    for position in answer.figures {
      let (figure, place) = resolver.figures[position]
      let asked = settled(scope, of: figure.measure)
      let cell = asked.flatMap { resolver.place($0.cell, of: figure.measure) } ?? scope.cell
      for (dimension, member) in place where cell[dimension] == nil && !filtered.contains(dimension) {
        named[dimension, default: []].insert(member)
      }
    }
    return named.filter { dimension, members in
      let row = catalog.dimensions[dimension]
      // What lies below one place never lies below another.
      guard row.parent == nil, row.unionOf.isEmpty else { return false }
      let day = query.asOf ?? scope.times.map(\.last).max() ?? scope.times[0].last
      let all =
        scope.choices[dimension]
        ?? row.members.filter {
          $0.isSummand && !$0.isCountedInside && $0.unionOf.isEmpty && $0.isValid(on: day)
        }.map(\.index)
      return row.isOpen || !all.allSatisfy { isCounted($0, by: members, row) }
    }
  }

  /// By itself, by all its parts, or as a part of something counted.
  private func isCounted(_ member: Int, by members: Set<Int>, _ row: Dimension) -> Bool {
    let parts = row.members[member].unionOf
    let isMadeUp = !parts.isEmpty && parts.allSatisfy(members.contains)
    return members.contains(member) || isMadeUp
      || row.members.contains { members.contains($0.index) && $0.unionOf.contains(member) }
  }

  /// What the expression, or a formula beneath it, chooses itself.
  private func filteredDimensions(_ expression: BoundExpression) -> Set<Int> {
    var found: Set<Int> = []
    for reference in expression.measures {
      found.formUnion(reference.filter.map(\.dimension))
      if let formula = catalog.measures[reference.measure].formula {
        found.formUnion(filteredDimensions(formula))
      }
    }
    return found
  }
}
