internal import OrderedCollections

/// Makes the cells of listed cases; names and days are made once each.
struct CaseRowCells {
  let columns: [ResultColumn]
  private var table: CaseTable
  private var sources: [Source]
  /// What must be at hand, in the order of the fields.
  let read: [SnapshotColumn]
  /// By day.
  private var days: [UInt16: ResultCell] = [:]
  /// The last block that was made ready.
  private var block = -1
  private let asOf: UInt16

  private enum Source {
    case identifier
    case day(CaseDay)
    case processingDays
    /// By its position among the numbers.
    case number(Int)
    case codes(CaseCodes, [ResultCell])
    case timeliness([ResultCell])
    /// The same for every case.
    case assumed(ResultCell)
    case missing
  }

  init(_ fields: [BoundList.Field], _ table: CaseTable, _ catalog: Catalog) throws(QueryError) {
    self.table = table
    var columns: [ResultColumn] = []
    var sources: [Source] = []
    var read: OrderedSet<SnapshotColumn> = []
    for field in fields {
      switch field {
      case .value(let value):
        let isNumber = value.isNumber
        columns.append(
          ResultColumn(
            name: catalog.id(of: value), title: catalog.names(of: value, in: table),
            role: isNumber ? .measure(isShare: false) : .key))
        sources.append(CaseRowCells.source(of: value, table))
      case .dimension(let dimension):
        let known = catalog.dimensions[dimension]
        columns.append(ResultColumn(name: known.id, title: known.names, role: .key))
        sources.append(CaseRowCells.source(of: dimension, table, catalog))
      }
      read.append(contentsOf: CaseRowCells.columns(of: field, table, catalog))
    }
    self.columns = columns.withDistinctNames
    self.sources = sources
    self.read = Array(read)
    asOf = table.days.clamped(table.span?.upperBound ?? table.days.first)
  }

  /// What must be at hand to tell a field.
  static func columns(
    of field: BoundList.Field, _ table: CaseTable, _ catalog: Catalog
  ) -> [SnapshotColumn] {
    switch field {
    case .value(.identifier): return [.identifiers]
    case .value(.day(let day)): return [.day(day)]
    case .value(.processingDays): return [.day(.received), .day(.finished)]
    case .value(.number(let id)):
      return table.numbers.firstIndex { $0.id == id }.map { [.number($0)] } ?? []
    case .dimension(let dimension):
      if let codes = CaseCodes(dimension, of: table, in: catalog) { return [.member(codes.column)] }
      return catalog.isTimeliness(dimension) ? [.day(.due), .day(.finished)] : []
    }
  }

  private static func source(of value: CaseValue, _ table: CaseTable) -> Source {
    switch value {
    case .identifier: .identifier
    case .day(let day): table.has(value) ? .day(day) : .missing
    case .processingDays: .processingDays
    case .number(let id): table.numbers.firstIndex { $0.id == id }.map { .number($0) } ?? .missing
    }
  }

  private static func source(of dimension: Int, _ table: CaseTable, _ catalog: Catalog) -> Source {
    let known = catalog.dimensions[dimension]
    func cell(_ member: Int) -> ResultCell {
      let (name, shown) = CanonicalText(catalog).names(
        of: MemberReference(dimension: dimension, member: member))
      return ResultCell(.name(canonical: name, shown: shown))
    }
    if let codes = CaseCodes(dimension, of: table, in: catalog) {
      return .codes(codes, codes.memberOfKey.map { $0.map(cell) ?? ResultCell(.missing) })
    }
    if catalog.isTimeliness(dimension) {
      return .timeliness(
        Timeliness.allCases.map { known.member(id: $0.rawValue).map(cell) ?? ResultCell(.missing) })
    }
    return known.member(id: known.defaultMemberID).map { .assumed(cell($0)) } ?? .missing
  }

  /// Goes on with other rows of the same columns.
  mutating func turn(to table: CaseTable) {
    self.table = table
    block = -1
  }

  mutating func row(_ row: Int) throws(QueryError) -> ResultRow {
    let own = row / BlockRanges.blockSize
    if own != block {
      try table.prepare(read, block: own)
      block = own
    }
    var cells: [ResultCell] = []
    cells.reserveCapacity(sources.count)
    for source in sources { cells.append(cell(source, row)) }
    return ResultRow(cells: cells)
  }

  private mutating func cell(_ source: Source, _ row: Int) -> ResultCell {
    switch source {
    case .identifier:
      guard let identifiers = table.identifiers else { return ResultCell(.missing) }
      let text = identifiers[row]
      return text.isEmpty
        ? ResultCell(.missing) : ResultCell(.name(canonical: text, shown: nil))
    case .day(.received): return day(table.received.values[row])
    case .day(.due): return day(table.due?.values[row] ?? CaseDays.missing)
    case .day(.finished): return day(table.finished?.values[row] ?? CaseDays.missing)
    case .processingDays:
      guard let finished = table.finished?.values[row], finished != CaseDays.missing else {
        // No report is missing: there is nothing to count yet.
        return ResultCell(CellAbsence.notApplicable)
      }
      return number(Int(finished) - Int(table.received.values[row]), 0)
    case .number(let index):
      let column = table.numbers[index]
      let value = column.values[row]
      return value == NumberText.missing
        ? ResultCell(CellAbsence.notApplicable) : number(Int(value), column.decimals)
    case .codes(let codes, let cells):
      let code = table.members[codes.column].codes[row]
      return cells[codes.keyOfCode?[code] ?? code]
    case .timeliness(let cells):
      let state = Timeliness(
        finished: table.finished?.values[row] ?? CaseDays.missing,
        due: table.due?.values[row] ?? CaseDays.missing, asOf: asOf)
      return cells[Timeliness.allCases.firstIndex(of: state) ?? 0]
    case .assumed(let cell): return cell
    case .missing: return ResultCell(.missing)
    }
  }

  private mutating func day(_ code: UInt16) -> ResultCell {
    if let known = days[code] { return known }
    let cell = ResultCell(table.days.day(code).map { .period(Period(day: $0)) } ?? .missing)
    days[code] = cell
    return cell
  }

  private func number(_ value: Int, _ decimals: Int) -> ResultCell {
    ResultCell(
      .number(.exact(ExactDecimal(significand: Int128(value), scale: decimals))), status: .reported)
  }
}

extension CaseValue {
  var isNumber: Bool {
    switch self {
    case .identifier, .day: false
    case .processingDays, .number: true
    }
  }
}

extension Timeliness {
  /// Where one case stands; `asOf` is the day at which a pending one is looked at.
  init(finished: UInt16, due: UInt16, asOf: UInt16) {
    if finished == CaseDays.missing {
      // A day that is missing is greater than every other.
      self = asOf > due ? .overdue : .inTime
    } else if due == CaseDays.missing {
      self = .noDue
    } else {
      self = finished < due ? .early : finished == due ? .onTime : .overdue
    }
  }
}

extension [ResultColumn] {
  /// A field listed twice gets a number behind its name.
  fileprivate var withDistinctNames: [ResultColumn] {
    var seen: [String: Int] = [:]
    return map { column in
      seen[column.name, default: 0] += 1
      guard let count = seen[column.name], count > 1 else { return column }
      return ResultColumn(name: "\(column.name)_\(count)", title: column.title, role: column.role)
    }
  }
}
