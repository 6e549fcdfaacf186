/// A statement that brings back keys and parts, and what its columns are.
struct CaseStatement: Sendable {
  enum Purpose: Sendable, Equatable {
    case parts
    /// What comes into a stock at a slot, or leaves it.
    case arrivals, departures
    /// The values of an atom; the first column of parts is the value, the second how many have it.
    case histogram(atom: Int)
  }

  /// An atom and the columns that it takes: a count, then a sum, or the least and the greatest.
  struct Part: Sendable {
    let atom: Int
    let statistic: CaseStatistic
    let column: Int
    /// Of the number that it is of.
    let decimals: Int
  }

  enum Key: Sendable {
    /// Columns with the texts of the sources of a column of members.
    case member(CaseCodes, columns: [Int])
    case timeliness(column: Int)
    case slot(column: Int)
    /// All rows are of this slot.
    case onlySlot(Int)
    /// All rows stand so against their due date.
    case onlyState(Timeliness)
  }

  var select: SQLSelect
  /// As the aggregation's.
  var keys: [Key]
  var purpose: Purpose
  var parts: [Part] = []
  /// Where the parts' columns begin.
  var firstPart: Int
}
