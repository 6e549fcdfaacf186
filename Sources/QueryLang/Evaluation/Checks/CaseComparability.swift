/// Which figures the cases can be held against: what can be counted of them, where, and over which days.
struct CaseComparability {
  private let table: CaseTable
  private let catalog: Catalog
  private let periods: PeriodCalendar
  private var countable: [Int: Bool] = [:]
  private var told: [Int: Bool] = [:]
  /// The members that some case has. What no case at all has (another province, a sector, a channel that the data
  /// do not tell apart) is not said to be none: it is left out of the data.
  private var occupied: [Int: Set<Int>] = [:]

  /// Why a figure is held against nothing, in the order in which it is told.
  enum Obstacle: CaseIterable {
    case untold, noCase, days, otherTime, hidden, undecided
  }

  init(_ table: CaseTable, _ catalog: Catalog, _ periods: PeriodCalendar) {
    self.table = table
    self.catalog = catalog
    self.periods = periods
  }

  // MARK: Measures

  /// Whether the cases have all the columns that the measure is counted by.
  mutating func counts(_ measure: Int) -> Bool {
    if let known = countable[measure] { return known }
    let found = canCount(measure)
    countable[measure] = found
    return found
  }

  private func canCount(_ measure: Int) -> Bool {
    var usesRates = false
    let parts = CasePlanner.expanded(.plain(measure), catalog, &usesRates).measures
    guard !parts.isEmpty, parts.allSatisfy({ catalog.measures[$0.measure].caseRule != nil }) else {
      return false
    }
    let query = BoundQuery(measures: [.plain(measure, of: catalog)])
    guard let plan = try? CasePlanner(table, catalog).plan(query) else { return false }
    let asked = plan.aggregation
    return asked.atoms.allSatisfy(canCount) && asked.conditions.allSatisfy(canTell)
  }

  private func canCount(_ atom: CaseAtom) -> Bool {
    let hasDay =
      switch atom.placing {
      case .event(let day): table.has(.day(day))
      case .opening, .closing: table.has(.day(.finished))
      }
    return hasDay && (atom.timeliness == nil || table.has(.day(.due))) && atom.conditions.allSatisfy(canTell)
  }

  private func canTell(_ selection: Selection) -> Bool {
    let dimension = catalog.dimensions[selection.dimension]
    return CaseCodes(selection.dimension, of: table, in: catalog) != nil
      || dimension.member(id: dimension.defaultMemberID).map(selection.members.contains) ?? false
  }

  // MARK: Cells

  /// `nil` where the cases tell all that the cell says, and some case has each of its members.
  mutating func obstacle(to cell: Cell) -> Obstacle? {
    for reference in cell.members where !tells(reference) { return .untold }
    return cell.members.allSatisfy { hasCases($0) } ? nil : .noCase
  }

  /// What a question over the cases says of the cell; what is assumed of all of them is not said.
  func selections(of cell: Cell) -> [Selection] {
    cell.members.filter { reference in
      CaseCodes(reference.dimension, of: table, in: catalog) != nil
        || catalog.dimensions[reference.dimension].defaultMemberID != catalog.member(reference).id
    }.map { Selection(dimension: $0.dimension, members: [$0.member]) }
  }

  private mutating func tells(_ reference: MemberReference) -> Bool {
    let dimension = catalog.dimensions[reference.dimension]
    // What is assumed of all cases alike is true of them.
    if dimension.member(id: dimension.defaultMemberID) == reference.member { return true }
    if let known = told[reference.dimension] { return known }
    let isTold =
      CaseCodes(reference.dimension, of: table, in: catalog) != nil
      || catalog.isTimeliness(reference.dimension) && table.has(.day(.due))
    told[reference.dimension] = isTold
    return isTold
  }

  private mutating func hasCases(_ reference: MemberReference) -> Bool {
    guard let codes = CaseCodes(reference.dimension, of: table, in: catalog) else { return true }
    if occupied[reference.dimension] == nil {
      occupied[reference.dimension] = Set(codes.memberOfKey.compactMap { $0 })
    }
    let members = [reference.member] + catalog.member(reference).unionOf
    return members.contains { occupied[reference.dimension]?.contains($0) ?? false }
  }

  // MARK: Days

  /// What a figure counts: the days that it says, else its nominal period; `nil` where it stops before its period
  /// does, nobody knows when.
  func time(of figure: Figure) -> ComparedTime? {
    let (first, last) = (figure.exactDates.first, figure.exactDates.last)
    if figure.isIncomplete, last == nil { return nil }
    guard first != nil || last != nil else {
      return ComparedTime(period: figure.period, periods: periods)
    }
    let nominal = periods.days(of: figure.period)
    return Period(first: first ?? nominal.lowerBound, last: last ?? nominal.upperBound).map {
      ComparedTime(period: $0, periods: .calendar)
    }
  }

  /// The cases know of all its days.
  func covers(_ time: ComparedTime) -> Bool {
    guard let span = table.span else { return false }
    let days = time.periods.days(of: time.period)
    return span.lowerBound <= days.lowerBound && days.upperBound <= span.upperBound
  }
}

/// The time of a question over cases.
struct ComparedTime: Hashable {
  let period: Period
  /// Which days the period has.
  let periods: PeriodCalendar
}

extension BoundMeasure {
  /// A measure as a column of its own.
  static func plain(_ measure: Int, of catalog: Catalog) -> BoundMeasure {
    let known = catalog.measures[measure]
    let expression = BoundExpression.plain(measure)
    return BoundMeasure(
      expression: expression, name: known.id, title: known.names, isShare: expression.isShare(in: catalog))
  }
}
