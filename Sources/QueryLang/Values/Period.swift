/// The length of a nominal period, finest last. A time field of the language names one grain.
package enum Grain: Int, CaseIterable, Comparable, Sendable {
  case year, half, quarter, month, day
  /// The first n months of a year, n none of the above.
  case yearToMonth
  /// Any other run of days.
  case span

  package static func < (left: Grain, right: Grain) -> Bool { left.rawValue < right.rawValue }
}

/// A nominal reporting period: a run of whole days, first and last included.
///
/// Two periods with the same days are the same period, however they were written: `Q1/2021..Q2/2021` is
/// `H1/2021`. What the days are *called* (``grain``) follows from them.
package struct Period: Hashable, Sendable {
  package let first: Day
  package let last: Day

  /// `nil` when `last` is before `first`.
  package init?(first: Day, last: Day) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }

  private init?(year: Int, fromMonth: Int, toMonth: Int) {
    guard let first = Day(year: year, month: fromMonth, day: 1),
      let last = Day(year: year, month: toMonth, day: Day.length(ofMonth: toMonth, year: year))
    else { return nil }
    self.init(first: first, last: last)
  }

  package init?(year: Int) { self.init(year: year, fromMonth: 1, toMonth: 12) }

  package init?(year: Int, half: Int) {
    guard (1...2).contains(half) else { return nil }
    self.init(year: year, fromMonth: half * 6 - 5, toMonth: half * 6)
  }

  package init?(year: Int, quarter: Int) {
    guard (1...4).contains(quarter) else { return nil }
    self.init(year: year, fromMonth: quarter * 3 - 2, toMonth: quarter * 3)
  }

  package init?(year: Int, month: Int) { self.init(year: year, fromMonth: month, toMonth: month) }

  package init?(year: Int, firstMonths count: Int) { self.init(year: year, fromMonth: 1, toMonth: count) }

  package init(day: Day) {
    first = day
    last = day
  }

  package var lengthInDays: Int { last.daysSince1970 - first.daysSince1970 + 1 }

  package func contains(_ other: Period) -> Bool { first <= other.first && other.last <= last }

  package func overlaps(_ other: Period) -> Bool { first <= other.last && other.first <= last }

  package var grain: Grain {
    if first == last { return .day }
    let start = first.civil
    let end = last.civil
    guard start.year == end.year, start.day == 1, end.day == Day.length(ofMonth: end.month, year: end.year)
    else { return .span }
    switch (start.month, end.month) {
    case (1, 12): return .year
    case (1, 6), (7, 12): return .half
    case (1, 3), (4, 6), (7, 9), (10, 12): return .quarter
    case let (from, to) where from == to: return .month
    case (1, _): return .yearToMonth
    default: return .span
    }
  }
}

extension Period: Comparable {
  /// By first day; of periods that begin together, the longer first.
  package static func < (left: Period, right: Period) -> Bool {
    left.first != right.first ? left.first < right.first : left.last > right.last
  }
}

extension Period: CustomStringConvertible {
  /// The canonical machine form: `2021`, `2021-H1`, `2021-Q2`, `2021-06`, `2021-9T`, `2021-04-09`,
  /// `2019-01-04..2021-05-27`.
  package var description: String {
    let (year, month, _) = first.civil
    let paddedYear = padded(year, 4)
    return switch grain {
    case .year: paddedYear
    case .half: "\(paddedYear)-H\(month / 6 + 1)"
    case .quarter: "\(paddedYear)-Q\(month / 3 + 1)"
    case .month: "\(paddedYear)-\(padded(month, 2))"
    case .yearToMonth: "\(paddedYear)-\(last.civil.month)T"
    case .day: first.description
    case .span: "\(first)..\(last)"
    }
  }

  /// As people write it: `Q2/2021`, `H1/2021`, `06/2021`, `09/04/2021`.
  package var display: String {
    let (year, month, _) = first.civil
    let paddedYear = padded(year, 4)
    return switch grain {
    case .year: paddedYear
    case .half: "H\(month / 6 + 1)/\(paddedYear)"
    case .quarter: "Q\(month / 3 + 1)/\(paddedYear)"
    case .month: "\(padded(month, 2))/\(paddedYear)"
    case .yearToMonth: "\(last.civil.month)T/\(paddedYear)"
    case .day: first.dayMonthYear
    case .span: "\(first.dayMonthYear)..\(last.dayMonthYear)"
    }
  }
}

extension Period {
  /// The one of the same grain before; `nil` for spans.
  package var previous: Period? { Period.containing(first.advanced(byDays: -1), grain: grain) }

  /// The one of the same grain a year before; `nil` for spans, and for 29 February.
  package var aYearBefore: Period? {
    let (year, month, day) = first.civil
    guard let start = Day(year: year - 1, month: month, day: day) else { return nil }
    return Period.containing(start, grain: grain)
  }

  /// The period of a grain (year, half, quarter, month, day) that holds `day`; `nil` for the other grains.
  package static func containing(_ day: Day, grain: Grain) -> Period? {
    let (year, month, _) = day.civil
    return switch grain {
    case .year: Period(year: year)
    case .half: Period(year: year, half: month <= 6 ? 1 : 2)
    case .quarter: Period(year: year, quarter: (month + 2) / 3)
    case .month: Period(year: year, month: month)
    case .day: Period(day: day)
    case .yearToMonth, .span: nil
    }
  }
}
