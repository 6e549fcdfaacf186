/// A CSV file as read: RFC 4180 with a header row; CRLF or LF; a UTF-8 byte-order mark is skipped.
///
/// Fields stay bytes until asked for; nothing is guessed about types.
package struct CSVTable: Sendable {
  /// File name for messages.
  package let file: String
  package let header: [String]
  /// First line of each row, counted from 1, the header's too.
  private let rowLines: [Int]
  /// No field needs composing to be NFC.
  package let isCertainlyComposed: Bool
  private let bytes: [UInt8]
  private let fields: [Field]

  private struct Field: Sendable {
    var lower: Int32
    var upper: Int32
    /// Holds doubled quotes.
    var hasDoubledQuotes: Bool
  }

  /// Data rows; the header is none.
  package var rowCount: Int { rowLines.count - 1 }

  /// First line of a data row, counted from 1.
  package func line(ofRow row: Int) -> Int { rowLines[row + 1] }

  package func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// A field's text; quotes removed.
  package func text(_ row: Int, _ column: Int) -> String {
    let field = fields[(row + 1) * header.count + column]
    let slice = bytes[Int(field.lower)..<Int(field.upper)]
    guard field.hasDoubledQuotes else { return String(decoding: slice, as: UTF8.self) }
    var plain: [UInt8] = []
    var skipsNext = false
    for byte in slice {
      if byte == CSVTable.quote, skipsNext {
        skipsNext = false
        continue
      }
      skipsNext = byte == CSVTable.quote
      plain.append(byte)
    }
    return String(decoding: plain, as: UTF8.self)
  }

  package func isEmpty(_ row: Int, _ column: Int) -> Bool {
    let field = fields[(row + 1) * header.count + column]
    return field.lower == field.upper
  }

  private static let quote = UInt8(ascii: "\"")

  /// Parses `bytes` whole.
  /// - Throws: every row with the wrong number of fields or broken quoting, as data problems; the whole file
  ///   is refused.
  /// - Complexity: O(bytes).
  package init(bytes input: [UInt8], file: String, delimiter: UInt8 = UInt8(ascii: ",")) throws(QueryError) {
    self.file = file
    guard input.count <= Int(Int32.max) else {
      throw CSVTable.failure(file, nil, .tooLarge(limitInBytes: Int(Int32.max)))
    }
    if let offset = CSVTable.firstInvalidUTF8(in: input) {
      let line = 1 + input[..<offset].count { $0 == UInt8(ascii: "\n") }
      throw CSVTable.failure(file, line, .invalidUTF8(offset: offset))
    }
    let table = try input.withUnsafeBufferPointer { buffer throws(QueryError) -> Scanner in
      var scanner = Scanner(bytes: buffer, delimiter: delimiter, file: file)
      try scanner.scan()
      return scanner
    }
    guard let width = table.width else { throw CSVTable.failure(file, nil, .empty) }
    bytes = input
    isCertainlyComposed = input.areCertainlyComposed
    header = (0..<width).map { index in
      let field = table.fields[index]
      return String(decoding: input[Int(field.lower)..<Int(field.upper)], as: UTF8.self)
    }
    fields = table.fields
    rowLines = table.lines
  }

  private static func failure(_ file: String, _ line: Int?, _ problem: DataProblem) -> QueryError {
    QueryError(.data(DataPlace(file: file, line: line), problem), at: nil)
  }

  private static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
    // The standard library validates at memory speed; only a bad file is searched for the place.
    if bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) != nil { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput, .error: return offset
      }
    }
  }

  /// - Precondition: `bytes` stays valid while the scanner is used.
  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let delimiter: UInt8
    let file: String
    var fields: [Field] = []
    /// Fields of the header, which every row must have.
    var width: Int?
    var lines: [Int] = []
    private var problems = DataProblems()

    init(bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, file: String) {
      self.bytes = bytes
      self.delimiter = delimiter
      self.file = file
    }

    mutating func scan() throws(QueryError) {
      var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var line = 1
      while offset < bytes.count {
        let rowLine = line
        let first = fields.count
        var rowEnds = false
        while !rowEnds {
          rowEnds = readField(&offset, &line)
        }
        let isBlank = fields.count - first == 1 && fields[first].lower == fields[first].upper
        if isBlank, width != 1 || offset >= bytes.count {
          fields.removeLast()
          continue
        }
        finishRow(from: first, line: rowLine)
      }
      try problems.throwIfAny()
    }

    private mutating func finishRow(from first: Int, line: Int) {
      let count = fields.count - first
      if let expected = width, expected != count {
        problems.add(DataPlace(file: file, line: line), .fieldCount(expected: expected, found: count))
        fields.removeSubrange(first...)
        return
      }
      width = count
      lines.append(line)
    }

    /// Reads one field and what ends it; `true` at a row's end.
    private mutating func readField(_ offset: inout Int, _ line: inout Int) -> Bool {
      let isQuoted = offset < bytes.count && bytes[offset] == CSVTable.quote
      var field = Field(lower: Int32(offset), upper: Int32(offset), hasDoubledQuotes: false)
      if isQuoted { readQuoted(&field, &offset, &line) }
      let plainStart = offset
      var hasQuote = false
      while offset < bytes.count, bytes[offset] != delimiter, bytes[offset] != UInt8(ascii: "\n") {
        hasQuote = hasQuote || bytes[offset] == CSVTable.quote
        offset += 1
      }
      if hasQuote, !isQuoted { problems.add(DataPlace(file: file, line: line), .strayQuote) }
      var end = offset
      let atLineEnd = offset >= bytes.count || bytes[offset] == UInt8(ascii: "\n")
      if atLineEnd, end > plainStart, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      if isQuoted, end > plainStart { problems.add(DataPlace(file: file, line: line), .textAfterQuote) }
      if !isQuoted { field.upper = Int32(end) }
      fields.append(field)
      if offset < bytes.count {
        if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
        offset += 1
        if !atLineEnd, offset >= bytes.count {
          fields.append(Field(lower: Int32(offset), upper: Int32(offset), hasDoubledQuotes: false))
          return true
        }
      }
      return atLineEnd
    }

    private mutating func readQuoted(_ field: inout Field, _ offset: inout Int, _ line: inout Int) {
      let openingLine = line
      offset += 1
      field.lower = Int32(offset)
      while offset < bytes.count {
        if bytes[offset] == CSVTable.quote {
          guard offset + 1 < bytes.count, bytes[offset + 1] == CSVTable.quote else {
            field.upper = Int32(offset)
            offset += 1
            return
          }
          field.hasDoubledQuotes = true
          offset += 1
        } else if bytes[offset] == UInt8(ascii: "\n") {
          line += 1
        }
        offset += 1
      }
      field.upper = Int32(offset)
      problems.add(DataPlace(file: file, line: openingLine), .unclosedQuote)
    }
  }
}

/// Collects what is wrong with a load: the first ten in full, the rest counted.
package struct DataProblems {
  package static let listed = 10
  private var found: [Diagnostic] = []
  private var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  package mutating func add(_ place: DataPlace, _ problem: DataProblem) {
    count += 1
    if found.count < DataProblems.listed { found.append(Diagnostic(.data(place, problem), at: nil)) }
  }

  package mutating func add(_ error: QueryError) {
    for diagnostic in error.diagnostics {
      count += 1
      if found.count < DataProblems.listed { found.append(diagnostic) }
    }
  }

  package func throwIfAny() throws(QueryError) {
    guard count > 0 else { return }
    let rest = count - found.count
    let more = rest > 0 ? [Diagnostic(.moreDataProblems(count: rest), at: nil)] : []
    throw QueryError(found + more)
  }
}
