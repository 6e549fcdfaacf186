/// The order of listed rows, as a server makes it: as of cases in memory (names by the Vietnamese alphabet, what is
/// missing last either way), and where that leaves rows equal, by their identifiers, then by all that is listed.
struct RemoteRowOrder {
  private let attached: AttachedCases
  private let table: CaseTable
  private let catalog: Catalog
  private(set) var keys: [SQLOrder] = []

  private var cases: RemoteCases { attached.cases }

  /// - Parameter columns: all that is listed.
  init(
    _ sort: [BoundList.SortKey], _ columns: [SQLExpression], _ attached: AttachedCases, _ table: CaseTable,
    _ catalog: Catalog
  ) {
    self.attached = attached
    self.table = table
    self.catalog = catalog
    for key in sort { add(key) }
    if let identifier = cases.identifier { add(identifier) }
    for column in columns { append(column) }
  }

  /// A number alone would be the position of a column.
  private mutating func append(_ value: SQLExpression, isDescending: Bool = false) {
    if case .integer = value { return }
    keys.append(SQLOrder(value: value, isDescending: isDescending))
  }

  private mutating func add(_ identifier: RemoteColumn, isDescending: Bool = false) {
    append(.comparison(identifier.text, .equal, .text("")))
    append(identifier.text, isDescending: isDescending)
  }

  private mutating func add(_ key: BoundList.SortKey) {
    switch key.field {
    case .value(.identifier):
      if let identifier = cases.identifier { add(identifier, isDescending: key.isDescending) }
    case .value(.day(let day)):
      let value = cases.day(day)
      let isMissing = SQLExpression.comparison(value, .equal, .integer(RemoteColumn.missingDay))
      add(value, isMissing, key.isDescending)
    case .value(.processingDays): add(.processingDays, key.isDescending)
    case .value(.number(let id)):
      if let column = table.numbers.firstIndex(where: { $0.id == id }) {
        add(.column(column), key.isDescending)
      }
    case .dimension(let dimension): add(dimension, key.isDescending)
    }
  }

  private mutating func add(_ number: CaseNumber, _ isDescending: Bool) {
    add(cases.value(of: number), cases.lacks(number), isDescending)
  }

  private mutating func add(_ value: SQLExpression, _ isMissing: SQLExpression, _ isDescending: Bool) {
    if case .integer = value { return }
    append(isMissing)
    // Of rows that lack it the value says nothing, though some have one: the days from receipt to no day at all.
    append(.call(.multiIf, [isMissing, .integer(0), value]), isDescending: isDescending)
  }

  private mutating func add(_ dimension: Int, _ isDescending: Bool) {
    if let codes = CaseCodes(dimension, of: table, in: catalog) {
      if let rank = rank(codes, dimension, isDescending) { append(rank) }
    } else if catalog.isTimeliness(dimension) {
      let conditions = CaseConditions(cases: cases, table: table, catalog: catalog)
      append(
        conditions.stateNumber(asOf: table.span?.upperBound ?? table.days.first), isDescending: isDescending)
    }
  }

  // MARK: Names

  /// The place of a case's name among all that the cases have, looked up by its texts. `nil` where there is none.
  private func rank(_ codes: CaseCodes, _ dimension: Int, _ isDescending: Bool) -> SQLExpression? {
    let ranks = CaseRowOrder.ranks(codes, dimension, table, catalog)
    let last = ranks.count
    let (sources, places) = cases.members[codes.column].decisions { code -> Int in
      let rank = ranks[code]
      return rank == .max ? last : isDescending ? last - 1 - rank : rank
    }
    let known = places.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    if known.isEmpty { return nil }
    let texts = known.map { SQLExpression.text($0.key.map(\.text).joined(separator: RemoteRowOrder.mark)) }
    return .call(
      .transform,
      [text(sources), .array(texts), .array(known.map { .integer($0.value) }), .integer(last)])
  }

  /// Between the texts of several sources.
  private static let mark = "\0"

  private func text(_ sources: ArraySlice<RemoteCases.Members.Source>) -> SQLExpression {
    let texts = sources.map { $0.isText ? $0.value : .call(.toString, [$0.value]) }
    if texts.count == 1 { return texts[0] }
    let mark = SQLExpression.text(RemoteRowOrder.mark)
    return .call(.concat, Array(texts.map { [$0] }.joined(separator: [mark])))
  }
}
