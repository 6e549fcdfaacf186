import ClickHouseClient
import Foundation

@testable import QueryLang

/// The same cases twice in one library: `cases` in memory, `nation` on the cluster.
struct TwoEngines {
  private let library: Library
  private let context: BindingContext

  /// - Parameters:
  ///   - rows: the header first; days as `2021-06-30`.
  ///   - types: the columns' types in the cluster, text where none is given.
  init(_ rows: [[String]], types: [String: String], table: String, on cluster: Cluster) throws {
    let local = try TwoEngines.library(rows)
    try TwoEngines.create(table, rows[0], types, on: cluster)
    try TwoEngines.fill(cluster, rows, types, table)
    var attaching = RemoteCaseAttaching(try cluster.server(), local.catalog, .none)
    self.init(try local.attaching(attaching.attach(table), named: "nation"))
  }

  /// The cluster alone, its table called `cases`.
  init(onlyRemote rows: [[String]], types: [String: String], table: String, on cluster: Cluster) throws {
    try TwoEngines.create(table, rows[0], types, on: cluster)
    try TwoEngines.fill(cluster, rows, types, table)
    let shipped = try TwoEngines.shipped
    var attaching = RemoteCaseAttaching(try cluster.server(), shipped.catalog, .none)
    self.init(try shipped.attaching(attaching.attach(table), named: "cases"))
  }

  /// - Parameter library: with `cases` and `nation`.
  init(_ library: Library) {
    self.library = library
    var context = BindingContext(catalog: library.catalog)
    context.caseTables = library.caseTables
    context.language = .english
    for dataset in library.datasets { context.datasetNames[dataset.index] = dataset.name }
    self.context = context
  }

  /// The answer of a query in which `_DATA_` stands for the dataset, or its errors, as text.
  func answer(
    _ text: String, from dataset: String, periods: PeriodCalendar = .calendar, hidingBelow least: Int? = nil
  ) -> (text: String, isError: Bool) {
    var context = context
    context.periods = periods
    context.hideBelow = least
    let source = QuerySource(text.replacingOccurrences(of: "_DATA_", with: dataset))
    do throws(QueryError) {
      guard let parsed = QueryPipeline.parse(source, names: context.catalog.lexicon).first else {
        return ("nothing", true)
      }
      guard let statement = parsed.statement, !parsed.hasErrors else { throw QueryError(parsed.diagnostics) }
      let table = try self.table(statement, context)
      let options = RenderOptions(language: .english, showsStatus: true)
      let notes = ([table.time].compactMap { $0 } + table.notes).map { $0.english }
      return (CSVRenderer().render(table, options: options) + notes.joined(separator: "\n"), false)
    } catch {
      return (
        error.diagnostics.map { DiagnosticWording(.english).sentence($0.fact) }.joined(separator: "\n"), true
      )
    }
  }

  private func table(
    _ statement: StatementSyntax, _ context: BindingContext
  ) throws(QueryError) -> ResultTable {
    switch statement.kind {
    case .query(let query): return try QueryPipeline.answer(query, library: library, context: context)
    case .compare(let compare):
      let bound = try Binder.bind(compare, at: statement.span, in: context)
      return try QueryPipeline.answer(bound, at: statement.span, library: library)
    case .why(let query):
      let bound = try Binder.bind(query, in: context)
      return try QueryPipeline.whyOfCases(bound, library: library) ?? ResultTable(columns: [], rows: [])
    case .list(let fields, let clauses):
      let list = try Binder.bindList(fields, clauses, at: statement.span, in: context)
      let count = try QueryPipeline.count(list, library: library)
      var table: ResultTable?
      try QueryPipeline.list(list, library: library) { chunk in
        if table == nil { table = chunk } else { table?.rows += chunk.rows }
      }
      table?.notes.append(Localized(both: "rows: \(count)"))
      return table ?? ResultTable(columns: [], rows: [])
    default: throw QueryError(.notYetAnswered(Localized(both: "?")), at: statement.span)
    }
  }

  func statements(_ text: String) throws -> [String] {
    let source = QuerySource(text.replacingOccurrences(of: "_DATA_", with: "nation"))
    guard let parsed = QueryPipeline.parse(source, names: context.catalog.lexicon).first,
      case .query(let query)? = parsed.statement?.kind
    else { return [] }
    return try QueryPipeline.explain(query, library: library, context: context).statements.map {
      $0.detail.english
    }
  }

  // MARK: Data

  /// The shipped data and `cases`.
  static func library(_ rows: [[String]]) throws -> Library {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try csv(rows).write(to: file, atomically: true, encoding: .utf8)
    let shipped = try shipped
    let loaded = try CaseLoader(catalog: shipped.catalog).load([CaseInput(file.path)])
    return try shipped.adding(cases: loaded, named: "cases", from: file.path)
  }

  private static var shipped: Library {
    get throws {
      try Library().loading(
        folder: Cluster.folder.appending(path: "datasets").path, isBuiltIn: true, language: .english)
    }
  }

  private static func csv(_ rows: [[String]]) -> String {
    rows.map { row in
      row.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }

  /// An empty table over both shards.
  static func create(
    _ table: String, _ header: [String], _ types: [String: String], on cluster: Cluster
  ) throws {
    let columns = header.map { "\(ClickHouseText.identifier($0)) \(types[$0] ?? "String")" }
    let (name, local) = (ClickHouseText.identifier(table), ClickHouseText.identifier(table + "_local"))
    try cluster.everywhere(
      "CREATE TABLE \(local) (\(columns.joined(separator: ", "))) ENGINE = MergeTree ORDER BY tuple()")
    try cluster.everywhere(
      "CREATE TABLE \(name) AS \(local) ENGINE = Distributed(cases, default, \(local), rand())")
  }

  private static func fill(
    _ cluster: Cluster, _ rows: [[String]], _ types: [String: String], _ table: String
  ) throws {
    let name = ClickHouseText.identifier(table)
    let lines = rows.dropFirst().map { row in
      zip(rows[0], row).map { column, text in
        text.isEmpty && types[column]?.hasPrefix("Nullable") == true ? "\\N" : escaped(text)
      }.joined(separator: "\t")
    }
    try cluster.server(Cluster.owner).insert(
      Array((lines.joined(separator: "\n") + "\n").utf8), by: "INSERT INTO \(name) FORMAT TabSeparated",
      named: UUID().uuidString, observer: .none)
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\t": escaped += "\\t"
      case "\n": escaped += "\\n"
      case "\0": escaped += "\\0"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
