/// What an evaluation leaves behind beside its table: the cells shown, before they are written as text.
struct EvaluationRecord {
  /// The rows of the table, in its order.
  var rows: [EvaluatedRow] = []
  /// Rows with a figure, before tests and rankings chose among them.
  var foundCount = 0
  /// Time asked for, `latest` found.
  var spans: [Period] = []
  private(set) var groupCount = 0
  private(set) var groupsFound: ContinuousClock.Instant?

  mutating func noteGroups(_ count: Int) {
    groupCount = count
    groupsFound = .now
  }
}
