// What conditions on dimensions ask of the columns of cases.
extension CaseCodes {
  /// The codes whose key has one of these members, by code; a union stands for its parts.
  func allowed(_ members: [Int], of dimension: Int, codeCount: Int, _ catalog: Catalog) -> [Bool] {
    var chosen = Set(members)
    for member in members where member != MemberColumn.noMember {
      chosen.formUnion(catalog.dimensions[dimension].members[member].unionOf)
    }
    return (0..<codeCount).map { code in
      chosen.contains(memberOfKey[keyOfCode?[code] ?? code] ?? MemberColumn.noMember)
    }
  }

  /// What a condition asks of one column.
  struct Condition {
    let column: Int
    /// By code.
    let allowed: [Bool]
  }

  /// Conditions as codes of columns; those that every case meets are left out. `nil` where no member of the data is
  /// meant.
  /// - Throws: that the data have no column for a dimension.
  static func conditions(
    _ conditions: [Selection], of table: CaseTable, in catalog: Catalog
  ) throws(QueryError) -> [Condition]? {
    var found: [Condition] = []
    for condition in conditions {
      guard let codes = CaseCodes(condition.dimension, of: table, in: catalog) else {
        // What is not told of any case is as the catalog assumes.
        let dimension = catalog.dimensions[condition.dimension]
        guard let assumed = dimension.member(id: dimension.defaultMemberID) else {
          throw QueryError(.noCaseColumn(dimension.names), at: nil)
        }
        if condition.members.contains(assumed) { continue }
        return nil
      }
      let count = table.members[codes.column].members.count
      let allowed = codes.allowed(condition.members, of: condition.dimension, codeCount: count, catalog)
      if !allowed.contains(true) { return nil }
      if !allowed.contains(false) { continue }
      found.append(Condition(column: codes.column, allowed: allowed))
    }
    return found
  }
}
