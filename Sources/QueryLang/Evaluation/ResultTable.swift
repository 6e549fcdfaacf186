/// The answer of a query: columns, rows and what must be said about them.
///
/// A pure value: renderers turn it into text without looking anything up.
package struct ResultTable: Sendable {
  package var columns: [ResultColumn]
  package var rows: [ResultRow]
  /// The time asked for, said under a human table before the notes; a reader of a file has the query.
  package var time: Localized?
  /// Said under a human table, in this order (what is not comparable, places shown, why something is missing …),
  /// and on standard error beside a machine format.
  package var notes: [Localized]
  /// The documents that the figures come from, each once, in document order; cells point into it.
  package var sources: [ResultSource]
  /// The canonical query, when the one that was read was forgiven something (accents, names by prefix).
  package var echo: String?

  package init(
    columns: [ResultColumn], rows: [ResultRow], time: Localized? = nil, notes: [Localized] = [],
    sources: [ResultSource] = [], echo: String? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.time = time
    self.notes = notes
    self.sources = sources
    self.echo = echo
  }
}

/// A document that figures of a result come from.
package struct ResultSource: Hashable, Sendable {
  package let id: String
  package let title: Localized
  package init(id: String, title: Localized) {
    self.id = id
    self.title = title
  }
}

package struct ResultColumn: Sendable {
  package enum Role: Sendable, Equatable {
    /// Names a group or a row (text or a period).
    case key
    /// A code of the key column before it, shown only with `set codes on`.
    case code
    /// Numbers. `isShare`: a fraction, shown as a percentage in human formats.
    case measure(isShare: Bool)
    /// Running text (help, show): wraps.
    case text
  }
  /// Canonical English identifier, unique in the table.
  package let name: String
  /// The heading in human formats.
  package let title: Localized
  package let role: Role
  /// Columns of one family hold the same measure and are written with as many decimals; `nil`: one of its own.
  package var family: String?

  package init(name: String, title: Localized, role: Role) {
    self.name = name
    self.title = title
    self.role = role
  }
}

package struct ResultRow: Sendable {
  package enum Kind: Sendable {
    case group, totalOfRows, reportedTotal, others
  }
  package var kind: Kind
  package var cells: [ResultCell]
  package init(kind: Kind = .group, cells: [ResultCell]) {
    self.kind = kind
    self.cells = cells
  }
}

/// How a figure came about, best first. Derived from LANGUAGE.md "Figures": a result takes the worst of its parts.
package enum CellStatus: Int, Comparable, Sendable, CaseIterable {
  case reported, derived, complete, partial, undefined, missing
  package static func < (left: CellStatus, right: CellStatus) -> Bool { left.rawValue < right.rawValue }

  /// The word machine formats carry.
  package var word: String { String(describing: self) }
}

/// What a reader must know beyond the status; carried upward from parts to wholes.
package struct CellMarks: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// Sources, or complete roads, disagree on this cell.
  package static let conflict = CellMarks(rawValue: 1)
  /// The figure counts a nominal period only up to an earlier day.
  package static let incomplete = CellMarks(rawValue: 2)
  /// Only a bound is known (`> 10 %`).
  package static let bound = CellMarks(rawValue: 4)
  /// Stated as approximate.
  package static let approx = CellMarks(rawValue: 8)

  package static let named: [(mark: CellMarks, word: String)] = [
    (.conflict, "conflict"), (.incomplete, "incomplete"), (.bound, "bound"), (.approx, "approx"),
  ]
}

/// A bound in place of an exact number.
package enum Bound: String, CaseIterable, Sendable {
  case greaterThan = "greater_than"
  case atLeast = "at_least"
  case atMost = "at_most"
  case lessThan = "less_than"

  package var symbol: String {
    switch self {
    case .greaterThan: ">"
    case .atLeast: "≥"
    case .atMost: "≤"
    case .lessThan: "<"
    }
  }

  /// Whether a value may be what is bounded so.
  func admits(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .greaterThan: value > limit
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .lessThan: value < limit
    }
  }
}

/// How much of a whole a partial roll-up covers at one level: `2 of 63 provinces`.
package struct Coverage: Hashable, Sendable {
  package let known: Int
  package let total: Int
  package let unit: Localized
  /// `true` for a selection (`2 of 3 selected`) instead of the whole dimension.
  package init(known: Int, total: Int, unit: Localized) {
    self.known = known
    self.total = total
    self.unit = unit
  }
}

/// How a number is written for people.
package enum NumberForm: Sendable {
  case plain
  /// A fraction, as a percentage.
  case share
  /// Percentage points.
  case points
}

/// Why there is no value where no report is missing.
package enum CellAbsence: String, Sendable {
  /// The figure is known, but `top` or `having` left its row out.
  case notShown = "not_shown"
  /// There is nothing to be known: no rank of a sum, no share of what is in no sum.
  case notApplicable = "not_applicable"
  /// A small count of cases, or what would tell one, is not to be published.
  case hidden
}

package struct ResultCell: Sendable {
  package enum Value: Sendable {
    /// No report. Human `–`, CSV empty.
    case missing
    /// Cannot be computed (division by zero, a missing part). Human `∅`, CSV `NaN`.
    case undefined
    case number(Quantity)
    case bounded(Bound, ExactDecimal)
    /// A member or other name: canonical in machine formats, localized in human ones; there the canonical one too
    /// where `shown` is `nil`.
    case name(canonical: String, shown: Localized?)
    case period(Period)
    case text(Localized)
  }
  package var value: Value
  /// `nil` for keys and texts.
  package var status: CellStatus?
  /// Outermost first; empty unless partial.
  package var coverage: [Coverage]
  package var marks: CellMarks
  /// Indices into ``ResultTable/sources``.
  package var sources: [Int]
  /// Where the cells of a column are not all of one form; `nil`: the column's.
  package var form: NumberForm?
  /// Of a missing value; `nil`: no report.
  package var absence: CellAbsence?

  /// A cell without a value for another reason than that there is no report.
  package init(_ absence: CellAbsence) {
    self.init(.missing)
    self.absence = absence
  }

  /// A hidden cell; with a limit that its count is below, which people may see.
  init(hiddenBelow limit: Int?) {
    self.init(limit.map { .bounded(.lessThan, ExactDecimal($0)) } ?? .missing)
    absence = .hidden
  }

  package init(
    _ value: Value, status: CellStatus? = nil, coverage: [Coverage] = [], marks: CellMarks = [],
    sources: [Int] = []
  ) {
    self.value = value
    self.status = status
    self.coverage = coverage
    self.marks = marks
    self.sources = sources
  }
}
