/// Texts of a column become members of a dimension: known ones, or new ones under their own name.
struct MemberSettling {
  private let lexicon: NameLexicon
  let dimension: Int
  private let members: [Member]
  private let longestCode: Int
  private lazy var membersByCode: [String: [Int]] = members.reduce(into: [:]) { found, member in
    if !member.code.isEmpty { found[member.code, default: []].append(member.index) }
  }

  /// Of many candidates for one key, those of each spelling.
  private var namesakesBySpelling: [String: [String: [Int]]] = [:]
  private static let fewNamesakes = 8

  init(_ catalog: Catalog, dimension: Int) {
    self.dimension = dimension
    lexicon = catalog.lexicon
    members = catalog.dimensions[dimension].members
    longestCode = members.lazy.map(\.code.utf8.count).max() ?? 0
  }

  /// Adds all members a text may mean, whatever the parent and the time; those spelled exactly so, if there are any.
  /// - Parameters:
  ///   - text: UTF-8, composed.
  ///   - key: its key in a lexicon.
  mutating func addCandidates(
    _ text: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>, to found: inout [Int]
  ) {
    // A dictionary composes what it looks for, which takes longer for a name than all the rest.
    if text.count <= longestCode, let coded = membersByCode[String(validUTF8: text)] {
      found += coded
      return
    }
    let start = found.count
    lexicon.addMembers(of: dimension, key: key, to: &found)
    // Spellings are compared only where there is a choice: that takes as long.
    if found.count - start < 2 { return }
    found.replaceSubrange(start..., with: exactFirst(text, key, Array(found[start...])))
  }

  private mutating func exactFirst(
    _ text: UnsafeBufferPointer<UInt8>, _ key: UnsafeBufferPointer<UInt8>, _ candidates: [Int]
  ) -> [Int] {
    let members = members
    // Most are spelled as their member is, which is seen without a list of all its spellings.
    let areAllSpelledSo = candidates.allSatisfy { member in
      var name = members[member].names.vietnamese
      return name.withUTF8 { $0.elementsEqual(text) }
    }
    if areAllSpelledSo { return candidates }
    let text = String(validUTF8: text)
    if candidates.count <= MemberSettling.fewNamesakes {
      return NameResolution.exactFirst(text, candidates) { members[$0].spellings }.candidates
    }
    // A file may have thousands of names that differ by their marks only, each of which can mean all of them.
    let key = String(validUTF8: key)
    if namesakesBySpelling[key] == nil {
      namesakesBySpelling[key] = candidates.reduce(into: [:]) { found, member in
        for spelling in Set(members[member].spellings.map(foldedKeepingMarks)) {
          found[spelling, default: []].append(member)
        }
      }
    }
    return namesakesBySpelling[key]?[foldedKeepingMarks(text)] ?? candidates
  }

  mutating func candidates(_ text: String) -> [Int] {
    var keys = NameKeys()
    var text = text
    var found: [Int] = []
    text.withUTF8 { addCandidates($0, key: keys.key(of: $0).bytes, to: &found) }
    return found
  }

  /// The one member that is meant under a parent on a day; `nil` where none or several are.
  func member(among candidates: some Collection<Int>, parent: Int?, on day: Day) -> Int? {
    func isChild(_ member: Int) -> Bool { parent == nil || members[member].parent == parent }
    var only: Int?
    var count = 0
    for member in candidates where isChild(member) {
      only = member
      count += 1
    }
    if count < 2 { return only }
    count = 0
    for member in candidates where isChild(member) && members[member].isValid(on: day) {
      only = member
      count += 1
    }
    return count == 1 ? only : nil
  }

  /// The first days of the times in which the same text means different members, between two days.
  func eraStarts(_ candidates: some Sequence<some Collection<Int>>, in span: ClosedRange<Day>) -> [Day] {
    var starts: Set<Day> = []
    for meant in candidates where meant.count > 1 {
      for member in meant {
        if let from = members[member].validFrom { starts.insert(from) }
        if let to = members[member].validTo { starts.insert(to.advanced(byDays: 1)) }
      }
    }
    return starts.filter { $0 > span.lowerBound && $0 <= span.upperBound }.sorted()
  }
}

extension Catalog {
  /// A canonical name for what only has a heading: `Nộp phí` is `nop_phi`.
  static func identifier(for name: String) -> String {
    let words = folded(name).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    // Strings, not their parts: to append those, the runtime searches all types of the program the first time.
    return words.dropFirst().reduce(words.first.map { String($0) } ?? "column") { $0 + "_" + String($1) }
  }

  /// A dimension for a column that the catalog does not know.
  mutating func ownDimension(named name: String) -> Int {
    let id = Catalog.identifier(for: name)
    if let known = dimensionIndexByID[id] { return known }
    let index = dimensions.count
    dimensions.append(
      Dimension(
        index: index, id: id, names: Localized(both: name), aliases: [], parent: nil, partition: .whole,
        isOpen: true, defaultMemberID: "", unionOf: [], members: [], memberIndexByID: IDTable(), implied: []))
    dimensionIndexByID[id] = index
    lexicon.add(id, .dimension(index))
    lexicon.add(name, .dimension(index))
    return index
  }
}
