extension Keyword {
  /// In the order in which people want them, not the alphabet's: what goes on with the clause, then the clauses
  /// as they are mostly written, then the statements that a newcomer needs first.
  private static let usualOrder: [Keyword] = [
    .and, .or, .per, .by, .where, .having, .descending, .ascending, .sort, .top, .bottom, .with, .vs, .pivot,
    .as, .from, .asOf, .help, .show, .compare, .why, .check, .list, .explain, .let, .load, .unload, .use,
    .source, .set, .quit,
  ]

  /// What `help` explains, as a newcomer would ask.
  static let helpOrder: [Keyword] = [
    .by, .where, .having, .sort, .top, .compare, .vs, .with, .pivot, .why, .show, .check, .list, .load, .let,
    .set, .help, .quit,
  ]

  /// Words that have no usual place come last.
  var usualPlace: Int { Keyword.usualPlaces[self] ?? Keyword.usualOrder.count }

  private static let usualPlaces = Dictionary(
    uniqueKeysWithValues: usualOrder.enumerated().map { ($0.element, $0.offset) })
}
