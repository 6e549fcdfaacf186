/// Which slot a day belongs to, as an expression.
struct SlotExpression {
  /// The first day of each run of days of one slot, in order; a run goes up to the next one.
  private let runs: [(start: Int, slot: Int)]
  private let end: Int
  /// A chain of more conditions than this is slower than looking a day up.
  private static let longestChain = 100

  /// Of events: each day's slot, the last where several hold it.
  init?(of slots: [CaseSlot], within window: ClosedRange<Day>) {
    var slotOfDay: [Int: Int] = [:]
    for (index, slot) in slots.enumerated() {
      for range in slot.ranges where window.overlaps(range) {
        for day in range.clamped(to: window).numbers { slotOfDay[day] = index }
      }
    }
    guard let first = slotOfDay.keys.min(), let last = slotOfDay.keys.max() else { return nil }
    var runs: [(start: Int, slot: Int)] = []
    for day in first...last {
      guard let slot = slotOfDay[day], runs.last?.slot != slot else { continue }
      runs.append((day, slot))
    }
    self.runs = runs
    end = last
  }

  /// Of stocks: the first slot at whose day, in order, something that begins on a day counts.
  init(upTo days: [Int]) {
    runs = days.indices.map { (start: $0 == 0 ? days[0] : days[$0 - 1] + 1, slot: $0) }
    end = days[days.count - 1]
  }

  /// The one slot there is.
  var onlySlot: Int? { runs.count == 1 ? runs[0].slot : nil }

  /// - Precondition: what is before the first run belongs to it, and nothing is after the last.
  func of(_ day: SQLExpression) -> SQLExpression {
    if runs.count <= SlotExpression.longestChain {
      var arguments: [SQLExpression] = []
      for (run, next) in zip(runs, runs.dropFirst()) {
        arguments += [.comparison(day, .less, .integer(next.start)), .integer(run.slot)]
      }
      return .call(.multiIf, arguments + [.integer(runs[runs.count - 1].slot)])
    }
    let bounded = SQLExpression.call(.greatest, [day, .integer(runs[0].start)])
    var days: [SQLExpression] = []
    var slots: [SQLExpression] = []
    for (index, run) in runs.enumerated() {
      let last = index + 1 < runs.count ? runs[index + 1].start - 1 : end
      for day in run.start...last {
        days.append(.integer(day))
        slots.append(.integer(run.slot))
      }
    }
    return .call(.transform, [bounded, .array(days), .array(slots), .integer(0)])
  }
}

extension ClosedRange<Day> {
  var numbers: ClosedRange<Int> { lowerBound.daysSince1970...upperBound.daysSince1970 }
}
