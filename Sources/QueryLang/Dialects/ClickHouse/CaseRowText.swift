/// Cases as lines of tab-separated text, as ClickHouse reads them.
struct CaseRowText {
  enum Part: Sendable {
    case day(DayColumn)
    /// The text of each code, escaped; NULL where there is none.
    case member(CodeValues, texts: [[UInt8]])
    case number(NumberColumn)
    case identifier(IdentifierColumn)
    /// The same in every row.
    case constant([UInt8])
    case rowNumber
  }

  let parts: [Part]
  let days: CaseDays
  static let null = Array("\\N".utf8)

  func append(row: Int, to bytes: inout [UInt8]) {
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\t")) }
      switch part {
      case .day(let column):
        bytes += days.day(column.values[row]).map { Array($0.description.utf8) } ?? CaseRowText.null
      case .member(let codes, let texts): bytes += texts[codes[row]]
      case .number(let column): bytes += CaseRowText.number(column.values[row], column.decimals)
      case .identifier(let column): bytes += CaseRowText.escaped(column[row])
      case .constant(let text): bytes += text
      case .rowNumber: bytes += Array(String(row).utf8)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func number(_ value: Int64, _ decimals: Int) -> [UInt8] {
    if value == NumberText.missing { return null }
    return Array(ExactDecimal(significand: Int128(value), scale: decimals).description.utf8)
  }

  static func escaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
      case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
      case 0: bytes += Array("\\0".utf8)
      default: bytes.append(byte)
      }
    }
    return bytes
  }
}
