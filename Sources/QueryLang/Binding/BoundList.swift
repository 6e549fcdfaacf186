/// `list`: rows of a dataset of cases, with every name resolved.
package struct BoundList: Sendable {
  package enum Field: Hashable, Sendable {
    case value(CaseValue)
    case dimension(Int)
  }

  package struct SortKey: Hashable, Sendable {
    package let field: Field
    package let isDescending: Bool
  }

  package let fields: [Field]
  /// Which cases: dataset, selections, restrictions, and the time of their receipt; it asks for no measure.
  package let query: BoundQuery
  package let sort: [SortKey]
  /// `top`: no more rows than this.
  package let count: Int?
  package internal(set) var canonicalText = ""

  /// Position of the dataset.
  package var dataset: Int { query.datasets[0] }
}
