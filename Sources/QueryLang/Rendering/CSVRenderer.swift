/// Comma-separated values (RFC 4180, but lines end in LF): a header of canonical names, a field in quotes
/// when it holds a comma, a quote, CR or LF.
///
/// Missing is empty, undefined `NaN`, a bound its text (`>0.1`). A row of one empty field is written `""`,
/// so that it is no blank line.
package struct CSVRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    renderDelimited(table, options, separator: UInt8(ascii: ","), appendField: appendQuoted)
  }

  private func appendQuoted(_ field: String, to buffer: inout [UInt8]) {
    var field = field
    let isPlain = field.withUTF8 { bytes in
      // All are looked at: the compiler then takes sixteen bytes at a time.
      var found = false
      for byte in bytes {
        found =
          found || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
          || byte == UInt8(ascii: "\r")
      }
      if !found { buffer.append(contentsOf: bytes) }
      return !found
    }
    if isPlain { return }
    buffer.append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }
}

/// Tab-separated values: as CSV, but nothing is quoted; a tab, LF, CR or backslash inside a value is written
/// `\t`, `\n`, `\r`, `\\`.
package struct TSVRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    renderDelimited(table, options, separator: UInt8(ascii: "\t"), appendField: appendEscaped)
  }

  private func appendEscaped(_ field: String, to buffer: inout [UInt8]) {
    for byte in field.utf8 {
      switch byte {
      case UInt8(ascii: "\t"): buffer.append(contentsOf: #"\t"#.utf8)
      case UInt8(ascii: "\n"): buffer.append(contentsOf: #"\n"#.utf8)
      case UInt8(ascii: "\r"): buffer.append(contentsOf: #"\r"#.utf8)
      case UInt8(ascii: "\\"): buffer.append(contentsOf: #"\\"#.utf8)
      default: buffer.append(byte)
      }
    }
  }
}

/// Header and rows into one buffer.
private func renderDelimited(
  _ table: ResultTable, _ options: RenderOptions, separator: UInt8,
  appendField: (String, inout [UInt8]) -> Void
) -> String {
  let columns = MachineColumn.columns(of: table, options)
  let labelColumn = table.labelColumn
  var buffer: [UInt8] = []
  func appendLine(_ text: (MachineColumn) -> String) {
    let start = buffer.count
    for (position, column) in columns.enumerated() {
      if position > 0 { buffer.append(separator) }
      appendField(text(column), &buffer)
    }
    if buffer.count == start, separator == UInt8(ascii: ","), !columns.isEmpty {
      buffer.append(contentsOf: "\"\"".utf8)
    }
    buffer.append(UInt8(ascii: "\n"))
  }
  if !options.continuesTable { appendLine { $0.name } }
  for row in table.rows where !options.observer.isStopped {
    appendLine { row.machineText($0, labelColumn: labelColumn, options.language) }
  }
  return String(decoding: buffer, as: UTF8.self)
}
