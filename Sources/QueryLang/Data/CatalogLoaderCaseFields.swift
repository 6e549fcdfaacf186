// What columns of case systems are called.
extension CatalogLoader {
  mutating func loadCaseFields() throws(QueryError) {
    guard let csv = try package.table("case_fields") else { return }
    var rows = TypedTable(
      csv, required: ["id", "role", "name_vi", "name_en"], optional: ["dimension", "aliases"])
    try rows.problems.throwIfAny()
    let (id, role, dimension) = (rows.column("id"), rows.column("role"), rows.column("dimension"))
    let (vietnamese, english, aliases) = (
      rows.column("name_vi"), rows.column("name_en"), rows.column("aliases")
    )
    var keys = KeyRegister<String>()
    for row in 0..<csv.rowCount {
      let name = rows.requiredText(row, id)
      if let line = keys.firstLine(of: name, taking: csv.line(ofRow: row)) {
        rows.problem(row, id, .duplicateKey(name, firstLine: line))
        continue
      }
      guard let kind = rows.choice(row, role, of: CaseField.Role.self) else { continue }
      let dimensionID = rows.text(row, dimension)
      let known = catalog.dimensionIndexByID[dimensionID]
      if kind == .dimension, known == nil {
        let near = NearNames.of(dimensionID, among: catalog.dimensions.lazy.map(\.id))
        rows.problem(
          row, dimension, .unknownReference(text: dimensionID, table: "dimensions", near: near))
        continue
      }
      if catalog.caseFields.contains(where: { $0.id == name }) { continue }
      catalog.caseFields.append(
        CaseField(
          id: name, role: kind, dimension: kind == .dimension ? known : nil,
          names: Localized(
            vi: rows.requiredText(row, vietnamese), en: rows.requiredText(row, english)),
          aliases: rows.list(row, aliases)))
    }
    collect(rows)
  }
}
