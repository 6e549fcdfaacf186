internal import OrderedCollections

/// Turns the values of a key into columns: `<measure>_<member>`, one row for what the other keys say.
struct Pivot {
  /// Columns of the pivoted key: its code and its parents' columns are part of what a column is named by.
  let keyColumns: Range<Int>
  /// Columns of all keys together.
  let keyCount: Int
  /// The names of its members in their own order, as the last shown column of the key has them.
  let order: [String]
  /// The keys of all groups with a figure, shown or not.
  let known: Set<[String]>
  static let separator: Character = "\u{1F}"

  func apply(_ table: ResultTable) -> ResultTable {
    let kept = table.columns.indices.filter { !keyColumns.contains($0) && !table.columns[$0].isMeasureColumn }
    let measures = table.columns.indices.filter { table.columns[$0].isMeasureColumn }
    var members: OrderedDictionary<String, ResultCell> = [:]
    for row in table.rows { members[name(of: row)] = row.cells[nameColumn(table)] }
    let ordered = members.keys.sorted { rank($0) < rank($1) }
    var rows: OrderedDictionary<[String], [String: ResultRow]> = [:]
    for row in table.rows {
      let key = ["\(row.kind)"] + kept.map { row.cells[$0].identity }
      rows[key, default: [:]][name(of: row)] = row
    }
    var result = table
    result.columns =
      kept.map { table.columns[$0] }
      + measures.flatMap { measure in
        ordered.map { member in column(table.columns[measure], of: member, members[member]) }
      }
    result.rows = rows.values.compactMap { byMember in
      guard let sample = byMember.values.first else { return nil }
      let values = measures.flatMap { measure in
        ordered.map { byMember[$0]?.cells[measure] ?? absent($0, beside: sample) }
      }
      return ResultRow(kind: sample.kind, cells: kept.map { sample.cells[$0] } + values)
    }
    return result
  }

  /// What stands in the place of a row that is not there.
  private func absent(_ name: String, beside sample: ResultRow) -> ResultCell {
    // Of a sum: there are no rows of that member to add up.
    guard sample.kind == .group else { return ResultCell(.notApplicable) }
    let names = name.split(separator: Pivot.separator, omittingEmptySubsequences: false).map(String.init)
    var key = sample.cells.prefix(keyCount).map(\.identity)
    key.replaceSubrange(keyColumns, with: names)
    return known.contains(key) ? ResultCell(.notShown) : ResultCell(.missing, status: .missing)
  }

  /// The key's own name stands before its code, if it has one.
  private func nameColumn(_ table: ResultTable) -> Int {
    keyColumns.last { table.columns[$0].role != .code } ?? keyColumns.lowerBound
  }

  private func name(of row: ResultRow) -> String {
    keyColumns.map { row.cells[$0].identity }.joined(separator: String(Pivot.separator))
  }

  private func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }

  private func column(_ measure: ResultColumn, of member: String, _ cell: ResultCell?) -> ResultColumn {
    let shown: Localized
    let canonical: String
    switch cell?.value {
    case .name(let name, let title): (canonical, shown) = (name, title ?? Localized(both: name))
    case .period(let period): (canonical, shown) = (period.description, Localized(both: period.display))
    default: (canonical, shown) = (member, Localized(both: member))
    }
    var column = ResultColumn(
      name: "\(measure.name)_\(canonical)",
      title: Localized(
        vi: "\(measure.title.vietnamese) · \(shown.vietnamese)",
        en: "\(measure.title.english) · \(shown.english)"),
      role: measure.role)
    column.family = measure.name
    return column
  }
}

extension ResultColumn {
  fileprivate var isMeasureColumn: Bool { if case .measure = role { true } else { false } }
}

extension ResultCell {
  /// Tells keys apart.
  var identity: String {
    switch value {
    case .name(let canonical, _): canonical
    case .period(let period): "\(period.first)..\(period.last)"
    case .text(let text): text.vietnamese
    case .number(let quantity): quantity.description
    case .missing, .undefined, .bounded: ""
    }
  }
}
