/// Which column of ours goes into which of a table in a cluster.
struct CasePushPlan {
  private(set) var names: [String] = []
  private(set) var parts: [CaseRowText.Part] = []
  /// What must be read of a snapshot first.
  private(set) var needed: [SnapshotColumn] = []

  /// The columns by which rows that were sent are known again.
  static let pushColumn = "tthc_push"
  static let rowColumn = "tthc_row"

  /// Columns that are ours and say nothing of cases.
  static func isOwn(_ name: String) -> Bool { name == pushColumn || name == rowColumn }

  private let table: CaseTable
  private let catalog: Catalog
  private let known: CaseFieldNames
  private let columns: [RemoteColumn]
  private var missing: [String] = []

  /// - Throws: the columns that the table lacks; a name that would be read as another's; days it cannot hold.
  init(
    _ table: CaseTable, _ catalog: Catalog, into columns: [RemoteColumn], push: String, remote: RemoteTable
  ) throws(QueryError) {
    self.table = table
    self.catalog = catalog
    known = CaseFieldNames(catalog)
    self.columns = columns
    add(.day(table.received), .received, "received_on", .day(.received))
    if let due = table.due { add(.day(due), .due, "due_on", .day(.due)) }
    if let finished = table.finished { add(.day(finished), .finished, "finished_on", .day(.finished)) }
    if let identifiers = table.identifiers {
      add(.identifier(identifiers), .identifier, "case_id", .identifiers)
    }
    for (index, column) in table.members.enumerated() {
      let dimension = catalog.dimensions[column.dimension]
      guard let target = target(of: dimension.index, id: dimension.id) else {
        missing.append(dimension.id)
        continue
      }
      let texts = try texts(column, target, remote)
      take(target, .member(column.codes, texts: texts), .member(index))
    }
    for (index, column) in table.numbers.enumerated() {
      guard let target = numberTarget(column) else {
        missing.append(column.id)
        continue
      }
      take(target, .number(column), .number(index))
    }
    for (name, part) in [
      (CasePushPlan.pushColumn, CaseRowText.Part.constant(Array(push.utf8))),
      (CasePushPlan.rowColumn, .rowNumber),
    ] {
      guard columns.contains(where: { $0.name == name }) else {
        missing.append(name)
        continue
      }
      names.append(name)
      parts.append(part)
    }
    if !missing.isEmpty { throw remote.error(.columnsToPush(missing)) }
    // Dates of a server begin with 1970.
    if let span = table.span, span.lowerBound.daysSince1970 < 1 {
      throw remote.error(.daysOutOfRange(span))
    }
  }

  private mutating func add(
    _ part: CaseRowText.Part, _ field: CaseColumnField, _ name: String, _ column: SnapshotColumn
  ) {
    guard let target = columns.first(where: { self.field(of: $0) == field }) else {
      missing.append(name)
      return
    }
    take(target, part, column)
  }

  private mutating func take(_ target: RemoteColumn, _ part: CaseRowText.Part, _ column: SnapshotColumn) {
    names.append(target.name)
    parts.append(part)
    needed.append(column)
  }

  private func field(of column: RemoteColumn) -> CaseColumnField {
    known.field(named: nfc(column.name).trimmed)
  }

  private func target(of dimension: Int, id: String) -> RemoteColumn? {
    columns.first { column in
      switch field(of: column) {
      case .dimension(dimension): column.kind == .text
      case .further(let name): column.kind == .text && Catalog.identifier(for: name) == id
      default: false
      }
    }
  }

  private func numberTarget(_ number: NumberColumn) -> RemoteColumn? {
    columns.first { column in
      guard case .further(let name) = field(of: column), Catalog.identifier(for: name) == number.id else {
        return false
      }
      switch column.kind {
      case .integer: return number.decimals == 0
      case .decimal(let scale): return number.decimals <= scale
      case .text, .day, .other: return false
      }
    }
  }

  /// For each code a text that is read as its member again.
  private func texts(
    _ column: MemberColumn, _ target: RemoteColumn, _ remote: RemoteTable
  ) throws(QueryError) -> [[UInt8]] {
    var settling = MemberSettling(catalog, dimension: column.dimension)
    let dimension = catalog.dimensions[column.dimension]
    let hasParent = dimension.parent.map { table.column(of: $0) != nil } ?? false
    var texts: [[UInt8]] = []
    for member in column.members {
      if member == MemberColumn.noMember {
        texts.append(target.isNullable ? CaseRowText.null : [])
        continue
      }
      let known = dimension.members[member]
      let days = [table.span?.lowerBound, table.span?.upperBound].compactMap { $0 }
      let text = [known.names.vietnamese, known.id, known.code, known.names.english].first { text in
        if known.isOwnName { return true }
        let meant = settling.candidates(text)
        return !text.isEmpty
          && days.allSatisfy {
            settling.member(among: meant, parent: hasParent ? known.parent : nil, on: $0) == member
          }
      }
      guard let text else { throw remote.error(.nameToPush(known.names.vietnamese)) }
      texts.append(CaseRowText.escaped(text))
    }
    return texts
  }
}
