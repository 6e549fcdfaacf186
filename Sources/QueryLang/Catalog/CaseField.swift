/// What a column of a case system may be called, in either language.
package struct CaseField: Sendable {
  package enum Role: String, CaseIterable, Sendable {
    case identifier, received, due, finished
    /// A dimension of the catalog under other names.
    case dimension
  }

  package let id: String
  package let role: Role
  /// The dimension's position, where the role is that.
  package let dimension: Int?
  package let names: Localized
  package let aliases: [String]

  /// Every way to write it in a header.
  package var spellings: [String] { [id, names.vietnamese, names.english] + aliases }

  func column(in catalog: Catalog) -> CaseColumnField {
    switch role {
    case .identifier: .identifier
    case .received: .received
    case .due: .due
    case .finished: .finished
    case .dimension: dimension.map { .dimension($0) } ?? .further(id)
    }
  }
}
