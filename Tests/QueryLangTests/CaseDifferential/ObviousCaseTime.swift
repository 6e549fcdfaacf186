// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// The time that a query over cases asks for: groups of time, or one run of days after another.
struct ObviousCaseTime {
  private let query: BoundQuery
  private let span: ClosedRange<Day>?
  /// Of groups of time; one without a period where there is no key of time.
  private(set) var slots: [Period?] = [nil]
  /// Without a key of time, in order.
  private(set) var ranges: [ClosedRange<Day>] = []

  init(_ query: BoundQuery, _ span: ClosedRange<Day>?) {
    self.query = query
    self.span = span
    guard let span else {
      slots = query.keys.contains(where: \.isTime) ? [] : [nil]
      return
    }
    ranges = days(span)
    let fields = query.keys.compactMap { if case .time(let field) = $0 { field } else { nil } }
    if fields.isEmpty { return }
    let order: [TimeField] = [.date, .month, .quarter, .half, .year]
    if let finest = order.first(where: fields.contains), let grain = finest.grain {
      let touched = Set(
        (span.lowerBound.daysSince1970...span.upperBound.daysSince1970).compactMap {
          Period.containing(Day(daysSince1970: $0), grain: grain)
        })
      slots = touched.filter { isAsked($0, asked(span)) }.sorted()
    } else {
      let whole = [Period(first: span.lowerBound, last: span.upperBound)!]
      slots = (asked(span) ?? whole).filter { period in !query.time.excluded.contains { $0.covers(period) } }
    }
  }

  private func isAsked(_ period: Period, _ asked: [Period]?) -> Bool {
    (asked.map { $0.contains { $0.contains(period) } } ?? true)
      && !query.time.excluded.contains { $0.covers(period) }
  }

  /// The periods of the conditions, open ends being those of the data; `nil` where there is none.
  private func asked(_ span: ClosedRange<Day>) -> [Period]? {
    let named = query.time.spans.map { period -> Period in
      let first = period.first == TimeScope.earliestDay ? min(span.lowerBound, period.last) : period.first
      let last = period.last == TimeScope.latestDay ? max(span.upperBound, first) : period.last
      return Period(first: first, last: last)!
    }
    guard let field = query.time.latest else { return named.isEmpty ? nil : named }
    // The last one with a day of the data that nothing else rules out.
    var day = span.upperBound
    while day >= span.lowerBound, let period = Period.containing(day, grain: field.grain ?? .day) {
      if isAsked(period, named.isEmpty ? nil : named) { return [period] }
      day = period.first.advanced(byDays: -1)
    }
    return []
  }

  /// Day by day.
  private func days(_ span: ClosedRange<Day>) -> [ClosedRange<Day>] {
    let asked = asked(span) ?? [Period(first: span.lowerBound, last: span.upperBound)!]
    var days: Set<Int> = []
    for period in asked { days.formUnion(period.first.daysSince1970...period.last.daysSince1970) }
    for exclusion in query.time.excluded {
      let left = exclusion.period
      days = days.filter { $0 < left.first.daysSince1970 || $0 > left.last.daysSince1970 }
    }
    return Self.runs(days)
  }

  private static func runs(_ days: Set<Int>) -> [ClosedRange<Day>] {
    var ranges: [ClosedRange<Day>] = []
    for number in days.sorted() {
      let day = Day(daysSince1970: number)
      if let last = ranges.last, last.upperBound.advanced(byDays: 1) == day {
        ranges[ranges.count - 1] = last.lowerBound...day
      } else {
        ranges.append(day...day)
      }
    }
    return ranges
  }

  // MARK: Baselines

  /// The days that a row is held against; `nil` where it has no counterpart, or that is outside the data.
  func counterpart(of period: Period?, _ baseline: BoundBaseline) -> [ClosedRange<Day>]? {
    func shifted(_ one: Period) -> Period? {
      switch baseline {
      case .period(let other): other
      case .previous(let grain): one.grain == grain ? one.previous : nil
      case .lastYear(let grain): one.grain == grain ? one.aYearBefore : nil
      case .member: one
      }
    }
    guard let span else { return nil }
    if case .member = baseline { return period.map { [$0.first...$0.last] } ?? ranges }
    let own = period.map { [$0] } ?? ranges.flatMap { Self.periods($0, query, span) }
    let found: [Period?]
    if case .period(let other) = baseline { found = [other] } else { found = own.map(shifted) }
    guard !found.isEmpty, found.allSatisfy({ $0 != nil }) else { return nil }
    let ranges = Self.runs(
      found.reduce(into: []) { $0.formUnion($1!.first.daysSince1970...$1!.last.daysSince1970) })
    let touches = ranges.contains { $0.overlaps(span) }
    return touches ? ranges : nil
  }

  /// What a run of days is called: the periods of a list that make it up, or the one period it is.
  private static func periods(_ range: ClosedRange<Day>, _ query: BoundQuery, _ span: ClosedRange<Day>)
    -> [Period]
  {
    let named = query.time.spans.filter { range.contains($0.first) && range.contains($0.last) }
    let isWhole = query.time.excluded.isEmpty && query.time.latest == nil && !query.time.isOpen
    return isWhole && !named.isEmpty ? named : [Period(first: range.lowerBound, last: range.upperBound)!]
  }
}
