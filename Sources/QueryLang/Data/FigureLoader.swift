/// Reads the figures of a data package against a catalog. All or nothing.
struct FigureLoader {
  private let catalog: Catalog
  private let dataset: Int
  private var rows: TypedTable
  private let columns: Columns
  /// Columns that name a dimension, in the file's order.
  private let dimensionColumns: [(dimension: Int, column: TypedTable.Column)]
  private var lineByFigure: KeyRegister<FigureKey>
  /// Periods repeat from row to row: each text is read once.
  private var periodByText: [String: Period] = [:]

  private struct Columns {
    let document, line, ordinal, measure, period, value, periodStart, periodEnd, periodBasis, incomplete,
      qualifier,
      denominator, decimals, section: TypedTable.Column

    init(_ rows: TypedTable) {
      document = rows.column("document")
      line = rows.column("line")
      ordinal = rows.column("ordinal")
      measure = rows.column("measure")
      period = rows.column("period")
      value = rows.column("value")
      periodStart = rows.column("period_start")
      periodEnd = rows.column("period_end")
      periodBasis = rows.column("period_basis")
      incomplete = rows.column("incomplete")
      qualifier = rows.column("qualifier")
      denominator = rows.column("denominator")
      decimals = rows.column("decimals")
      section = rows.column("section")
    }
  }

  /// What tells one figure of a file from every other.
  private struct FigureKey: Hashable {
    let document: String
    let line: Int
    let ordinal: Int
  }

  private static let required = ["document", "line", "ordinal", "measure", "period", "value"]
  private static let optional = [
    "period_start", "period_end", "period_basis", "incomplete", "qualifier", "denominator", "decimals",
    "section", "note",
  ]

  static func load(
    _ csv: CSVTable, dataset: Int, catalog: Catalog, observer: WorkObserver = .none
  ) throws(QueryError) -> [Figure] {
    var loader = FigureLoader(csv, dataset: dataset, catalog: catalog)
    try loader.rows.problems.throwIfAny()
    var figures: [Figure] = []
    figures.reserveCapacity(csv.rowCount)
    for row in 0..<csv.rowCount {
      try observer.passed(row, of: csv.rowCount)
      if let figure = loader.readFigure(row) { figures.append(figure) }
    }
    try loader.rows.problems.throwIfAny()
    return figures
  }

  private init(_ csv: CSVTable, dataset: Int, catalog: Catalog) {
    self.catalog = catalog
    self.dataset = dataset
    rows = TypedTable(
      csv, required: FigureLoader.required, optional: FigureLoader.optional + catalog.dimensions.map(\.id))
    columns = Columns(rows)
    lineByFigure = KeyRegister(capacity: csv.rowCount)
    dimensionColumns = csv.header.enumerated().compactMap { position, name in
      catalog.dimensionIndexByID[name].map { ($0, TypedTable.Column(name: name, position: position)) }
    }
  }

  private mutating func readFigure(_ row: Int) -> Figure? {
    let document = rows.requiredText(row, columns.document)
    let line = rows.integer(row, columns.line)
    let ordinal = rows.integer(row, columns.ordinal)
    checkUnique(FigureKey(document: document, line: line, ordinal: ordinal), row)
    guard let source = catalog.sourceIndexByID[document] else {
      let near = NearNames.of(document, among: catalog.sources.lazy.map(\.id))
      rows.problem(row, columns.document, .unknownReference(text: document, table: "sources", near: near))
      return nil
    }
    let printed = rows.decimal(row, columns.value)
    let measureAndPeriod = (readMeasure(row), readPeriod(row))
    guard case (let measure?, let period?) = measureAndPeriod else { return nil }
    guard let cell = readCell(row, of: measure, on: period.last) else { return nil }
    let decimals = rows.decimals(row, columns.decimals)
    guard let value = readValue(row, printed, of: measure, decimals) else { return nil }
    let qualifier = rows.text(row, columns.qualifier)
    let bound = qualifier.isEmpty ? nil : Bound(rawValue: qualifier)
    if !qualifier.isEmpty, bound == nil, qualifier != "approx" {
      let choices = ["greater_than", "at_least", "at_most", "less_than", "approx"]
      rows.problem(row, columns.qualifier, .notInEnumeration(text: qualifier, choices: choices))
    }
    return Figure(
      measure: measure, cell: cell, period: period, exactDates: readDates(row, period, source),
      isIncomplete: rows.boolean(row, columns.incomplete, default: false),
      value: value, bound: bound,
      isApproximate: qualifier == "approx", denominator: rows.text(row, columns.denominator),
      decimals: decimals ?? printed.scale, source: source,
      section: rows.text(row, columns.section), line: line, ordinal: ordinal, dataset: dataset)
  }

  /// The value as held, when it is one that the measure can have.
  private mutating func readValue(
    _ row: Int, _ printed: ExactDecimal, of measure: Int, _ decimals: Int?
  ) -> ExactDecimal? {
    let text = rows.text(row, columns.value)
    let id = catalog.measures[measure].id
    if let problem = catalog.measures[measure].limits.problem(of: printed, written: text, measure: id) {
      rows.problem(row, columns.value, problem)
      return nil
    }
    if let decimals, printed.scale > decimals {
      rows.problem(row, columns.decimals, .moreDecimalsThanPrinted(text: text, decimals: decimals))
      return nil
    }
    let value = catalog.measures[measure].isPercentage ? printed.shifted(byDecimalPlaces: -2) : printed
    if value == nil { rows.problem(row, columns.value, .numberTooLong(text)) }
    return value
  }

