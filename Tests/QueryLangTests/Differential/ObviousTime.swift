// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

// Which periods a query has.
extension ObviousEvaluator {
  /// The last nominal period for which the first measure is known in any row.
  func timeSpans() -> [Period] {
    guard let latest = query.time.latest else { return query.time.spans }
    let measures = query.measures.first.map { measuresOf($0.expression) } ?? []
    let possible = figures.filter { measures.contains($0.measure) }.filter { figure in
      (latest.grain.map { $0 == figure.period.grain } ?? true)
        && (query.time.spans.isEmpty || query.time.spans.contains { $0.contains(figure.period) })
    }
    let periods = Set(possible.map(\.period))
    let known = periods.filter { period in
      let total = Scope(choices: choices([period]), times: [period])
      return ([total] + candidates([period]).map(\.scope)).contains {
        !evaluate(query.measures[0].expression, $0).isMissing
      }
    }
    // Where nothing is known a figure under the conditions still says which period is the last.
    let reported = possible.filter { figure in
      query.selections.allSatisfy { selection in
        selection.members.contains { resolver.isInside(figure.place, selection.dimension, $0) }
      }
    }
    let last = (known.isEmpty ? Set(reported.map(\.period)) : known).max {
      ($0.last, $1.first) < ($1.last, $0.first)
    }
    return last.map { [$0] } ?? [Period(day: TimeScope.earliestDay)]
  }

  func measuresOf(_ expression: BoundExpression) -> Set<Int> {
    expression.measures.reduce(into: []) { $0.formUnion(catalog.closure(of: $1.measure)) }
  }

  /// For each row of periods one for each key, `nil` for keys of other kinds.
  func timeGroups(_ spans: [Period]) -> [[Period?]] {
    var rows: [[Period?]] = [[]]
    for key in query.keys {
      switch key {
      case .dimension: rows = rows.map { $0 + [nil] }
      case .time(let field):
        let periods = periods(of: field, spans)
        rows = rows.flatMap { row in periods.map { row + [$0] } }
      }
    }
    return rows.filter { row in
      guard let time = finest(row) else { return true }
      return row.allSatisfy { $0?.contains(time) ?? true }
    }
  }

  /// The period of the finest field; any `period` is finer than a grain.
  func finest(_ periods: [Period?]) -> Period? {
    var found: (field: TimeField, period: Period)?
    for (key, period) in zip(query.keys, periods) {
      guard case .time(let field) = key, let period else { continue }
      let order = [TimeField.year, .half, .quarter, .month, .date, .period]
      if let earlier = found, order.firstIndex(of: field)! < order.firstIndex(of: earlier.field)! { continue }
      found = (field, period)
    }
    return found?.period
  }

  var finestField: TimeField? {
    let fields = query.keys.compactMap { if case .time(let field) = $0 { field } else { nil } }
    return [.period, .date, .month, .quarter, .half, .year].first(where: fields.contains)
  }

  func periods(of field: TimeField, _ spans: [Period]) -> [Period] {
    let measures = query.measures.reduce(into: Set<Int>()) { $0.formUnion(measuresOf($1.expression)) }
    let nominal = Set(figures.filter { measures.contains($0.measure) }.map(\.period))
    let isBounded = !spans.isEmpty && spans.allSatisfy { $0.lengthInDays < 10_000 }
    var periods = nominal
    if let grain = field.grain {
      let days = nominal.flatMap { [$0.first, $0.last] }
      periods = Set(days.compactMap { Period.containing($0, grain: grain) })
      if query.showsMissing, isBounded {
        for span in spans {
          for day in span.first.daysSince1970...span.last.daysSince1970 {
            if let period = Period.containing(Day(daysSince1970: day), grain: grain) {
              periods.insert(period)
            }
          }
        }
      }
    }
    // Conditions bound the periods of the rows, not the longer ones around them.
    if field != finestField { return periods.sorted() }
    let inside = periods.filter { period in
      (spans.isEmpty || spans.contains { $0.contains(period) })
        && !query.time.excluded.contains { $0.covers(period) }
    }
    if inside.isEmpty, query.showsMissing, field == .period { return spans }
    return inside.sorted()
  }
}
