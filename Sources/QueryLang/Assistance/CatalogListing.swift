/// What `show` answers: the catalog, the data and the session as tables.
package struct CatalogListing: Sendable {
  /// A setting of the session.
  package struct SettingRow: Sendable {
    let name: String
    let value: String
    let choices: [String]
    let meaning: Localized

    package init(name: String, value: String, choices: [String], meaning: Localized) {
      self.name = name
      self.value = value
      self.choices = choices
      self.meaning = meaning
    }
  }

  /// A name of `let` with its expression as text.
  package struct DefinitionRow: Sendable {
    let name: String
    let expression: String

    package init(name: String, expression: String) {
      self.name = name
      self.expression = expression
    }
  }

  let library: Library
  let settings: [SettingRow]
  let definitions: [DefinitionRow]
  let parameters: [Parameter]
  /// Statements, newest first.
  let history: [String]
  var catalog: Catalog { library.catalog }

  package init(
    library: Library, settings: [SettingRow] = [], definitions: [DefinitionRow] = [],
    parameters: [Parameter] = [], history: [String] = []
  ) {
    self.library = library
    self.settings = settings
    self.definitions = definitions
    self.parameters = parameters
    self.history = history
  }

  /// The table of one kind, in the catalog's order; `dimension` only for ``ShownKind/values``. Every column has
  /// the role `text`; blank cells are empty texts.
  /// - Throws: an unknown dimension, or all unknown columns of `condition`.
  /// - Complexity: O(rows × parts of the condition).
  package func table(
    _ kind: ShownKind, of dimension: NameSyntax? = nil, where condition: ConditionSyntax? = nil
  ) throws(QueryError) -> ResultTable {
    let listing = try listing(kind, of: dimension)
    guard let condition else { return listing.result }
    return try ListingFilter.apply(condition, to: listing).result
  }

  private func listing(_ kind: ShownKind, of dimension: NameSyntax?) throws(QueryError) -> ListingTable {
    switch kind {
    case .measures: measures
    case .dimensions: dimensions
    case .datasets: datasets
    case .sources: sources
    case .checks: checks
    case .settings: settingRows
    case .lets: definitionRows
    case .params: parameterRows
    case .history: historyRows
    case .values: try values(of: dimension)
    }
  }

  // MARK: Values of a dimension or a time field

  private func values(of name: NameSyntax?) throws(QueryError) -> ListingTable {
    guard let name else { throw QueryError(.expected(.dimension, found: .end), at: nil) }
    let meanings = catalog.lexicon.meanings(of: name.text)
    let fields = meanings.filter(\.isGroupable)
    let (candidates, _) = NameResolution.exactFirst(name.text, fields) { $0.spellings(in: catalog) }
    switch candidates.first {
    case .dimension(let dimension): return members(of: catalog.dimensions[dimension])
    case .timeField(let field): return periods(of: field)
    default: break
    }
    if meanings.contains(where: \.isMeasureLike) {
      throw QueryError(.measureWhereFieldBelongs(name.text), at: name.span)
    }
    let names = NameResolution(catalog: catalog, lexicon: catalog.lexicon, language: .vietnamese)
    throw QueryError(.unknownField(name.text), at: name.span, suggestions: names.nearFields(name.text))
  }

  private func members(of dimension: Dimension) -> ListingTable {
    let parent = dimension.parent.map { catalog.dimensions[$0] }
    let rows = dimension.members.map { member -> [ListingTable.Cell] in
      var row: [ListingTable.Cell] = [
        .text(member.id), .text(member.code), .text(member.names, member.spellings),
      ]
      if let parent { row.append(cell(of: member.parent.map { parent.members[$0] })) }
      let parts = member.unionOf.map { dimension.members[$0] }
      return row + [
        .day(member.validFrom), .day(member.validTo),
        .list(parts.map(\.id), parts.flatMap { $0.spellings }),
      ]
    }
    return ListingTable(
      columns: ListingTable.Column.all(of: .values, parent: .parent(of: dimension, in: catalog)), rows: rows)
  }

  private func cell(of member: Member?) -> ListingTable.Cell {
    member.map { .text($0.shortName, $0.spellings) } ?? .blank
  }

  /// The nominal periods of the field's grain that have figures.
  private func periods(of field: TimeField) -> ListingTable {
    var counts: [Period: Int] = [:]
    for figure in library.store.figures where field.grain == nil || figure.period.grain == field.grain {
      counts[figure.period, default: 0] += 1
    }
    let rows = counts.sorted { $0.key < $1.key }.map { period, count in
      [ListingTable.Cell.period(period), .count(count)]
    }
    let column = ListingTable.Column(name: field.rawValue, title: field.names, aliases: ["id", "name"])
    return ListingTable(columns: [column, .figures], rows: rows)
  }
}
