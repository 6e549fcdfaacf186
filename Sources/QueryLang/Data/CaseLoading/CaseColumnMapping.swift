/// What the user says of the columns of a file: a small table beside it, `cases.columns.csv` beside `cases.csv`.
package struct CaseColumnMapping: Sendable {
  struct Entry: Sendable {
    let column: String
    let word: String
    let place: DataPlace
  }

  /// By the folded header text.
  let entries: [String: Entry]

  /// Everything is as the catalog says.
  package static let none = CaseColumnMapping(entries: [:])

  /// Larger tables are no mapping of columns.
  private static let largest = 1 << 20

  private init(entries: [String: Entry]) { self.entries = entries }

  /// Reads columns `column` and `field`: header text; a field's or dimension's id, `text`, `number`, `number 2`
  /// (decimals) or `skip`.
  /// - Parameter place: what is opened where it is not the path itself, which then is only shown.
  /// - Throws: everything that is wrong with the table.
  package init(file path: String, openedAt place: String? = nil, catalog: Catalog) throws(QueryError) {
    let bytes: [UInt8]
    do throws(FileReading.Failure) {
      bytes = try FileReading.bytes(ofRegularFile: place ?? path, limitInBytes: CaseColumnMapping.largest)
    } catch {
      throw QueryError(.data(DataPlace(file: path), error.problem), at: nil)
    }
    let semicolons = bytes.prefix { $0 != UInt8(ascii: "\n") }.contains(UInt8(ascii: ";"))
    let table = try CSVTable(
      bytes: bytes, file: path, delimiter: UInt8(ascii: semicolons ? ";" : ","))
    var problems = DataProblems()
    for name in ["column", "field"] where table.column(name) == nil {
      problems.add(DataPlace(file: path, line: 1), .missingColumn(name))
    }
    try problems.throwIfAny()
    guard let columnAt = table.column("column"), let fieldAt = table.column("field") else {
      self = .none
      return
    }
    var entries: [String: Entry] = [:]
    for row in 0..<table.rowCount {
      let line = table.line(ofRow: row)
      let column = nfc(table.text(row, columnAt)).trimmed
      let word = nfc(table.text(row, fieldAt)).trimmed
      let entry = Entry(
        column: column, word: word, place: DataPlace(file: path, line: line, column: "field"))
      let columnPlace = DataPlace(file: path, line: line, column: "column")
      if column.isEmpty { problems.add(columnPlace, .requiredEmpty) }
      if word.isEmpty {
        problems.add(entry.place, .requiredEmpty)
      } else if CaseColumnField(word, named: column, catalog) == nil {
        problems.add(entry.place, .unknownCaseField(word))
      }
      if let first = entries[folded(column)] {
        problems.add(columnPlace, .duplicateKey(column, firstLine: first.place.line ?? 1))
      }
      entries[folded(column)] = entry
    }
    try problems.throwIfAny()
    self.entries = entries
  }

  /// What the user says of a column; `nil` where that is nothing.
  func field(ofColumn name: String, _ catalog: Catalog) -> CaseColumnField? {
    entries[folded(name)].flatMap { CaseColumnField($0.word, named: name, catalog) }
  }

  /// Refuses what names no column of the file: it was misspelt, or meant for another file.
  func requireColumns(_ names: [String]) throws(QueryError) {
    let present = Set(names.map { folded($0) })
    var problems = DataProblems()
    for (key, entry) in entries.sorted(by: { ($0.value.place.line ?? 0) < ($1.value.place.line ?? 0) })
    where !present.contains(key) {
      problems.add(
        DataPlace(file: entry.place.file, line: entry.place.line, column: "column"),
        .unknownColumn(entry.column, near: NearNames.of(entry.column, among: names)))
    }
    try problems.throwIfAny()
  }
}

/// A file of cases to load.
package struct CaseInput: Sendable {
  /// As the user calls it.
  package let path: String
  /// What is opened: the path, or a file held open under another name.
  package let place: String
  package let mapping: CaseColumnMapping

  package init(_ path: String, openedAt place: String? = nil, mapping: CaseColumnMapping = .none) {
    self.path = path
    self.place = place ?? path
    self.mapping = mapping
  }
}
