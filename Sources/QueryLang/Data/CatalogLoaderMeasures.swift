extension CatalogLoader {
  /// The members of a union dimension (`unit`) are those of the dimensions it unites, in their order.
  mutating func buildUnions() {
    for dimension in catalog.dimensions where !dimension.unionOf.isEmpty {
      var members: [Member] = []
      for part in dimension.unionOf {
        for member in catalog.dimensions[part].members {
          members.append(member.asUnionMember(index: members.count, from: part))
        }
      }
      catalog.dimensions[dimension.index].members = members
      catalog.dimensions[dimension.index].memberIndexByID = [:]
    }
  }

  /// `partition` and `implies` name one member each: `sector = local`.
  mutating func resolveDimensionConditions() {
    for (dimension, texts) in conditionTexts {
      if !texts.partition.isEmpty, let part = resolveMember(texts.partition, texts.place, "partition") {
        catalog.dimensions[dimension].partition = .part(dimension: part.dimension, member: part.member)
      }
      if !texts.implies.isEmpty, let implied = resolveMember(texts.implies, texts.place, "implies") {
        catalog.dimensions[dimension].implied = [implied]
      }
    }
  }

  mutating func collectDefaults() {
    catalog.defaults = catalog.dimensions.compactMap { dimension in
      dimension.member(id: dimension.defaultMemberID).map {
        MemberReference(dimension: dimension.index, member: $0)
      }
    }
  }

  private mutating func resolveMember(_ text: String, _ place: DataPlace, _ column: String)
    -> MemberReference?
  {
    let sides = text.split(separator: "=").map { String($0).trimmed }
    if sides.count == 2, let dimension = catalog.dimensionIndexByID[sides[0]],
      let member = catalog.dimensions[dimension].member(id: sides[1])
    {
      return MemberReference(dimension: dimension, member: member)
    }
    let place = DataPlace(file: place.file, line: place.line, column: column)
    problems.add(place, .wrongType(text: text, expected: "dimension = member"))
    return nil
  }

  // MARK: Measures

  mutating func loadMeasures() throws(QueryError) {
    guard let csv = try package.table("measures") else { return }
    var rows = TypedTable(
      csv,
      required: ["id", "name_vi", "name_en", "unit", "kind", "formula", "dimensions"],
      optional: [
        "aliases", "non_negative", "form_code", "appendix_code", "case_date", "code_labels", "definition_vi",
        "definition_en", "definition_source",
      ])
    try rows.problems.throwIfAny()
    var keys = KeyRegister()
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, "id")
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, "id", .duplicateKey(id, firstLine: line))
      } else if let measure = readMeasure(id, row, &rows) {
        addMeasure(measure, row, &rows)
      }
    }
    collect(rows)
  }

  private mutating func readMeasure(_ id: String, _ row: Int, _ rows: inout TypedTable) -> Measure? {
    guard let kind = rows.choice(row, "kind", of: MeasureKind.self) else { return nil }
    return Measure(
      index: catalog.measures.count, id: id,
      names: Localized(vi: rows.requiredText(row, "name_vi"), en: rows.requiredText(row, "name_en")),
      aliases: rows.list(row, "aliases"), unit: rows.text(row, "unit"), kind: kind,
      formulaText: rows.text(row, "formula"), formula: nil,
      isNonNegative: rows.boolean(row, "non_negative", default: false),
      formCodes: rows.list(row, "form_code"),
      appendixCodes: rows.list(row, "appendix_code"), caseDate: rows.text(row, "case_date"),
      dimensions: readDimensions(row, &rows), codeLabels: rows.text(row, "code_labels"),
      definition: Localized(vi: rows.text(row, "definition_vi"), en: rows.text(row, "definition_en")),
      definitionSource: rows.text(row, "definition_source"))
  }

  /// Lists repeat from measure to measure: each is read once.
  private mutating func readDimensions(_ row: Int, _ rows: inout TypedTable) -> Set<Int> {
    let text = rows.text(row, "dimensions")
    if let known = dimensionsByText[text] { return known }
    var dimensions: Set<Int> = []
    for dimensionID in rows.list(row, "dimensions") {
      if let dimension = catalog.dimensionIndexByID[dimensionID] {
        dimensions.insert(dimension)
      } else {
        let near = NearNames.of(dimensionID, among: catalog.dimensions.lazy.map(\.id))
        rows.problem(row, "dimensions", .unknownReference(text: dimensionID, table: "dimensions", near: near))
      }
    }
    dimensionsByText[text] = dimensions
    return dimensions
  }

  private mutating func addMeasure(_ measure: Measure, _ row: Int, _ rows: inout TypedTable) {
    if let existing = catalog.measure(measure.id) {
      let isSame =
        existing.names == measure.names && existing.kind == measure.kind
        && existing.formulaText == measure.formulaText && existing.unit == measure.unit
      if !isSame { rows.problem(row, "id", .definedDifferently(measure.id)) }
      return
    }
    catalog.measures.append(measure)
    catalog.measureIndexByID[measure.id] = measure.index
    formulaPlaces[measure.index] = rows.place(row, "formula")
    let names = [measure.id, measure.names.vietnamese, measure.names.english] + measure.aliases
    for name in names { nameMeasure(name, measure.index, row, &rows) }
  }

  /// A measure's name must not be another measure's or a dimension's.
  private mutating func nameMeasure(_ name: String, _ measure: Int, _ row: Int, _ rows: inout TypedTable) {
    for meaning in catalog.lexicon.add(name, .measure(measure)) {
      switch meaning {
      case .measure(let other) where other == measure: continue
      case .measure(let other):
        rows.problem(row, "aliases", .nameTaken(name, by: catalog.measures[other].id))
        return
      case .dimension(let other):
        rows.problem(row, "aliases", .nameTaken(name, by: catalog.dimensions[other].id))
        return
      default: continue
      }
    }
  }

  // MARK: Formulas

  mutating func bindFormulas() throws(QueryError) {
    for (measure, place) in formulaPlaces.sorted(by: { $0.key < $1.key }) {
      let text = catalog.measures[measure].formulaText
      guard !text.isEmpty else {
        if [.balance, .ratio].contains(catalog.measures[measure].kind) {
          problems.add(place, .requiredEmpty)
        }
        continue
      }
      do {
        let syntax = try Parser.parseExpression(text, names: catalog.lexicon)
        catalog.measures[measure].formula = try FormulaBinder.bind(syntax, in: catalog)
      } catch {
        problems.add(place, .formula(text: text, problem: sentences(of: error)))
      }
    }
    reportCycles()
    catalog.settleClosures()
  }

  private func sentences(of error: QueryError) -> String {
    let wording = DiagnosticWording(language)
    return error.diagnostics.map { wording.sentence($0.fact) }.joined(separator: "; ")
  }

  private mutating func reportCycles() {
    var settled: Set<Int> = []
    for (measure, place) in formulaPlaces.sorted(by: { $0.key < $1.key }) where !settled.contains(measure) {
      var path: [Int] = []
      if let cycle = cycle(from: measure, &path, &settled) {
        problems.add(place, .cyclicFormula(cycle.map { catalog.measures[$0].id }))
        return
      }
    }
  }

  private func cycle(from measure: Int, _ path: inout [Int], _ settled: inout Set<Int>) -> [Int]? {
    if let start = path.firstIndex(of: measure) { return path[start...] + [measure] }
    if settled.contains(measure) { return nil }
    path.append(measure)
    defer { path.removeLast() }
    for part in catalog.measures[measure].formula?.measures ?? [] {
      if let found = cycle(from: part.measure, &path, &settled) { return found }
    }
    settled.insert(measure)
    return nil
  }

  // MARK: Sources and checks

  mutating func loadSources() throws(QueryError) {
    guard let csv = try package.table("sources") else { return }
    var rows = TypedTable(
      csv, required: ["id", "title_vi", "title_en", "period", "period_basis"],
      optional: [
        "issuer", "province", "number", "date", "period_start", "period_end", "supersedes", "text_path",
      ])
    try rows.problems.throwIfAny()
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, "id")
      let earlier = catalog.sourceIndexByID[id]
      if let earlier, !catalog.retiredSources.contains(earlier) {
        rows.problem(row, "id", .nameTaken(id, by: "sources"))
        continue
      }
      let basis = rows.choice(row, "period_basis", of: ExactDates.Basis.self) ?? .unknown
      let dates = ExactDates(
        first: rows.day(row, "period_start"), last: rows.day(row, "period_end"), basis: basis)
      let title = Localized(vi: rows.requiredText(row, "title_vi"), en: rows.requiredText(row, "title_en"))
      catalog.sourceIndexByID[id] = catalog.sources.count
      catalog.sources.append(
        SourceDocument(
          index: catalog.sources.count, id: id, title: title, issuer: rows.text(row, "issuer"),
          number: rows.text(row, "number"), date: rows.day(row, "date")?.description ?? "",
          period: rows.period(row, "period"), exactDates: dates, supersedes: rows.text(row, "supersedes")))
    }
    collect(rows)
  }

  mutating func loadChecks() throws(QueryError) {
    guard let csv = try package.table("checks") else { return }
    var rows = TypedTable(
      csv, required: ["id", "rule", "tolerance", "message_vi", "message_en"], optional: ["where"])
    try rows.problems.throwIfAny()
    for row in 0..<csv.rowCount {
      let text = rows.requiredText(row, "rule")
      let tolerance = rows.decimal(row, "tolerance")
      do {
        let rule = try Parser.parseTest(text, names: catalog.lexicon)
        try FormulaBinder.validate(rule, in: catalog)
        let message = Localized(vi: rows.text(row, "message_vi"), en: rows.text(row, "message_en"))
        catalog.checks.append(
          CheckRule(
            id: rows.requiredText(row, "id"), rule: rule, ruleText: text, tolerance: tolerance,
            whereText: rows.text(row, "where"), message: message))
      } catch {
        rows.problem(row, "rule", .formula(text: text, problem: sentences(of: error)))
      }
    }
    collect(rows)
  }
}

extension Member {
  fileprivate func asUnionMember(index: Int, from dimension: Int) -> Member {
    Member(
      index: index, id: id, code: code, names: names, shortName: shortName, aliases: aliases, order: order,
      parent: parent, unionOf: [], isSummand: isSummand, isCountedInside: isCountedInside, implied: [],
      validFrom: validFrom, validTo: validTo,
      origin: MemberReference(dimension: dimension, member: self.index))
  }
}

extension String {
  var trimmed: String {
    let kept = drop { $0 == " " }
    return String(kept.reversed().drop { $0 == " " }.reversed())
  }
}
