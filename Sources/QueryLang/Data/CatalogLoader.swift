/// Reads the catalog tables of a data package on top of what is already known.
///
/// Works on a copy; on any problem the whole folder is refused with every problem listed, and the caller's
/// catalog is untouched.
struct CatalogLoader {
  let package: DataPackage
  var catalog: Catalog
  var problems = DataProblems()
  let language: Language
  var formulaPlaces: [Int: DataPlace] = [:]
  var dimensionsByText: [String: Set<Int>] = [:]

  private init(_ package: DataPackage, _ catalog: Catalog, _ language: Language) {
    self.package = package
    self.catalog = catalog
    self.language = language
  }

  static func load(
    _ package: DataPackage, onto catalog: Catalog, language: Language
  ) throws(QueryError) -> Catalog {
    var loader = CatalogLoader(package, catalog, language)
    loader.catalog.lexicon.reserve(8192)
    try loader.loadDimensions()
    try loader.problems.throwIfAny()
    try loader.loadMemberTables()
    loader.resolveImplications()
    try loader.problems.throwIfAny()
    loader.buildUnions()
    loader.resolveDimensionConditions()
    loader.collectDefaults()
    try loader.problems.throwIfAny()
    try loader.loadMeasures()
    try loader.problems.throwIfAny()
    try loader.bindFormulas()
    try loader.loadSources()
    try loader.loadChecks()
    try loader.problems.throwIfAny()
    return loader.catalog
  }

  mutating func collect(_ table: TypedTable) {
    do { try table.problems.throwIfAny() } catch { problems.add(error) }
  }

  private func table(_ resource: String) throws(QueryError) -> CSVTable? { try package.table(resource) }

  // MARK: Dimensions

  var conditionTexts: [Int: (partition: String, implies: String, place: DataPlace)] = [:]

