/// What a resolved cell stands on: the parts of the whole that it counts, the length of its period, its days.
struct Ground: Hashable {
  /// Members counted on dimensions that the question leaves open; one that is not here counts in full.
  var parts: [Int: Set<Int>] = [:]
  /// How much of each level is known, outermost first; empty where all of it.
  var coverage: [Coverage] = []
  var isPartial = false
  /// `nil` where the number does not grow with its period (a stock, a rank).
  var length: PeriodLength?
  /// Where the days counted begin and end, against the nominal period; `nil`: not stated.
  var starts: Set<DayShift?> = []
  var ends: Set<DayShift?> = []
  var isIncomplete = false
}

/// The nominal length of a period: quarters are alike, whatever their number of days.
struct PeriodLength: Hashable {
  let grain: Grain
  /// Months or days, where the grain alone does not say.
  let count: Int

  private init(grain: Grain, count: Int) {
    self.grain = grain
    self.count = count
  }

  init(_ period: Period) {
    grain = period.grain
    switch grain {
    case .year, .half, .quarter, .month, .day: count = 1
    case .yearToMonth: count = period.last.civil.month
    case .span: count = period.lengthInDays
    }
  }

  /// Of periods that are added: so many of their grain, or so many days.
  init(_ time: TimeExtent) {
    switch time {
    case .period(let period): self.init(period)
    case .list(let periods):
      let lengths = Set(periods.map { PeriodLength($0) })
      let days = periods.reduce(0) { $0 + $1.lengthInDays }
      let sum = lengths.first.map { PeriodLength(grain: $0.grain, count: $0.count * periods.count) }
      self = lengths.count == 1 ? sum ?? PeriodLength(periods[0]) : PeriodLength(grain: .span, count: days)
    }
  }
}

/// How a day lies to a nominal first day: months between, and the day of the month. The rule "from the 15th of
/// the month before" is one shift for all quarters.
struct DayShift: Hashable {
  let months: Int
  let day: Int

  init(_ day: Day, from nominal: Day) {
    let (here, there) = (day.civil, nominal.civil)
    months = (here.year - there.year) * 12 + here.month - there.month
    self.day = here.day
  }
}

/// One way in which two grounds differ.
enum GroundDifference: Hashable {
  /// They count different members of a dimension.
  case parts(dimension: Int)
  /// They know different shares of the whole.
  case coverage
  /// Their periods have different lengths.
  case length
  /// They count different days of their periods.
  case days
  /// One document states its days, the other does not.
  case daysNotStated

  /// Days that nobody stated are worth a note and no more.
  var forbidsComparison: Bool { self != .daysNotStated }
}

extension Ground {
  /// All ways in which this ground is not the other.
  func differences(from other: Ground) -> Set<GroundDifference> {
    var found: Set<GroundDifference> = []
    for dimension in Set(parts.keys).union(other.parts.keys) where parts[dimension] != other.parts[dimension]
    {
      found.insert(.parts(dimension: dimension))
    }
    // Different members known of a dimension are a different coverage already.
    if found.isEmpty, isPartial != other.isPartial || coverage != other.coverage { found.insert(.coverage) }
    if let length, let otherLength = other.length, length != otherLength { found.insert(.length) }
    for (mine, theirs) in [(starts, other.starts), (ends, other.ends)] where mine != theirs {
      if mine.isEmpty || theirs.isEmpty { continue }
      let isAnyUnknown = mine.contains(nil) || theirs.contains(nil)
      found.insert(isAnyUnknown ? .daysNotStated : .days)
    }
    if isIncomplete != other.isIncomplete { found.insert(.days) }
    return found
  }

  /// All differences between some of these grounds.
  static func differences(among grounds: Set<Ground>) -> Set<GroundDifference> {
    var waiting = Array(grounds)
    var found: Set<GroundDifference> = []
    while let ground = waiting.popLast() {
      for other in waiting.prefix(mostPartners) { found.formUnion(ground.differences(from: other)) }
    }
    return found
  }

  /// Each ground is held against so many others: what differs at all shows long before.
  private static let mostPartners = 40
}

/// Reads what resolved cells stand on.
struct GroundReader {
  private let resolver: FigureResolver
  private var catalog: Catalog { resolver.catalog }

  init(_ resolver: FigureResolver) { self.resolver = resolver }

