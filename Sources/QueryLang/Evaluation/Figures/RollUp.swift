// Rule 3: sums over the members of a partition.
extension FigureResolver {
  /// Dimensions over which all of `measures` may be summed at their cells, in the catalog's order; `withUnions` also
  /// those of which the cells name a union of members (`3_4`).
  func rollUpDimensions(of measures: [Int], _ cells: [Cell], withUnions: Bool = false) -> [Int] {
    guard measures.allSatisfy({ catalog.measures[$0].kind.isAdditive }) else { return [] }
    return catalog.dimensions.indices.filter { dimension in
      !catalog.dimensions[dimension].isOpen
        && zip(measures, cells).allSatisfy { measure, cell in
          isPartition(dimension, of: measure, at: cell) || withUnions && namesUnion(of: dimension, in: cell)
        }
    }
  }

  private func namesUnion(of dimension: Int, in cell: Cell) -> Bool {
    cell.member(of: dimension).map { catalog.isUnion(MemberReference(dimension: dimension, member: $0)) }
      ?? false
  }

  /// Whether the members of `dimension` make up the whole of `measure` at `cell`.
  func isPartition(_ dimension: Int, of measure: Int, at cell: Cell) -> Bool {
    let allowed = catalog.measures[measure].dimensions
    guard allowed.contains(dimension), !cell.has(dimension) else { return false }
    // Units are named by the dimension they come from.
    if catalog.dimensions[dimension].unionOf.contains(where: cell.has) { return false }
    switch catalog.dimensions[dimension].partition {
    case .none: return false
    case .whole: return true
    case .part(let other, let member): return !allowed.contains(other) || cell.member(of: other) == member
    }
  }

  func summands(of dimension: Int, _ day: Day) -> [Int] { catalog.summands(of: dimension, on: day) }

  /// The sum when every member is whole; `nil` when one is not.
  func completeRollUp(
    _ measure: Int, _ coordinates: Coordinates, _ dimension: Int, _ members: [Int]
  ) -> Resolved? {
    guard !members.isEmpty, catalog.measures[measure].kind.isAdditive else { return nil }
    var total: Resolved?
    for member in members {
      let reference = MemberReference(dimension: dimension, member: member)
      guard let inside = narrowed(coordinates, to: reference), let part = whole(measure, inside) else {
        return nil
      }
      total = total.map { Resolved.combining($0, part, Arithmetic.add) } ?? part
    }
    guard var answer = total else { return nil }
    answer.status = max(answer.status, .complete)
    return answer
  }

  /// What the member implies is settled for each measure by the dimensions it has.
  func narrowed(_ coordinates: Coordinates, to reference: MemberReference) -> Coordinates? {
    coordinates.cell.narrowed(to: reference, within: [], of: catalog).map(coordinates.with(cell:))
  }

  /// A union is the sum of its members (`3_4` of levels 3 and 4).
  func unionRollUp(
    _ measure: Int, _ coordinates: Coordinates, _ cell: Cell, _ union: MemberReference
  ) -> Resolved? {
    let others = Cell(cell.members.filter { $0 != union })
    var base = coordinates.with(cell: others)
    base.conditions = coordinates.conditions.filter { $0.dimension != union.dimension }
    return completeRollUp(measure, base, union.dimension, catalog.member(union).unionOf)
  }

  /// Several chosen members, added; whole when all of them are. A member that unites just these says the same:
  /// it stands in for the sum, and otherwise checks it.
  func sumOfSelection(_ measure: Int, _ coordinates: Coordinates, _ choice: Selection) -> Resolved? {
    guard canAdd(choice.dimension) else { return nil }
    var base = coordinates
    base.conditions = coordinates.conditions.filter { $0.dimension != choice.dimension }
    let members = addable(choice)
    let sum = completeRollUp(measure, base, choice.dimension, members)
    let united = catalog.union(of: members, in: choice.dimension)
      .flatMap { narrowed(base, to: $0) }.flatMap { whole(measure, $0) }
    guard var sum, let united else { return sum ?? united }
    if united.marks.contains(.conflict) || disagree(sum, united) {
      sum.marks.insert(.conflict)
      sum.figures.formUnion(united.figures)
    }
    return sum
  }

  /// Members of the dimension never overlap, so that some of them may be added.
  func canAdd(_ dimension: Int) -> Bool {
    if catalog.dimensions[dimension].partition != .none { return true }
    return catalog.dimensions.contains { $0.unionOf.contains(dimension) && $0.partition != .none }
  }

  func addable(_ choice: Selection) -> [Int] {
    choice.members.filter { index in
      let member = catalog.dimensions[choice.dimension].members[index]
      return member.isSummand && !member.isCountedInside && member.unionOf.isEmpty
    }
  }

  // MARK: Known parts

  /// Members of `dimension` with a figure that could bear on the measure at this cell.
  func membersWithFigures(_ dimension: Int, _ measures: Set<Int>, _ cell: Cell) -> [Int] {
    // The figures of a union stand at its members.
    let fixed = Cell(cell.members.filter { !catalog.isUnion($0) })
    var found: Set<Int> = []
    for measure in measures {
      let figures = directory(of: measure)
      let table = catalog.dimensions[dimension]
      if table.unionOf.isEmpty {
        found.formUnion(figures.members(of: dimension, compatibleWith: fixed))
      } else {
        let origins = origins(of: dimension)
        for part in table.unionOf {
          for member in figures.members(of: part, compatibleWith: fixed) {
            if let unit = origins[MemberReference(dimension: part, member: member)] { found.insert(unit) }
          }
        }
      }
    }
    return found.sorted()
  }

  /// A cell's member of a dimension, also of one that unites others (`unit`).
  func member(of dimension: Int, in cell: Cell) -> Int? {
    if catalog.dimensions[dimension].unionOf.isEmpty { return cell.member(of: dimension) }
    let origins = origins(of: dimension)
    return cell.members.lazy.compactMap { origins[$0] }.min()
  }

  /// Known parts of a non-negative measure that together exceed it: someone counted otherwise.
  func exceedsWhole(_ measure: Int, _ coordinates: Coordinates, _ cell: Cell, _ answer: Resolved) -> Bool {
    guard catalog.measures[measure].isNonNegative, catalog.measures[measure].kind.isAdditive,
      let whole = answer.amount.exact, !answer.marks.contains(.approx)
    else { return false }
    return catalog.dimensions.indices.contains { dimension in
      isPartition(dimension, of: measure, at: cell)
        && knownParts(of: answer, measure, coordinates, cell, dimension).map { whole < $0 } ?? false
    }
  }

  /// The sum of those that are known; `nil` where some count other days than the whole does, or are approximate.
  func knownParts(
    of answer: Resolved, _ measure: Int, _ coordinates: Coordinates, _ cell: Cell, _ dimension: Int
  ) -> ExactDecimal? {
    var sum = ExactDecimal.zero
    let members = catalog.dimensions[dimension].members
    for index in membersWithFigures(dimension, self.index.closure(of: measure), cell) {
      let member = members[index]
      guard member.isSummand, !member.isCountedInside, member.unionOf.isEmpty,
        member.isValid(on: coordinates.day)
      else { continue }
      let reference = MemberReference(dimension: dimension, member: index)
      guard let inside = narrowed(coordinates, to: reference), let part = whole(measure, inside),
        let value = part.amount.exact
      else { continue }
      if part.marks.contains(.incomplete) != answer.marks.contains(.incomplete) { return nil }
      if part.marks.contains(.approx) { return nil }
      guard let next = sum.adding(value) else { return nil }
      sum = next
    }
    return sum
  }
}