  private mutating func loadDimensions() throws(QueryError) {
    guard let csv = try table("dimensions") else { return }
    var rows = TypedTable(
      csv,
      required: [
        "id", "name_vi", "name_en", "aliases", "parent", "members", "partition", "list", "implies", "default",
        "union_of", "order",
      ])
    try rows.problems.throwIfAny()
    var keys = KeyRegister()
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, "id")
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, "id", .duplicateKey(id, firstLine: line))
        continue
      }
      addDimension(id, row, &rows)
    }
    collect(rows)
  }

  private mutating func addDimension(_ id: String, _ row: Int, _ rows: inout TypedTable) {
    let names = Localized(vi: rows.requiredText(row, "name_vi"), en: rows.requiredText(row, "name_en"))
    if let existing = catalog.dimension(id) {
      if existing.names != names { rows.problem(row, "id", .definedDifferently(id)) }
      return
    }
    let parentID = rows.text(row, "parent")
    let parent = parentID.isEmpty ? nil : catalog.dimensionIndexByID[parentID]
    if !parentID.isEmpty, parent == nil { unknown(parentID, row, "parent", "dimensions", &rows) }
    let unionIDs = rows.list(row, "union_of")
    let union = unionIDs.compactMap { catalog.dimensionIndexByID[$0] }
    if union.count != unionIDs.count {
      unknown(rows.text(row, "union_of"), row, "union_of", "dimensions", &rows)
    }
    let index = catalog.dimensions.count
    let list = rows.text(row, "list")
    if list != "open", list != "closed" {
      rows.problem(row, "list", .notInEnumeration(text: list, choices: ["open", "closed"]))
    }
    let partition = rows.text(row, "partition")
    catalog.dimensions.append(
      Dimension(
        index: index, id: id, names: names, aliases: rows.list(row, "aliases"), parent: parent,
        partition: partition == "whole" ? .whole : .none, isOpen: list == "open",
        defaultMemberID: rows.text(row, "default"), unionOf: union, members: [], memberIndexByID: [:],
        implied: []))
    catalog.dimensionIndexByID[id] = index
    memberTables[index] = rows.text(row, "members")
    conditionTexts[index] = (
      partition == "whole" ? "" : partition, rows.text(row, "implies"), rows.place(row)
    )
    for name in [id, names.vietnamese, names.english] + catalog.dimensions[index].aliases {
      addName(name, .dimension(index))
    }
  }

  private func unknown(
    _ text: String, _ row: Int, _ column: String, _ table: String, _ rows: inout TypedTable
  ) {
    rows.problem(row, column, .unknownReference(text: text, table: table, near: []))
  }

  private mutating func addName(_ name: String, _ meaning: NameLexicon.Meaning) {
    if !name.isEmpty { catalog.lexicon.add(name, meaning) }
  }

  // MARK: Members

  private var memberTables: [Int: String] = [:]

  private mutating func loadMemberTables() throws(QueryError) {
    for dimension in catalog.dimensions.indices {
      let resource = memberTables[dimension] ?? catalog.memberResources[dimension] ?? ""
      guard !resource.isEmpty else { continue }
      catalog.memberResources[dimension] = resource
      guard let csv = try table(resource) else {
        if memberTables[dimension] != nil {
          problems.add(DataPlace(file: package.folder + "/datapackage.json"), .missingResource(resource))
        }
        continue
      }
      loadMembers(csv, of: dimension)
    }
  }

  private static let memberColumns = [
    "name_vi", "name_en", "name", "short_name", "type", "code", "aliases", "order", "union_of", "summand",
    "valid_from", "valid_to", "validity_note", "successor", "counted_inside",
  ]

  private mutating func loadMembers(_ csv: CSVTable, of dimension: Int) {
    let parent = catalog.dimensions[dimension].parent
    let parentColumn = parent.map { catalog.dimensions[$0].id }
    var rows = TypedTable(
      csv, required: ["id"] + (parentColumn.map { [$0] } ?? []),
      optional: CatalogLoader.memberColumns + catalog.dimensions.map(\.id))
    guard rows.problems.isEmpty else { return collect(rows) }
    var keys = KeyRegister()
    var unions: [(member: Int, row: Int)] = []
    let columns = MemberColumns(rows)
    let implications = implicationColumns(rows, parent: parent)
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, "id")
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, "id", .duplicateKey(id, firstLine: line))
        continue
      }
      let member = readMember(id, row, of: dimension, columns, &rows)
      if let existing = catalog.dimensions[dimension].member(id: id) {
        let known = catalog.dimensions[dimension].members[existing]
        if known.names != member.names { rows.problem(row, "id", .definedDifferently(id)) }
        continue
      }
      add(member, to: dimension)
      noteImplications(
        row, of: MemberReference(dimension: dimension, member: member.index), implications, rows)
      if !rows.text(row, "union_of").isEmpty { unions.append((member.index, row)) }
    }
    for union in unions { resolveUnion(union.member, union.row, of: dimension, &rows) }
    collect(rows)
  }

  /// Positions of a member table's columns, looked up once; nil where the table has no such column.
  private struct MemberColumns {
    let name, nameVi, nameEn, shortName, code, aliases, order, summand, countedInside, validFrom,
      validTo: Int?

    init(_ rows: TypedTable) {
      name = rows.position(of: "name")
      nameVi = rows.position(of: "name_vi")
      nameEn = rows.position(of: "name_en")
      shortName = rows.position(of: "short_name")
      code = rows.position(of: "code")
      aliases = rows.position(of: "aliases")
      order = rows.position(of: "order")
      summand = rows.position(of: "summand")
      countedInside = rows.position(of: "counted_inside")
      validFrom = rows.position(of: "valid_from")
      validTo = rows.position(of: "valid_to")
    }
  }

  private mutating func readMember(
    _ id: String, _ row: Int, of dimension: Int, _ columns: MemberColumns, _ rows: inout TypedTable
  ) -> Member {
    func text(_ position: Int?) -> String { position.map { rows.text(row, at: $0) } ?? "" }
    let plainName = text(columns.name)
    let vietnamese = plainName.isEmpty ? text(columns.nameVi) : plainName
    if vietnamese.isEmpty { rows.problem(row, columns.nameVi == nil ? "name" : "name_vi", .requiredEmpty) }
    let english = text(columns.nameEn)
    let shortName = text(columns.shortName)
    // Places and agencies keep their Vietnamese name in every language; other members are translated.
    let isProperName = !plainName.isEmpty
    var aliases = columns.aliases.map { rows.list(row, at: $0) } ?? []
    if isProperName, !english.isEmpty { aliases.append(english) }
    let names = Localized(vi: vietnamese, en: isProperName || english.isEmpty ? vietnamese : english)
    return Member(
      index: catalog.dimensions[dimension].members.count, id: id, code: text(columns.code), names: names,
      shortName: shortName.isEmpty ? vietnamese : shortName, aliases: aliases,
      order: columns.order == nil ? row : rows.integer(row, "order", default: row),
      parent: readParent(row, of: dimension, &rows), unionOf: [],
      isSummand: columns.summand == nil || rows.boolean(row, "summand", default: true),
      isCountedInside: columns.countedInside != nil && rows.boolean(row, "counted_inside", default: false),
      implied: [], validFrom: columns.validFrom == nil ? nil : rows.day(row, "valid_from"),
      validTo: columns.validTo == nil ? nil : rows.day(row, "valid_to"), origin: nil)
  }

  private func readParent(_ row: Int, of dimension: Int, _ rows: inout TypedTable) -> Int? {
    guard let parent = catalog.dimensions[dimension].parent else { return nil }
    let column = catalog.dimensions[parent].id
    let text = rows.requiredText(row, column)
    if let member = catalog.dimensions[parent].member(id: text) { return member }
    if !text.isEmpty {
      let near = NearNames.of(text, among: catalog.dimensions[parent].members.lazy.map(\.id))
      rows.problem(row, column, .unknownReference(text: text, table: column, near: near))
    }
    return nil
  }

  private struct PendingImplication {
    let member: MemberReference
    let impliedDimension: Int
    let text: String
    let place: DataPlace
  }

  /// Columns of member tables that are named like a dimension (an agency's `sector`): resolved when all
  /// members are known.
  private var pendingImplications: [PendingImplication] = []

  private mutating func noteImplications(
    _ row: Int, of member: MemberReference, _ columns: [(dimension: Int, position: Int)], _ rows: TypedTable
  ) {
    for column in columns {
      let text = rows.text(row, at: column.position)
      guard !text.isEmpty else { continue }
      let place = rows.place(row, catalog.dimensions[column.dimension].id)
      pendingImplications.append(
        PendingImplication(member: member, impliedDimension: column.dimension, text: text, place: place))
    }
  }

  /// Columns of a member table that are named like a dimension other than the parent.
  private func implicationColumns(_ rows: TypedTable, parent: Int?) -> [(dimension: Int, position: Int)] {
    catalog.dimensions.indices.compactMap { dimension in
      guard dimension != parent else { return nil }
      return rows.position(of: catalog.dimensions[dimension].id).map { (dimension, $0) }
    }
  }

  private mutating func resolveImplications() {
    for pending in pendingImplications {
      guard let implied = catalog.dimensions[pending.impliedDimension].member(id: pending.text) else {
        let table = catalog.dimensions[pending.impliedDimension].id
        problems.add(pending.place, .unknownReference(text: pending.text, table: table, near: []))
        continue
      }
      let reference = MemberReference(dimension: pending.impliedDimension, member: implied)
      catalog.dimensions[pending.member.dimension].members[pending.member.member].implied = [reference]
    }
  }

  private mutating func add(_ member: Member, to dimension: Int) {
    catalog.dimensions[dimension].members.append(member)
    catalog.dimensions[dimension].memberIndexByID[member.id] = member.index
    let meaning = NameLexicon.Meaning.member(dimension: dimension, member: member.index)
    var names = [member.id, member.names.vietnamese]
    if member.names.english != member.names.vietnamese { names.append(member.names.english) }
    if member.shortName != member.names.vietnamese { names.append(member.shortName) }
    for name in names + member.aliases { addName(name, meaning) }
  }

  private mutating func resolveUnion(_ member: Int, _ row: Int, of dimension: Int, _ rows: inout TypedTable) {
    var parts: [Int] = []
    for id in rows.list(row, "union_of") {
      guard let part = catalog.dimensions[dimension].member(id: id), part != member else {
        rows.problem(
          row, "union_of", .unknownReference(text: id, table: catalog.dimensions[dimension].id, near: []))
        continue
      }
      parts.append(part)
    }
    catalog.dimensions[dimension].members[member].unionOf = parts
  }
}
