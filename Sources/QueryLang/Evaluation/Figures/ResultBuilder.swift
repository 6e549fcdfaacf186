/// Evaluated rows → result table: names for members, documents for figures.
struct ResultBuilder {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let canonical: CanonicalText
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }

  init(_ plan: FigurePlan, _ resolver: FigureResolver) {
    self.plan = plan
    self.resolver = resolver
    canonical = CanonicalText(resolver.catalog)
  }

  /// Where each document of these rows stands among the sources of their table.
  func sourcePositions(_ rows: [ShownRow]) -> [Int: Int] {
    let used = sources(rows)
    return Dictionary(uniqueKeysWithValues: zip(used, used.indices))
  }

  private func sources(_ rows: [ShownRow]) -> [Int] {
    Set(rows.flatMap { $0.answers.flatMap { $0.figures.map { resolver.index[$0].source } } }).sorted()
  }

  func table(_ rows: [ShownRow], time: Localized?, notes: [Localized]) -> ResultTable {
    let used = sources(rows)
    let position = sourcePositions(rows)
    let columns =
      query.keys.flatMap { keyColumns($0) }
      + query.measures.flatMap { measureColumns($0) }
    return ResultTable(
      columns: columns,
      rows: rows.map { row in
        let values = query.measures.indices.flatMap { cells(of: $0, in: row, position) }
        return ResultRow(
          kind: row.kind, cells: labelled(keyCells(row.keys), row) + values)
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

  private func cells(of measure: Int, in row: ShownRow, _ sources: [Int: Int]) -> [ResultCell] {
    if let isSmall = row.hidden[measure] {
      return measureColumns(query.measures[measure]).enumerated().map { position, _ in
        ResultCell(hiddenBelow: isSmall && position == 0 ? query.hideBelow : nil)
      }
    }
    let own = row.answers[measure]
    if row.notApplicable.contains(measure) {
      return measureColumns(query.measures[measure]).map { _ in ResultCell(.notApplicable) }
    }
    guard query.baseline != nil else { return [cell(own, sources)] }
    let baseline = row.answers[query.measures.count + measure]
    // A sum without a baseline, or with that of other rows, has not changed by anything known.
    let isUnknown = row.kind != .group && (baseline.status == .missing || row.unmatched.contains(measure))
    let change = isUnknown ? .missing : Comparison.change(own, baseline)
    let ratio = isUnknown ? .missing : Comparison.ratio(change, baseline)
    let changes =
      query.measures[measure].isShare
      ? [cell(Comparison.points(change), sources, .points)]
      : [cell(change, sources), cell(ratio, sources)]
    return [cell(own, sources), cell(baseline, sources)] + changes
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
    let known = Set(found.map { group in keyCells(group.keys.map { $0 }).map(\.identity) })
    return Pivot(
      keyColumns: start..<start + widths[key], keyCount: widths.reduce(0, +), order: order, known: known
    ).apply(table)
  }

  // MARK: Keys

  /// Parents of a place that are not keys themselves, highest first, then the dimension.
  private func levels(of dimension: Int) -> [Int] {
    var levels = [dimension]
    let start = catalog.dimensions[dimension].unionOf.first ?? dimension
    var next = catalog.dimensions[start].parent
    while let parent = next {
      if !query.keys.contains(.dimension(parent)) { levels.insert(parent, at: 0) }
      next = catalog.dimensions[parent].parent
    }
    return levels
  }

  func keyColumns(_ key: BoundKey) -> [ResultColumn] {
    switch key {
    case .time(let field): return [ResultColumn(name: field.rawValue, title: field.names, role: .key)]
    case .dimension(let dimension):
      return levels(of: dimension).flatMap { level in
        let names = catalog.dimensions[level].names
        let id = catalog.dimensions[level].id
        return [
          ResultColumn(name: id, title: names, role: .key),
          ResultColumn(
            name: id + "_code", title: Localized(vi: "mã \(names.vietnamese)", en: "\(names.english) code"),
            role: .code),
        ]
      }
    }
  }

  /// A sum says what it is in the first key that it runs over.
  private func labelled(_ cells: [ResultCell], _ row: ShownRow) -> [ResultCell] {
    guard let title = row.kind.title, let canonical = row.kind.canonicalTitle,
      let open = row.keys.firstIndex(where: { $0 == nil })
    else { return cells }
    var cells = cells
    let column = query.keys[..<open].reduce(0) { $0 + keyColumns($1).count }
    cells[column] = ResultCell(.name(canonical: canonical, shown: title))
    return cells
  }

  func keyCells(_ keys: [GroupKey?]) -> [ResultCell] {
    zip(query.keys, keys).flatMap { key, value -> [ResultCell] in
      switch (key, value) {
      case (_, nil), (_, .missing?): return keyColumns(key).map { _ in ResultCell(.missing) }
      case (_, .period(let period)): return [ResultCell(.period(period))]
      case (.dimension(let dimension), .member(let member)):
        return levels(of: dimension).flatMap { nameCells(of: dimension, member, at: $0) }
      default: return [ResultCell(.missing)]
      }
    }
  }

  private func nameCells(of dimension: Int, _ member: Int, at level: Int) -> [ResultCell] {
    guard let reference = ancestor(of: MemberReference(dimension: dimension, member: member), at: level)
    else {
      return [ResultCell(.missing), ResultCell(.missing)]
    }
    let found = catalog.member(reference)
    let (name, shown) = name(of: reference)
    let code = found.code.isEmpty ? found.id : found.code
    return [
      ResultCell(.name(canonical: name, shown: shown)),
      ResultCell(.name(canonical: code, shown: Localized(both: code))),
    ]
  }

  /// As machine formats have it, and as people read it: translated where there is a translation.
  func name(of reference: MemberReference) -> (canonical: String, shown: Localized) {
    let names = catalog.member(reference).names
    let name = canonical.canonicalName(reference)
    return (name, names.vietnamese != names.english ? names : Localized(both: name))
  }

  private func ancestor(of reference: MemberReference, at level: Int) -> MemberReference? {
    var current = reference
    while current.dimension != level {
      let member = catalog.member(current)
      let start = member.origin?.dimension ?? current.dimension
      guard let parent = catalog.dimensions[start].parent, let parentMember = member.parent else {
        return nil
      }
      current = MemberReference(dimension: parent, member: parentMember)
    }
    return current
  }

  // MARK: Values

  func cell(_ answer: Resolved, _ sourcePosition: [Int: Int], _ form: NumberForm? = nil) -> ResultCell {
    let sources = Set(answer.figures.map { resolver.index[$0].source }).sorted().compactMap {
      sourcePosition[$0]
    }
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
