/// What loading keeps and `check` finds in cases.
package enum CaseCheckRule: String, CaseIterable, Sendable {
  case repeatedCaseID = "repeated_case_id"
  case dueBeforeReceived = "due_before_received"
  /// A name that the catalog lists elsewhere only: a district in another province.
  case foreignName = "foreign_name"
  case unknownName = "unknown_name"

  package var severity: CheckRule.Severity { self == .repeatedCaseID ? .error : .warning }
}

/// `check` of cases with every name resolved.
package struct BoundCaseCheck: Sendable {
  package let rules: Set<CaseCheckRule>
  /// Which cases: dataset, selections, restrictions, and the time of their receipt; it asks for no measure.
  package let query: BoundQuery
  /// Beside what the cases are told by, also the rules were chosen.
  package let hasCondition: Bool

  /// Position of the dataset.
  package var dataset: Int { query.datasets[0] }
}

/// `check` of cases against figures with every name resolved.
package struct BoundCaseComparison: Sendable {
  /// Position of the dataset of cases, and its name.
  package let dataset: Int
  package let datasetName: String
  /// Datasets of figures, by position; empty: all.
  package let figures: [Int]
  package let condition: BoundCheckCondition?
  /// Which days the periods of figures have that do not say it.
  package let periods: PeriodCalendar
  /// Counts of fewer cases are hidden.
  package let hideBelow: Int?
}