  private mutating func checkUnique(_ key: FigureKey, _ row: Int) {
    if let first = lineByFigure.firstLine(of: key, taking: rows.csv.line(ofRow: row)) {
      let keyColumns = TypedTable.Column(name: "document, line, ordinal", position: nil)
      let text = "\(key.document), \(key.line), \(key.ordinal)"
      rows.problem(row, keyColumns, .duplicateKey(text, firstLine: first))
    }
  }

  private mutating func readPeriod(_ row: Int) -> Period? {
    let text = rows.text(row, columns.period)
    if let period = periodByText[text] { return period }
    let period = text.isEmpty ? nil : rows.period(row, columns.period)
    if let period { periodByText[text] = period }
    if text.isEmpty { rows.problem(row, columns.period, .requiredEmpty) }
    return period
  }

  private mutating func readMeasure(_ row: Int) -> Int? {
    let text = rows.requiredText(row, columns.measure)
    if text.isEmpty { return nil }
    if let measure = catalog.measureIndexByID[text] { return measure }
    for case .measure(let measure) in catalog.lexicon.meanings(of: text) { return measure }
    let near = NearNames.of(text, among: catalog.measures.lazy.map(\.id))
    rows.problem(row, columns.measure, .unknownReference(text: text, table: "measures", near: near))
    return nil
  }

  /// The figure's own dates, else the document's where the figure has the document's period.
  private mutating func readDates(_ row: Int, _ period: Period, _ source: Int) -> ExactDates {
    let first = rows.day(row, columns.periodStart)
    let last = rows.day(row, columns.periodEnd)
    if rows.isEmpty(row, columns.periodBasis) {
      let isOfWholeDocument = first == nil && last == nil && catalog.sources[source].period == period
      if isOfWholeDocument { return catalog.sources[source].exactDates }
      return ExactDates(first: first, last: last, basis: .unknown)
    }
    let basis = rows.choice(row, columns.periodBasis, of: ExactDates.Basis.self) ?? .unknown
    return ExactDates(first: first, last: last, basis: basis)
  }

  private mutating func readCell(_ row: Int, of measure: Int, on day: Day) -> Cell? {
    let allowed = catalog.measures[measure].dimensions
    var cell = Cell()
    for (dimension, column) in dimensionColumns where !rows.isEmpty(row, column) {
      let text = rows.text(row, column)
      guard allowed.contains(dimension) else {
        let id = catalog.measures[measure].id
        rows.problem(row, column, .dimensionNotOfMeasure(dimension: column.name, measure: id))
        return nil
      }
      guard let member = readMember(text, of: dimension, in: cell, on: day, row, column) else { return nil }
      guard let narrowed = cell.narrowed(to: member, within: allowed, of: catalog) else {
        rows.problem(
          row, column, .wrongType(text: text, expected: "a member that fits the row's other members"))
        return nil
      }
      cell = narrowed
    }
    return cell.withDefaults(for: allowed, of: catalog)
  }

  /// By id, else by name among the members in force on `day` that fit the row's other members.
  private mutating func readMember(
    _ text: String, of dimension: Int, in cell: Cell, on day: Day, _ row: Int, _ column: TypedTable.Column
  ) -> MemberReference? {
    if let member = catalog.dimensions[dimension].memberIndexByID[text] {
      return MemberReference(dimension: dimension, member: member)
    }
    return readMember(named: text, of: dimension, in: cell, on: day, row, column)
  }

  private mutating func readMember(
    named text: String, of dimension: Int, in cell: Cell, on day: Day, _ row: Int, _ column: TypedTable.Column
  ) -> MemberReference? {
    let table = catalog.dimensions[dimension]
    var found: [MemberReference] = []
    for case .member(dimension, let member) in catalog.lexicon.meanings(of: text) {
      let reference = MemberReference(dimension: dimension, member: member)
      let isFitting =
        table.members[member].isValid(on: day)
        && cell.narrowed(to: reference, within: Set(catalog.dimensions.indices), of: catalog) != nil
      if isFitting { found.append(reference) }
    }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      let near = NearNames.of(
        text, among: table.members.lazy.flatMap { [$0.shortName, $0.names.vietnamese, $0.id] })
      rows.problem(row, column, .unknownReference(text: text, table: column.name, near: near))
    } else {
      let names = found.map {
        "\(table.members[$0.member].names.vietnamese) (\(table.members[$0.member].id))"
      }
      rows.problem(row, column, .ambiguousMember(text: text, candidates: names))
    }
    return nil
  }
}

extension Cell {
  /// The cell with the default member (`scenario = actual`) of every dimension that has one and is not named.
  package func withDefaults(for dimensions: Set<Int>, of catalog: Catalog) -> Cell {
    var cell = self
    for dimension in catalog.defaults
    where dimensions.contains(dimension.dimension) && !cell.has(dimension.dimension) {
      cell = cell.narrowed(to: dimension, within: dimensions, of: catalog) ?? cell
    }
    return cell
  }
}
