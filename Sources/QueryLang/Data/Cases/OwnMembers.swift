// Columns of cases as members of the catalog, and members that only data know, under the names that they give them.
extension Catalog {
  /// Columns with their dimensions, parents first.
  func parentsFirst<Column>(_ columns: [(Column, dimension: Int)]) -> [(Column, dimension: Int)] {
    var waiting = columns
    var ordered: [(Column, dimension: Int)] = []
    while !waiting.isEmpty {
      let next = waiting.firstIndex { column in
        dimensions[column.dimension].parent.map { parent in !waiting.contains { $0.dimension == parent } }
          ?? true
      }
      ordered.append(waiting.remove(at: next ?? 0))
    }
    return ordered
  }

  /// Members of a column in their order, cases without one last.
  func inOrder(_ members: Set<Int>, of dimension: Int) -> [Int] {
    let hasNone = members.contains(MemberColumn.noMember)
    let known = members.filter { $0 != MemberColumn.noMember }
    return MemberOrder(self).sorted(known, of: dimension) + (hasNone ? [MemberColumn.noMember] : [])
  }

  /// Room for so many more members under their own names.
  mutating func reserveOwnMembers(_ count: Int, of dimension: Int) {
    let total = dimensions[dimension].members.count + count
    dimensions[dimension].members.reserveCapacity(total)
    dimensions[dimension].memberIndexByID.reserve(total)
    lexicon.reserve(lexicon.count + count)
  }

  /// A member under its own name, new or met before in such data; ``rankOwnMembers(of:)`` is due after the last one.
  /// - Returns: its position.
  mutating func ownMember(named text: String, of dimension: Int, parent: Int?) -> Int {
    let parentID = parent.flatMap { parent in
      dimensions[dimension].parent.map { dimensions[$0].members[parent].id }
    }
    let id = parentID.map { "\($0)/\(text)" } ?? text
    if let known = dimensions[dimension].memberIndexByID[id], dimensions[dimension].members[known].isOwnName {
      return known
    }
    let member = appendOwnMember(named: text, id: id, of: dimension, parent: parent)
    dimensions[dimension].memberIndexByID[id] = member
    return member
  }

  /// A member under its own name that was not met before; the caller notes where its id is found.
  /// - Returns: its position.
  mutating func appendOwnMember(named text: String, id: String, of dimension: Int, parent: Int?) -> Int {
    let index = dimensions[dimension].members.count
    dimensions[dimension].members.append(
      Member(ownName: text, id: id, index: index, parent: parent))
    lexicon.add(text, .member(dimension: dimension, member: index))
    return index
  }

  /// Whether it lists the dimension's members, so that a name beside them is worth a word.
  func lists(_ dimension: Int) -> Bool { dimensions[dimension].members.contains { !$0.isOwnName } }

  /// The members of a member's dimension that its name can mean, itself among them.
  func namesakes(of reference: MemberReference) -> [Int] {
    lexicon.meanings(of: member(reference).names.vietnamese).compactMap { meaning in
      guard case .member(reference.dimension, let member) = meaning else { return nil }
      return member
    }
  }

  /// Puts own names in Vietnamese order once, so that no query has to: a key is made for each of them here.
  mutating func rankOwnMembers(of dimension: Int) {
    let own = dimensions[dimension].members.indices.filter { dimensions[dimension].members[$0].isOwnName }
    guard own.contains(where: { dimensions[dimension].members[$0].order == Member.unrankedOrder }) else {
      return
    }
    let ranked = own.map {
      (index: $0, key: VietnameseSortKey(dimensions[dimension].members[$0].names.vietnamese))
    }
    .sorted { left, right in
      if left.key < right.key { return true }
      return right.key < left.key ? false : left.index < right.index
    }
    rank(ranked.map(\.index), of: dimension)
  }

  /// Gives own names the order in which they stand here.
  mutating func rank(_ ownMembers: [Int], of dimension: Int) {
    for (rank, member) in ownMembers.enumerated() {
      dimensions[dimension].members[member].order = Member.firstOwnOrder + rank
    }
  }
}

extension Member {
  /// Of a name that only data have.
  init(ownName text: String, id: String, index: Int, parent: Int?) {
    self.init(
      index: index, id: id, code: "", names: Localized(both: text), shortName: text, aliases: [],
      order: Member.unrankedOrder, parent: parent, unionOf: [], isSummand: true, isCountedInside: false,
      implied: [], validFrom: nil, validTo: nil, origin: nil)
  }
}
