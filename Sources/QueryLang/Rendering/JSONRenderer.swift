/// A JSON array of one object per row, a row a line.
///
/// Numbers are JSON numbers with every digit; missing and undefined are `null`, undefined always with
/// `"<column>_status": "undefined"`; a bound is its text (`">0.1"`). Control, bidirectional and other
/// invisible characters are written as `\u` escapes: exact, and harmless on a screen.
package struct JSONRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    guard !table.rows.isEmpty else { return "[]\n" }
    var writer = JSONWriter(table, options)
    writer.buffer.append(contentsOf: "[\n".utf8)
    for (position, row) in table.rows.enumerated() where !options.observer.isStopped {
      if position > 0 { writer.buffer.append(contentsOf: ",\n".utf8) }
      writer.append(row)
    }
    writer.buffer.append(contentsOf: "\n]\n".utf8)
    return writer.text
  }
}

/// JSON Lines: the objects of ``JSONRenderer``, one per line, nothing around them.
package struct JSONLinesRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    var writer = JSONWriter(table, options)
    for row in table.rows where !options.observer.isStopped {
      writer.append(row)
      writer.buffer.append(UInt8(ascii: "\n"))
    }
    return writer.text
  }
}

/// Writes rows as objects; the keys are escaped once.
private struct JSONWriter {
  private let columns: [MachineColumn]
  private let keys: [[UInt8]]
  private let labelColumn: Int?
  private let options: RenderOptions
  var buffer: [UInt8] = []

  init(_ table: ResultTable, _ options: RenderOptions) {
    columns = MachineColumn.columns(of: table, options)
    labelColumn = table.labelColumn
    self.options = options
    keys = columns.map { column in
      var key: [UInt8] = []
      appendJSON(column.name, to: &key)
      return key + [UInt8(ascii: ":")]
    }
  }

  var text: String { String(decoding: buffer, as: UTF8.self) }

  mutating func append(_ row: ResultRow) {
    buffer.append(UInt8(ascii: "{"))
    for (position, column) in columns.enumerated() {
      if position > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer.append(contentsOf: keys[position])
      let isFollowedByStatus = position + 1 < columns.count && columns[position + 1].facet == .status
      append(column, of: row, namingUndefined: !isFollowedByStatus)
    }
    buffer.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ column: MachineColumn, of row: ResultRow, namingUndefined: Bool) {
    let cell = row.cell(column.index)
    let isTitled = column.index == labelColumn && row.kind != .group && cell.isBlank
    guard column.facet == .value, !isTitled else { return appendText(column, of: row) }
    if cell.absence == .hidden { return buffer.append(contentsOf: "null".utf8) }
    switch cell.value {
    case .missing: buffer.append(contentsOf: "null".utf8)
    case .undefined: appendUndefined(namingUndefined ? column : nil)
    case .number(let quantity):
      guard let digits = quantity.machineText else { return appendUndefined(namingUndefined ? column : nil) }
      buffer.append(contentsOf: digits.utf8)
    case .bounded, .name, .period, .text: appendText(column, of: row)
    }
  }

  private mutating func appendText(_ column: MachineColumn, of row: ResultRow) {
    appendJSON(row.machineText(column, labelColumn: labelColumn, options.language), to: &buffer)
  }

  private mutating func appendUndefined(_ column: MachineColumn?) {
    buffer.append(contentsOf: "null".utf8)
    guard let column else { return }
    buffer.append(UInt8(ascii: ","))
    appendJSON(column.name + "_status", to: &buffer)
    buffer.append(contentsOf: ":\"undefined\"".utf8)
  }
}

/// `text` as a JSON string.
private func appendJSON(_ text: String, to buffer: inout [UInt8]) {
  buffer.append(UInt8(ascii: "\""))
  if text.utf8.allSatisfy(\.isPlainInJSON) {
    buffer.append(contentsOf: text.utf8)
  } else {
    for scalar in text.unicodeScalars { appendJSON(scalar, to: &buffer) }
  }
  buffer.append(UInt8(ascii: "\""))
}

private func appendJSON(_ scalar: Unicode.Scalar, to buffer: inout [UInt8]) {
  switch scalar {
  case "\"": buffer.append(contentsOf: #"\""#.utf8)
  case "\\": buffer.append(contentsOf: #"\\"#.utf8)
  case "\n": buffer.append(contentsOf: #"\n"#.utf8)
  case "\r": buffer.append(contentsOf: #"\r"#.utf8)
  case "\t": buffer.append(contentsOf: #"\t"#.utf8)
  default:
    guard scalar.isInvisible else { return buffer.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
    for unit in UTF16.encode(scalar) ?? .init() {
      let digits = String(unit, radix: 16)
      buffer.append(contentsOf: "\\u".utf8)
      buffer.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
      buffer.append(contentsOf: digits.utf8)
    }
  }
}

extension UInt8 {
  /// Neither escaped itself nor the first byte of a character that may be.
  fileprivate var isPlainInJSON: Bool {
    switch self {
    case ..<0x20, 0x22, 0x5C, 0x7F, 0xC2, 0xD8...0xDC, 0xE0, 0xE2, 0xE3, 0xEF...0xF4: false
    default: true
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
