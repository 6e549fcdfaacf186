/// A column of a table in a cluster, and how what it holds is read.
struct RemoteColumn: Sendable {
  enum Kind: Sendable, Equatable {
    case text
    case day(hasTime: Bool)
    case integer
    case decimal(scale: Int)
    /// Approximate numbers, lists …
    case other
  }

  let name: String
  let type: String
  let kind: Kind
  let isNullable: Bool
  private let isPlainText: Bool
  private let isDictionary: Bool

  /// Greater than every day there is: a day that is not given.
  static let missingDay = 1_000_000

  /// - Parameter type: as the server's catalog writes it: `LowCardinality(Nullable(String))`.
  init(name: String, type: String) {
    self.name = name
    self.type = type
    var inner = type[...]
    var isNullable = false
    while let open = inner.firstIndex(of: "("), inner.last == ")",
      ["Nullable", "LowCardinality"].contains(inner[..<open])
    {
      isNullable = isNullable || inner.hasPrefix("Nullable")
      inner = inner[inner.index(after: open)...].dropLast()
    }
    self.isNullable = isNullable
    isDictionary = type.hasPrefix("LowCardinality")
    isPlainText = inner == "String" && !isDictionary
    kind = RemoteColumn.kind(of: inner)
  }

  private static func kind(of type: Substring) -> Kind {
    let word = type.prefix { $0 != "(" }
    let arguments = type.dropFirst(word.count + 1).dropLast().split(separator: ",").map {
      $0.filter { $0 != " " }
    }
    switch word {
    case "String", "Enum8", "Enum16", "UUID", "Bool": return .text
    case "Date", "Date32": return .day(hasTime: false)
    case "DateTime", "DateTime64": return .day(hasTime: true)
    case "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64": return .integer
    case "Decimal", "Decimal32", "Decimal64", "Decimal128":
      guard let scale = arguments.last.flatMap({ Int($0) }), (0...9).contains(scale) else { return .other }
      return scale == 0 ? .integer : .decimal(scale: scale)
    default: return .other
    }
  }

  /// The text, empty where there is none; never NULL.
  var text: SQLExpression {
    let text: SQLExpression = isPlainText ? .column(name) : .call(.toString, [.column(name)])
    let known: SQLExpression = isNullable ? .call(.ifNull, [text, .text("")]) : text
    // Old servers cannot put together what shards count by the codes of dictionaries.
    return isDictionary ? .call(.CAST, [known, .text("String")]) : known
  }

  /// The day since 1970, ``missingDay`` where there is none; never NULL.
  ///
  /// In a column that cannot hold NULL, servers keep a date that was not given as their first one. Where each case
  /// must have the day, that is looked at once, when the table is attached, and the day is asked for plainly.
  func day(isRequired: Bool) -> SQLExpression {
    let date: SQLExpression =
      kind == .day(hasTime: true) ? .call(.toDate, [.column(name)]) : .column(name)
    let number = SQLExpression.call(.toInt32, [date])
    if isRequired, !isNullable { return number }
    let known: SQLExpression = isNullable ? number : .call(.nullIf, [number, .integer(0)])
    return .call(.ifNull, [known, .integer(RemoteColumn.missingDay)])
  }
}
