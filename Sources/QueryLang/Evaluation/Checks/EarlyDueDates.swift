/// Cases that were due before they were received, by place.
struct EarlyDueDates {
  private let listing: CaseListing
  private let table: CaseTable
  private let catalog: Catalog
  /// The highest places that the cases tell.
  private let places: [(dimension: Int, codes: CaseCodes)]

  fileprivate struct Place {
    let cell: Cell
    var count = 0
    var caseIDs: [String] = []
  }

  /// So many ids of a place are named.
  fileprivate static let idsNamed = 3

  init(_ listing: CaseListing, _ table: CaseTable, _ catalog: Catalog) {
    self.listing = listing
    self.table = table
    self.catalog = catalog
    places = CheckCellWriter(catalog).places.compactMap { place in
      CaseCodes(place, of: table, in: catalog).map { (place, $0) }
    }
  }

  func findings() throws(QueryError) -> CaseFindings {
    guard let due = table.due?.values else { return CaseFindings(.dueBeforeReceived, []) }
    let received = table.received.values
    let read = [.day(.received), .day(.due)] + places.map { SnapshotColumn.member($0.codes.column) }
    var order: [Cell] = []
    var found: [Cell: Place] = [:]
    try listing.forEachBlock { rows throws(QueryError) in
      guard let first = rows.first else { return true }
      let block = first / BlockRanges.blockSize
      try table.prepare(read, block: block)
      var hasIDs = false
      for row in rows where due[row] < received[row] {
        if !hasIDs, table.identifiers != nil {
          try table.prepare([.identifiers], block: block)
          hasIDs = true
        }
        let cell = cell(row)
        if found[cell] == nil { order.append(cell) }
        found[cell, default: Place(cell: cell)].add(row, table.identifiers)
      }
      return true
    }
    return CaseFindings(.dueBeforeReceived, order.compactMap { found[$0] }.map(finding))
  }

  private func cell(_ row: Int) -> Cell {
    var cell = Cell()
    for (dimension, codes) in places {
      let code = table.members[codes.column].codes[row]
      guard let member = codes.memberOfKey[codes.keyOfCode?[code] ?? code] else { continue }
      cell.appendSorted(MemberReference(dimension: dimension, member: member))
    }
    return cell
  }

  private func finding(_ place: Place) -> CaseFinding {
    CaseFinding(
      rule: .dueBeforeReceived, cell: place.cell, count: place.count, caseIDs: place.caseIDs,
      message: Localized(
        vi: "Ngày hẹn trả không được trước ngày tiếp nhận.",
        en: "A case cannot be due before it was received."))
  }
}

extension EarlyDueDates.Place {
  fileprivate mutating func add(_ row: Int, _ identifiers: IdentifierColumn?) {
    count += 1
    guard caseIDs.count < EarlyDueDates.idsNamed, let id = identifiers?[row], !id.isEmpty else { return }
    caseIDs.append(id)
  }
}
