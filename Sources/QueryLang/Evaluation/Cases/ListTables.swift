/// Whoever finds the rows of a list: among cases in memory, or on a server.
protocol CaseRowFinding {
  /// How many rows there are, those beyond `top` left out.
  func count() throws(QueryError) -> Int

  /// Gives the rows on, at most ``CaseListing/chunkSize`` in one table; the first table is given on without rows too.
  /// - Parameter most: no more rows than these.
  func forEachChunk(
    most: Int?, _ take: (ResultTable) throws(QueryError) -> Void
  ) throws(QueryError)
}

extension Library {
  /// `nil` where the dataset is none of cases.
  func rows(of list: BoundList, _ observer: WorkObserver) -> (any CaseRowFinding)? {
    guard let table = caseTables[list.dataset] else { return nil }
    guard let attached = attachedCases[list.dataset] else {
      return CaseListing(list, table, catalog, observer)
    }
    return RemoteListing(list, attached, table, catalog, observer)
  }
}

/// Tables of listed rows, one after the other; what is said of the whole list is said with the first.
struct ListTables {
  private let list: BoundList
  private let catalog: Catalog
  private(set) var isFirst = true

  init(_ list: BoundList, _ catalog: Catalog) {
    self.list = list
    self.catalog = catalog
  }

  mutating func next(
    _ rows: some Sequence<Int>, _ cells: inout CaseRowCells
  ) throws(QueryError) -> ResultTable {
    var made: [ResultRow] = []
    made.reserveCapacity(rows.underestimatedCount)
    for row in rows { made.append(try cells.row(row)) }
    defer { isFirst = false }
    return ResultTable(
      columns: cells.columns, rows: made, time: isFirst ? time : nil, notes: isFirst ? notes : [],
      echo: isFirst && list.query.needsEcho ? list.canonicalText : nil)
  }

  private var time: Localized? {
    let texts = CanonicalText(catalog).timeConditions(list.query.time)
    return texts.isEmpty ? nil : Localized(both: texts.joined(separator: ", "))
  }

  private var notes: [Localized] {
    time == nil
      ? []
      : [
        Localized(
          vi: "thời gian tính theo ngày tiếp nhận; điều kiện về ngày khác thì ghi due_on, finished_on",
          en: "time is that of receipt; for other days write conditions on due_on, finished_on")
      ]
  }
}
