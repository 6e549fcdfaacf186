/// What the columns of a file are, by its first line and the catalog.
struct CaseHeader {
  let delimiter: UInt8
  /// As written.
  let names: [String]
  let fields: [CaseColumnField]
  /// The first byte behind the header, and its line.
  let end: Int
  let nextLine: Int

  private static let longest = 1 << 20

  /// - Parameter kinds: what the user says of columns, by their folded name.
  /// - Throws: everything that is wrong with the header.
  static func read(
    _ file: CaseFile, catalog: Catalog, kinds: [String: CaseColumnField]
  ) throws(QueryError) -> CaseHeader {
    let place = DataPlace(file: file.path, line: 1)
    var start: [UInt8] = []
    let wanted = min(longest, file.byteCount)
    var failure: FileReading.Failure?
    start = [UInt8](unsafeUninitializedCapacity: max(1, wanted)) { buffer, count in
      do throws(FileReading.Failure) {
        guard let base = buffer.baseAddress else { return }
        count = try file.read(wanted, at: 0, into: base)
      } catch { failure = error }
    }
    if let failure { throw QueryError(.data(DataPlace(file: file.path), failure.problem), at: nil) }
    if let encoding = ByteOrderMark.foreignEncoding(of: start) {
      throw QueryError(.data(DataPlace(file: file.path), .otherEncoding(encoding)), at: nil)
    }
    let mark = start.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
    let (texts, delimiter, end, lines) = try split(start, from: mark, place)
    var problems = DataProblems()
    var names: [String] = []
    var fields: [CaseColumnField] = []
    for bytes in texts {
      if let offset = bytes.withUnsafeBufferPointer({ UTF8Check.firstInvalidOffset(in: $0) }) {
        problems.add(place, .invalidUTF8(offset: offset))
        continue
      }
      let name = nfc(String(decoding: bytes, as: UTF8.self)).trimmed
      let field = field(named: name, catalog, kinds)
      if name.isEmpty {
        problems.add(place, .requiredEmpty)
      } else if field != .skipped, let first = fields.firstIndex(of: field) {
        problems.add(place, .sameColumnTwice(name, names[first]))
      }
      names.append(name)
      fields.append(field)
    }
    if problems.isEmpty, !fields.contains(.received) {
      problems.add(
        place,
        .missingCaseDay(
          found: names, accepted: catalog.caseFields.first { $0.role == .received }?.spellings ?? []))
    }
    try problems.throwIfAny()
    return CaseHeader(delimiter: delimiter, names: names, fields: fields, end: end, nextLine: 1 + lines)
  }

  static func field(
    named name: String, _ catalog: Catalog, _ kinds: [String: CaseColumnField]
  ) -> CaseColumnField {
    let key = folded(name)
    if let kind = kinds[key] { return kind }
    for field in catalog.caseFields where field.spellings.contains(where: { folded($0) == key }) {
      return field.column(in: catalog)
    }
    for meaning in catalog.lexicon.meanings(of: name) {
      if case .dimension(let dimension) = meaning { return .dimension(dimension) }
    }
    return .further(name)
  }

  /// The fields of the first line, and the sign between them: whichever of comma, semicolon and tab there is most
  /// of outside quotes.
  private static func split(_ bytes: [UInt8], from start: Int, _ place: DataPlace) throws(QueryError) -> (
    texts: [[UInt8]], delimiter: UInt8, end: Int, lines: Int
  ) {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    var end: Int?
    for index in start..<bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\n") where !isQuoted: end = index
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"):
        if !isQuoted { counts[bytes[index], default: 0] += 1 }
      default: break
      }
      if end != nil { break }
    }
    if start >= bytes.count { throw QueryError(.data(place, .empty), at: nil) }
    if isQuoted { throw QueryError(.data(place, .unclosedQuote), at: nil) }
    let lineEnd = end ?? bytes.count
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let delimiter = candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? candidates[0]
    var texts: [[UInt8]] = [[]]
    var lines = 1
    var index = start
    isQuoted = false
    while index < lineEnd {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        if isQuoted, index + 1 < lineEnd, bytes[index + 1] == byte {
          texts[texts.count - 1].append(byte)
          index += 1
        } else {
          isQuoted.toggle()
        }
      } else if byte == delimiter, !isQuoted {
        texts.append([])
      } else {
        if byte == UInt8(ascii: "\n") { lines += 1 }
        texts[texts.count - 1].append(byte)
      }
      index += 1
    }
    if texts[texts.count - 1].last == UInt8(ascii: "\r") { texts[texts.count - 1].removeLast() }
    return (texts, delimiter, end.map { $0 + 1 } ?? bytes.count, lines)
  }
}