  /// `nil` for a cell without figures, or without a value that could be compared.
  func ground(of answer: Resolved, _ column: PlannedExpression, at coordinates: Coordinates) -> Ground? {
    guard !answer.figures.isEmpty, answer.status < .undefined else { return nil }
    var ground = Ground(coverage: answer.coverage, isPartial: answer.status == .partial)
    ground.isIncomplete = answer.marks.contains(.incomplete)
    ground.parts = parts(of: answer, column, at: coordinates)
    if growsWithTime(column) { ground.length = PeriodLength(coordinates.time) }
    for days in countedDays(of: answer) {
      if days.countsStart { ground.starts.insert(days.start) }
      if days.countsEnd { ground.ends.insert(days.end) }
    }
    return ground
  }

  private func growsWithTime(_ column: PlannedExpression) -> Bool {
    column.leaves.contains { leaf in
      switch catalog.measures[leaf.measure].kind {
      case .flow, .balance, .ratio, .statistic: true
      case .opening, .closing, .stated, .index, .rank, .code: false
      }
    }
  }

  // MARK: Parts

  private func parts(of answer: Resolved, _ column: PlannedExpression, at coordinates: Coordinates)
    -> [Int: Set<Int>]
  {
    let filtered = filteredDimensions(column)
    var places: [Int: (cell: Cell, choice: Selection?)] = [:]
    var named: [Int: Set<Int>] = [:]
    var choices: [Int: Set<Int>] = [:]
    for position in answer.figures {
      let figure = resolver.index[position]
      let place =
        places[figure.measure] ?? resolver.settle(figure.measure, coordinates) ?? (coordinates.cell, nil)
      places[figure.measure] = place
      if let choice = place.choice { choices[choice.dimension] = Set(choice.members) }
      for reference in figure.cell.members
      where !place.cell.has(reference.dimension) && !filtered.contains(reference.dimension) {
        named[reference.dimension, default: []].insert(reference.member)
      }
    }
    return named.filter { dimension, members in
      guard isComparedByMember(dimension) else { return false }
      let condition = coordinates.conditions.first { $0.dimension == dimension }.map { Set($0.members) }
      let all =
        choices[dimension] ?? condition ?? Set(catalog.summands(of: dimension, on: coordinates.day))
      return all.isEmpty || !isWhole(members, all, of: dimension)
    }
  }

  /// Whether members count all of these: a union is counted where its parts are, and a part where the union is.
  private func isWhole(_ members: Set<Int>, _ all: Set<Int>, of dimension: Int) -> Bool {
    let table = catalog.dimensions[dimension].members
    return all.allSatisfy { member in
      let parts = table[member].unionOf
      return members.contains(member) || !parts.isEmpty && members.isSuperset(of: parts)
        || members.contains { table[$0].unionOf.contains(member) }
    }
  }

  /// Members below a place are never those of another place: there the coverage tells.
  private func isComparedByMember(_ dimension: Int) -> Bool {
    let table = catalog.dimensions[dimension]
    return table.parent == nil && table.unionOf.isEmpty
  }

  /// Dimensions on which the expression itself chooses.
  private func filteredDimensions(_ column: PlannedExpression) -> Set<Int> {
    (column.leaves + column.atoms).reduce(into: []) { found, leaf in
      found.formUnion(leaf.filter.map(\.dimension))
      found.formUnion(catalog.filteredDimensions(of: leaf.measure))
    }
  }

  // MARK: Days

  /// The days that the figures of a cell count, each once, in order.
  func countedDays(of answer: Resolved) -> [CountedDays] {
    let days = answer.figures.map { position in
      let figure = resolver.index[position]
      return CountedDays(figure, catalog.measures[figure.measure].kind)
    }
    return Set(days).sorted { $0.nominal < $1.nominal }
  }
}

/// The days one figure counts of its nominal period.
struct CountedDays: Hashable {
  let nominal: Period
  let first: Day?
  let last: Day?
  let isByRule: Bool
  /// A closing stock has no first day, an opening stock no last one.
  let countsStart: Bool
  let countsEnd: Bool

  init(_ figure: Figure, _ kind: MeasureKind) {
    nominal = figure.period
    // A single day is exact by itself.
    let isOneDay = figure.period.grain == .day
    first = figure.exactDates.first ?? (isOneDay ? figure.period.first : nil)
    last = figure.exactDates.last ?? (isOneDay ? figure.period.last : nil)
    isByRule = figure.exactDates.basis == .rule
    switch kind {
    case .closing: (countsStart, countsEnd) = (false, true)
    case .opening: (countsStart, countsEnd) = (true, false)
    case .flow, .balance, .ratio, .statistic, .stated: (countsStart, countsEnd) = (true, true)
    case .index, .rank, .code: (countsStart, countsEnd) = (false, false)
    }
  }

  var start: DayShift? { first.map { DayShift($0, from: nominal.first) } }

  var end: DayShift? {
    last.map { DayShift($0.advanced(byDays: 1), from: nominal.last.advanced(byDays: 1)) }
  }
}
