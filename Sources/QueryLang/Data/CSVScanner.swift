/// Where a field's text stands in the file; 8 bytes, for wide tables are mostly empty fields.
struct CSVField: Sendable {
  private let lower: UInt32
  /// Length and, as the lowest bit, whether the text holds doubled quotes.
  private let lengthAndMark: UInt32

  init(from lower: Int, to upper: Int, hasDoubledQuotes: Bool) {
    self.lower = UInt32(truncatingIfNeeded: lower)
    lengthAndMark = UInt32(truncatingIfNeeded: upper - lower) << 1 | (hasDoubledQuotes ? 1 : 0)
  }

  var isEmpty: Bool { lengthAndMark == 0 }
  var hasDoubledQuotes: Bool { lengthAndMark & 1 == 1 }
  var range: Range<Int> { Int(lower)..<Int(lower) + Int(lengthAndMark >> 1) }
}

/// Finds the rows and fields of a CSV text, and all that is wrong with its form.
///
/// - Precondition: `bytes` and `fields` stay valid while the scanner is used, and `fields` has room for all.
struct CSVScanner {
  /// What a scan finds beside the fields.
  struct Found {
    /// Fields of the header, which every row must have; `nil` when there is no row.
    var width: Int?
    var lines: [Int] = []
    var problems = DataProblems()
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let fields: UnsafeMutableBufferPointer<CSVField>
  private let delimiter: UInt8
  private let file: String
  private let observer: WorkObserver
  /// The delimiter in each of eight bytes.
  private let delimiters: UInt64
  /// Fields found.
  private(set) var count = 0
  private(set) var found = Found()
  private var offset = 0
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")

  init(
    bytes: UnsafeBufferPointer<UInt8>, fields: UnsafeMutableBufferPointer<CSVField>, delimiter: UInt8,
    file: String, observer: WorkObserver = .none
  ) {
    self.observer = observer
    self.bytes = bytes
    self.fields = fields
    self.delimiter = delimiter
    self.file = file
    delimiters = CSVScanner.ones * UInt64(delimiter)
  }

  /// Every field but the last of a row ends with a delimiter and the last with a line or the file: one for each
  /// is never too little.
  static func fieldRoom(in bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> Int {
    var ends = 0
    var start = 0
    while start < bytes.count {
      // In blocks that a byte can count: so the compiler takes sixteen bytes at a time.
      let end = min(start + 255, bytes.count)
      var endsInBlock: UInt8 = 0
      for index in start..<end {
        endsInBlock &+= (bytes[index] == delimiter ? 1 : 0) | (bytes[index] == CSVScanner.lineFeed ? 1 : 0)
      }
      ends += Int(endsInBlock)
      start = end
    }
    return ends + 2
  }

  mutating func scan() {
    offset = bytes.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
    while offset < bytes.count, line & 0xFF != 0 || !observer.isStopped {
      let rowLine = line
      let first = count
      while !readField() {}
      let isBlank = count - first == 1 && fields[first].isEmpty
      if isBlank, found.width != 1 || offset >= bytes.count {
        count = first
        continue
      }
      finishRow(from: first, line: rowLine)
    }
  }

  private mutating func finishRow(from first: Int, line: Int) {
    if let expected = found.width, expected != count - first {
      problem(.fieldCount(expected: expected, found: count - first), line)
      count = first
      return
    }
    found.width = count - first
    found.lines.append(line)
  }

  private mutating func problem(_ problem: DataProblem, _ line: Int) {
    found.problems.add(DataPlace(file: file, line: line), problem)
  }

  private mutating func append(_ field: CSVField) {
    fields.initializeElement(at: count, to: field)
    count += 1
  }

  /// Reads one field and what ends it; `true` at a row's end.
  private mutating func readField() -> Bool {
    let start = offset
    if start < bytes.count, bytes[start] == CSVScanner.quote {
      readQuotedField()
    } else {
      let hasQuote = skipToEnd()
      if hasQuote { problem(.strayQuote, line) }
      append(CSVField(from: start, to: textEnd(from: start), hasDoubledQuotes: false))
    }
    return readEnd()
  }

  private mutating func readQuotedField() {
    append(readQuoted())
    let rest = offset
    _ = skipToEnd()
    if textEnd(from: rest) > rest { problem(.textAfterQuote, line) }
  }

  /// Goes on to the delimiter, line end or file end that ends the field; `true` when a quote stands before.
  private mutating func skipToEnd() -> Bool {
    var hasQuote = false
    var position = nextSign(from: offset)
    while position < bytes.count, bytes[position] == CSVScanner.quote {
      hasQuote = true
      position = nextSign(from: position + 1)
    }
    offset = position
    return hasQuote
  }

  /// Where the next delimiter, line feed or quote stands, or the end; eight bytes at a time.
  private func nextSign(from start: Int) -> Int {
    var position = start
    let raw = UnsafeRawBufferPointer(bytes)
    while position + 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
      let found =
        CSVScanner.firstZero(word ^ delimiters) | CSVScanner.firstZero(word ^ CSVScanner.lineFeeds)
        | CSVScanner.firstZero(word ^ CSVScanner.quotes)
      if found != 0 { return position + found.trailingZeroBitCount >> 3 }
      position += 8
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte == CSVScanner.lineFeed || byte == CSVScanner.quote { break }
      position += 1
    }
    return position
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let lineFeeds = ones * UInt64(lineFeed)
  private static let quotes = ones * UInt64(quote)

  /// The high bit of the lowest byte that is zero; above it there may be more bits than bytes that are zero.
  private static func firstZero(_ word: UInt64) -> UInt64 {
    (word &- ones) & ~word & 0x8080_8080_8080_8080
  }

  private var isAtLineEnd: Bool { offset >= bytes.count || bytes[offset] == CSVScanner.lineFeed }

  /// The end of a text that began at `start`: before the carriage return of a line end.
  private func textEnd(from start: Int) -> Int {
    offset > start && bytes[offset - 1] == UInt8(ascii: "\r") && isAtLineEnd ? offset - 1 : offset
  }

  /// Steps over what ends a field; `true` at a row's end.
  private mutating func readEnd() -> Bool {
    guard offset < bytes.count else { return true }
    let isRowEnd = bytes[offset] == CSVScanner.lineFeed
    offset += 1
    if isRowEnd {
      line += 1
    } else if offset >= bytes.count {
      append(CSVField(from: offset, to: offset, hasDoubledQuotes: false))
      return true
    }
    return isRowEnd
  }

  /// Reads from the opening to the closing quote.
  private mutating func readQuoted() -> CSVField {
    let openingLine = line
    offset += 1
    let start = offset
    var hasDoubledQuotes = false
    while true {
      offset = nextSign(from: offset)
      guard offset < bytes.count else { break }
      if bytes[offset] == CSVScanner.quote {
        guard offset + 1 < bytes.count, bytes[offset + 1] == CSVScanner.quote else {
          offset += 1
          return CSVField(from: start, to: offset - 1, hasDoubledQuotes: hasDoubledQuotes)
        }
        hasDoubledQuotes = true
        offset += 1
      } else if bytes[offset] == CSVScanner.lineFeed {
        line += 1
      }
      offset += 1
    }
    problem(.unclosedQuote, openingLine)
    return CSVField(from: start, to: offset, hasDoubledQuotes: hasDoubledQuotes)
  }
}
