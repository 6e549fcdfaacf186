/// Cuts bytes into rows and fields one at a time, and says of each field what is wrong with its quotes.
struct CaseRowReader {
  struct Field {
    var text: [UInt8]
    var problem: DataProblem?
  }

  struct Row {
    /// The first of them, as many as any table has columns.
    var fields: [Field] = []
    var fieldCount = 0
    /// Behind the row's line end.
    var end = 0
    var lineCount = 1
    var isBlank: Bool { fields.count == 1 && fields[0].text.isEmpty && !isQuoted && fields[0].problem == nil }
    /// Whether the first field stands in quotes: `""` is an empty field, no blank line.
    var isQuoted = false
  }

  let delimiter: UInt8
  /// More fields than this are counted only: a line of nothing but delimiters needs no memory for each.
  static let mostKept = 1 << 16

  /// The row that begins at `start`; `nil` where it does not end in the window.
  /// - Parameter isEnd: the window's end is the file's, where a line end may lack.
  func row(in window: [UInt8], from start: Int, isEnd: Bool) -> Row? {
    guard start < window.count else { return nil }
    return window.withUnsafeBufferPointer { row(in: $0, from: start, isEnd) }
  }

  private func row(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ isEnd: Bool) -> Row? {
    var row = Row()
    row.isQuoted = bytes[start] == UInt8(ascii: "\"")
    var position = start
    while true {
      var field = Field(text: [])
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        guard let (text, lines) = quoted(bytes, &position, isEnd) else { return nil }
        field.text = text
        row.lineCount += lines
        if !rest(bytes, &position).isEmpty { field.problem = .textAfterQuote }
      } else {
        field.text = rest(bytes, &position)
        if field.text.contains(UInt8(ascii: "\"")) { field.problem = .strayQuote }
      }
      row.fieldCount += 1
      if row.fieldCount <= CaseRowReader.mostKept { row.fields.append(field) }
      if position >= bytes.count {
        guard isEnd else { return nil }
        row.end = position
        return row
      }
      position += 1
      if bytes[position - 1] == UInt8(ascii: "\n") {
        row.end = position
        return row
      }
    }
  }

  /// The text in the quotes that open at `position`, which then is behind them, and its line feeds; `nil` where
  /// they do not close.
  private func quoted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ isEnd: Bool
  ) -> (text: [UInt8], lines: Int)? {
    var text: [UInt8] = []
    var lines = 0
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let isLast = position + 1 >= bytes.count
        // Whether the quote is doubled shows only with the next byte.
        if isLast, !isEnd { return nil }
        position += 1
        if isLast || bytes[position] != byte { return (text, lines) }
      } else if byte == UInt8(ascii: "\n") {
        lines += 1
      }
      text.append(byte)
      position += 1
    }
    return nil
  }

  /// The text up to the next delimiter or line end, where the position then is; without the carriage return of
  /// a line end.
  private func rest(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> [UInt8] {
    let start = position
    while position < bytes.count, bytes[position] != delimiter, bytes[position] != UInt8(ascii: "\n") {
      position += 1
    }
    var end = position
    let isLineEnd = position >= bytes.count || bytes[position] == UInt8(ascii: "\n")
    if isLineEnd, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Array(bytes[start..<end])
  }
}
