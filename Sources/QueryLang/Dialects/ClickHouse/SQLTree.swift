/// SQL, as much of it as counting cases takes. Text of users and data is in it only as ``column(_:)`` and
/// ``text(_:)``, which are written by ``ClickHouseText`` alone.
package indirect enum SQLExpression: Hashable, Sendable {
  /// Of the table, by its name there.
  case column(String)
  case text(String)
  case integer(Int)
  case call(SQLFunction, [SQLExpression])
  case comparison(SQLExpression, SQLComparison, SQLExpression)
  case difference(SQLExpression, SQLExpression)
  /// At least one.
  case all([SQLExpression])
  case any([SQLExpression])
  case tuple([SQLExpression])
  case array([SQLExpression])
  /// - Precondition: the list is not empty, and the expression never NULL.
  case isIn(SQLExpression, [SQLExpression], isNegated: Bool)

  /// What is always so.
  static let always = SQLExpression.comparison(.integer(1), .equal, .integer(1))
  /// What is never so.
  static let never = SQLExpression.comparison(.integer(1), .equal, .integer(0))
}

/// The functions that old and new servers compute alike.
package enum SQLFunction: String, Sendable {
  case count, countIf, sumIf, min, minIf, max, maxIf
  case intDiv, uniqExact
  case isNull, isNotNull, ifNull, nullIf, multiIf, least, greatest, transform
  case concat, CAST, toString, toDate, toInt32, toInt64, toDecimal128
}

package enum SQLComparison: String, Sendable {
  case equal = "=", notEqual = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">="
}

/// One SELECT over one table.
package struct SQLSelect: Sendable {
  package struct Column: Sendable {
    let value: SQLExpression
    /// One of ours, never a name of the data.
    let alias: String
  }

  var columns: [Column]
  /// By name, in the database of the connection.
  var table: String
  var condition: SQLExpression?
  /// Aliases.
  var groups: [String] = []
  var order: [SQLOrder] = []
  var limit: Int?
}

/// What rows are ordered by.
package struct SQLOrder: Sendable {
  let value: SQLExpression
  var isDescending = false
}

extension SQLExpression {
  static func joined(_ parts: [SQLExpression?]) -> SQLExpression? {
    let known = parts.compactMap { $0 }
    return known.isEmpty ? nil : known.count == 1 ? known[0] : .all(known)
  }

  func isBetween(_ range: ClosedRange<Int>) -> SQLExpression {
    range.lowerBound == range.upperBound
      ? .comparison(self, .equal, .integer(range.lowerBound))
      : .all([
        .comparison(self, .atLeast, .integer(range.lowerBound)),
        .comparison(self, .atMost, .integer(range.upperBound)),
      ])
  }
}
