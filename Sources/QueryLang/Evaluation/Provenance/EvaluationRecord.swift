/// What an evaluation leaves behind beside its table: the cells shown, before they are written as text.
struct EvaluationRecord {
  /// The table before a key's members became columns: one row for each of ``rows``, then one for each of ``sums``.
  var table = ResultTable(columns: [], rows: [])
  /// The groups shown, in their order.
  var rows: [EvaluatedRow] = []
  /// Rows that are sums of others.
  var sums: [SummedRow] = []
  /// Rows with a figure, before tests and rankings chose among them.
  var found: [EvaluatedRow] = []
  /// Time asked for, `latest` found.
  var spans: [Period] = []
  private(set) var groupCount = 0
  private(set) var groupsFound: ContinuousClock.Instant?

  mutating func noteGroups(_ count: Int) {
    groupCount = count
    groupsFound = .now
  }
}

/// A row that is a sum, with the rows that it was made of.
struct SummedRow {
  let shown: ShownRow
  /// For the reported total none: it is a cell of its own.
  let rows: [EvaluatedRow]
}
