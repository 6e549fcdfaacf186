/// Names of members that only data have, one behind the other, with what a lexicon needs to know of them before it
/// enters any.
struct OwnNames: Sendable {
  /// UTF-8, composed.
  let text: [UInt8]
  /// Where each name ends in the text.
  let ends: [UInt32]
  /// Ids of the members of the parent dimension that names belong to.
  let parentIDs: [String]
  /// By name, its parent among the ids or ``noParent``; empty where none has one.
  let parentNumbers: [UInt32]
  /// By name, its place among them in Vietnamese order, those of one text as their parents stand; empty where it is to be
  /// found by ``places(parentOrders:)``.
  let ranks: [UInt32]
  /// Hashes of the names' keys, ascending. They stand in files: other rules of folding make another format.
  let keyHashes: [UInt32]
  /// The most pieces of any name by its first piece; see ``NameLexicon``.
  let longestByFirstPiece: [UInt8]

  private static let noParent = UInt32.max

  var count: Int { ends.count }

  subscript(name: Int) -> String {
    String(decoding: text[range(of: name)], as: UTF8.self)
  }

  private func range(of name: Int) -> Range<Int> { (name == 0 ? 0 : Int(ends[name - 1]))..<Int(ends[name]) }

  /// Its parent among the ids.
  func parent(of name: Int) -> Int? {
    parentNumbers.isEmpty || parentNumbers[name] == OwnNames.noParent ? nil : Int(parentNumbers[name])
  }

  /// The id of the member of that name.
  func id(of name: Int) -> String {
    parent(of: name).map { Member.id(ofOwn: self[name], in: parentIDs[$0]) } ?? self[name]
  }

  /// Whether one of the names may have this key; `false` is certain.
  func mayHave(key: UnsafeBufferPointer<UInt8>) -> Bool {
    let hash = ShortHash.of(key)
    var (lower, upper) = (0, keyHashes.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if keyHashes[middle] < hash { lower = middle + 1 } else { upper = middle }
    }
    return lower < keyHashes.count && keyHashes[lower] == hash
  }

  /// Whether none of the members can have the id of one of these.
  func areApart(from members: [Member]) -> Bool {
    if members.isEmpty { return true }
    var table = NameTable()
    // The fewer of both are entered, the others looked up.
    if count < members.count {
      forEachName { _ = table.insert($0) }
      return !members.contains { OwnNames.isAnyName(in: $0.id) { table.number(of: $0) != nil } }
    }
    for member in members {
      _ = OwnNames.isAnyName(in: member.id) {
        _ = table.insert($0)
        return false
      }
    }
    var areApart = true
    forEachName { areApart = areApart && table.number(of: $0) == nil }
    return areApart
  }

  private func forEachName(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    text.withUnsafeBufferPointer { text in
      var start = 0
      for end in ends {
        body(UnsafeBufferPointer(rebasing: text[start..<Int(end)]))
        start = Int(end)
      }
    }
  }

  /// Whether an id is a name, or a parent's id, a slash and a name.
  private static func isAnyName(in id: String, _ isName: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    var id = id
    return id.withUTF8 { id in
      if isName(id) { return true }
      var start = 0
      while let slash = id[start...].firstIndex(of: UInt8(ascii: "/")) {
        start = slash + 1
        if isName(UnsafeBufferPointer(rebasing: id[start...])) { return true }
      }
      return false
    }
  }

  /// Whether what a file says of its names can be so.
  var isSound: Bool {
    var end: UInt32 = 0
    for next in ends {
      guard next > end else { return false }
      end = next
    }
    return Int(end) == text.count && ranks.count == count && longestByFirstPiece.count == NameLexicon.places
      && (parentNumbers.isEmpty || parentNumbers.count == count)
      && parentNumbers.allSatisfy { $0 < parentIDs.count || $0 == OwnNames.noParent }
  }
}

extension OwnNames {
  /// Own names as they come: of texts, some of them under several parents.
  struct List {
    /// Composed; others may be among them.
    let texts: NameList
    /// By name, the number of its text.
    var textOfName: [Int] = []
    var parentIDs: [String] = []
    /// By name, its parent among the ids.
    var parentOfName: [Int?] = []

