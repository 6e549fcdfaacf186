// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// What is true of a case, and which cases a measure counts.
struct ObviousCaseFacts {
  /// One number to be made of cases.
  struct Leaf {
    enum Placed { case received, due, finished, opening, closing }
    enum Taking { case count, avg(String), median(String), p90(String), min(String), max(String) }
    var placed: Placed
    var outcomes: Set<String>?
    var states: Set<Timeliness>?
    var taking = Taking.count
    var filter: [Selection]
  }

  let data: RandomCases
  let catalog: Catalog
  let span: ClosedRange<Day>?
  private let columns: [Int]
  private let timeliness: Int
  /// Dimensions that some case tells without a column of its own.
  private var derived: Set<Int> = []

  init(_ data: RandomCases, _ catalog: Catalog) {
    self.data = data
    self.catalog = catalog
    columns = data.columns.map { catalog.dimensionIndexByID[$0]! }
    timeliness = catalog.dimensionIndexByID["timeliness"]!
    let days = data.cases.flatMap { [$0.received, $0.finished].compactMap { $0 } }
    span = days.max().map { data.cases.map(\.received).min()!...$0 }
    for dimension in ["province", "sector"].map({ catalog.dimensionIndexByID[$0]! })
    where data.cases.contains(where: { member($0, dimension) != nil }) {
      derived.insert(dimension)
    }
  }

  func isTimeliness(_ dimension: Int) -> Bool { dimension == timeliness }

  // MARK: Members

  /// What the case says itself, or what follows from what it says.
  func member(_ one: PlainCase, _ dimension: Int) -> Int? {
    let id = catalog.dimensions[dimension].id
    if columns.contains(dimension) {
      return one.texts[id].flatMap { catalog.dimensions[dimension].member(id: $0) }
    }
    for column in columns {
      let own = catalog.dimensions[column]
      guard let text = one.texts[own.id], let member = own.member(id: text) else { continue }
      if let told = told(column, member, dimension) { return told }
    }
    return nil
  }

  /// The member of `other` that a member lies in or implies.
  func told(_ dimension: Int, _ member: Int, _ other: Int) -> Int? {
    let own = catalog.dimensions[dimension]
    if own.parent == other { return own.members[member].parent }
    if let parent = own.parent, catalog.dimensions[parent].parent == other {
      return own.members[member].parent.flatMap { catalog.dimensions[parent].members[$0].parent }
    }
    return (own.members[member].implied + own.implied).first { $0.dimension == other }?.member
  }

  func isTold(_ dimension: Int) -> Bool {
    dimension == timeliness || columns.contains(dimension) || derived.contains(dimension)
  }

  /// The members chosen, with the parts of those that unite others; -1 for those that have none.
  func expanded(_ selection: Selection) -> Set<Int> {
    let members = catalog.dimensions[selection.dimension].members
    var chosen = Set(selection.members)
    for member in selection.members where member >= 0 { chosen.formUnion(members[member].unionOf) }
    return chosen
  }

  func meets(_ one: PlainCase, _ selections: [Selection]) -> Bool {
    meets(one, selections.map { ($0, expanded($0)) })
  }

  private func meets(_ one: PlainCase, _ selections: [(Selection, Set<Int>)]) -> Bool {
    selections.allSatisfy { selection, chosen in
      // What no column tells is as the catalog assumes.
      let dimension = catalog.dimensions[selection.dimension]
      let assumed = isTold(selection.dimension) ? nil : dimension.member(id: dimension.defaultMemberID)
      return chosen.contains(member(one, selection.dimension) ?? assumed ?? -1)
    }
  }

  // MARK: Measures

  /// Everything that a measure is made of.
  func leaves(_ reference: MeasureReference, _ catalog: Catalog) -> [Leaf] {
    let filter = reference.filter
    func event(_ placed: Leaf.Placed, _ outcomes: Set<String>? = nil, _ states: Set<Timeliness>? = nil)
      -> Leaf
    {
      Leaf(placed: placed, outcomes: outcomes, states: states, filter: filter)
    }
    let late = event(.finished, ["resolved"], [.overdue])
    let notLate = event(.finished, ["resolved"], [.early, .onTime])
    let id = catalog.measures[reference.measure].id
    switch id {
    case "received_new", "count()": return [event(.received)]
    case "carried_over": return [event(.opening)]
    case "received": return [event(.received), event(.opening)]
    case "resolved": return [event(.finished, ["resolved"])]
    case "not_late": return [notLate]
    case "resolved_early": return [event(.finished, ["resolved"], [.early])]
    case "resolved_on_time": return [event(.finished, ["resolved"], [.onTime])]
    case "resolved_overdue": return [late]
    case "resolved_no_due": return [event(.finished, ["resolved"], [.noDue])]
    case "pending": return [event(.closing)]
    case "pending_in_time": return [event(.closing, nil, [.inTime])]
    case "pending_overdue": return [event(.closing, nil, [.overdue])]
    case "overdue": return [late, event(.closing, nil, [.overdue])]
    case "ineligible": return [event(.finished, ["returned", "withdrawn"])]
    case "due": return [event(.due)]
    case "overdue_rate": return [late, notLate, late]
    case "on_time_rate": return [notLate, notLate, late]
    case "early_rate": return [event(.finished, ["resolved"], [.early]), notLate, late]
    case "exact_on_time_rate": return [event(.finished, ["resolved"], [.onTime]), notLate, late]
    case "online_share":
      let channel = catalog.dimensionIndexByID["channel"]!
      let online = Selection(
        dimension: channel, members: [catalog.dimensions[channel].member(id: "online")!])
      let own = filter.filter { $0.dimension != channel } + [online]
      return [Leaf(placed: .received, filter: own), event(.received)]
    default: return statistic(id, filter)
    }
  }

