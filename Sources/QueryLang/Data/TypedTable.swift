/// A CSV table whose columns are known by name, with typed cells and collected problems.
///
/// The schema decides how a cell is read, never the cell: what does not fit is a problem with its place.
struct TypedTable {
  let csv: CSVTable
  /// Column names by position. Searched in order: for a few dozen short names that beats hashing each time.
  private let columns: [String]
  var problems = DataProblems()

  /// - Parameters:
  ///   - required: columns that must be there; another column outside `optional` is reported.
  ///   - others: `true` to let columns of any other name pass.
  init(_ csv: CSVTable, required: [String], optional: [String] = [], others: Bool = false) {
    self.csv = csv
    columns = csv.header
    for (index, name) in csv.header.enumerated() {
      if csv.header[..<index].contains(name) {
        problems.add(DataPlace(file: csv.file, line: 1), .duplicateColumn(name))
      }
      if !others, !required.contains(name), !optional.contains(name) {
        let near = NearNames.of(name, among: required + optional)
        problems.add(DataPlace(file: csv.file, line: 1), .unknownColumn(name, near: near))
      }
    }
    for name in required where !columns.contains(name) {
      problems.add(DataPlace(file: csv.file, line: 1), .missingColumn(name))
    }
  }

  func has(_ column: String) -> Bool { columns.contains(column) }

  func position(of column: String) -> Int? { columns.firstIndex(of: column) }

  func place(_ row: Int, _ column: String? = nil) -> DataPlace {
    DataPlace(file: csv.file, line: csv.line(ofRow: row), column: column)
  }

  mutating func problem(_ row: Int, _ column: String?, _ problem: DataProblem) {
    problems.add(place(row, column), problem)
  }

  /// NFC text; empty when the cell or the whole column is.
  func text(_ row: Int, _ column: String) -> String {
    position(of: column).map { text(row, at: $0) } ?? ""
  }

  /// The same by the column's position.
  func text(_ row: Int, at position: Int) -> String {
    if csv.isEmpty(row, position) { return "" }
    let text = csv.text(row, position)
    return csv.isCertainlyComposed ? text : nfc(text)
  }

  mutating func requiredText(_ row: Int, _ column: String) -> String {
    let text = text(row, column)
    if text.isEmpty { problem(row, column, .requiredEmpty) }
    return text
  }

  func list(_ row: Int, _ column: String) -> [String] {
    position(of: column).map { list(row, at: $0) } ?? []
  }

  func list(_ row: Int, at position: Int) -> [String] {
    let text = text(row, at: position)
    if text.isEmpty { return [] }
    guard text.utf8.contains(UInt8(ascii: "|")) else { return [text] }
    return text.utf8.split(separator: UInt8(ascii: "|")).map { String(Substring($0)) }
  }

  mutating func integer(_ row: Int, _ column: String, default defaultValue: Int? = nil) -> Int {
    let text = text(row, column)
    if text.isEmpty, let defaultValue { return defaultValue }
    if let value = Int(text) { return value }
    wrongType(row, column, text, "a whole number / số nguyên")
    return defaultValue ?? 0
  }

  mutating func decimal(_ row: Int, _ column: String) -> ExactDecimal {
    let text = text(row, column)
    if let value = ExactDecimal(plainASCII: text.utf8), !text.contains("_") { return value }
    wrongType(row, column, text, "a number such as 64.3 / số")
    return .zero
  }

  mutating func boolean(_ row: Int, _ column: String, default defaultValue: Bool) -> Bool {
    switch text(row, column) {
    case "": return defaultValue
    case "true": return true
    case "false": return false
    case let other:
      wrongType(row, column, other, "true / false")
      return defaultValue
    }
  }

  mutating func day(_ row: Int, _ column: String) -> Day? {
    let text = text(row, column)
    if text.isEmpty { return nil }
    if let day = Day(iso: text) { return day }
    wrongType(row, column, text, "a day such as 2024-10-30 / ngày")
    return nil
  }

  /// `2021-Q2`, `2021-H1`, `2021-06`, `2021`, a day, or `day..day`.
  mutating func period(_ row: Int, _ column: String) -> Period? {
    let text = text(row, column)
    if text.isEmpty { return nil }
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    if ends.count == 1, let period = try? TimeLiteral.parse(text) { return period }
    if ends.count == 2, let first = try? TimeLiteral.parse(ends[0]),
      let last = try? TimeLiteral.parse(ends[1]),
      let period = Period(first: first.first, last: last.last)
    {
      return period
    }
    wrongType(row, column, text, "a period such as 2021-Q2 / kỳ")
    return nil
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ row: Int, _ column: String, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    let text = text(row, column)
    if let choice = Choice(rawValue: text) { return choice }
    problem(row, column, .notInEnumeration(text: text, choices: Choice.allCases.map(\.rawValue)))
    return nil
  }

  private mutating func wrongType(_ row: Int, _ column: String, _ text: String, _ expected: String) {
    if text.isEmpty {
      problem(row, column, .requiredEmpty)
    } else {
      problem(row, column, .wrongType(text: text, expected: expected))
    }
  }
}

/// Finds rows that repeat a key.
struct KeyRegister {
  private var lineByKey: [String: Int] = [:]

  /// Line of the earlier row with this key, or `nil` and the key is taken.
  mutating func firstLine(of key: String, taking line: Int) -> Int? {
    if let earlier = lineByKey[key] { return earlier }
    lineByKey[key] = line
    return nil
  }
}
