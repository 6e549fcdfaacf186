/// A way to break figures down: province, tier, channel …
package struct Dimension: Sendable {
  /// What the members of the dimension are parts of.
  package enum Partition: Sendable, Equatable {
    /// Members are no parts of a whole (`system`, `scenario`): never summed.
    case none
    /// Members that count as summands make up the whole.
    case whole
    /// They make up the part of the whole that has this member of another dimension (`sector = local`).
    case part(dimension: Int, member: Int)
  }

  package let index: Int
  package let id: String
  package let names: Localized
  package let aliases: [String]
  package let parent: Int?
  package var partition: Partition
  /// Not all members are known; never summed into a whole.
  package let isOpen: Bool
  package let defaultMemberID: String
  /// Dimensions whose members together are the members of this one (`unit`).
  package let unionOf: [Int]
  /// Members implied by any member of this dimension.
  package var implied: [MemberReference]

  private var enteredMembers: [Member]
  private var enteredIDs: IDTable
  /// All members there are, own names behind those entered, until one of them changes or another is added.
  private(set) var waiting: WaitingMembers?

  package init(
    index: Int, id: String, names: Localized, aliases: [String], parent: Int?, partition: Partition,
    isOpen: Bool, defaultMemberID: String, unionOf: [Int], members: [Member], memberIndexByID: IDTable,
    implied: [MemberReference]
  ) {
    self.index = index
    self.id = id
    self.names = names
    self.aliases = aliases
    self.parent = parent
    self.partition = partition
    self.isOpen = isOpen
    self.defaultMemberID = defaultMemberID
    self.unionOf = unionOf
    self.implied = implied
    enteredMembers = members
    enteredIDs = memberIndexByID
  }
}

extension Dimension {
  // Inlined, so that asking a dimension of the catalog does not copy the dimension first.
  package var members: [Member] {
    @inline(__always) get { if let waiting { waiting.members } else { enteredMembers } }
    @inline(__always) _modify {
      enterWaiting()
      yield &enteredMembers
    }
  }

  package var memberIndexByID: IDTable {
    @inline(__always) get { if let waiting { waiting.ids } else { enteredIDs } }
    @inline(__always) _modify {
      enterWaiting()
      yield &enteredIDs
    }
  }

  @inline(__always)
  package func member(id: String) -> Int? {
    if let known = enteredIDs[id] { return known }
    // No own name is empty, as the id of a default is where there is none.
    return id.isEmpty ? nil : waiting?.ids[id]
  }

  /// Something of one member, read in place: ``members`` is a value by itself, whose member would be copied whole, which
  /// takes longer than most of what is asked.
  @inline(__always)
  package func read<Value>(member index: Int, _ body: (Member) -> Value) -> Value {
    // Those entered first stand among all: asked for one of both kinds, the dimension would be copied to hold both.
    if let waiting { return body(waiting.members[index]) }
    return body(enteredMembers[index])
  }

  // Asking these enters none.

  @inline(__always)
  package var memberCount: Int { waiting?.memberCount ?? enteredMembers.count }

  @inline(__always)
  func order(ofMember index: Int) -> Int {
    if let waiting, index >= enteredMembers.count {
      return waiting.order(ofName: index - enteredMembers.count)
    }
    return enteredMembers[index].order
  }

  @inline(__always)
  func parent(ofMember index: Int) -> Int? {
    if let waiting, index >= enteredMembers.count {
      return waiting.parent(ofName: index - enteredMembers.count)
    }
    return enteredMembers[index].parent
  }

  /// For a member of a union dimension: the dimension it comes from; own names come from none.
  @inline(__always)
  func origin(ofMember index: Int) -> Int? {
    index < enteredMembers.count ? enteredMembers[index].origin?.dimension : nil
  }

  /// What a member implies of another dimension, beside what its own dimension implies; own names imply nothing.
  @inline(__always)
  func implied(byMember index: Int, of dimension: Int) -> Int? {
    // Most imply nothing: asked first, since a list costs more to make than to find empty.
    guard index < enteredMembers.count, !enteredMembers[index].implied.isEmpty else { return nil }
    return enteredMembers[index].implied.first { $0.dimension == dimension }?.member
  }

  var hasImplyingMembers: Bool { enteredMembers.contains { !$0.implied.isEmpty } }

  /// Whether there is a member under a name that only data have.
  var hasOwnNames: Bool { waiting != nil || enteredMembers.contains { $0.isOwnName } }

  /// Whether the catalog has members of its own here.
  var hasKnownNames: Bool { enteredMembers.contains { !$0.isOwnName } }

  /// - Precondition: ``hasOwnNames`` is false.
  mutating func adopt(_ members: WaitingMembers) { waiting = members }

  mutating func enterWaiting() {
    guard let waiting else { return }
    enteredMembers = waiting.members
    enteredIDs = waiting.ids
    self.waiting = nil
  }
}

/// A member of a dimension, by position; names are resolved to these once, by the binder or a loader.
package struct MemberReference: Hashable, Sendable {
  package let dimension: Int
  package let member: Int

  package init(dimension: Int, member: Int) {
    self.dimension = dimension
    self.member = member
  }
}

package struct Member: Sendable {
  package let index: Int
  package let id: String
  /// Official code, not unique over time; empty where there is none.
  package let code: String
  /// In full, with its type (`Huyện Lạng Giang`).
  package let names: Localized
  /// Without its type (`Lạng Giang`); the same as `names` where there is none.
  package let shortName: String
  package let aliases: [String]
  /// Among the members of the dimension; of own names from ``firstOwnOrder`` on, once they are ranked.
  package var order: Int
  /// Member of the parent dimension.
  package let parent: Int?
  /// Members of the same dimension that this one is the union of.
  package var unionOf: [Int]
  /// Counts as a part when the dimension is summed.
  package let isSummand: Bool
  /// Its cases are counted inside those of other members (a one-stop centre).
  package let isCountedInside: Bool
  /// Implied by this very member, beside what its dimension implies.
  package var implied: [MemberReference]
  package let validFrom: Day?
  package let validTo: Day?
  /// For a member of a union dimension (`unit`): the member of the dimension it comes from.
  package let origin: MemberReference?

  /// Known from data only, under the name that they give it.
  package var isOwnName: Bool { order >= Member.firstOwnOrder }

  /// After every member of the catalog.
  static let firstOwnOrder = Int.max / 2
  /// Of an own name whose place among the others is not known yet.
  static let unrankedOrder = Int.max

  package func isValid(on day: Day) -> Bool {
    (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
  }
}
