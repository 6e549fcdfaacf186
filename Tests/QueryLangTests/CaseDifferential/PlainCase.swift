@testable import QueryLang

/// One case as a clerk would write it down: days, and what it says of each column by its text.
struct PlainCase {
  var received: Day
  var due: Day?
  var finished: Day?
  /// By the dimension's id the member's id; none where the case does not say.
  var texts: [String: String] = [:]
  /// By the column's id.
  var numbers: [String: ExactDecimal] = [:]

  /// Received by the end of that day, and not finished by then.
  func isPending(at day: Day) -> Bool {
    received <= day && (finished.map { $0 > day } ?? true)
  }

  /// Where it stands: finished, by that day; pending, by `day`.
  func state(at day: Day, asPending: Bool) -> Timeliness {
    if let finished, !asPending {
      guard let due else { return .noDue }
      return finished < due ? .early : finished == due ? .onTime : .overdue
    }
    return due.map { $0 < day } ?? false ? .overdue : .inTime
  }
}
