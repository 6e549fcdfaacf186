/// How the codes of a column answer for a dimension: its own, or one that its members lie in (the province of a
/// district, the sector that an agency implies).
struct CaseCodes: Sendable {
  let column: Int
  /// The key that each code belongs to; `nil` where codes are keys.
  let keyOfCode: [Int]?
  /// The member of each key; `nil` for cases that have none.
  let memberOfKey: [Int?]

  /// - Returns: `nil` where no column of the table says it.
  init?(_ dimension: Int, of table: CaseTable, in catalog: Catalog) {
    guard
      let known = table.knownCodes.codes(
        of: dimension, in: catalog,
        {
          CaseCodes(findingFor: dimension, of: table, in: catalog)
        })
    else { return nil }
    self = known
  }

  private init?(findingFor dimension: Int, of table: CaseTable, in catalog: Catalog) {
    if let own = table.column(of: dimension) {
      column = own
      keyOfCode = nil
      memberOfKey = table.members[own].members.map { $0 == MemberColumn.noMember ? nil : $0 }
      return
    }
    for (index, candidate) in table.members.enumerated() {
      guard let members = CaseCodes.members(candidate, in: dimension, catalog) else { continue }
      let known = MemberOrder(catalog).sorted(Set(members.compactMap { $0 }), of: dimension)
      let keys: [Int?] = known.map { $0 } + (members.contains(nil) ? [nil] : [])
      let keyOfMember = Dictionary(uniqueKeysWithValues: zip(keys, keys.indices))
      column = index
      keyOfCode = members.map { keyOfMember[$0] ?? 0 }
      memberOfKey = keys
      return
    }
    return nil
  }

  /// The member of `dimension` that each code's member lies in or implies; `nil` where the dimension is no matter
  /// of this column.
  private static func members(_ column: MemberColumn, in dimension: Int, _ catalog: Catalog) -> [Int?]? {
    let own = catalog.dimensions[column.dimension]
    let ofAll = own.implied.first { $0.dimension == dimension }?.member
    let isAbove = own.parent.map { $0 == dimension || catalog.dimensions[$0].parent == dimension } ?? false
    if own.parent == dimension {
      return column.members.map { $0 == MemberColumn.noMember ? nil : own.parent(ofMember: $0) }
    }
    if isAbove, let parent = own.parent {
      let parents = catalog.dimensions[parent]
      return column.members.map { member in
        guard member != MemberColumn.noMember, let above = own.parent(ofMember: member) else { return nil }
        return parents.parent(ofMember: above)
      }
    }
    if ofAll == nil, !own.hasImplyingMembers { return nil }
    var implied: [Int?] = []
    implied.reserveCapacity(column.members.count)
    var isTold = false
    for member in column.members {
      guard member != MemberColumn.noMember else {
        implied.append(nil)
        continue
      }
      let found = own.implied(byMember: member, of: dimension)
      isTold = isTold || found != nil || ofAll != nil
      implied.append(found ?? ofAll)
    }
    return isTold ? implied : nil
  }
}