  private func statistic(_ id: String, _ filter: [Selection]) -> [Leaf] {
    let parts = id.split(separator: "(")
    let number = String(parts[1].dropLast())
    let taking: Leaf.Taking =
      switch parts[0] {
      case "avg": .avg(number)
      case "median": .median(number)
      case "p90": .p90(number)
      case "min": .min(number)
      default: .max(number)
      }
    return [Leaf(placed: number == "processing_days" ? .finished : .received, taking: taking, filter: filter)]
  }

  /// The cases that a leaf counts; of statistics those that have the number.
  func counted(_ leaf: Leaf, _ scope: ObviousCases.Scope) -> [PlainCase] {
    guard let first = scope.ranges.first?.lowerBound, let last = scope.ranges.last?.upperBound else {
      return []
    }
    let selections =
      scope.selections.filter { own in
        !leaf.filter.contains { $0.dimension == own.dimension }
      } + leaf.filter
    let asked = selections.filter { $0.dimension != timeliness }.map { ($0, expanded($0)) }
    let states = selections.filter { $0.dimension == timeliness }.map { selection in
      Set(
        expanded(selection).compactMap { member in
          member < 0 ? nil : Timeliness(rawValue: catalog.dimensions[timeliness].members[member].id)
        })
    }
    return data.cases.filter { one in
      let day: Day
      switch leaf.placed {
      case .received: day = one.received
      case .due: if let due = one.due { day = due } else { return false }
      case .finished: if let finished = one.finished { day = finished } else { return false }
      case .opening: day = first.advanced(byDays: -1)
      case .closing: day = last
      }
      let isStock = leaf.placed == .opening || leaf.placed == .closing
      if isStock ? !one.isPending(at: day) : !scope.ranges.contains(where: { $0.contains(day) }) {
        return false
      }
      let state =
        isStock ? one.state(at: day, asPending: true) : one.state(at: span!.upperBound, asPending: false)
      if let own = scope.state, own != state { return false }
      if let own = leaf.states, !own.contains(state) { return false }
      if !states.allSatisfy({ $0.contains(state) }) { return false }
      if let outcomes = leaf.outcomes, !outcomes.contains(one.texts["outcome"] ?? "resolved") { return false }
      let isKey = scope.members.allSatisfy { member(one, $0.key) == $0.value }
      return isKey && meets(one, asked) && hasNumber(one, leaf.taking)
    }
  }

  private func hasNumber(_ one: PlainCase, _ taking: Leaf.Taking) -> Bool {
    switch taking {
    case .count: true
    case .avg(let id), .median(let id), .p90(let id), .min(let id), .max(let id): number(one, id) != nil
    }
  }

  private func number(_ one: PlainCase, _ id: String) -> ExactDecimal? {
    if id != "processing_days" { return one.numbers[id] }
    return one.finished.map { ExactDecimal($0.daysSince1970 - one.received.daysSince1970) }
  }

  /// What a leaf makes of the cases it counts.
  func answer(_ leaf: Leaf, _ cases: [PlainCase]) -> ObviousAnswer {
    func exact(_ value: ExactDecimal?) -> ObviousAnswer {
      ObviousAnswer(value: value.map { .exact($0) } ?? .missing, status: .derived)
    }
    func values(_ id: String) -> [ExactDecimal] { cases.map { number($0, id)! }.sorted() }
    switch leaf.taking {
    case .count: return exact(ExactDecimal(cases.count))
    case .min(let id): return exact(values(id).first)
    case .max(let id): return exact(values(id).last)
    case .median(let id): return exact(quantile(values(id), 5))
    case .p90(let id): return exact(quantile(values(id), 9))
    case .avg(let id):
      let values = values(id)
      if values.isEmpty { return .missing }
      let sum = values.dropFirst().reduce(values[0]) { $0.adding($1)! }
      return .combine(.divide, exact(sum), exact(ExactDecimal(values.count)))
    }
  }

  /// Type 7 of Hyndman and Fan: of n values the place is (n − 1) · p, p in tenths.
  private func quantile(_ values: [ExactDecimal], _ tenths: Int) -> ExactDecimal? {
    if values.isEmpty { return nil }
    let place = (values.count - 1) * tenths
    let low = values[place / 10]
    if place % 10 == 0 { return low }
    let step = values[place / 10 + 1].subtracting(low)!
    return low.adding(step.multiplied(by: ExactDecimal(significand: Int128(place % 10), scale: 1))!)
  }
}
