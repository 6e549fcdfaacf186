/// Where a measure is looked up: a cell, the conditions not yet part of it, and the time meant.
///
/// Group members and the path of a roll-up are in `cell`; the query's own conditions stay apart because a
/// measure's `{…}` replaces them.
struct Coordinates: Hashable {
  var cell: Cell
  /// Of their members only those in force on the last day of the time asked for, also where it is divided.
  var conditions: [Selection]
  var time: TimeExtent
  /// The day whose places are meant, if it was named.
  var asOf: Day?

  init(cell: Cell, conditions: [Selection], time: TimeExtent, asOf: Day?, of catalog: Catalog) {
    self.cell = cell
    self.time = time
    self.asOf = asOf
    self.conditions = conditions.inForce(on: asOf ?? time.last.last, of: catalog)
  }

  /// Decides which members are parts of a whole.
  var day: Day { asOf ?? time.last.last }

  func with(cell: Cell) -> Coordinates {
    var copy = self
    copy.cell = cell
    return copy
  }

  func with(time: TimeExtent) -> Coordinates {
    var copy = self
    copy.time = time
    return copy
  }
}

extension [Selection] {
  func inForce(on day: Day, of catalog: Catalog) -> [Selection] {
    map { selection in
      let members = catalog.dimensions[selection.dimension].members
      return Selection(
        dimension: selection.dimension, members: selection.members.filter { members[$0].isValid(on: day) })
    }
  }
}

/// The time of a figure asked for: one nominal period, or several to be added one by one.
enum TimeExtent: Hashable {
  case period(Period)
  case list([Period])

  var last: Period {
    switch self {
    case .period(let period): period
    case .list(let periods): periods.max { $0.last < $1.last } ?? periods[0]
    }
  }

  /// `nil` where one period has no counterpart.
  func mapped(_ counterpart: (Period) -> Period?) -> TimeExtent? {
    switch self {
    case .period(let period): return counterpart(period).map { .period($0) }
    case .list(let periods):
      let mapped = periods.compactMap(counterpart)
      return mapped.count == periods.count ? .list(mapped) : nil
    }
  }

  var first: Period {
    switch self {
    case .period(let period): period
    case .list(let periods): periods.min { $0.first < $1.first } ?? periods[0]
    }
  }
}

/// What a cell holds.
enum Amount: Hashable {
  case number(Quantity)
  case bounded(Bound, ExactDecimal)
  /// Division by zero, a sum with a bound in it, or more digits than can be held.
  case undefined

  var exact: ExactDecimal? {
    if case .number(.exact(let value)) = self { return value }
    return nil
  }
}

/// A measure found at a cell, with how it was found.
struct Resolved {
  var amount: Amount
  var status: CellStatus
  var coverage: [Coverage] = []
  var marks: CellMarks = []
  /// Positions of the figures it rests on.
  var figures: Set<Int> = []

  static let missing = Resolved(amount: .undefined, status: .missing)

  /// Takes over what `part` carries: the worse status, marks, figures.
  mutating func absorb(_ part: Resolved) {
    status = max(status, part.status)
    marks.formUnion(part.marks.subtracting([.bound]))
    figures.formUnion(part.figures)
  }
}
