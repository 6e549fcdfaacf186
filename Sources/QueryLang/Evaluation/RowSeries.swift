/// Rows that follow each other in time, and `cumulative` and `change` over them; and `rank`, which needs no time.
/// The same for every engine.
struct RowSeries {
  /// What a function comes to in each row, and the periods it had no row for.
  struct Answers {
    var values: [Resolved]
    var gaps: Set<Period> = []
  }

  private let keys: [BoundKey]
  private let rows: [EvaluatedRow]
  private let timePosition: Int?

  init(_ keys: [BoundKey], _ rows: [EvaluatedRow]) {
    self.keys = keys
    self.rows = rows
    timePosition = keys.finestTimeField.flatMap { keys.firstIndex(of: .time($0)) }
  }

  /// The largest is 1; equals share a rank and the next ones are left out (1, 1, 3).
  static func ranks(_ values: [Resolved]) -> [Resolved] {
    let quantities = values.map { value -> Quantity? in
      if case .number(let quantity) = value.amount { quantity } else { nil }
    }
    let descending = values.indices.filter { quantities[$0] != nil }.sorted { left, right in
      quantities[right].flatMap { smaller in quantities[left].map { smaller < $0 } } ?? false
    }
    var ranks = [Int?](repeating: nil, count: values.count)
    var last: (quantity: Quantity, rank: Int)?
    for (place, index) in descending.enumerated() {
      guard let quantity = quantities[index] else { continue }
      if let equal = last, !(quantity < equal.quantity) {
        ranks[index] = equal.rank
      } else {
        (ranks[index], last) = (place + 1, (quantity, place + 1))
      }
    }
    return zip(values, ranks).map { value, rank in
      guard let rank else { return value.status == .missing ? .missing : value.mapping { _ in .undefined } }
      return value.mapping { _ in .number(.exact(ExactDecimal(rank))) }
    }
  }

  /// The sum up to each row's period, anew with each longer period. What is missing adds nothing and is missing
  /// itself, a gap where more follows; what is undefined leaves the rest undefined.
  func cumulative(_ values: [Resolved]) -> Answers {
    guard let time = timePosition else { return Answers(values: values.map { _ in .missing }) }
    var answers = Answers(values: values)
    for indices in series(restarts: true) {
      var sum: Resolved?
      var last: Period?
      for index in indices where values[index].status != .missing {
        let here = period(index, time)
        if let last, here.previous != last, let gap = here.previous { answers.gaps.insert(gap) }
        last = here
        sum = sum.map { Resolved.combining($0, values[index], Arithmetic.add) } ?? values[index]
        if let sum { answers.values[index] = sum }
      }
    }
    return answers
  }

  /// Against the row of the period before; missing where there is none, a gap where that is not the first row.
  func changes(_ values: [Resolved], arePoints: Bool) -> Answers {
    var answers = Answers(values: values.map { _ in .missing })
    guard let time = timePosition else { return answers }
    for indices in series(restarts: false) {
      let known = indices.filter { values[$0].status != .missing }
      for (earlier, later) in zip(known, known.dropFirst()) {
        guard period(later, time).previous == period(earlier, time) else {
          if let gap = period(later, time).previous { answers.gaps.insert(gap) }
          continue
        }
        let change = Comparison.change(values[later], values[earlier])
        answers.values[later] = arePoints ? Comparison.points(change) : change
      }
      if known.count == 1, let before = period(known[0], time).previous { answers.gaps.insert(before) }
    }
    return answers
  }

  /// Rows that are alike in all keys but the periods, by time; `restarts`: with each longer period anew.
  private func series(restarts: Bool) -> [[Int]] {
    guard let time = timePosition else { return [] }
    var order: [[GroupKey?]] = []
    var series: [[GroupKey?]: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      let key = keys.indices.map { position -> GroupKey? in
        position == time || !restarts && keys[position].isTime ? nil : row.group.keys[position]
      }
      if series[key] == nil { order.append(key) }
      series[key, default: []].append(index)
    }
    return order.map { key in
      (series[key] ?? []).sorted { period($0, time) < period($1, time) }
    }
  }

  private func period(_ row: Int, _ time: Int) -> Period {
    if case .period(let period) = rows[row].group.keys[time] { return period }
    return rows[row].coordinates.time.whole
  }
}

/// What is said of the periods that `cumulative` and `change` had no row for.
enum GapNotes {
  static func ofCumulative(_ gaps: Set<Period>) -> Localized? {
    guard let periods = listed(gaps) else { return nil }
    return Localized(
      vi: "cộng dồn thiếu số liệu trước đó: \(periods.vietnamese)",
      en: "the running sum goes on over what is missing: \(periods.english)")
  }

  static func ofChange(_ gaps: Set<Period>) -> Localized? {
    guard let periods = listed(gaps) else { return nil }
    return Localized(
      vi: "không có thay đổi: không có dòng nào của kỳ trước (\(periods.vietnamese))",
      en: "no change: there is no row of the period before (\(periods.english))")
  }

  private static let periodsListed = 3

  private static func listed(_ periods: Set<Period>) -> Localized? {
    periods.isEmpty ? nil : periods.sorted().map { Localized(both: $0.display) }.listed(periodsListed)
  }
}