    init(texts: NameList) { self.texts = texts }

    mutating func append(text: Int, parent: Int?) {
      textOfName.append(text)
      parentOfName.append(parent)
    }
  }

  /// - Parameters:
  ///   - orders: by name, where it stands among own names, if that is known.
  ///   - facts: of the texts that have names and no others; found where they are not given.
  /// - Returns: `nil` where the names together are longer than 4 GiB, or the work was stopped.
  init?(_ list: List, orders: [Int] = [], facts: Facts? = nil, isStopped: () -> Bool = { false }) {
    guard let facts = facts ?? Facts(of: list.textOfName, in: list.texts, isStopped: isStopped) else {
      return nil
    }
    var text: [UInt8] = []
    var ends: [UInt32] = []
    text.reserveCapacity(list.textOfName.reduce(0) { $0 + list.texts.length(of: $1) })
    ends.reserveCapacity(list.textOfName.count)
    for number in list.textOfName {
      if ends.count & 0xFFF == 0, isStopped() { return nil }
      list.texts.withBytes(of: number) { text.append(contentsOf: $0) }
      guard let end = UInt32(exactly: text.count) else { return nil }
      ends.append(end)
    }
    self.init(
      text: text, ends: ends, parentIDs: list.parentIDs,
      parentNumbers: list.parentIDs.isEmpty
        ? [] : list.parentOfName.map { $0.map { UInt32(truncatingIfNeeded: $0) } ?? OwnNames.noParent },
      ranks: OwnNames.places(orders).map { UInt32(truncatingIfNeeded: $0) }, keyHashes: facts.keyHashes,
      longestByFirstPiece: facts.longestByFirstPiece)
  }

  /// By name, its place among them, as ``ranks`` would say it.
  /// - Parameter parentOrders: by parent, where it stands among its like.
  func places(parentOrders: [Int]) -> [Int] {
    var distinct = NameTable()
    var keys = VietnameseSortKeys()
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    for name in 0..<count {
      let (number, isNew) = text.withUnsafeBufferPointer {
        distinct.insert(UnsafeBufferPointer(rebasing: $0[range(of: name)]))
      }
      if isNew { keys.append(self[name]) }
      numbers.append(number)
    }
    return OwnNames.places(
      of: numbers, ranks: keys.ranks(),
      parentOrders: (0..<count).map { name in parent(of: name).map { parentOrders[$0] } })
  }

  private static func places(_ orders: [Int]) -> [Int] {
    var places = [Int](repeating: 0, count: orders.count)
    let inOrder = orders.indices.sorted { (orders[$0], $0) < (orders[$1], $1) }
    for (place, name) in inOrder.enumerated() { places[name] = place }
    return places
  }

  private static func inOrder(of parentOrders: [Int?]) -> [Int] {
    var members = parentOrders.enumerated().map { (order: $1 ?? Int.min, member: $0) }
    members.sort { $0.order != $1.order ? $0.order < $1.order : $0.member < $1.member }
    return members.map(\.member)
  }

  /// The place of each member among all, by the number of its name. Members of one name stand as their parents do, those
  /// without one first: not as they came, which differs between a file and its snapshot.
  /// - Parameters:
  ///   - ranks: of the names.
  ///   - parentOrders: by member, where its parent stands among its like.
  static func places(of numbers: [Int], ranks: [Int], parentOrders: [Int?]) -> [Int] {
    var starts = [Int](repeating: 0, count: ranks.count + 1)
    for number in numbers { starts[ranks[number] + 1] += 1 }
    for rank in ranks.indices { starts[rank + 1] += starts[rank] }
    // Where each name is of one member, parents tell nothing.
    let members = numbers.count > ranks.count ? inOrder(of: parentOrders) : Array(numbers.indices)
    var places = [Int](repeating: 0, count: numbers.count)
    for member in members {
      places[member] = starts[ranks[numbers[member]]]
      starts[ranks[numbers[member]]] += 1
    }
    return places
  }
}
