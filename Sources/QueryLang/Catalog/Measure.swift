/// A measure of the catalog.
package struct Measure: Sendable {
  package let index: Int
  package let id: String
  package let names: Localized
  package let aliases: [String]
  /// As counted: `hồ sơ`, `%` …
  package let unit: String
  package let kind: MeasureKind
  /// As written in the catalog; empty when there is none.
  package let formulaText: String
  package var formula: BoundExpression?
  /// What its figures may be, as printed.
  package let limits: MeasureLimits
  package let formCodes: [String]
  package let appendixCodes: [String]
  package let caseDate: String
  /// Dimensions it may be broken down by.
  package let dimensions: Set<Int>
  /// For coded answers: what each code says.
  package let codeLabels: String
  package let definition: Localized
  package let definitionSource: String

  package var isNonNegative: Bool { limits.isNonNegative }

  /// Figures in `%` are held as fractions.
  package var isPercentage: Bool { unit == "%" }
}

/// A source document.
package struct SourceDocument: Sendable {
  package let index: Int
  package let id: String
  package let title: Localized
  package let issuer: String
  package let number: String
  package let date: String
  package let period: Period?
  package let exactDates: ExactDates
  /// Id of the document this one replaces; empty when none.
  package let supersedes: String
  /// Where its text is in a folder of documents; empty where it is found by its id.
  package let textPath: String
}

/// The days a figure really counts, and how they are known.
package struct ExactDates: Hashable, Sendable {
  package enum Basis: String, Sendable, CaseIterable {
    case stated, rule, unknown
  }
  package let first: Day?
  package let last: Day?
  package let basis: Basis
}
