/// What a dataset of cases has, for completion.
package struct CaseNames: Sendable {
  struct Value: Sendable {
    let value: CaseValue
    let id: String
    let names: Localized
  }

  /// By position in the catalog.
  let dimensions: Set<Int>
  let values: [Value]

  package init(_ table: CaseTable, in catalog: Catalog) {
    var dimensions: Set<Int> = []
    var values: [Value] = []
    for field in catalog.fields(of: table) {
      switch field {
      case .dimension(let dimension): dimensions.insert(dimension)
      case .value(let value):
        values.append(
          Value(value: value, id: catalog.id(of: value), names: catalog.names(of: value, in: table)))
      }
    }
    self.dimensions = dimensions
    self.values = values
  }

  /// Of all loaded cases, by the folded name of their dataset.
  package static func all(in library: Library) -> [String: CaseNames] {
    var names: [String: CaseNames] = [:]
    for (index, table) in library.caseTables {
      names[folded(library.datasets[index].name)] = CaseNames(table, in: library.catalog)
    }
    return names
  }
}

extension NameLexicon.Meaning {
  /// May be listed of cases.
  var isOfCases: Bool {
    switch self {
    case .dimension, .caseValue: true
    case .measure, .member, .timeField, .dataset, .definition, .function, .column: false
    }
  }
}
