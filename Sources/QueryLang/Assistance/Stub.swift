package struct CatalogListing {
  package struct SettingRow { package init(name: String, value: String, choices: [String], meaning: Localized) {} }
  package struct DefinitionRow { package init(name: String, expression: String) {} }
  package init(library: Library, settings: [SettingRow], definitions: [DefinitionRow]) {}
  package func table(_ k: ShownKind, of: NameSyntax?, where: ConditionSyntax?) throws(QueryError) -> ResultTable { ResultTable(columns: [], rows: []) }
}
package struct Help {
  package struct A { package let text = "" }
  package init(catalog: Catalog, language: Language) {}
  package func answer(_ w: String?) -> A? { nil }
  package func nearWords(_ w: String) -> [String] { [] }
}
