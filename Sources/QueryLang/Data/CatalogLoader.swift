/// Reads the catalog tables of a data package on top of what is already known.
///
/// Works on a copy; on any problem the whole folder is refused with every problem listed, and the caller's
/// catalog is untouched.
struct CatalogLoader {
  let package: DataPackage
  var catalog: Catalog
  var problems = DataProblems()
  let language: Language
  /// Measures read here, in their order, with the place of their formula.
  var formulaPlaces: [(measure: Int, place: DataPlace)] = []
  var dimensionsByText: [String: Set<Int>] = [:]

  private init(_ package: DataPackage, _ catalog: Catalog, _ language: Language) {
    self.package = package
    self.catalog = catalog
    self.language = language
  }

  static func load(
    _ package: DataPackage, onto catalog: Catalog, isBuiltIn: Bool = false, language: Language
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
    try loader.loadCaseFields()
    try loader.loadSources()
    try loader.loadChecks(areTrusted: isBuiltIn)
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
    var keys = KeyRegister<String>()
    let columns = DimensionColumns(rows)
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, columns.id)
      if let line = keys.firstLine(of: id, taking: csv.line(ofRow: row)) {
        rows.problem(row, columns.id, .duplicateKey(id, firstLine: line))
        continue
      }
      addDimension(id, row, columns, &rows)
    }
    collect(rows)
  }

  private struct DimensionColumns {
    let id, nameVi, nameEn, aliases, parent, members, partition, list, implies, defaultMember,
      unionOf: TypedTable.Column

    init(_ rows: TypedTable) {
      id = rows.column("id")
      nameVi = rows.column("name_vi")
      nameEn = rows.column("name_en")
      aliases = rows.column("aliases")
      parent = rows.column("parent")
      members = rows.column("members")
      partition = rows.column("partition")
      list = rows.column("list")
      implies = rows.column("implies")
      defaultMember = rows.column("default")
      unionOf = rows.column("union_of")
    }
  }

  private mutating func addDimension(
    _ id: String, _ row: Int, _ columns: DimensionColumns, _ rows: inout TypedTable
  ) {
    let names = Localized(
      vi: rows.requiredText(row, columns.nameVi), en: rows.requiredText(row, columns.nameEn))
    if let existing = catalog.dimension(id) {
      if existing.names != names { rows.problem(row, columns.id, .definedDifferently(id)) }
      return
    }
    let parentID = rows.text(row, columns.parent)
    let parent = parentID.isEmpty ? nil : catalog.dimensionIndexByID[parentID]
    if !parentID.isEmpty, parent == nil { unknownDimension(parentID, row, columns.parent, &rows) }
    let unionIDs = rows.list(row, columns.unionOf)
    let union = unionIDs.compactMap { catalog.dimensionIndexByID[$0] }
    if union.count != unionIDs.count {
      unknownDimension(rows.text(row, columns.unionOf), row, columns.unionOf, &rows)
    }
    let index = catalog.dimensions.count
    let list = rows.text(row, columns.list)
    if list != "open", list != "closed" {
      rows.problem(row, columns.list, .notInEnumeration(text: list, choices: ["open", "closed"]))
    }
    let partition = rows.text(row, columns.partition)
    catalog.dimensions.append(
      Dimension(
        index: index, id: id, names: names, aliases: rows.list(row, columns.aliases), parent: parent,
        partition: partition == "whole" ? .whole : .none, isOpen: list == "open",
        defaultMemberID: rows.text(row, columns.defaultMember), unionOf: union, members: [],
        memberIndexByID: IDTable(), implied: []))
    catalog.dimensionIndexByID[id] = index
    memberTables[index] = rows.text(row, columns.members)
    conditionTexts[index] = (
      partition == "whole" ? "" : partition, rows.text(row, columns.implies), rows.place(row)
    )
    for name in [id, names.vietnamese, names.english] + catalog.dimensions[index].aliases {
      addName(name, .dimension(index))
    }
  }

  private func unknownDimension(
    _ text: String, _ row: Int, _ column: TypedTable.Column, _ rows: inout TypedTable
  ) {
    rows.problem(row, column, .unknownReference(text: text, table: "dimensions", near: []))
  }

  private mutating func addName(_ name: String, _ meaning: NameLexicon.Meaning) {
    if !name.isEmpty { catalog.lexicon.add(name, meaning) }
  }

  // MARK: Members

  private var memberTables: [Int: String] = [:]

  private mutating func loadMemberTables() throws(QueryError) {
    memberColumns = CatalogLoader.ownMemberColumns + catalog.dimensions.map(\.id)
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

  /// Columns that a member table may have: its own and those named like a dimension.
  private var memberColumns: [String] = []

  private static let ownMemberColumns = [
    "name_vi", "name_en", "name", "short_name", "type", "code", "aliases", "order", "union_of", "summand",
    "valid_from", "valid_to", "validity_note", "successor", "counted_inside",
  ]

  private mutating func loadMembers(_ csv: CSVTable, of dimension: Int) {
    let parent = catalog.dimensions[dimension].parent
    let parentColumn = parent.map { catalog.dimensions[$0].id }
    var rows = TypedTable(
      csv, required: ["id"] + (parentColumn.map { [$0] } ?? []),
      optional: memberColumns)
    guard rows.problems.isEmpty else { return collect(rows) }
    reserveMembers(csv.rowCount, of: dimension)
    /// Line of each member of the dimension in this file, 0 for none.
    var lines = [Int](repeating: 0, count: catalog.dimensions[dimension].members.count)
    var unions: [(member: Int, row: Int)] = []
    let columns = MemberColumns(rows, parent: parentColumn)
    let implications = implicationColumns(rows, parent: parentColumn)
    for row in 0..<csv.rowCount {
      let id = rows.requiredText(row, columns.id)
      let known = catalog.dimensions[dimension].memberIndexByID[id]
      if let known, lines[known] > 0 {
        rows.problem(row, columns.id, .duplicateKey(id, firstLine: lines[known]))
        continue
      }
      let member = readMember(id, row, of: dimension, columns, &rows)
      if let known {
        lines[known] = csv.line(ofRow: row)
        let isSame = catalog.dimensions[dimension].members[known].names == member.names
        if !isSame { rows.problem(row, columns.id, .definedDifferently(id)) }
        continue
      }
      let index = member.index
      add(member, to: dimension)
      lines.append(csv.line(ofRow: row))
      noteImplications(row, of: MemberReference(dimension: dimension, member: index), implications, rows)
      if !rows.isEmpty(row, columns.unionOf) { unions.append((index, row)) }
    }
    for union in unions { resolveUnion(union.member, union.row, of: dimension, columns, &rows) }
    collect(rows)
  }

  private mutating func reserveMembers(_ count: Int, of dimension: Int) {
    let total = catalog.dimensions[dimension].members.count + count
    catalog.dimensions[dimension].members.reserveCapacity(total)
    catalog.dimensions[dimension].memberIndexByID.reserve(total)
  }

  private struct MemberColumns {
    let id, name, nameVi, nameEn, shortName, code, aliases, order, unionOf, summand, countedInside, validFrom,
      validTo: TypedTable.Column
    /// Named like the parent dimension.
    let parent: TypedTable.Column?

    init(_ rows: TypedTable, parent: String?) {
      id = rows.column("id")
      name = rows.column("name")
      nameVi = rows.column("name_vi")
      nameEn = rows.column("name_en")
      shortName = rows.column("short_name")
      code = rows.column("code")
      aliases = rows.column("aliases")
      order = rows.column("order")
      unionOf = rows.column("union_of")
      summand = rows.column("summand")
      countedInside = rows.column("counted_inside")
      validFrom = rows.column("valid_from")
      validTo = rows.column("valid_to")
      self.parent = parent.map { rows.column($0) }
    }
  }

  private mutating func readMember(
    _ id: String, _ row: Int, of dimension: Int, _ columns: MemberColumns, _ rows: inout TypedTable
  ) -> Member {
    let plainName = rows.text(row, columns.name)
    let vietnamese = plainName.isEmpty ? rows.text(row, columns.nameVi) : plainName
    if vietnamese.isEmpty {
      rows.problem(row, columns.nameVi.position == nil ? columns.name : columns.nameVi, .requiredEmpty)
    }
    let english = rows.text(row, columns.nameEn)
    let shortName = rows.text(row, columns.shortName)
    // Places and agencies keep their Vietnamese name in every language; other members are translated.
    let isProperName = !plainName.isEmpty
    var aliases = rows.list(row, columns.aliases)
    if isProperName, !english.isEmpty { aliases.append(english) }
    let names = Localized(vi: vietnamese, en: isProperName || english.isEmpty ? vietnamese : english)
    return Member(
      index: catalog.dimensions[dimension].members.count, id: id, code: rows.text(row, columns.code),
      names: names,
      shortName: shortName.isEmpty ? vietnamese : shortName, aliases: aliases,
      order: rows.integer(row, columns.order, default: row),
      parent: columns.parent.flatMap { readParent(row, of: dimension, $0, &rows) }, unionOf: [],
      isSummand: rows.boolean(row, columns.summand, default: true),
      isCountedInside: rows.boolean(row, columns.countedInside, default: false), implied: [],
      validFrom: rows.day(row, columns.validFrom), validTo: rows.day(row, columns.validTo), origin: nil)
  }

  private func readParent(
    _ row: Int, of dimension: Int, _ column: TypedTable.Column, _ rows: inout TypedTable
  ) -> Int? {
    guard let parent = catalog.dimensions[dimension].parent else { return nil }
    let text = rows.requiredText(row, column)
    if let member = catalog.dimensions[parent].memberIndexByID[text] { return member }
    if !text.isEmpty {
      let near = NearNames.of(text, among: catalog.dimensions[parent].members.lazy.map(\.id))
      rows.problem(row, column, .unknownReference(text: text, table: column.name, near: near))
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
    _ row: Int, of member: MemberReference, _ columns: [(dimension: Int, column: TypedTable.Column)],
    _ rows: TypedTable
  ) {
    for (dimension, column) in columns where !rows.isEmpty(row, column) {
      pendingImplications.append(
        PendingImplication(
          member: member, impliedDimension: dimension, text: rows.text(row, column),
          place: rows.place(row, column)))
    }
  }

  /// Columns of a member table that are named like a dimension other than the parent.
  private func implicationColumns(
    _ rows: TypedTable, parent: String?
  ) -> [(dimension: Int, column: TypedTable.Column)] {
    rows.csv.header.compactMap { name in
      guard name != parent, let dimension = catalog.dimensionIndexByID[name] else { return nil }
      return (dimension, rows.column(name))
    }
  }

  private mutating func resolveImplications() {
    for pending in pendingImplications {
      guard let implied = catalog.dimensions[pending.impliedDimension].memberIndexByID[pending.text] else {
        let table = catalog.dimensions[pending.impliedDimension].id
        problems.add(pending.place, .unknownReference(text: pending.text, table: table, near: []))
        continue
      }
      let reference = MemberReference(dimension: pending.impliedDimension, member: implied)
      catalog.dimensions[pending.member.dimension].members[pending.member.member].implied = [reference]
    }
  }

  private mutating func add(_ member: consuming Member, to dimension: Int) {
    let meaning = NameLexicon.Meaning.member(dimension: dimension, member: member.index)
    addName(member.id, meaning)
    addName(member.names.vietnamese, meaning)
    if member.names.english != member.names.vietnamese { addName(member.names.english, meaning) }
    if member.shortName != member.names.vietnamese { addName(member.shortName, meaning) }
    for alias in member.aliases { addName(alias, meaning) }
    catalog.dimensions[dimension].memberIndexByID[member.id] = member.index
    catalog.dimensions[dimension].members.append(member)
  }

  private mutating func resolveUnion(
    _ member: Int, _ row: Int, of dimension: Int, _ columns: MemberColumns, _ rows: inout TypedTable
  ) {
    var parts: [Int] = []
    for id in rows.list(row, columns.unionOf) {
      guard let part = catalog.dimensions[dimension].memberIndexByID[id], part != member else {
        let problem = DataProblem.unknownReference(
          text: id, table: catalog.dimensions[dimension].id, near: [])
        rows.problem(row, columns.unionOf, problem)
        continue
      }
      parts.append(part)
    }
    catalog.dimensions[dimension].members[member].unionOf = parts
  }
}
