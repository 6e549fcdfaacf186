/// Texts of a column become members of a dimension: known ones, or new ones under their own name.
struct MemberSettling {
  private let catalog: Catalog
  private let names: NameResolution
  private let dimension: Int
  private let membersByCode: [String: [Int]]

  init(_ catalog: Catalog, dimension: Int) {
    self.catalog = catalog
    self.dimension = dimension
    names = NameResolution(catalog: catalog, lexicon: catalog.lexicon, language: .vietnamese)
    var byCode: [String: [Int]] = [:]
    for member in catalog.dimensions[dimension].members where !member.code.isEmpty {
      byCode[member.code, default: []].append(member.index)
    }
    membersByCode = byCode
  }

  /// All members a text may mean, whatever the parent and the time; those spelled exactly so, if there are any.
  func candidates(_ text: String) -> [Int] {
    if let coded = membersByCode[text] { return coded }
    let meant = catalog.lexicon.meanings(of: text).compactMap { meaning -> Int? in
      if case .member(dimension, let member) = meaning { member } else { nil }
    }
    // Spellings are compared only where there is a choice: it takes longer than all the rest.
    if meant.count < 2 { return meant }
    let members = catalog.dimensions[dimension].members
    return names.exactFirst(text, meant) { names.spellings(of: members[$0]) }.candidates
  }

  /// The one member that is meant under a parent on a day; `nil` where none or several are.
  func member(among candidates: [Int], parent: Int?, on day: Day) -> Int? {
    let members = catalog.dimensions[dimension].members
    var meant = candidates
    if let parent { meant = meant.filter { members[$0].parent == parent } }
    if meant.count > 1 { meant = meant.filter { members[$0].isValid(on: day) } }
    return meant.count == 1 ? meant[0] : nil
  }

  /// The first days of the times in which the same text means different members, between two days.
  func eraStarts(_ candidates: [[Int]], in span: ClosedRange<Day>) -> [Day] {
    let members = catalog.dimensions[dimension].members
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
    return words.isEmpty ? "column" : words.joined(separator: "_")
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
