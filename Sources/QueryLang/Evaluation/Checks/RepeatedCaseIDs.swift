/// Case ids that several cases have.
struct RepeatedCaseIDs {
  private(set) var findings = CaseFindings(.repeatedCaseID, [])
  /// Cases whose id is empty: nothing is repeated by them.
  private(set) var withoutID = 0

  private struct Repeated {
    let firstRow: Int
    let count: Int

    /// The most frequent first, then as they stand.
    static func isBefore(_ left: Repeated, _ right: Repeated) -> Bool {
      (right.count, left.firstRow) < (left.count, right.firstRow)
    }
  }

  /// A row with the hash of its id above it, in one number: eight bytes a case are all that is held.
  private static let rowBits: UInt64 = 36
  private static let rowMask: UInt64 = (1 << rowBits) - 1
  private static let bucketBits: UInt64 = 8

  init(
    _ listing: CaseListing, _ table: CaseTable, _ identifiers: IdentifierColumn, _ observer: WorkObserver
  ) throws(QueryError) {
    var buckets = [[UInt64]](repeating: [], count: 1 << Int(RepeatedCaseIDs.bucketBits))
    var empty = 0
    try listing.forEachBlock { rows throws(QueryError) in
      guard let first = rows.first else { return true }
      try table.prepare([.identifiers], block: first / BlockRanges.blockSize)
      for row in rows {
        let bytes = identifiers.bytes(ofRow: row)
        if bytes.isEmpty {
          empty += 1
          continue
        }
        let hash = RepeatedCaseIDs.hash(bytes)
        let key = (hash & ~RepeatedCaseIDs.rowMask) | UInt64(row)
        buckets[Int(hash >> (64 - RepeatedCaseIDs.bucketBits))].append(key)
      }
      return true
    }
    withoutID = empty
    try find(in: buckets, identifiers, observer)
  }

  /// FNV-1a, its bits mixed once more since the upper ones choose the bucket.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return (hash ^ (hash >> 32)) &* 0x9e37_79b9_7f4a_7c15
  }

  private mutating func find(
    in buckets: [[UInt64]], _ identifiers: IdentifierColumn, _ observer: WorkObserver
  ) throws(QueryError) {
    var most: [Repeated] = []
    var (count, cases) = (0, 0)
    for bucket in buckets {
      try observer.checkpoint()
      for found in RepeatedCaseIDs.repeated(in: bucket.sorted(), identifiers) {
        count += 1
        cases += found.count
        most.append(found)
      }
      if most.count > 4096 { RepeatedCaseIDs.cut(&most) }
    }
    RepeatedCaseIDs.cut(&most)
    findings = CaseFindings(
      .repeatedCaseID,
      most.map { repeated in
        let id = identifiers[repeated.firstRow]
        return CaseFinding(
          rule: .repeatedCaseID, cell: Cell(), count: repeated.count, caseIDs: [id],
          message: Localized(
            vi: "Mỗi mã hồ sơ chỉ được có một lần.", en: "A case id must stand for one case only."))
      })
    findings.moreFindings = count - most.count
    findings.moreCases = cases - most.reduce(0) { $0 + $1.count }
  }

  private static func cut(_ most: inout [Repeated]) {
    most = Array(most.sorted(by: Repeated.isBefore).prefix(CaseFindings.mostShown))
  }

  /// Rows of one hash mostly have one id; which of them do is told by the ids.
  private static func repeated(in keys: [UInt64], _ identifiers: IdentifierColumn) -> [Repeated] {
    var found: [Repeated] = []
    var start = 0
    while start < keys.count {
      let hash = keys[start] >> rowBits
      var end = start + 1
      while end < keys.count, keys[end] >> rowBits == hash { end += 1 }
      if end - start > 1 {
        var rows: [String: (first: Int, count: Int)] = [:]
        for key in keys[start..<end] {
          let row = Int(key & rowMask)
          rows[identifiers[row], default: (row, 0)].count += 1
        }
        found += rows.values.filter { $0.count > 1 }.map { Repeated(firstRow: $0.first, count: $0.count) }
      }
      start = end
    }
    return found
  }
}
