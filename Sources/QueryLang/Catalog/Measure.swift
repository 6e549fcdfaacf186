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
  /// How it is counted over cases; `nil` where only figures have it.
  package var caseRule: CaseRule?
  /// Over cases in place of ``formula``.
  package var caseFormula: BoundExpression?
  package let caseFormulaText: String
  /// What is computed of a number of the cases; `nil` where cases are counted.
  package var statistic: CaseStatisticRule?
  /// Dimensions it may be broken down by.
  package let dimensions: Set<Int>
  /// For coded answers: what each code says.
  package let codeLabels: String
  package let definition: Localized
  package let definitionSource: String

  /// Of cases alone.
  init(
    index: Int, id: String, names: Localized, unit: String, kind: MeasureKind, caseRule: CaseRule,
    statistic: CaseStatisticRule?
  ) {
    self.init(
      index: index, id: id, names: names, aliases: [], unit: unit, kind: kind, formulaText: "",
      formula: nil,
      limits: MeasureLimits(isNonNegative: false, decimals: nil, maximum: nil, kind: kind, unit: unit),
      formCodes: [], appendixCodes: [], caseRule: caseRule, caseFormula: nil, caseFormulaText: "",
      statistic: statistic, dimensions: [], codeLabels: "", definition: names, definitionSource: "")
  }

  init(
    index: Int, id: String, names: Localized, aliases: [String], unit: String, kind: MeasureKind,
    formulaText: String, formula: BoundExpression?, limits: MeasureLimits, formCodes: [String],
    appendixCodes: [String], caseRule: CaseRule?, caseFormula: BoundExpression?, caseFormulaText: String,
    statistic: CaseStatisticRule? = nil, dimensions: Set<Int>, codeLabels: String, definition: Localized,
    definitionSource: String
  ) {
    self.index = index
    self.id = id
    self.names = names
    self.aliases = aliases
    self.unit = unit
    self.kind = kind
    self.formulaText = formulaText
    self.formula = formula
    self.limits = limits
    self.formCodes = formCodes
    self.appendixCodes = appendixCodes
    self.caseRule = caseRule
    self.caseFormula = caseFormula
    self.caseFormulaText = caseFormulaText
    self.statistic = statistic
    self.dimensions = dimensions
    self.codeLabels = codeLabels
    self.definition = definition
    self.definitionSource = definitionSource
  }

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
