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
  /// By name, its place among them in Vietnamese order, whatever the parents.
  let ranks: [UInt32]
  /// Hashes of the names' keys, ascending. They stand in files: other rules of folding make another format.
  let keyHashes: [UInt32]
  /// The most pieces of any name by its first piece; see ``NameLexicon``.
  let longestByFirstPiece: [UInt8]

  private static let noParent = UInt32.max

  var count: Int { ends.count }

  subscript(name: Int) -> String {
    let start = name == 0 ? 0 : Int(ends[name - 1])
    return String(decoding: text[start..<Int(ends[name])], as: UTF8.self)
  }

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
  /// - Parameters:
  ///   - names: each with its parent's id, if it has one.
  ///   - orders: by name, where it stands among own names.
  init(_ names: [(name: String, parentID: String?)], orders: [Int]) {
    var text: [UInt8] = []
    var ends: [UInt32] = []
    var parentIDs: [String] = []
    var parentNumbers: [UInt32] = []
    var numberOfParent: [String: UInt32] = [:]
    var keyHashes: [UInt32] = []
    var longest = [UInt8](repeating: 0, count: NameLexicon.places)
    var keys = NameKeys()
    for (name, parentID) in names {
      text += name.utf8
      ends.append(UInt32(text.count))
      if let parentID, numberOfParent[parentID] == nil {
        numberOfParent[parentID] = UInt32(parentIDs.count)
        parentIDs.append(parentID)
      }
      parentNumbers.append(parentID.flatMap { numberOfParent[$0] } ?? OwnNames.noParent)
      let (key, pieces) = keys.key(of: name)
      keyHashes.append(ShortHash.of(key))
      NameLexicon.note(pieces, of: key, in: &longest)
    }
    self.init(
      text: text, ends: ends, parentIDs: parentIDs, parentNumbers: parentIDs.isEmpty ? [] : parentNumbers,
      ranks: OwnNames.ranks(orders),
      keyHashes: keyHashes.sorted(), longestByFirstPiece: longest)
  }

  private static func ranks(_ orders: [Int]) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: orders.count)
    let inOrder = orders.indices.sorted { (orders[$0], $0) < (orders[$1], $1) }
    for (rank, name) in inOrder.enumerated() { ranks[name] = UInt32(rank) }
    return ranks
  }
}
