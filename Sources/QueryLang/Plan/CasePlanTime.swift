/// What a query over cases says about time, as runs of days.
struct CasePlanTime {
  private let query: BoundQuery
  private let span: ClosedRange<Day>?
  private let firstDay: Day

  /// - Parameter span: the days of the data.
  init(_ query: BoundQuery, span: ClosedRange<Day>?, firstDay: Day) {
    self.query = query
    self.span = span
    self.firstDay = firstDay
  }

  private var data: ClosedRange<Day> { span ?? firstDay...firstDay }

  // MARK: Slots

  /// With a key of time its periods that have a day of the data; else one of all days asked for.
  var slots: [CaseSlot] {
    let fields = query.keys.compactMap { if case .time(let field) = $0 { field } else { nil } }
    guard let finest = fields.max(by: { ($0.grain?.rawValue ?? -1) < ($1.grain?.rawValue ?? -1) }) else {
      return [CaseSlot(ranges: wholeRanges, period: nil)]
    }
    if span == nil { return [] }
    let asked = asked
    guard let grain = finest.grain else {
      let whole = [Period(first: data.lowerBound, last: data.upperBound)].compactMap { $0 }
      return (asked ?? whole).filter { isAsked($0, nil) }.map(slot)
    }
    var slots: [CaseSlot] = []
    var next = query.periods.period(of: data.lowerBound, grain: grain)
    while let period = next, query.periods.days(of: period).lowerBound <= data.upperBound {
      if isAsked(period, asked) { slots.append(slot(period)) }
      next = Period.containing(period.last.advanced(byDays: 1), grain: grain)
    }
    return slots
  }

  private func slot(_ period: Period) -> CaseSlot {
    CaseSlot(ranges: [query.periods.days(of: period)], period: period)
  }

  private func isAsked(_ period: Period, _ asked: [Period]?) -> Bool {
    (asked.map { $0.contains { $0.contains(period) } } ?? true)
      && !query.time.excluded.contains { $0.covers(period) }
  }

  /// The periods of the conditions, with the ends of the data where a range is open; `nil` where there is none.
  private var asked: [Period]? {
    let named = query.time.spans.sorted().compactMap { span -> Period? in
      let first = span.first == TimeScope.earliestDay ? min(data.lowerBound, span.last) : span.first
      let last = span.last == TimeScope.latestDay ? max(data.upperBound, first) : span.last
      return Period(first: first, last: last)
    }
    guard let field = query.time.latest else { return named.isEmpty ? nil : named }
    // The last one with a day of the data that the other conditions leave.
    let grain = field.grain ?? .day
    var last = query.periods.period(of: data.upperBound, grain: grain)
    while let period = last, query.periods.days(of: period).upperBound >= data.lowerBound {
      if isAsked(period, named.isEmpty ? nil : named) { return [period] }
      last = Period.containing(period.first.advanced(byDays: -1), grain: grain)
    }
    return []
  }

  private var wholeRanges: [ClosedRange<Day>] {
    var ranges = asked.map { $0.map { query.periods.days(of: $0) } } ?? [data]
    for exclusion in query.time.excluded {
      ranges = ranges.flatMap { $0.without(query.periods.days(of: exclusion.period)) }
    }
    // Where no day is left, one without any case.
    return ranges.isEmpty ? [TimeScope.earliestDay...TimeScope.earliestDay] : ranges.joinedWhereTouching
  }

  // MARK: Baselines

  /// What slots are held against, and which of it each period is; what is outside the data is known of none.
  func counterparts(_ baseline: BoundBaseline) -> (slots: [CaseSlot], position: [Period?: Int]) {
    var found: [CaseSlot] = []
    var position: [Period?: Int] = [:]
    for slot in slots {
      guard let counterpart = counterpart(of: slot, baseline) else { continue }
      let known = found.firstIndex(of: counterpart) ?? found.count
      if known == found.count { found.append(counterpart) }
      position[slot.period] = known
    }
    return (found, position)
  }

  private func counterpart(of slot: CaseSlot, _ baseline: BoundBaseline) -> CaseSlot? {
    guard let span else { return nil }
    if case .member = baseline { return slot }
    let own = slot.period.map { [$0] } ?? named
    let periods: [Period?] =
      switch baseline {
      case .member: []
      case .period(let period): [period]
      case .previous(let grain): own.map { $0.grain == grain ? $0.previous : nil }
      case .lastYear(let grain): own.map { $0.grain == grain ? $0.aYearBefore : nil }
      }
    let ranges = periods.compactMap { $0.map { query.periods.days(of: $0) } }.joinedWhereTouching
    guard !ranges.isEmpty, !periods.contains(nil), ranges.contains(where: span.overlaps) else { return nil }
    return CaseSlot(ranges: ranges, period: ranges.count == 1 ? periods[0] : nil)
  }

  /// The periods named by the conditions, else those that the days asked for happen to be.
  private var named: [Period] {
    let isNamed = query.time.excluded.isEmpty && query.time.latest == nil && !query.time.isOpen
    if isNamed, !query.time.spans.isEmpty { return query.time.spans }
    return wholeRanges.compactMap { Period(first: $0.lowerBound, last: $0.upperBound) }
  }
}

extension ClosedRange<Day> {
  fileprivate func without(_ other: ClosedRange<Day>) -> [ClosedRange<Day>] {
    guard overlaps(other) else { return [self] }
    var rest: [ClosedRange<Day>] = []
    if lowerBound < other.lowerBound { rest.append(lowerBound...other.lowerBound.advanced(byDays: -1)) }
    if upperBound > other.upperBound { rest.append(other.upperBound.advanced(byDays: 1)...upperBound) }
    return rest
  }
}

extension [ClosedRange<Day>] {
  /// In order, with those that touch or overlap made one.
  var joinedWhereTouching: [ClosedRange<Day>] {
    var joined: [ClosedRange<Day>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound.advanced(byDays: 1) {
        joined[joined.count - 1] = last.lowerBound...Swift.max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}
