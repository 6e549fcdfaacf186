/// A CSV table whose columns are known by name, with typed cells and collected problems.
///
/// The schema decides how a cell is read, never the cell: what does not fit is a problem with its place.
struct TypedTable {
  let csv: CSVTable
  var problems = DataProblems()

  /// - Parameters:
  ///   - required: columns that must be there; another column outside `optional` is reported.
  ///   - others: `true` to let columns of any other name pass.
  init(_ csv: CSVTable, required: [String], optional: [String] = [], others: Bool = false) {
    self.csv = csv
    for (index, name) in csv.header.enumerated() {
      if csv.header[..<index].contains(name) {
        problems.add(DataPlace(file: csv.file, line: 1), .duplicateColumn(name))
      }
      if !others, !required.contains(name), !optional.contains(name) {
        let near = NearNames.of(name, among: required + optional)
        problems.add(DataPlace(file: csv.file, line: 1), .unknownColumn(name, near: near))
      }
    }
    for name in required where !csv.header.contains(name) {
      problems.add(DataPlace(file: csv.file, line: 1), .missingColumn(name))
    }
  }

  /// A column as the readers below want it: looked up by name once, not row by row.
  struct Column {
    let name: String
    /// `nil` when the table has no such column.
    let position: Int?
  }

  func column(_ name: String) -> Column { Column(name: name, position: csv.column(name)) }

  func place(_ row: Int, _ column: Column? = nil) -> DataPlace {
    DataPlace(file: csv.file, line: csv.line(ofRow: row), column: column?.name)
  }

  mutating func problem(_ row: Int, _ column: Column, _ problem: DataProblem) {
    problems.add(place(row, column), problem)
  }

  func isEmpty(_ row: Int, _ column: Column) -> Bool {
    column.position.map { csv.isEmpty(row, $0) } ?? true
  }

  /// NFC text; empty when the cell or the whole column is.
  func text(_ row: Int, _ column: Column) -> String {
    guard let position = column.position, !csv.isEmpty(row, position) else { return "" }
    let text = csv.text(row, position)
    return csv.isCertainlyComposed ? text : nfc(text)
  }

  mutating func requiredText(_ row: Int, _ column: Column) -> String {
    let text = text(row, column)
    if text.isEmpty { problem(row, column, .requiredEmpty) }
    return text
  }

  /// The parts of a cell between `|`; empty ones are none.
  func list(_ row: Int, _ column: Column) -> [String] {
    guard let position = column.position, !csv.isEmpty(row, position) else { return [] }
    var text = text(row, column)
    return text.withUTF8 { bytes in
      var parts: [String] = []
      var start = 0
      for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "|") {
        if end > start { parts.append(String(validUTF8: UnsafeBufferPointer(rebasing: bytes[start..<end]))) }
        start = end + 1
      }
      return parts
    }
  }

  mutating func integer(_ row: Int, _ column: Column, default defaultValue: Int? = nil) -> Int {
    if let defaultValue, isEmpty(row, column) { return defaultValue }
    let text = text(row, column)
    if let value = Int(text) { return value }
    wrongType(row, column, text, "a whole number / số nguyên")
    return defaultValue ?? 0
  }

  mutating func decimal(_ row: Int, _ column: Column) -> ExactDecimal {
    let text = text(row, column)
    if let value = ExactDecimal(plainASCII: text.utf8), !text.utf8.contains(UInt8(ascii: "_")) {
      return value
    }
    let isLong = text.utf8.count > ExactDecimal.mostDigits
    if isLong, text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    {
      problem(row, column, .numberTooLong(text))
    } else {
      wrongType(row, column, text, "a number such as 64.3 / số")
    }
    return .zero
  }

  /// A number of digits after the point; `nil` when the cell is empty.
  mutating func decimals(_ row: Int, _ column: Column) -> Int? {
    if isEmpty(row, column) { return nil }
    let text = text(row, column)
    if let count = Int(text), (0...ExactDecimal.mostDigits).contains(count) { return count }
    wrongType(row, column, text, "a whole number from 0 to \(ExactDecimal.mostDigits) / số nguyên")
    return nil
  }

  mutating func boolean(_ row: Int, _ column: Column, default defaultValue: Bool) -> Bool {
    if isEmpty(row, column) { return defaultValue }
    switch text(row, column) {
    case "true": return true
    case "false": return false
    case let other:
      wrongType(row, column, other, "true / false")
      return defaultValue
    }
  }

  mutating func day(_ row: Int, _ column: Column) -> Day? {
    if isEmpty(row, column) { return nil }
    let text = text(row, column)
    if let day = Day(iso: text) { return day }
    wrongType(row, column, text, "a day such as 2024-10-30 / ngày")
    return nil
  }

  /// `2021-Q2`, `2021-H1`, `2021-06`, `2021`, a day, or `day..day`.
  mutating func period(_ row: Int, _ column: Column) -> Period? {
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
    _ row: Int, _ column: Column, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    let text = text(row, column)
    if let choice = Choice(rawValue: text) { return choice }
    problem(row, column, .notInEnumeration(text: text, choices: Choice.allCases.map(\.rawValue)))
    return nil
  }

  private mutating func wrongType(_ row: Int, _ column: Column, _ text: String, _ expected: String) {
    if text.isEmpty {
      problem(row, column, .requiredEmpty)
    } else {
      problem(row, column, .wrongType(text: text, expected: expected))
    }
  }
}

/// Finds rows that repeat a key.
struct KeyRegister<Key: Hashable> {
  private var lineByKey: [Key: Int]

  init(capacity: Int = 0) { lineByKey = Dictionary(minimumCapacity: capacity) }

  /// Line of the earlier row with this key, or `nil` and the key is taken.
  mutating func firstLine(of key: Key, taking line: Int) -> Int? {
    let earlier = lineByKey.updateValue(line, forKey: key)
    // The first line stays the one that is named.
    if let earlier { lineByKey[key] = earlier }
    return earlier
  }
}
