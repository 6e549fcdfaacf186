/// The members of a dimension make up the whole: equal where all are known, and never more than it where the
/// measure cannot be negative.
struct PartsCheck {
  let ground: CheckGround
  let dimension: Int
  private var resolver: FigureResolver { ground.resolver }
  private var catalog: Catalog { ground.catalog }
  private var table: Dimension { catalog.dimensions[dimension] }

  func trials() -> [CheckTrial] {
    catalog.measures.filter { $0.kind.isAdditive && $0.dimensions.contains(dimension) }
      .flatMap { trials(of: $0) }
  }

  private func trials(of measure: Measure) -> [CheckTrial] {
    places(of: measure).flatMap { place -> [CheckTrial] in
      guard ground.isInScope(place.cell, place.period),
        let whole = ground.whole(measure.index, place.cell, place.period), whole.amount.exact != nil,
        !whole.marks.contains(.approx)
      else { return [] }
      guard let union = place.cell.member(of: dimension) else {
        return compareWithSummands(measure, place, whole) + compareWithOthers(measure, place, whole)
      }
      let rest = CheckPlace(cell: place.cell.without([dimension]), period: place.period)
      return sum(of: table.members[union].unionOf, measure, in: rest, whole, true)
        .flatMap { compare(measure, place, whole, $0) }.map { [$0] } ?? []
    }
  }

  // MARK: Cells

  /// Cells that may have a whole and parts: those of figures with the member taken out, and of unions.
  private func places(of measure: Measure) -> [CheckPlace] {
    let own = table.unionOf.isEmpty ? [dimension] : table.unionOf
    // With a province go its districts.
    let removed = Set(own).union(catalog.dimensions.indices.filter { isBelow($0, own) })
    var seen: Set<CheckPlace> = []
    var found: [CheckPlace] = []
    func add(_ cell: Cell, _ period: Period) {
      let place = CheckPlace(cell: cell, period: period)
      if seen.insert(place).inserted { found.append(place) }
    }
    for part in resolver.index.closure(of: measure.index).sorted() {
      for position in resolver.figures(of: part) {
        let figure = resolver.index[position]
        guard own.contains(where: figure.cell.has) else { continue }
        if isDivisible { add(figure.cell.without(removed), figure.period) }
        guard let member = figure.cell.member(of: dimension) else { continue }
        let rest = figure.cell.without([dimension])
        for union in table.members where union.index == member || union.unionOf.contains(member) {
          guard !union.unionOf.isEmpty else { continue }
          var cell = rest
          cell.appendSorted(MemberReference(dimension: dimension, member: union.index))
          add(cell, figure.period)
        }
      }
    }
    return found
  }

  private func isBelow(_ other: Int, _ own: [Int]) -> Bool {
    var next = catalog.dimensions[other].parent
    while let parent = next {
      if own.contains(parent) { return true }
      next = catalog.dimensions[parent].parent
    }
    return false
  }

  private var isDivisible: Bool { table.partition != .none }

  /// Whether the members are parts at the cell, and whether all of them make it up.
  private func parts(of measure: Measure, at cell: Cell) -> (areParts: Bool, mayBeComplete: Bool) {
    switch table.partition {
    case .none: return (false, false)
    case .whole: return (true, !table.isOpen)
    case .part(let other, let member):
      if !measure.dimensions.contains(other) { return (true, !table.isOpen) }
      // Parts of a part are parts of the whole, but do not make it up.
      guard let named = cell.member(of: other) else { return (true, false) }
      return (named == member, named == member && !table.isOpen)
    }
  }

  // MARK: Sums

  private struct Parts {
    var value = CheckValue(.number(.exact(.zero)))
    var isComplete: Bool
    var hasReported = false
  }

  /// The sum of the members that are known; `nil` where none is, or where some count other days.
  private func sum(
    of members: [Int], _ measure: Measure, in place: CheckPlace, _ whole: Resolved, _ mayBeComplete: Bool
  ) -> Parts? {
    var parts = Parts(isComplete: mayBeComplete && !members.isEmpty)
    for member in members {
      let reference = MemberReference(dimension: dimension, member: member)
      guard let cell = place.cell.narrowed(to: reference, within: [], of: catalog),
        let part = ground.whole(measure.index, cell, place.period), part.amount.exact != nil,
        !part.marks.contains(.approx)
      else {
        parts.isComplete = false
        continue
      }
      if part.marks.contains(.incomplete) != whole.marks.contains(.incomplete) { return nil }
      parts.value = parts.value.combined(CheckValue(part, resolver), by: .add)
      parts.hasReported = parts.hasReported || part.status == .reported
    }
    return parts.value.figures.isEmpty ? nil : parts
  }

  private func compareWithSummands(
    _ measure: Measure, _ place: CheckPlace, _ whole: Resolved
  ) -> [CheckTrial] {
    let kind = parts(of: measure, at: place.cell)
    guard kind.areParts else { return [] }
    var members = resolver.summands(of: dimension, place.period.last)
    if !kind.mayBeComplete || table.isOpen || !table.unionOf.isEmpty {
      let closure = resolver.index.closure(of: measure.index)
      let known = Set(resolver.membersWithFigures(dimension, closure, place.cell))
      members = members.filter(known.contains)
    }
    guard let parts = sum(of: members, measure, in: place, whole, kind.mayBeComplete) else { return [] }
    return compare(measure, place, whole, parts).map { [$0] } ?? []
  }

  /// Members that are no summands (the one-stop centre, a union): each lies within the whole.
  private func compareWithOthers(
    _ measure: Measure, _ place: CheckPlace, _ whole: Resolved
  ) -> [CheckTrial] {
    guard parts(of: measure, at: place.cell).areParts else { return [] }
    let summands = Set(resolver.summands(of: dimension, place.period.last))
    let closure = resolver.index.closure(of: measure.index)
    return resolver.membersWithFigures(dimension, closure, place.cell).filter { !summands.contains($0) }
      .compactMap { member in
        sum(of: [member], measure, in: place, whole, false).flatMap { compare(measure, place, whole, $0) }
      }
  }

  private func compare(
    _ measure: Measure, _ place: CheckPlace, _ whole: Resolved, _ parts: Parts
  ) -> CheckTrial? {
    // Somebody stated one of the two, and the whole is not just these parts added up.
    guard whole.status == .reported || parts.hasReported, whole.figures != parts.value.figures,
      !(whole.status == .complete && whole.figures.isSubset(of: parts.value.figures)),
      parts.isComplete || measure.isNonNegative
    else { return nil }
    let stated = CheckValue(whole, resolver)
    let holds = CheckComparison.decide(
      stated, parts.isComplete ? .equal : .greaterOrEqual, parts.value, tolerance: ground.tolerance)
    guard let holds else { return nil }
    return ground.trial(
      .plain(measure.index), place.cell, place.period, holds: holds, stated: stated, expected: parts.value)
  }
}
