/// The columns of cases as read, before texts become members.
struct RawCases {
  /// Texts by number, and the number in each row.
  struct TextColumn {
    let field: CaseColumnField
    let texts: NameList
    let codes: CodeValues
  }
  let rowCount: Int
  let days: CaseDays
  let received: ColumnValues<UInt16>
  let due: ColumnValues<UInt16>?
  let finished: ColumnValues<UInt16>?
  let texts: [TextColumn]
  let numbers: [NumberColumn]
  let identifiers: IdentifierColumn?
  /// Texts are numbered in the order of the rows.
  let hasOneReader: Bool
}

/// What a column of a file is.
enum CaseColumnField: Hashable, Sendable {
  case identifier
  case received, due, finished
  /// A dimension of the catalog.
  case dimension(Int)
  /// A column that the catalog does not know, under its own name: names, or numbers of so many decimals.
  case further(String)
  case number(String, decimals: Int)
  /// Left out on the user's word.
  case skipped
}

extension CaseColumnField {
  /// What the user says a column is; `nil` where nothing is called so.
  init?(_ word: String, named name: String, _ catalog: Catalog) {
    let parts = word.split(separator: " ").map(String.init)
    switch (parts.first, parts.count) {
    case ("skip", 1): self = .skipped
    case ("text", 1): self = .further(name)
    case ("number", 1): self = .number(name, decimals: 0)
    case ("number", 2):
      guard let decimals = Int(parts[1]), (0...9).contains(decimals) else { return nil }
      self = .number(name, decimals: decimals)
    default:
      if let field = catalog.caseFields.first(where: { $0.id == word }) {
        self = field.column(in: catalog)
      } else if let dimension = catalog.dimensionIndexByID[word] {
        self = .dimension(dimension)
      } else {
        return nil
      }
    }
  }
}
