/// A CSV file as read: RFC 4180 with a header row; CRLF or LF; a UTF-8 byte-order mark is skipped.
///
/// Fields stay bytes until asked for; nothing is guessed about types.
package struct CSVTable: Sendable {
  /// File name for messages.
  package let file: String
  package let header: [String]
  /// No field needs composing to be NFC.
  package let isCertainlyComposed: Bool
  private let bytes: [UInt8]
  private let fields: [CSVField]
  /// First line of each row, counted from 1, the header's too.
  private let rowLines: [Int]

  /// Data rows; the header is none.
  package var rowCount: Int { rowLines.count - 1 }

  /// First line of a data row, counted from 1.
  package func line(ofRow row: Int) -> Int { rowLines[row + 1] }

  package func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// A field's text; quotes removed.
  package func text(_ row: Int, _ column: Int) -> String {
    let field = fields[(row + 1) * header.count + column]
    return bytes.withUnsafeBufferPointer { CSVTable.text(of: field, in: $0) }
  }

  private static func text(of field: CSVField, in bytes: UnsafeBufferPointer<UInt8>) -> String {
    let raw = UnsafeBufferPointer(rebasing: bytes[field.range])
    guard field.hasDoubledQuotes else { return String(validUTF8: raw) }
    var plain: [UInt8] = []
    var skipsNext = false
    for byte in raw {
      if byte == CSVTable.quote, skipsNext {
        skipsNext = false
        continue
      }
      skipsNext = byte == CSVTable.quote
      plain.append(byte)
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// A field's bytes as they stand in the file: doubled quotes are still double.
  package func withBytes<Result>(
    _ row: Int, _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let field = fields[(row + 1) * header.count + column]
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[field.range])) }
  }

  package func isEmpty(_ row: Int, _ column: Int) -> Bool {
    fields[(row + 1) * header.count + column].isEmpty
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")

  /// Parses `bytes` whole.
  /// - Throws: every row with the wrong number of fields or broken quoting, as data problems; the whole file
  ///   is refused.
  /// - Complexity: O(bytes).
  package init(
    bytes input: [UInt8], file: String, delimiter: UInt8 = UInt8(ascii: ","), observer: WorkObserver = .none
  ) throws(QueryError) {
    self.file = file
    guard input.count <= Int(Int32.max) else {
      throw CSVTable.failure(file, nil, .tooLarge(limitInBytes: Int(Int32.max)))
    }
    if let encoding = ByteOrderMark.foreignEncoding(of: input) {
      throw CSVTable.failure(file, nil, .otherEncoding(encoding))
    }
    if let offset = input.withUnsafeBufferPointer({ UTF8Check.firstInvalidOffset(in: $0) }) {
      let line = 1 + input[..<offset].count { $0 == CSVTable.lineFeed }
      throw CSVTable.failure(file, line, .invalidUTF8(offset: offset))
    }
    let (fields, found) = CSVTable.scan(input, file, delimiter, observer)
    try observer.checkpoint()
    try found.problems.throwIfAny()
    guard let width = found.width else { throw CSVTable.failure(file, nil, .empty) }
    bytes = input
    isCertainlyComposed = input.areCertainlyComposed
    header = input.withUnsafeBufferPointer { buffer in
      fields[..<width].map { String(validUTF8: UnsafeBufferPointer(rebasing: buffer[$0.range])) }
    }
    self.fields = fields
    rowLines = found.lines
  }

  private static func scan(
    _ input: [UInt8], _ file: String, _ delimiter: UInt8, _ observer: WorkObserver
  ) -> ([CSVField], CSVScanner.Found) {
    input.withUnsafeBufferPointer { bytes in
      var found = CSVScanner.Found()
      let room = CSVScanner.fieldRoom(in: bytes, delimiter)
      let fields = [CSVField](unsafeUninitializedCapacity: room) { fields, count in
        var scanner = CSVScanner(
          bytes: bytes, fields: fields, delimiter: delimiter, file: file, observer: observer)
        scanner.scan()
        count = scanner.count
        found = scanner.found
      }
      return (fields, found)
    }
  }

  private static func failure(_ file: String, _ line: Int?, _ problem: DataProblem) -> QueryError {
    QueryError(.data(DataPlace(file: file, line: line), problem), at: nil)
  }
}
