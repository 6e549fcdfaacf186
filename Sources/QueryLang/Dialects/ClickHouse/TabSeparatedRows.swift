/// An answer in ClickHouse's TabSeparated that comes piece by piece → its rows, each cell as text; NULL as `nil`.
struct TabSeparatedRows {
  /// It is not what was asked for.
  struct Broken: Error {}

  private let columns: Int
  /// The beginning of a row whose end has not come.
  private var rest: [UInt8] = []

  init(columns: Int) { self.columns = columns }

  /// The rows that end in a piece.
  mutating func rows(endingIn piece: [UInt8]) throws(Broken) -> [[String?]] {
    var rows: [[String?]] = []
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
      rest += piece[start..<end]
      rows.append(try row(rest))
      rest.removeAll(keepingCapacity: true)
      start = end + 1
    }
    rest += piece[start...]
    return rows
  }

  /// To be called behind the last piece.
  func finish() throws(Broken) { if !rest.isEmpty { throw Broken() } }

  private func row(_ line: [UInt8]) throws(Broken) -> [String?] {
    var cells: [String?] = []
    cells.reserveCapacity(columns)
    for cell in line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
      cells.append(try text(cell))
    }
    guard cells.count == columns else { throw Broken() }
    return cells
  }

  private func text(_ cell: ArraySlice<UInt8>) throws(Broken) -> String? {
    let backslash = UInt8(ascii: "\\")
    guard cell.contains(backslash) else { return try decoded(cell) }
    if cell.elementsEqual(CaseRowText.null) { return nil }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in cell {
      if isEscaped {
        bytes.append(TabSeparatedRows.unescaped(byte))
        isEscaped = false
      } else if byte == backslash {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    if isEscaped { throw Broken() }
    return try decoded(bytes[...])
  }

  /// Any other stands for itself.
  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "0"): 0
    default: byte
    }
  }

  private func decoded(_ bytes: ArraySlice<UInt8>) throws(Broken) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Broken() }
    return text
  }
}
