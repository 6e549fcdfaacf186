/// A table on a server that a catalog names: a dataset of cases wherever its folder is loaded.
package struct AttachedTable: Sendable, Equatable {
  package enum Engine: String, Sendable, CaseIterable { case clickhouse }

  /// Of the dataset.
  package let name: String
  package let engine: Engine
  /// As after `attach clickhouse`.
  package let address: String
  package let table: String
  /// Of the row that says it.
  package let place: DataPlace
}
