extension CatalogLoader {
  /// The members of a union dimension (`unit`) are those of the dimensions it unites, in their order.
  mutating func buildUnions() {
    for dimension in catalog.dimensions where !dimension.unionOf.isEmpty {
      var members: [Member] = []
      members.reserveCapacity(dimension.unionOf.reduce(0) { $0 + catalog.dimensions[$1].members.count })
      for part in dimension.unionOf {
        for member in catalog.dimensions[part].members {
          members.append(member.asUnionMember(index: members.count, from: part))
        }
      }
      catalog.dimensions[dimension.index].members = members
      catalog.dimensions[dimension.index].memberIndexByID = IDTable()
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
    let sides = text.utf8.split(separator: UInt8(ascii: "=")).map { String(Substring($0)).trimmed }
    if sides.count == 2, let dimension = catalog.dimensionIndexByID[sides[0]],
      let member = catalog.dimensions[dimension].memberIndexByID[sides[1]]
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
        "aliases", "non_negative", "decimals", "maximum", "form_code", "appendix_code", "case_date",
        "case_condition", "case_formula", "code_labels", "definition_vi",
        "definition_en", "definition_source",
      ])
    try rows.problems.throwIfAny()
    var keys = KeyRegister<String>(capacity: csv.rowCount)
    let columns = MeasureColumns(rows)
    catalog.measures.reserveCapacity(catalog.measures.count + csv.rowCount)
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, columns.id)
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, columns.id, .duplicateKey(id, firstLine: line))
      } else if let measure = readMeasure(id, row, columns, &rows) {
        addMeasure(measure, row, columns, &rows)
      }
    }
    collect(rows)
  }

  private struct MeasureColumns {
    let id, nameVi, nameEn, aliases, unit, kind, formula, nonNegative, decimals, maximum, formCode,
      appendixCode, caseDate, caseCondition, caseFormula,
      dimensions,
      codeLabels, definitionVi, definitionEn, definitionSource: TypedTable.Column

    init(_ rows: TypedTable) {
      id = rows.column("id")
      nameVi = rows.column("name_vi")
      nameEn = rows.column("name_en")
      aliases = rows.column("aliases")
      unit = rows.column("unit")
      kind = rows.column("kind")
      formula = rows.column("formula")
      nonNegative = rows.column("non_negative")
      decimals = rows.column("decimals")
      maximum = rows.column("maximum")
      formCode = rows.column("form_code")
      appendixCode = rows.column("appendix_code")
      caseDate = rows.column("case_date")
      caseCondition = rows.column("case_condition")
      caseFormula = rows.column("case_formula")
      dimensions = rows.column("dimensions")
      codeLabels = rows.column("code_labels")
      definitionVi = rows.column("definition_vi")
      definitionEn = rows.column("definition_en")
      definitionSource = rows.column("definition_source")
    }
  }

  private mutating func readMeasure(
    _ id: String, _ row: Int, _ columns: MeasureColumns, _ rows: inout TypedTable
  ) -> Measure? {
    guard let kind = rows.choice(row, columns.kind, of: MeasureKind.self) else { return nil }
    let unit = rows.text(row, columns.unit)
    let isNonNegative = rows.boolean(row, columns.nonNegative, default: false)
    let limits = MeasureLimits(
      isNonNegative: isNonNegative, decimals: rows.decimals(row, columns.decimals),
      maximum: rows.isEmpty(row, columns.maximum) ? nil : rows.decimal(row, columns.maximum), kind: kind,
      unit: unit)
    return Measure(
      index: catalog.measures.count, id: id,
      names: Localized(
        vi: rows.requiredText(row, columns.nameVi), en: rows.requiredText(row, columns.nameEn)),
      aliases: rows.list(row, columns.aliases), unit: unit, kind: kind,
      formulaText: rows.text(row, columns.formula), formula: nil,
      limits: limits,
      formCodes: rows.list(row, columns.formCode), appendixCodes: rows.list(row, columns.appendixCode),
      caseRule: readCaseRule(row, columns, &rows), caseFormula: nil,
      caseFormulaText: rows.text(row, columns.caseFormula),
      dimensions: readDimensions(row, columns.dimensions, &rows),
      codeLabels: rows.text(row, columns.codeLabels),
      definition: Localized(
        vi: rows.text(row, columns.definitionVi), en: rows.text(row, columns.definitionEn)),
      definitionSource: rows.text(row, columns.definitionSource))
  }

  /// The day that places a case, and the members that it must have: `outcome = resolved and timeliness = early`.
  private mutating func readCaseRule(
    _ row: Int, _ columns: MeasureColumns, _ rows: inout TypedTable
  ) -> CaseRule? {
    guard !rows.isEmpty(row, columns.caseDate),
      let date = rows.choice(row, columns.caseDate, of: CaseRule.Date.self)
    else { return nil }
    let text = rows.text(row, columns.caseCondition)
    if text.isEmpty { return CaseRule(date: date, conditions: []) }
    var conditions: [Selection] = []
    for words in text.split(separator: " ").split(separator: "and") {
      let sides = words.joined().split(separator: "=").map { String($0) }
      guard sides.count == 2, let dimension = catalog.dimensionIndexByID[sides[0]] else {
        rows.problem(
          row, columns.caseCondition, .wrongType(text: text, expected: "dimension = member|member"))
        return nil
      }
      var members: [Int] = []
      for id in sides[1].split(separator: "|") {
        if let member = catalog.dimensions[dimension].memberIndexByID[String(id)] {
          members.append(member)
        } else {
          rows.problem(
            row, columns.caseCondition,
            .unknownReference(text: String(id), table: catalog.dimensions[dimension].id, near: []))
        }
      }
      conditions.append(Selection(dimension: dimension, members: members.sorted()))
    }
    return CaseRule(date: date, conditions: conditions.sorted { $0.dimension < $1.dimension })
  }

  /// Lists repeat from measure to measure: each is read once.
  private mutating func readDimensions(
    _ row: Int, _ column: TypedTable.Column, _ rows: inout TypedTable
  ) -> Set<Int> {
    let text = rows.text(row, column)
    if let known = dimensionsByText[text] { return known }
    var dimensions: Set<Int> = []
    for dimensionID in rows.list(row, column) {
      if let dimension = catalog.dimensionIndexByID[dimensionID] {
        dimensions.insert(dimension)
      } else {
        let near = NearNames.of(dimensionID, among: catalog.dimensions.lazy.map(\.id))
        rows.problem(row, column, .unknownReference(text: dimensionID, table: "dimensions", near: near))
      }
    }
    dimensionsByText[text] = dimensions
    return dimensions
  }

  private mutating func addMeasure(
    _ measure: Measure, _ row: Int, _ columns: MeasureColumns, _ rows: inout TypedTable
  ) {
    if let known = catalog.measureIndexByID[measure.id] {
      let existing = catalog.measures[known]
      let isSame =
        existing.names == measure.names && existing.kind == measure.kind
        && existing.formulaText == measure.formulaText && existing.unit == measure.unit
      if !isSame { rows.problem(row, columns.id, .definedDifferently(measure.id)) }
      return
    }
    catalog.measures.append(measure)
    catalog.measureIndexByID[measure.id] = measure.index
    formulaPlaces.append((measure.index, rows.place(row, columns.formula)))
    for name in [measure.id, measure.names.vietnamese, measure.names.english] + measure.aliases {
      nameMeasure(name, measure.index, row, columns.aliases, &rows)
    }
  }

  /// A measure's name must not be another measure's or a dimension's.
  private mutating func nameMeasure(
    _ name: String, _ measure: Int, _ row: Int, _ aliases: TypedTable.Column, _ rows: inout TypedTable
  ) {
    guard !catalog.lexicon.add(name, .measure(measure)) else { return }
    for meaning in catalog.lexicon.meanings(of: name) {
      switch meaning {
      case .measure(let other) where other == measure: continue
      case .measure(let other):
        rows.problem(row, aliases, .nameTaken(name, by: catalog.measures[other].id))
        return
      case .dimension(let other):
        rows.problem(row, aliases, .nameTaken(name, by: catalog.dimensions[other].id))
        return
      default: continue
      }
    }
  }

  // MARK: Formulas

  mutating func bindFormulas() throws(QueryError) {
    for (measure, place) in formulaPlaces {
      let text = catalog.measures[measure].formulaText
      bindCaseFormula(of: measure, place)
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
    catalog.formulas = MeasureFormulas(of: catalog.measures)
  }

  private mutating func bindCaseFormula(of measure: Int, _ place: DataPlace) {
    let text = catalog.measures[measure].caseFormulaText
    guard !text.isEmpty else { return }
    do {
      let syntax = try Parser.parseExpression(text, names: catalog.lexicon)
      catalog.measures[measure].caseFormula = try FormulaBinder.bind(syntax, in: catalog)
    } catch {
      problems.add(
        DataPlace(file: place.file, line: place.line, column: "case_formula"),
        .formula(text: text, problem: sentences(of: error)))
    }
  }

  private func sentences(of error: QueryError) -> String {
    let wording = DiagnosticWording(language)
    return error.diagnostics.map { wording.sentence($0.fact) }.joined(separator: "; ")
  }

  private mutating func reportCycles() {
    var settled: Set<Int> = []
    for (measure, place) in formulaPlaces where !settled.contains(measure) {
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
    let columns = SourceColumns(rows)
    var keys = KeyRegister<String>()
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, columns.id)
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, columns.id, .duplicateKey(id, firstLine: line))
        continue
      }
      if let earlier = catalog.sourceIndexByID[id], !catalog.retiredSources.contains(earlier) {
        rows.problem(row, columns.id, .documentTaken(id, title: catalog.sources[earlier].title))
        continue
      }
      catalog.sourceIndexByID[id] = catalog.sources.count
      catalog.sources.append(readSource(id, row, columns, &rows))
    }
    collect(rows)
  }

  private struct SourceColumns {
    let id, titleVi, titleEn, issuer, number, date, period, basis, first, last, supersedes,
      textPath: TypedTable.Column

    init(_ rows: TypedTable) {
      id = rows.column("id")
      titleVi = rows.column("title_vi")
      titleEn = rows.column("title_en")
      issuer = rows.column("issuer")
      number = rows.column("number")
      date = rows.column("date")
      period = rows.column("period")
      basis = rows.column("period_basis")
      first = rows.column("period_start")
      last = rows.column("period_end")
      supersedes = rows.column("supersedes")
      textPath = rows.column("text_path")
    }
  }

  private func readSource(
    _ id: String, _ row: Int, _ columns: SourceColumns, _ rows: inout TypedTable
  ) -> SourceDocument {
    let basis = rows.choice(row, columns.basis, of: ExactDates.Basis.self) ?? .unknown
    let dates = ExactDates(
      first: rows.day(row, columns.first), last: rows.day(row, columns.last), basis: basis)
    let title = Localized(
      vi: rows.requiredText(row, columns.titleVi), en: rows.requiredText(row, columns.titleEn))
    return SourceDocument(
      index: catalog.sources.count, id: id, title: title, issuer: rows.text(row, columns.issuer),
      number: rows.text(row, columns.number), date: rows.day(row, columns.date)?.description ?? "",
      period: rows.period(row, columns.period), exactDates: dates,
      supersedes: rows.text(row, columns.supersedes), textPath: rows.text(row, columns.textPath))
  }

  /// `areTrusted`: rules that ship with the program are read when they are used, and tried by its tests; to read
  /// them at every start would cost a twelfth of it.
  mutating func loadChecks(areTrusted: Bool) throws(QueryError) {
    guard let csv = try package.table("checks") else { return }
    var rows = TypedTable(
      csv, required: ["id", "rule", "tolerance", "message_vi", "message_en"],
      optional: ["where", "severity"])
    try rows.problems.throwIfAny()
    let (idColumn, ruleColumn) = (rows.column("id"), rows.column("rule"))
    let (toleranceColumn, whereColumn) = (rows.column("tolerance"), rows.column("where"))
    let severityColumn = rows.column("severity")
    let (vietnamese, english) = (rows.column("message_vi"), rows.column("message_en"))
    var keys = KeyRegister<String>()
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, idColumn)
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, idColumn, .duplicateKey(id, firstLine: line))
        continue
      }
      let severity =
        rows.isEmpty(row, severityColumn)
        ? .error : rows.choice(row, severityColumn, of: CheckRule.Severity.self) ?? .error
      let rule = CheckRule(
        id: id, ruleText: rows.requiredText(row, ruleColumn), tolerance: rows.decimal(row, toleranceColumn),
        whereText: rows.text(row, whereColumn), severity: severity,
        message: Localized(vi: rows.text(row, vietnamese), en: rows.text(row, english)),
        place: rows.place(row))
      // A copied catalog brings the same rules again: one failure is to be told once.
      if let known = catalog.checks.first(where: { $0.id == id }) {
        if !known.isSame(as: rule) { rows.problem(row, idColumn, .definedDifferently(id)) }
        continue
      }
      if !areTrusted { validate(rule, &rows, row, ruleColumn, whereColumn) }
      catalog.checks.append(rule)
    }
    collect(rows)
  }

  private func validate(
    _ rule: CheckRule, _ rows: inout TypedTable, _ row: Int, _ ruleColumn: TypedTable.Column,
    _ whereColumn: TypedTable.Column
  ) {
    let binder = CheckRuleBinder(catalog)
    guard !rule.ruleText.isEmpty else { return }
    var form: BoundCheckRule.Form?
    do {
      form = try binder.bindForm(rule.ruleText)
    } catch {
      rows.problem(row, ruleColumn, .formula(text: rule.ruleText, problem: sentences(of: error)))
    }
    do {
      if let form { _ = try binder.bindScope(rule.whereText, of: form) }
    } catch {
      rows.problem(row, whereColumn, .formula(text: rule.whereText, problem: sentences(of: error)))
    }
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
    let blank = UInt8(ascii: " ")
    if let first = utf8.first, first != blank, utf8.last != blank { return self }
    let kept = utf8.drop { $0 == blank }
    guard let last = kept.lastIndex(where: { $0 != blank }) else { return "" }
    return String(Substring(kept[...last]))
  }
}
