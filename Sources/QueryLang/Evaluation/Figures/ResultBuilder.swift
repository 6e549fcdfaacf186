/// Evaluated rows → result table: names for members, documents for figures.
struct ResultBuilder {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  // Asked for every cell: the query itself would be copied each time.
  private let measureCount: Int
  private let hasBaseline: Bool
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    self.resolver = resolver
    measureCount = plan.query.measures.count
    hasBaseline = plan.query.baseline != nil
  }

  /// Where each document of these rows stands among the sources of their table.
  func sourcePositions(_ rows: [ShownRow]) -> [Int: Int] { positions(sources(rows)) }

  private func positions(_ sources: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: zip(sources, sources.indices))
  }

  private func sources(_ rows: [ShownRow]) -> [Int] {
    var found: Set<Int> = []
    for row in rows {
      for answer in row.answers where !answer.figures.isEmpty {
        for figure in answer.figures { found.insert(resolver.index[figure].source) }
      }
    }
    return found.sorted()
  }

  func table(_ rows: [ShownRow], time: Localized?, notes: [Localized]) -> ResultTable {
    let used = sources(rows)
    let position = positions(used)
    var keys = KeyCells(query, catalog)
    return table(of: rows.count, sources: used, time: time, notes: notes) { index, cells in
      let row = rows[index]
      // Of a group as they are: made optional like those of a sum, the keys of every row would be copied.
      if let group = row.group {
        keys.append(group, to: &cells)
      } else {
        keys.append(row.keys, to: &cells)
      }
      label(&cells, row)
      for measure in 0..<measureCount { append(measure, of: row, position, to: &cells) }
      return row.kind
    }
  }

  /// Rows of one group each that rest on no figure: nothing is made for a row but its cells.
  /// - Precondition: no baseline.
  /// - Parameters:
  ///   - count: of the rows.
  ///   - key: what a row says at a key.
  ///   - answer: what a row has of a measure.
  func table(
    of count: Int, time: Localized?, notes: [Localized], key: (_ row: Int, _ key: Int) -> GroupKey,
    answer: (_ row: Int, _ measure: Int) -> Resolved
  ) -> ResultTable {
    precondition(!hasBaseline)
    var keys = KeyCells(query, catalog)
    let keyCount = query.keys.count
    return table(of: count, sources: [], time: time, notes: notes) { row, cells in
      for position in 0..<keyCount { keys.append(key(row, position), at: position, to: &cells) }
      for measure in 0..<measureCount { cells.append(cell(answer(row, measure), [:])) }
      return .group
    }
  }

  private func table(
    of count: Int, sources used: [Int], time: Localized?, notes: [Localized],
    _ write: (_ row: Int, _ cells: inout [ResultCell]) -> ResultRow.Kind
  ) -> ResultTable {
    let columns =
      query.keys.flatMap { keyColumns($0) }
      + query.measures.flatMap { measureColumns($0) }
    return ResultTable(
      columns: columns,
      rows: (0..<count).map { row in
        var cells: [ResultCell] = []
        cells.reserveCapacity(columns.count)
        let kind = write(row, &cells)
        return ResultRow(kind: kind, cells: cells)
      },
      time: time,
      notes: notes,
      sources: used.map { ResultSource(id: catalog.sources[$0].id, title: catalog.sources[$0].title) },
      echo: query.needsEcho ? query.canonicalText : nil)
  }

  /// A measure, and with a baseline that and the change.
  private func measureColumns(_ measure: BoundMeasure) -> [ResultColumn] {
    func column(_ suffix: String, _ title: Localized, isShare: Bool) -> ResultColumn {
      let words = Localized(
        vi: "\(measure.title.vietnamese), \(title.vietnamese)",
        en: "\(measure.title.english), \(title.english)")
      return ResultColumn(name: "\(measure.name)_\(suffix)", title: words, role: .measure(isShare: isShare))
    }
    let own = ResultColumn(
      name: measure.name, title: measure.title, role: .measure(isShare: measure.isShare))
    guard query.baseline != nil else { return [own] }
    let baseline = column("baseline", Localized(vi: "mốc so sánh", en: "baseline"), isShare: measure.isShare)
    if measure.isShare {
      let points = Localized(vi: "thay đổi", en: "change")
      return [own, baseline, column("change_points", points, isShare: false)]
    }
    return [
      own, baseline, column("change", Localized(vi: "thay đổi", en: "change"), isShare: false),
      column("change_pct", Localized(vi: "thay đổi %", en: "change %"), isShare: true),
    ]
  }

  private func append(
    _ measure: Int, of row: ShownRow, _ sources: [Int: Int], to cells: inout [ResultCell]
  ) {
    if let isSmall = row.hidden[measure] {
      cells += measureColumns(query.measures[measure]).enumerated().map { position, _ in
        ResultCell(hiddenBelow: isSmall && position == 0 ? query.hideBelow : nil)
      }
      return
    }
    if row.notApplicable.contains(measure) {
      cells += measureColumns(query.measures[measure]).map { _ in ResultCell(.notApplicable) }
      return
    }
    let own = row.answers[measure]
    cells.append(cell(own, sources))
    guard hasBaseline else { return }
    let baseline = row.answers[measureCount + measure]
    // A sum without a baseline, or with that of other rows, has not changed by anything known.
    let isUnknown = row.kind != .group && (baseline.status == .missing || row.unmatched.contains(measure))
    let change = isUnknown ? .missing : Comparison.change(own, baseline)
    let ratio = isUnknown ? .missing : Comparison.ratio(change, baseline)
    cells.append(cell(baseline, sources))
    cells +=
      query.measures[measure].isShare
      ? [cell(Comparison.points(change), sources, .points)]
      : [cell(change, sources), cell(ratio, sources)]
  }

  /// The table with the members of a key as columns, in the order of `groups`.
  /// Those of `found` that are no rows of the table were left out of it.
  func pivot(_ table: ResultTable, at key: Int, _ groups: [Group], found: [Group]) -> ResultTable {
    let widths = query.keys.map { keyColumns($0).count }
    let start = widths[..<key].reduce(0, +)
    let order = RowOrder(query, catalog).keys(at: key, in: groups).map { value in
      keyCells(query.keys.indices.map { $0 == key ? value : nil })[start..<start + widths[key]]
        .map(\.identity).joined(separator: String(Pivot.separator))
    }
    var keys = KeyCells(query, catalog)
    let known = Set(
      found.map { group in
        var cells: [ResultCell] = []
        keys.append(group, to: &cells)
        return cells.map(\.identity)
      })
    return Pivot(
      keyColumns: start..<start + widths[key], keyCount: widths.reduce(0, +), order: order, known: known
    ).apply(table)
  }

  // MARK: Keys

  func keyColumns(_ key: BoundKey) -> [ResultColumn] { KeyCells(query, catalog).columns(key) }

  /// A sum says what it is in the first key that it runs over.
  private func label(_ cells: inout [ResultCell], _ row: ShownRow) {
    guard let title = row.kind.title, let canonical = row.kind.canonicalTitle,
      let open = row.keys.firstIndex(where: { $0 == nil })
    else { return }
    let column = query.keys[..<open].reduce(0) { $0 + keyColumns($1).count }
    cells[column] = ResultCell(.name(canonical: canonical, shown: title))
  }

  func keyCells(_ keys: [GroupKey?]) -> [ResultCell] {
    var writer = KeyCells(query, catalog)
    var cells: [ResultCell] = []
    writer.append(keys, to: &cells)
    return cells
  }

  func name(of reference: MemberReference) -> (canonical: String, shown: Localized) {
    let (canonical, shown) = CanonicalText(catalog).names(of: reference)
    return (canonical, shown ?? Localized(both: canonical))
  }

  // MARK: Values

  func cell(_ answer: Resolved, _ sourcePosition: [Int: Int], _ form: NumberForm? = nil) -> ResultCell {
    let sources =
      answer.figures.isEmpty
      ? []
      : Set(answer.figures.map { resolver.index[$0].source }).sorted().compactMap { sourcePosition[$0] }
    var cell = ResultCell(
      value(answer), status: answer.status, coverage: answer.coverage, marks: answer.marks, sources: sources)
    cell.form = form
    return cell
  }

  private func value(_ answer: Resolved) -> ResultCell.Value {
    if answer.status == .missing { return .missing }
    switch answer.amount {
    case .number(let quantity): return .number(quantity)
    case .bounded(let bound, let limit): return .bounded(bound, limit)
    case .undefined: return .undefined
    }
  }
}
