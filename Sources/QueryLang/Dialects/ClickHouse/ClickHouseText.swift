/// A tree of SQL → the text that ClickHouse reads.
package enum ClickHouseText {
  /// A text in quotes. ClickHouse escapes with backslashes: doubling quotes alone would let `\'` out.
  package static func literal(_ text: String) -> String { quoted(text, "'") }

  /// A name of a column or table.
  package static func identifier(_ name: String) -> String { quoted(name, "`") }

  private static func quoted(_ text: String, _ quote: Unicode.Scalar) -> String {
    var out = String.UnicodeScalarView()
    out.append(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", quote:
        out.append("\\")
        out.append(scalar)
      case "\0":
        out.append("\\")
        out.append("0")
      default: out.append(scalar)
      }
    }
    out.append(quote)
    return String(out)
  }

  package static func write(_ select: SQLSelect) -> String {
    let columns = select.columns.map { "\(write($0.value)) AS \(identifier($0.alias))" }
    var text = "SELECT \(columns.joined(separator: ", ")) FROM \(identifier(select.table))"
    if let condition = select.condition { text += " WHERE " + write(condition) }
    if !select.groups.isEmpty { text += " GROUP BY " + select.groups.map(identifier).joined(separator: ", ") }
    if !select.order.isEmpty {
      let keys = select.order.map { write($0.value) + ($0.isDescending ? " DESC" : " ASC") }
      text += " ORDER BY " + keys.joined(separator: ", ")
    }
    if let limit = select.limit { text += " LIMIT \(limit)" }
    return text
  }

  package static func write(_ expression: SQLExpression) -> String {
    switch expression {
    case .column(let name): identifier(name)
    case .text(let text): literal(text)
    case .integer(let number): String(number)
    case .call(let function, let arguments): "\(function.rawValue)(\(list(arguments)))"
    case .comparison(let left, let comparison, let right):
      "\(operand(left)) \(comparison.rawValue) \(operand(right))"
    case .difference(let left, let right): "\(operand(left)) - \(operand(right))"
    case .all(let parts): parts.map(operand).joined(separator: " AND ")
    case .any(let parts): parts.map(operand).joined(separator: " OR ")
    case .tuple(let parts): "(\(list(parts)))"
    case .array(let parts): "[\(list(parts))]"
    case .isIn(let value, let list, let isNegated):
      "\(operand(value)) \(isNegated ? "NOT IN" : "IN") (\(self.list(list)))"
    }
  }

  private static func list(_ parts: [SQLExpression]) -> String { parts.map(write).joined(separator: ", ") }

  /// In brackets where it is made of several.
  private static func operand(_ expression: SQLExpression) -> String {
    switch expression {
    case .column, .text, .call, .tuple, .array: write(expression)
    case .integer(let number): number < 0 ? "(\(number))" : String(number)
    case .comparison, .difference, .all, .any, .isIn: "(\(write(expression)))"
    }
  }
}
