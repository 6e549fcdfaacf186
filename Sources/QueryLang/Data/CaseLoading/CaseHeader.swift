/// What the columns of a file are, by its first line and the catalog.
struct CaseHeader {
  let delimiter: UInt8
  /// As written.
  let names: [String]
  let fields: [CaseColumnField]
  /// Where the header's line stands in the file: behind a byte-order mark and blank lines.
  let range: Range<Int>
  /// The line of the first row.
  let nextLine: Int

  /// The first byte behind the header.
  var end: Int { range.upperBound }

  /// No header is longer than this; nearly all end within much less, and more of the file is then not read for it.
  private static let longest = 1 << 20
  private static let usual = 1 << 14

  /// - Parameters:
  ///   - mapping: what the user says of columns.
  ///   - kinds: what the columns turned out to hold that neither the user nor the catalog knows, by folded name.
  /// - Throws: everything that is wrong with the header.
  static func read(
    _ file: CaseFile, catalog: Catalog, mapping: CaseColumnMapping, kinds: [String: CaseColumnField]
  ) throws(QueryError) -> CaseHeader {
    let line = try firstLine(of: file)
    let place = DataPlace(file: file.path, line: line.number)
    var reading = Reading(
      catalog: catalog, mapping: mapping, kinds: kinds, place: place, known: CaseFieldNames(catalog))
    if line.row.fieldCount > CaseRowReader.mostKept {
      let problem = DataProblem.tooManyColumns(line.row.fieldCount, limit: CaseRowReader.mostKept)
      throw QueryError(.data(place, problem), at: nil)
    }
    for field in line.row.fields { reading.take(field) }
    let names = reading.names
    if reading.problems.isEmpty, !reading.fields.contains(.received) {
      reading.problems.add(
        place,
        .missingCaseDay(
          found: names, accepted: catalog.caseFields.first { $0.role == .received }?.spellings ?? []))
    }
    try reading.problems.throwIfAny()
    try mapping.requireColumns(names)
    return CaseHeader(
      delimiter: line.delimiter, names: names, fields: reading.fields, range: line.start..<line.row.end,
      nextLine: line.number + line.row.lineCount)
  }

  private static func firstBytes(_ count: Int, of file: CaseFile) throws(QueryError) -> [UInt8] {
    var failure: FileReading.Failure?
    let wanted = min(count, file.byteCount)
    let start = [UInt8](unsafeUninitializedCapacity: max(1, wanted)) { buffer, count in
      do throws(FileReading.Failure) {
        guard let base = buffer.baseAddress else { return }
        count = try file.read(wanted, at: 0, into: base)
      } catch { failure = error }
    }
    if let failure { throw QueryError(.data(DataPlace(file: file.path), failure.problem), at: nil) }
    return start
  }

  // MARK: The line

  private struct Line {
    let start: Int
    let number: Int
    let delimiter: UInt8
    let row: CaseRowReader.Row
  }

  private static func firstLine(of file: CaseFile) throws(QueryError) -> Line {
    var wanted = usual
    while true {
      if let line = try firstLine(in: firstBytes(wanted, of: file), of: file) { return line }
      wanted = longest
    }
  }

  /// - Returns: `nil` where more of the file has to be seen, and may be.
  private static func firstLine(in bytes: [UInt8], of file: CaseFile) throws(QueryError) -> Line? {
    if let encoding = ByteOrderMark.foreignEncoding(of: bytes) {
      throw QueryError(.data(DataPlace(file: file.path), .otherEncoding(encoding)), at: nil)
    }
    var start = bytes.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
    var number = 1
    while start < bytes.count {
      let isReturn = bytes[start] == 0x0D && start + 1 < bytes.count && bytes[start + 1] == 0x0A
      guard isReturn || bytes[start] == 0x0A else { break }
      start += isReturn ? 2 : 1
      number += 1
    }
    let delimiter = delimiter(of: bytes[start...])
    let isWhole = bytes.count == file.byteCount
    if start < bytes.count,
      let row = CaseRowReader(delimiter: delimiter).row(in: bytes, from: start, isEnd: isWhole)
    {
      return Line(start: start, number: number, delimiter: delimiter, row: row)
    }
    if !isWhole, bytes.count < longest { return nil }
    let problem: DataProblem =
      start == bytes.count ? .empty : isWhole ? .unclosedQuote : .rowTooLong(limitInBytes: longest)
    throw QueryError(.data(DataPlace(file: file.path, line: number), problem), at: nil)
  }

  /// Whichever of comma, semicolon and tab there is most of outside quotes in the first line.
  private static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") { break }
      if candidates.contains(byte) { counts[byte, default: 0] += 1 }
    }
    return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? candidates[0]
  }

  // MARK: Its columns

  private struct Reading {
    let catalog: Catalog
    let mapping: CaseColumnMapping
    let kinds: [String: CaseColumnField]
    let place: DataPlace
    let known: CaseFieldNames
    var problems = DataProblems()
    var names: [String] = []
    var fields: [CaseColumnField] = []
    /// By field, what it is told from others by.
    var identities: [CaseColumnField] = []

    mutating func take(_ field: CaseRowReader.Field) {
      if let problem = field.problem { return problems.add(place, problem) }
      if let offset = field.text.withUnsafeBufferPointer({ UTF8Check.firstInvalidOffset(in: $0) }) {
        return problems.add(place, .invalidUTF8InField(offset: offset))
      }
      let name = nfc(String(decoding: field.text, as: UTF8.self)).trimmed
      let column = meaning(of: name)
      let identity = identity(column)
      if name.isEmpty {
        problems.add(place, .columnWithoutName(position: names.count + 1))
      } else if column != .skipped,
        let first = identities.firstIndex(of: identity)
      {
        problems.add(place, .sameColumnTwice(name, names[first]))
      }
      names.append(name)
      fields.append(column)
      identities.append(identity)
    }

    private func meaning(of name: String) -> CaseColumnField {
      mapping.field(ofColumn: name, catalog) ?? kinds[folded(name)] ?? known.field(named: name)
    }

    /// Two columns of one's own are the same where they would answer to the same name.
    private func identity(_ field: CaseColumnField) -> CaseColumnField {
      switch field {
      case .further(let name), .number(let name, _):
        let id = Catalog.identifier(for: name)
        return catalog.dimensionIndexByID[id].map { .dimension($0) } ?? .further(id)
      case .identifier, .received, .due, .finished, .dimension, .skipped: return field
      }
    }
  }
}

/// What the catalog takes columns for, by their names.
struct CaseFieldNames {
  private let catalog: Catalog
  private let fields: [String: CaseColumnField]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    var fields: [String: CaseColumnField] = [:]
    for field in catalog.caseFields {
      for spelling in field.spellings {
        let name = folded(spelling)
        if fields[name] == nil { fields[name] = field.column(in: catalog) }
      }
    }
    self.fields = fields
  }

  func field(named name: String) -> CaseColumnField {
    if let field = fields[folded(name)] { return field }
    for meaning in catalog.lexicon.meanings(of: name) {
      if case .dimension(let dimension) = meaning { return .dimension(dimension) }
    }
    return .further(name)
  }
}
