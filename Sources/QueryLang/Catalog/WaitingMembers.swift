internal import Synchronization

/// Members under their own names that are entered when somebody asks for one of them, names as a snapshot holds them.
///
/// Ten thousand communes take longer to enter than a question takes to answer, and most questions name none of them.
/// Which names there may be is known without that: by hashes of their keys.
///
/// A class because all copies of a catalog share it. What it enters follows from its names alone, so that it is as
/// good as a value.
package final class WaitingMembers: Sendable {
  private let dimension: Int
  private let names: OwnNames
  /// By a parent's number among the names'; `nil` where the catalog has none of its id.
  private let parents: [Int?]
  private let entered = AtomicLazyReference<Entered>()

  private final class Entered: Sendable {
    let members: [Member]
    let ids: IDTable
    let lexicon: NameLexicon

    init(_ members: [Member], _ ids: IDTable, _ lexicon: NameLexicon) {
      self.members = members
      self.ids = ids
      self.lexicon = lexicon
    }
  }

  /// - Parameter parents: the members that the names' parents are.
  init(_ names: OwnNames, of dimension: Int, parents: [Int?]) {
    self.dimension = dimension
    self.names = names
    self.parents = parents
  }

  var count: Int { names.count }
  var members: [Member] { all.members }
  var ids: IDTable { all.ids }
  /// Their names alone.
  var lexicon: NameLexicon { all.lexicon }

  /// Whether somebody has asked for one.
  var areEntered: Bool { entered.load() != nil }

  private var all: Entered { entered.load() ?? entered.storeIfNil(enterAll()) }

  private func enterAll() -> Entered {
    var members: [Member] = []
    var ids = IDTable()
    var lexicon = NameLexicon()
    members.reserveCapacity(count)
    ids.reserve(count)
    for index in 0..<count {
      let id = names.id(of: index)
      members.append(
        Member(
          ownName: names[index], id: id, index: index,
          order: Member.firstOwnOrder + Int(names.ranks[index]),
          parent: names.parent(of: index).flatMap { parents[$0] }))
      _ = ids.insert(id, at: index)
    }
    lexicon.reserve(count)
    addNames(to: &lexicon)
    return Entered(members, ids, lexicon)
  }

  // MARK: Names

  /// Whether one of the names may have this key; `false` is certain.
  func mayHave(key: UnsafeBufferPointer<UInt8>) -> Bool { names.mayHave(key: key) }

  /// See ``NameLexicon/longestNameInPieces(beginningWith:)``; by the place of a first piece.
  func longestName(at place: Int) -> Int { Int(names.longestByFirstPiece[place]) }

  /// Enters the names, in their order, among those of a lexicon.
  func addNames(to lexicon: inout NameLexicon) {
    var keys = NameKeys()
    for index in 0..<count {
      lexicon.add(names[index], ofNew: .member(dimension: dimension, member: index), &keys)
    }
  }
}

extension Catalog {
  /// Gives a dimension that has no members those of some names. They are entered when somebody asks for them.
  mutating func adopt(_ names: OwnNames, of dimension: Int) {
    let parentIDs = dimensions[dimension].parent.map { dimensions[$0].memberIndexByID }
    let parents = names.parentIDs.map { parentIDs?[$0] }
    let waiting = WaitingMembers(names, of: dimension, parents: parents)
    dimensions[dimension].adopt(waiting)
    lexicon.adopt(waiting)
  }
}
