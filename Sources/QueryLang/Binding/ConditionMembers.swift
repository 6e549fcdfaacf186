// Which member of a dimension a value of a condition means.
extension ConditionBinder {
  /// The members a value stands for; `nil` when it was reported.
  mutating func member(_ value: ValueSyntax, of dimension: Int) -> Set<Int>? {
    let name: NameSyntax
    switch value {
    case .name(let written): name = written
    case .number(_, let written): name = written
    case .parameter(let text, let span):
      report(.unknownParameter(text), at: span)
      return nil
    case .period(let period, let span):
      let dimensionNames = catalog.dimensions[dimension].names
      report(.valueIsNotAMember(period.display, dimension: dimensionNames), at: span)
      return nil
    case .latest(let span):
      report(.valueIsNotAMember("latest", dimension: catalog.dimensions[dimension].names), at: span)
      return nil
    case .invalid: return nil
    }
    return resolve(name, of: dimension)
  }

  /// The member a name means: namesakes are told apart by time, by spelling and by the chosen parent.
  /// Several are returned only when they carry one name at different times.
  private mutating func resolve(_ name: NameSyntax, of dimension: Int) -> Set<Int>? {
    var candidates = context.lexicon.meanings(of: name.text).compactMap { meaning -> Int? in
      if case .member(dimension, let member) = meaning { return member }
      return nil
    }
    let table = catalog.dimensions[dimension]
    if !table.unionOf.isEmpty { candidates = unionMembers(named: name.text, table) }
    guard !candidates.isEmpty else {
      report(
        .unknownMember(name.text, dimension: table.names), at: name.span,
        names.nearMembers(name.text, of: dimension))
      return nil
    }
    candidates = narrow(candidates, table)
    let (exact, match) = NameResolution.exactFirst(name.text, candidates) { table.members[$0].spellings }
    if match == .forgiven { wasForgiving = true }
    if exact.count > 1, !areSuccessive(exact.map { table.members[$0] }) {
      let written = exact.map { names.fullName(of: MemberReference(dimension: dimension, member: $0)) }
      report(.ambiguousName(name.text, candidates: Array(written.prefix(12))), at: name.span)
      return nil
    }
    return Set(exact)
  }

  private func unionMembers(named text: String, _ table: Dimension) -> [Int] {
    let meanings = Set(context.lexicon.meanings(of: text))
    return table.members.filter { member in
      guard let origin = member.origin else { return false }
      return meanings.contains(.member(dimension: origin.dimension, member: origin.member))
    }.map(\.index)
  }

  /// Drops candidates that the day or the chosen parent rules out, unless that leaves none.
  private func narrow(_ candidates: [Int], _ table: Dimension) -> [Int] {
    var kept = candidates
    let valid = kept.filter { isInForce(table.members[$0]) }
    if !valid.isEmpty { kept = valid }
    if let parent = table.parent, let parents = chosen[parent] {
      let inside = kept.filter { table.members[$0].parent.map(parents.contains) ?? false }
      if !inside.isEmpty { kept = inside }
    }
    return kept
  }

  /// On the last day asked for; where groups of time have last days of their own, on any day.
  private func isInForce(_ member: Member) -> Bool {
    if let asOf { return member.isValid(on: asOf) }
    return time.spans.contains { span in
      if !groupsByTime { return member.isValid(on: span.last) }
      return (member.validFrom.map { $0 <= span.last } ?? true)
        && (member.validTo.map { span.first <= $0 } ?? true)
    }
  }

  /// One after the other in time, so that a day decides between them.
  private func areSuccessive(_ members: [Member]) -> Bool {
    for (index, member) in members.enumerated() {
      for other in members[(index + 1)...] {
        let starts = member.validFrom ?? Day(daysSince1970: .min / 2)
        let otherStarts = other.validFrom ?? Day(daysSince1970: .min / 2)
        let ends = member.validTo ?? Day(daysSince1970: .max / 2)
        let otherEnds = other.validTo ?? Day(daysSince1970: .max / 2)
        if max(starts, otherStarts) <= min(ends, otherEnds) { return false }
      }
    }
    return true
  }
}
