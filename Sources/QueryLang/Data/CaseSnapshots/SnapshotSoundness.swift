// Whether what a directory says can be so. Checksums find damage; a file that somebody made has the right ones, and
// what scans believe of it must not lead them beyond what is there.
extension SnapshotFormat.Directory {
  var isSound: Bool {
    let days = [received, due, finished].compactMap { $0 }
    return (days + members.map(\.ranges)).allSatisfy(isOfAllBlocks)
      && identifierBytes.map { $0.count == blockCount } ?? true && hasPossibleDays
      && days.allSatisfy(SnapshotFormat.areDays) && received.greatest.allSatisfy { $0 < CaseDays.count }
      && members.allSatisfy(\.isSound)
  }

  private func isOfAllBlocks(_ ranges: BlockRanges) -> Bool {
    ranges.least.count == blockCount && ranges.greatest.count == blockCount
  }

  private var hasPossibleDays: Bool {
    let first = Day(daysSince1970: firstDay)
    guard CaseDays.allowed.contains(first) else { return false }
    guard let span else { return rowCount == 0 }
    return rowCount > 0 && span.lowerBound >= first
      && span.upperBound < first.advanced(byDays: CaseDays.count)
  }
}

extension SnapshotFormat {
  /// See ``DayColumn/ranges``.
  fileprivate static func areDays(_ ranges: BlockRanges) -> Bool {
    zip(ranges.least, ranges.greatest).allSatisfy { least, greatest in
      if least == CaseDays.missing { return greatest == CaseDays.missing }
      guard greatest < 2 * DayColumn.someMissing else { return false }
      let known = greatest & (DayColumn.someMissing - 1)
      return least <= known && known < CaseDays.count
    }
  }
}

extension SnapshotFormat.MemberColumnHead {
  fileprivate var isSound: Bool {
    [1, 2, 4].contains(width) && members.isSound
      && zip(ranges.least, ranges.greatest).allSatisfy { $0 <= $1 && $1 < members.count }
  }
}

extension SnapshotFormat.MemberNames {
  fileprivate var isSound: Bool {
    switch self {
    case .listed(let members): members.dropLast().allSatisfy { !$0.id.isEmpty }
    case .own(let names, let others, _):
      names.isSound && others.allSatisfy { !$0.id.isEmpty && $0.code < names.count + others.count }
        && zip(others, others.dropFirst()).allSatisfy { $0.code < $1.code }
    }
  }
}
