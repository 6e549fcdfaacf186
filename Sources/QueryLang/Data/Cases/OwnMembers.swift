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

  /// The same, whose names are held apart from all others, with room for some more: the first name added to names that
  /// somebody else holds too has to copy them all.
  func withRoomForNames() -> Catalog {
    var catalog = self
    catalog.lexicon.reserve(lexicon.count + Catalog.usualOwnNames)
    return catalog
  }

  private static var usualOwnNames: Int { 512 }

  /// Enters members under their own names, about `count` of them; ``rankOwnMembers(of:)`` is due afterwards.
  /// - Parameter texts: how many texts they are named by, where they come with the numbers of those.
  mutating func enterOwnMembers<Result, Failure>(
    of dimension: Int, count: Int, texts: Int = 0, _ body: (inout OwnMemberEntry) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var entry = OwnMemberEntry(takenFrom: &self, dimension, count: count, texts: texts)
    defer { entry.giveBack(to: &self) }
    return try body(&entry)
  }

  /// One member under its own name, new or met before in such data; ``rankOwnMembers(of:)`` is due after the last one.
  /// - Returns: its position.
  mutating func ownMember(named text: String, of dimension: Int, parent: Int?) -> Int {
    enterOwnMembers(of: dimension, count: 0) { $0.member(named: text, parent: parent) }
  }

  /// Whether it lists the dimension's members, so that a name beside them is worth a word.
  func lists(_ dimension: Int) -> Bool { dimensions[dimension].hasKnownNames }

  /// The members of a member's dimension that its name can mean, itself among them.
  func namesakes(of reference: MemberReference) -> [Int] {
    lexicon.meanings(of: member(reference).names.vietnamese).compactMap { meaning in
      guard case .member(reference.dimension, let member) = meaning else { return nil }
      return member
    }
  }

  /// Puts own names in Vietnamese order once, so that no query has to. Many members share a name, which is looked at
  /// once.
  mutating func rankOwnMembers(of dimension: Int) {
    // Those that wait have their places.
    if dimensions[dimension].waiting != nil { return }
    let members = dimensions[dimension].members
    let own = members.indices.filter { members[$0].isOwnName }
    guard own.contains(where: { members[$0].order == Member.unrankedOrder }) else { return }
    var names = NameTable()
    var keys = VietnameseSortKeys()
    let numbers = own.map { member in
      var name = members[member].names.vietnamese
      let (number, isNew) = name.withUTF8 { names.insert($0) }
      if isNew { keys.append(name) }
      return number
    }
    let parents = dimensions[dimension].parent.map { dimensions[$0] }
    let parentOrders = own.map { member in members[member].parent.flatMap { parents?.order(ofMember: $0) } }
    let places = OwnNames.places(of: numbers, ranks: keys.ranks(), parentOrders: parentOrders)
    for (member, place) in zip(own, places) {
      dimensions[dimension].members[member].order = Member.firstOwnOrder + place
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
  /// The lexicon's number of each text, once it is known: many members share a text.
  private var nameOfText: [Int?]

  fileprivate init(takenFrom catalog: inout Catalog, _ dimension: Int, count: Int, texts: Int) {
    self.dimension = dimension
    nameOfText = Array(repeating: nil, count: texts)
    parents = catalog.dimensions[dimension].parent.map { catalog.dimensions[$0].members } ?? []
    exchange(with: &catalog)
    if OwnMemberEntry.areMany(count, beside: members.count) {
      members.reserveCapacity(members.count + count)
      ids.reserve(members.count + count)
    }
    if OwnMemberEntry.areMany(count, beside: lexicon.count) { lexicon.reserve(lexicon.count + count) }
  }

  /// Room is made for many. For few it would be made anew each time, and leave none for the names that come next.
  private static func areMany(_ count: Int, beside known: Int) -> Bool { count > known / 4 }

  fileprivate mutating func giveBack(to catalog: inout Catalog) { exchange(with: &catalog) }

  private mutating func exchange(with catalog: inout Catalog) {
    swap(&members, &catalog.dimensions[dimension].members)
    swap(&ids, &catalog.dimensions[dimension].memberIndexByID)
    swap(&lexicon, &catalog.lexicon)
  }

  /// A member under its own name, new or met before in such data.
  /// - Parameters:
  ///   - parent: a member of the parent dimension.
  ///   - number: of the text among those they are named by.
  /// - Returns: its position.
  mutating func member(named text: String, parent: Int?, text number: Int? = nil) -> Int {
    let id = parent.map { parents.isEmpty ? text : Member.id(ofOwn: text, in: parents[$0].id) } ?? text
    let (known, isNew) = ids.insert(id, at: members.count)
    if !isNew {
      if members[known].isOwnName { return known }
      ids[id] = members.count
    }
    append(text, id: id, parent: parent, text: number)
    return members.count - 1
  }

  /// The member of an id, under the catalog's name; if there is none, a new one under its own name.
  /// - Returns: its position.
  mutating func member(ofID id: String, named text: String, parent: Int?) -> Int {
    let (position, isNew) = ids.insert(id, at: members.count)
    if isNew { append(text, id: id, parent: parent) }
    return position
  }

  private mutating func append(_ text: String, id: String, parent: Int?, text number: Int? = nil) {
    let index = members.count
    members.append(
      Member(ownName: text, id: id, index: index, order: Member.unrankedOrder, parent: parent))
    var name = number.flatMap { nameOfText[$0] }
    if name == nil {
      name = lexicon.number(entering: text, &keys)
      if let number { nameOfText[number] = name }
    }
    if let name { lexicon.add(.member(dimension: dimension, member: index), ofNewTo: name) }
  }
}

extension Member {
  /// The id of a name that only data have, told apart from those of other parents.
  static func id(ofOwn name: String, in parentID: String) -> String {
    var (parentID, name) = (parentID, name)
    return parentID.withUTF8 { parentID in
      name.withUTF8 { name in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: parentID.count + 1 + name.count) { id in
          _ = id.update(fromContentsOf: parentID)
          id[parentID.count] = UInt8(ascii: "/")
          _ = UnsafeMutableBufferPointer(rebasing: id[(parentID.count + 1)...]).update(fromContentsOf: name)
          return String(validUTF8: UnsafeBufferPointer(id))
        }
      }
    }
  }

  /// Of a name that only data have.
  init(ownName text: String, id: String, index: Int, order: Int, parent: Int?) {
    self.init(
      index: index, id: id, code: "", names: Localized(both: text), shortName: text, aliases: [],
      order: order, parent: parent, unionOf: [], isSummand: true, isCountedInside: false, implied: [],
      validFrom: nil, validTo: nil, origin: nil)
  }
}
