/// Reads the figures of a data package against a catalog. All or nothing.
struct FigureLoader {
  private let catalog: Catalog
  private let dataset: Int
  private var rows: TypedTable
  /// Columns that name a dimension, in the file's order.
  private let dimensionColumns: [(column: String, dimension: Int, position: Int)]
  private var lineByFigure = KeyRegister()
  /// Periods repeat from row to row: each text is read once.
  private var periodByText: [String: Period] = [:]

  private static let required = ["document", "line", "ordinal", "measure", "period", "value"]
  private static let optional = [
    "period_start", "period_end", "period_basis", "incomplete", "qualifier", "denominator", "decimals",
    "section", "note",
  ]

  static func load(_ csv: CSVTable, dataset: Int, catalog: Catalog) throws(QueryError) -> [Figure] {
    var loader = FigureLoader(csv, dataset: dataset, catalog: catalog)
    try loader.rows.problems.throwIfAny()
    let figures = (0..<csv.rowCount).compactMap { loader.readFigure($0) }
    try loader.rows.problems.throwIfAny()
    return figures
  }

  private init(_ csv: CSVTable, dataset: Int, catalog: Catalog) {
    self.catalog = catalog
    self.dataset = dataset
    rows = TypedTable(
      csv, required: FigureLoader.required, optional: FigureLoader.optional + catalog.dimensions.map(\.id))
    dimensionColumns = csv.header.enumerated().compactMap { position, name in
      catalog.dimensionIndexByID[name].map { (name, $0, position) }
    }
  }

  private mutating func readFigure(_ row: Int) -> Figure? {
    let document = rows.requiredText(row, "document")
    let line = rows.integer(row, "line")
    let ordinal = rows.integer(row, "ordinal")
    checkUnique("\(document), \(line), \(ordinal)", row)
    guard let source = catalog.sourceIndexByID[document] else {
      let near = NearNames.of(document, among: catalog.sources.lazy.map(\.id))
      rows.problem(row, "document", .unknownReference(text: document, table: "sources", near: near))
      return nil
    }
    let printed = rows.decimal(row, "value")
    let measureAndPeriod = (readMeasure(row), readPeriod(row))
    guard case (let measure?, let period?) = measureAndPeriod else { return nil }
    guard let cell = readCell(row, of: measure, on: period.last) else { return nil }
    let isPercentage = catalog.measures[measure].isPercentage
    let qualifier = rows.text(row, "qualifier")
    let bound = Bound(rawValue: qualifier)
    if !qualifier.isEmpty, bound == nil, qualifier != "approx" {
      let choices = ["greater_than", "at_least", "at_most", "less_than", "approx"]
      rows.problem(row, "qualifier", .notInEnumeration(text: qualifier, choices: choices))
    }
    return Figure(
      measure: measure, cell: cell, period: period, exactDates: readDates(row, period, source),
      isIncomplete: rows.boolean(row, "incomplete", default: false),
      value: isPercentage ? printed.shifted(byDecimalPlaces: -2) ?? printed : printed, bound: bound,
      isApproximate: qualifier == "approx", denominator: rows.text(row, "denominator"),
      decimals: rows.integer(row, "decimals", default: printed.scale), source: source,
      section: rows.text(row, "section"), line: line, ordinal: ordinal, dataset: dataset)
  }

  private mutating func checkUnique(_ key: String, _ row: Int) {
    if let first = lineByFigure.firstLine(of: key, taking: rows.csv.line(ofRow: row)) {
      rows.problem(row, "document, line, ordinal", .duplicateKey(key, firstLine: first))
    }
  }

  private mutating func readPeriod(_ row: Int) -> Period? {
    let text = rows.text(row, "period")
    if let period = periodByText[text] { return period }
    let period = text.isEmpty ? nil : rows.period(row, "period")
    if let period { periodByText[text] = period }
    if text.isEmpty { rows.problem(row, "period", .requiredEmpty) }
    return period
  }

  private mutating func readMeasure(_ row: Int) -> Int? {
    let text = rows.requiredText(row, "measure")
    if text.isEmpty { return nil }
    if let measure = catalog.measureIndexByID[text] { return measure }
    for case .measure(let measure) in catalog.lexicon.meanings(of: text) { return measure }
    let near = NearNames.of(text, among: catalog.measures.lazy.map(\.id))
    rows.problem(row, "measure", .unknownReference(text: text, table: "measures", near: near))
    return nil
  }

  /// The figure's own dates, else the document's where the figure has the document's period.
  private mutating func readDates(_ row: Int, _ period: Period, _ source: Int) -> ExactDates {
    let first = rows.day(row, "period_start")
    let last = rows.day(row, "period_end")
    if rows.text(row, "period_basis").isEmpty {
      let document = catalog.sources[source]
      if first == nil, last == nil, document.period == period { return document.exactDates }
      return ExactDates(first: first, last: last, basis: .unknown)
    }
    let basis = rows.choice(row, "period_basis", of: ExactDates.Basis.self) ?? .unknown
    return ExactDates(first: first, last: last, basis: basis)
  }

  private mutating func readCell(_ row: Int, of measure: Int, on day: Day) -> Cell? {
    let allowed = catalog.measures[measure].dimensions
    var cell = Cell()
    for (column, dimension, position) in dimensionColumns {
      let text = rows.text(row, at: position)
      guard !text.isEmpty else { continue }
      guard allowed.contains(dimension) else {
        let id = catalog.measures[measure].id
        rows.problem(row, column, .dimensionNotOfMeasure(dimension: column, measure: id))
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
    _ text: String, of dimension: Int, in cell: Cell, on day: Day, _ row: Int, _ column: String
  ) -> MemberReference? {
    let table = catalog.dimensions[dimension]
    if let member = table.member(id: text) { return MemberReference(dimension: dimension, member: member) }
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
        text, among: table.members.lazy.flatMap { [$0.shortName, $0.names.vietnamese] })
      rows.problem(row, column, .unknownReference(text: text, table: column, near: near))
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
