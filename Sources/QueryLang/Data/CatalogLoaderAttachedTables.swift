// Which tables on servers a folder names.
extension AttachedTable {
  static let resource = "attached_tables"

  /// Those of a folder; nothing is asked of any server.
  /// - Throws: all that is wrong with the table of them.
  package static func all(of package: DataPackage) throws(QueryError) -> [AttachedTable] {
    guard let csv = try package.table(resource) else { return [] }
    var rows = TypedTable(csv, required: ["name", "engine", "address", "table"])
    try rows.problems.throwIfAny()
    let (name, engine) = (rows.column("name"), rows.column("engine"))
    let (address, table) = (rows.column("address"), rows.column("table"))
    var names = KeyRegister<String>()
    var found: [AttachedTable] = []
    for row in 0..<csv.rowCount {
      let own = rows.requiredText(row, name)
      if let line = names.firstLine(of: folded(own), taking: csv.line(ofRow: row)) {
        rows.problem(row, name, .duplicateKey(own, firstLine: line))
      }
      let (place, server) = (rows.place(row, name), rows.requiredText(row, address))
      let tableName = rows.requiredText(row, table)
      guard let kind = rows.choice(row, engine, of: Engine.self) else { continue }
      found.append(AttachedTable(name: own, engine: kind, address: server, table: tableName, place: place))
    }
    try rows.problems.throwIfAny()
    return found
  }
}
