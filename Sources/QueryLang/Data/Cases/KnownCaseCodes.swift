internal import Synchronization

/// How the codes of a table answer for each dimension, and in which order its members stand: worked out once for all
/// queries, since that takes longer than many a scan.
///
/// A class because all copies of a table share it. What it knows is of one catalog; a catalog of more members is
/// another one.
final class KnownCaseCodes: Sendable {
  private struct Known {
    /// Of each dimension, how many members there are and how many others they all imply.
    var sizes: [(members: Int, implied: Int)] = []
    var codes: [Int: CaseCodes?] = [:]
    var ranks: [Int: MemberRanks] = [:]

    func isOf(_ catalog: Catalog) -> Bool {
      guard sizes.count == catalog.dimensions.count else { return false }
      // Read field by field: a whole dimension copied costs more than all the rest.
      for index in sizes.indices {
        let isSame =
          sizes[index].members == catalog.dimensions[index].memberCount
          && sizes[index].implied == catalog.dimensions[index].implied.count
        if !isSame { return false }
      }
      return true
    }

    mutating func begin(_ catalog: Catalog) {
      if isOf(catalog) { return }
      sizes = catalog.dimensions.map { ($0.memberCount, $0.implied.count) }
      codes = [:]
      ranks = [:]
    }
  }

  private let known = Mutex(Known())

  func codes(of dimension: Int, in catalog: Catalog, _ find: () -> CaseCodes?) -> CaseCodes? {
    if let found = known.withLock({ $0.isOf(catalog) ? $0.codes[dimension] : nil }) { return found }
    let found = find()
    known.withLock { known in
      known.begin(catalog)
      known.codes[dimension] = .some(found)
    }
    return found
  }

  func ranks(of dimension: Int, in catalog: Catalog, _ find: () -> MemberRanks) -> MemberRanks {
    if let found = known.withLock({ $0.isOf(catalog) ? $0.ranks[dimension] : nil }) { return found }
    let found = find()
    known.withLock { known in
      known.begin(catalog)
      known.ranks[dimension] = found
    }
    return found
  }
}

/// Where the members of a dimension that cases have stand in its order.
struct MemberRanks: Sendable {
  /// By member; negative for one that no case has.
  private let rankOfMember: [Int32]

  init(_ members: [Int?], of dimension: Int, _ catalog: Catalog) {
    let ordered = MemberOrder(catalog).sorted(members.compactMap { $0 }, of: dimension)
    var ranks = [Int32](repeating: -1, count: (ordered.max() ?? -1) + 1)
    for (rank, member) in ordered.enumerated() { ranks[member] = Int32(rank) }
    rankOfMember = ranks
  }

  /// `nil` for a member that no case has.
  subscript(member: Int) -> Int? {
    guard rankOfMember.indices.contains(member), rankOfMember[member] >= 0 else { return nil }
    return Int(rankOfMember[member])
  }
}

extension CaseTable {
  /// The order of a dimension's members that the cases have; `nil` where they do not say the dimension.
  func ranks(of dimension: Int, in catalog: Catalog) -> MemberRanks? {
    guard let codes = CaseCodes(dimension, of: self, in: catalog) else { return nil }
    return knownCodes.ranks(of: dimension, in: catalog) {
      MemberRanks(codes.memberOfKey, of: dimension, catalog)
    }
  }
}
