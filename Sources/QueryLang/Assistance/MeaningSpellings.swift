extension NameResolution {
  /// The spellings in the catalog of what a name means; none for what has no entry there.
  func spellings(of meaning: NameLexicon.Meaning) -> [String] {
    switch meaning {
    case .measure(let measure): spellings(of: catalog.measures[measure])
    case .dimension(let dimension): spellings(of: catalog.dimensions[dimension])
    case .member(let dimension, let member): spellings(of: catalog.dimensions[dimension].members[member])
    case .timeField(let field): spellings(of: field)
    case .dataset, .definition, .function, .column, .caseValue: []
    }
  }
}
