import Foundation

@testable import QueryLang

/// A folder of small files of cases for one test, and what comes of loading them.
struct CaseFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "cases-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Makes one, hands it over and removes it.
  static func use<Result>(_ body: (CaseFolder) throws -> Result) throws -> Result {
    let folder = try CaseFolder()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    return try body(folder)
  }

  @discardableResult func write(_ text: String, to name: String = "cases.csv") throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult func write(_ bytes: [UInt8], to name: String = "cases.csv") throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  /// Loads files one behind the other onto the shipped catalog.
  func load(
    _ names: [String] = ["cases.csv"], settingAside: Bool = false, limits: CaseLoadLimits = CaseLoadLimits(),
    mapping: CaseColumnMapping = .none
  ) throws(QueryError) -> CaseLoader.Loaded {
    try CaseLoader(catalog: ShippedData.library.catalog, limits: limits).load(
      names.map { CaseInput(path + "/" + $0, mapping: mapping) }, settingAside: settingAside)
  }

  /// What is wrong, one sentence each, paths without the folder.
  func problems(
    _ names: [String] = ["cases.csv"], settingAside: Bool = false, language: Language = .english,
    limits: CaseLoadLimits = CaseLoadLimits(), mapping: CaseColumnMapping = .none
  ) -> [String] {
    do throws(QueryError) {
      _ = try load(names, settingAside: settingAside, limits: limits, mapping: mapping)
      return []
    } catch {
      return error.diagnostics.map {
        DiagnosticWording(language).sentence($0.fact).replacingOccurrences(of: path + "/", with: "")
      }
    }
  }
}

extension CaseLoader.Loaded {
  /// A dimension's members, by row; empty where a case has none.
  func members(_ dimension: String) -> [String] {
    guard let index = catalog.dimensionIndexByID[dimension],
      let column = table.members.first(where: { $0.dimension == index })
    else { return [] }
    return (0..<table.rowCount).map { row in
      let member = column.members[column.codes[row]]
      return member == MemberColumn.noMember ? "" : catalog.dimensions[index].members[member].names.vietnamese
    }
  }

  func days(_ column: DayColumn?) -> [String] {
    guard let column else { return [] }
    return (0..<table.rowCount).map { table.days.day(column.values[$0])?.dayMonthYear ?? "" }
  }

  func identifiers() -> [String] {
    guard let identifiers = table.identifiers else { return [] }
    return (0..<table.rowCount).map { identifiers[$0] }
  }

  /// `nil` is missing.
  func numbers(_ id: String) -> [Int64?] {
    guard let column = table.numbers.first(where: { $0.id == id }) else { return [] }
    return (0..<table.rowCount).map { column.values[$0] == NumberText.missing ? nil : column.values[$0] }
  }

  /// The rows set aside, as they are written.
  func rejectedText() throws(QueryError) -> String {
    var bytes: [UInt8] = []
    try rejected.write(.none) { (part) throws(QueryError) in bytes += part }
    return String(decoding: bytes, as: UTF8.self)
  }
}
