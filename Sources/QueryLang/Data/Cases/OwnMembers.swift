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

  /// Members of a column, each once, in their order; cases without one last.
  func inOrder(_ members: some Collection<Int>, of dimension: Int) -> [Int] {
    let hasNone = members.contains(MemberColumn.noMember)
    let known = members.filter { $0 != MemberColumn.noMember }
    return MemberOrder(self).sorted(known, of: dimension) + (hasNone ? [MemberColumn.noMember] : [])
  }

  /// Enters members under their own names, about `count` of them; ``rankOwnMembers(of:)`` is due afterwards.
  mutating func enterOwnMembers<Result, Failure>(
    of dimension: Int, count: Int, _ body: (inout OwnMemberEntry) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var entry = OwnMemberEntry(takenFrom: &self, dimension, count: count)
    defer { entry.giveBack(to: &self) }
    return try body(&entry)
  }

  /// One member under its own name, new or met before in such data; ``rankOwnMembers(of:)`` is due after the last one.
  /// - Returns: its position.
  mutating func ownMember(named text: String, of dimension: Int, parent: Int?) -> Int {
    enterOwnMembers(of: dimension, count: 0) { $0.member(named: text, parent: parent) }
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
    let members = dimensions[dimension].members
    let own = members.indices.filter { members[$0].isOwnName }
    guard own.contains(where: { members[$0].order == Member.unrankedOrder }) else { return }
    let ranked = own.map { (index: $0, key: VietnameseSortKey(members[$0].names.vietnamese)) }
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

/// Members of one dimension while members under their own names are entered, one after the other.
///
/// They and the lexicon are out of the catalog meanwhile: asked there, the whole dimension is held anew at every name.
struct OwnMemberEntry: ~Copyable {
  private(set) var members: [Member] = []
  private let dimension: Int
  private let parents: [Member]
  private var ids = IDTable()
  private var lexicon = NameLexicon()
  private var keys = NameKeys()

  fileprivate init(takenFrom catalog: inout Catalog, _ dimension: Int, count: Int) {
    self.dimension = dimension
    parents = catalog.dimensions[dimension].parent.map { catalog.dimensions[$0].members } ?? []
    exchange(with: &catalog)
    let total = members.count + count
    members.reserveCapacity(total)
    ids.reserve(total)
    lexicon.reserve(lexicon.count + count)
  }

  fileprivate mutating func giveBack(to catalog: inout Catalog) { exchange(with: &catalog) }

  private mutating func exchange(with catalog: inout Catalog) {
    swap(&members, &catalog.dimensions[dimension].members)
    swap(&ids, &catalog.dimensions[dimension].memberIndexByID)
    swap(&lexicon, &catalog.lexicon)
  }

  /// A member under its own name, new or met before in such data.
  /// - Parameter parent: a member of the parent dimension.
  /// - Returns: its position.
  mutating func member(named text: String, parent: Int?) -> Int {
    let id = parent.map { parents.isEmpty ? text : parents[$0].id + "/" + text } ?? text
    let (known, isNew) = ids.insert(id, at: members.count)
    if !isNew {
      if members[known].isOwnName { return known }
      ids[id] = members.count
    }
    append(text, id: id, parent: parent)
    return members.count - 1
  }

  /// The member of an id, under the catalog's name; if there is none, a new one under its own name.
  /// - Returns: its position.
  mutating func member(ofID id: String, named text: String, parent: Int?) -> Int {
    let (position, isNew) = ids.insert(id, at: members.count)
    if isNew { append(text, id: id, parent: parent) }
    return position
  }

  private mutating func append(_ text: String, id: String, parent: Int?) {
    let index = members.count
    members.append(Member(ownName: text, id: id, index: index, parent: parent))
    lexicon.add(text, ofNew: .member(dimension: dimension, member: index), &keys)
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
