/// The condition of `show … where …`, over the columns of a listing.
struct ListingFilter {
  typealias Predicate = ([ListingTable.Cell]) -> Bool

  private let table: ListingTable
  private var diagnostics: [Diagnostic] = []

  private init(_ table: ListingTable) { self.table = table }

  /// The rows of `table` for which `condition` holds.
  /// - Throws: every unknown column at once, with near names.
  static func apply(_ condition: ConditionSyntax, to table: ListingTable) throws(QueryError) -> ListingTable {
    var filter = ListingFilter(table)
    let holds = filter.predicate(condition)
    if !filter.diagnostics.isEmpty { throw QueryError(filter.diagnostics) }
    var result = table
    result.rows.removeAll { !holds($0) }
    return result
  }

  private mutating func predicate(_ condition: ConditionSyntax) -> Predicate {
    switch condition {
    case .comparison(let field, let comparison, let value):
      let column = column(field)
      return compare(column, comparison, value)
    case .membership(let field, let values, let isNegated):
      let column = column(field)
      let alternatives = values.map { compare(column, .equal, $0) }
      return { row in alternatives.contains { $0(row) } != isNegated }
    case .range(let field, let lower, let upper, let isNegated):
      let column = column(field)
      let isAbove = compare(column, .greaterOrEqual, lower)
      let isBelow = compare(column, .lessOrEqual, upper)
      return { row in (isAbove(row) && isBelow(row)) != isNegated }
    case .contains(let field, let text):
      let column = column(field)
      let part = folded(text.text)
      return { row in row[column].spellings.contains { folded($0).contains(part) } }
    case .isMissing(let field, let isNegated):
      let column = column(field)
      return { row in row[column].spellings.isEmpty != isNegated }
    case .not(let inner):
      let holds = predicate(inner)
      return { !holds($0) }
    case .and(let parts):
      let all = parts.map { predicate($0) }
      return { row in all.allSatisfy { $0(row) } }
    case .or(let parts):
      let any = parts.map { predicate($0) }
      return { row in any.contains { $0(row) } }
    }
  }

  /// Position of the column; the first where there is none, which is reported.
  private mutating func column(_ field: NameSyntax) -> Int {
    let key = folded(field.text)
    if let found = table.columns.firstIndex(where: { $0.spellings.contains { folded($0) == key } }) {
      return found
    }
    let near = NearNames.of(field.text, among: table.columns.flatMap(\.spellings))
    let suggestion: Suggestion = near.isEmpty ? .choices(table.columns.map(\.name)) : .didYouMean(near)
    diagnostics.append(Diagnostic(.unknownColumn(field.text), at: field.span, suggestions: [suggestion]))
    return 0
  }

  // MARK: Comparing

  private mutating func compare(_ column: Int, _ comparison: ComparisonOperator, _ value: ValueSyntax)
    -> Predicate
  {
    if case .parameter(let name, let span) = value {
      diagnostics.append(Diagnostic(.unknownParameter(name), at: span))
    }
    switch comparison {
    case .equal: return equality(column, value)
    case .notEqual:
      let isEqual = equality(column, value)
      return { !isEqual($0) }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let order = ListingOrder(value)
      return { row in order.holds(row[column].value, comparison) }
    }
  }

  /// An exact spelling wins over an accent-free one.
  private func equality(_ column: Int, _ value: ValueSyntax) -> Predicate {
    let texts = value.texts
    let marked = Set(texts.map(foldedKeepingMarks))
    let unmarked = Set(texts.map(folded))
    let isExact = table.rows.contains { row in
      row[column].spellings.contains { marked.contains(foldedKeepingMarks($0)) }
    }
    let order = ListingOrder(value)
    return { row in
      if order.equals(row[column].value) { return true }
      return row[column].spellings.contains {
        isExact ? marked.contains(foldedKeepingMarks($0)) : unmarked.contains(folded($0))
      }
    }
  }
}

/// A value of a condition as something that cells come before or after.
private struct ListingOrder {
  private let number: ExactDecimal?
  private let period: Period?
  private let text: VietnameseSortKey?

  init(_ value: ValueSyntax) {
    number = value.number
    period = value.period
    text = value.texts.first.map { VietnameseSortKey($0) }
  }

  /// Numbers and periods by what they are; a day also equals a period that holds it.
  func equals(_ value: ResultCell.Value) -> Bool {
    switch value {
    case .number(.exact(let cell)): cell == number
    case .period(let cell): period.map { $0 == cell || (cell.grain == .day && $0.contains(cell)) } ?? false
    case .number, .missing, .undefined, .bounded, .name, .text: false
    }
  }

  func holds(_ value: ResultCell.Value, _ comparison: ComparisonOperator) -> Bool {
    switch value {
    case .number(.exact(let cell)): number.map { ordered(cell, comparison, $0) } ?? false
    case .period(let cell): period.map { ordered(cell, comparison, $0) } ?? false
    case .name(let canonical, _): text.map { ordered(VietnameseSortKey(canonical), comparison, $0) } ?? false
    case .text(let words):
      !words.vietnamese.isEmpty
        && text.map { ordered(VietnameseSortKey(words.vietnamese), comparison, $0) } ?? false
    case .number, .missing, .undefined, .bounded: false
    }
  }

  private func ordered<Value: Comparable>(_ left: Value, _ comparison: ComparisonOperator, _ right: Value)
    -> Bool
  {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  private func ordered(_ left: Period, _ comparison: ComparisonOperator, _ right: Period) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left.first < right.first
    case .lessOrEqual: left.last <= right.last
    case .greater: left.last > right.last
    case .greaterOrEqual: left.first >= right.first
    }
  }
}

extension ValueSyntax {
  fileprivate var texts: [String] {
    switch self {
    case .name(let name): [name.text]
    case .number(let number, let name): [name.text, number.description]
    case .period(let period, _): [period.display, period.description]
    case .latest(let span): span.upper > span.lower ? ["latest"] : []
    case .parameter, .invalid: []
    }
  }

  /// A number may also be the name of a member (`100`); here it counts as a number.
  fileprivate var number: ExactDecimal? {
    switch self {
    case .number(let number, _): number
    case .name(let name): ExactDecimal(plainASCII: name.text.utf8)
    case .period, .latest, .parameter, .invalid: nil
    }
  }

  fileprivate var period: Period? {
    switch self {
    case .period(let period, _): period
    case .name(let name), .number(_, let name): try? TimeLiteral.parse(name.text)
    case .latest, .parameter, .invalid: nil
    }
  }
}
