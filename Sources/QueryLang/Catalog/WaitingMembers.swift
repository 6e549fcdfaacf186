/// Members under their own names that are entered when somebody asks for one of them. They stand behind those that the
/// catalog has.
///
/// Ten thousand communes take longer to enter than a question takes to answer, and most questions name none of them.
/// Which names there may be is known without that: by hashes of their keys.
///
/// A class because all copies of a catalog share it. What it enters follows from its names alone, so that it is as
/// good as a value.
package final class WaitingMembers: Sendable {
  let dimension: Int
  private let known: [Member]
  private let knownIDs: IDTable
  private let names: OwnNames
  /// By a parent's number among the names'; `nil` where the catalog has none of its id.
  private let parents: [Int?]
  /// By a parent's number, where it stands among its like.
  private let parentOrders: [Int]
  /// By name, where it stands among own names. To say it takes longer than to load a small file, and most questions never
  /// ask.
  private let places = MadeOnce<[Int]>()
  private let entered = MadeOnce<Entered>()

  /// A class, so that asking for one of the three does not copy all.
  private final class Entered: Sendable {
    /// Those before them included, as their ids are.
    let members: [Member]
    let ids: IDTable
    let lexicon: NameLexicon

    init(_ members: [Member], _ ids: IDTable, _ lexicon: NameLexicon) {
      self.members = members
      self.ids = ids
      self.lexicon = lexicon
    }
  }

  /// - Parameters:
  ///   - known: the members before them, none under its own name.
  ///   - parents: the members that the names' parents are.
  ///   - parentOrders: where those stand among their like; asked where the names' ranks are not known.
  init(
    _ names: OwnNames, of dimension: Int, behind known: [Member], _ knownIDs: IDTable, parents: [Int?],
    parentOrders: [Int]
  ) {
    self.dimension = dimension
    self.known = known
    self.knownIDs = knownIDs
    self.names = names
    self.parents = parents
    self.parentOrders = parentOrders
  }

  /// Of all members there are with them.
  var memberCount: Int { known.count + names.count }
  var members: [Member] { all.members }
  var ids: IDTable { all.ids }
  /// Their names alone.
  var lexicon: NameLexicon { all.lexicon }

  /// Whether somebody has asked for one.
  var areEntered: Bool { entered.isMade }

  // Of one of them, by its name's number; nobody has to be entered for it.

  func order(ofName number: Int) -> Int { Member.firstOwnOrder + place(ofName: number) }
  func parent(ofName number: Int) -> Int? { names.parent(of: number).flatMap { parents[$0] } }

  private func place(ofName number: Int) -> Int {
    if !names.ranks.isEmpty { return Int(names.ranks[number]) }
    return places.value { names.places(parentOrders: parentOrders) }[number]
  }

  private var all: Entered { entered.value { enterAll() } }

  private func enterAll() -> Entered {
    var members = known
    var ids = knownIDs
    var lexicon = NameLexicon()
    members.reserveCapacity(memberCount)
    ids.reserve(memberCount)
    for number in 0..<names.count {
      let id = names.id(of: number)
      let index = members.count
      members.append(
        Member(
          ownName: names[number], id: id, index: index, order: order(ofName: number),
          parent: parent(ofName: number)))
      _ = ids.insert(id, at: index)
    }
    lexicon.reserve(names.count)
    addNames(to: &lexicon)
    return Entered(members, ids, lexicon)
  }

  // MARK: Names

  var nameCount: Int { names.count }

  /// Whether one of the names may have this key; `false` is certain.
  func mayHave(key: UnsafeBufferPointer<UInt8>) -> Bool { names.mayHave(key: key) }

  /// See ``NameLexicon/longestNameInPieces(beginningWith:)``; by the place of a first piece.
  func longestName(at place: Int) -> Int { Int(names.longestByFirstPiece[place]) }

  /// Enters the names, in their order, among those of a lexicon.
  func addNames(to lexicon: inout NameLexicon) {
    var keys = NameKeys()
    for number in 0..<names.count {
      lexicon.add(
        names[number], ofNew: .member(dimension: dimension, member: known.count + number), &keys)
    }
  }
}

extension Catalog {
  /// Gives a dimension that has no own names yet those of some members. They are entered when somebody asks for them.
  mutating func adopt(_ names: OwnNames, of dimension: Int) {
    let parent = dimensions[dimension].parent.map { dimensions[$0] }
    let parents = names.parentIDs.map { parent?.member(id: $0) }
    adopt(
      names, of: dimension, parents: parents,
      parentOrders: names.ranks.isEmpty
        ? parents.map { member in member.flatMap { parent?.order(ofMember: $0) } ?? 0 } : [])
  }

  /// Enters what waits of a dimension and of those above it: where many members are read, each is then found in fewer
  /// steps.
  mutating func enterMembers(of dimension: Int) {
    var next: Int? = dimension
    while let dimension = next {
      if dimensions[dimension].waiting != nil { dimensions[dimension].enterWaiting() }
      next = dimensions[dimension].parent
    }
  }

  /// Enters all that waits, with the names.
  mutating func enterAllMembers() {
    for dimension in dimensions.indices where dimensions[dimension].waiting != nil {
      dimensions[dimension].enterWaiting()
    }
    lexicon.enterWaiting()
  }

  /// - Parameters:
  ///   - parents: the members that the names' parents are.
  ///   - parentOrders: where those stand among their like.
  mutating func adopt(_ names: OwnNames, of dimension: Int, parents: [Int?], parentOrders: [Int]) {
    let waiting = WaitingMembers(
      names, of: dimension, behind: dimensions[dimension].members, dimensions[dimension].memberIndexByID,
      parents: parents, parentOrders: parentOrders)
    dimensions[dimension].adopt(waiting)
    lexicon.adopt(waiting)
  }
}
