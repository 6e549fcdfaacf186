/// How a measure is counted over cases: which of a case's days places it in time, and which cases count.
package struct CaseRule: Hashable, Sendable {
  package enum Date: String, CaseIterable, Sendable {
    case received, due, finished
    /// Pending as the period begins, or ends.
    case asOfStart = "as_of_start"
    case asOfEnd = "as_of_end"
  }

  package let date: Date
  /// Beside the query's own; members by position.
  package let conditions: [Selection]

  package init(date: Date, conditions: [Selection]) {
    self.date = date
    self.conditions = conditions
  }
}
