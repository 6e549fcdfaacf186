/// The cells that name groups: periods, and members with their codes and the places they lie in.
struct KeyCells {
  private let query: BoundQuery
  private let catalog: Catalog
  private let canonical: CanonicalText
  private let keys: [Key]
  /// Cells of members that others lie in, which come again and again; two for each.
  private var knownCells: [ResultCell] = []
  /// Where they begin, by level and member; -1 of those that have not come yet.
  private var knownPlaces: [[Int32]]

  private struct Key {
    let key: BoundKey
    /// The places above a dimension that are not keys themselves, highest first, then the dimension; empty for time.
    let levels: [Int]
    let columnCount: Int
    /// The first of its levels among those of all keys.
    let firstLevel: Int
  }

  init(_ query: BoundQuery, _ catalog: Catalog) {
    self.query = query
    self.catalog = catalog
    canonical = CanonicalText(catalog)
    var levelCount = 0
    keys = query.keys.map { key in
      switch key {
      case .time: return Key(key: key, levels: [], columnCount: 1, firstLevel: levelCount)
      case .dimension(let dimension):
        let levels = KeyCells.levels(of: dimension, query, catalog)
        defer { levelCount += levels.count }
        return Key(key: key, levels: levels, columnCount: 2 * levels.count, firstLevel: levelCount)
      }
    }
    knownPlaces = Array(repeating: [], count: levelCount)
  }

  private static func levels(of dimension: Int, _ query: BoundQuery, _ catalog: Catalog) -> [Int] {
    var levels = [dimension]
    let start = catalog.dimensions[dimension].unionOf.first ?? dimension
    var next = catalog.dimensions[start].parent
    while let parent = next {
      if !query.keys.contains(.dimension(parent)) { levels.insert(parent, at: 0) }
      next = catalog.dimensions[parent].parent
    }
    return levels
  }

  func columns(_ key: BoundKey) -> [ResultColumn] {
    switch key {
    case .time(let field): return [ResultColumn(name: field.rawValue, title: field.names, role: .key)]
    case .dimension(let dimension):
      return KeyCells.levels(of: dimension, query, catalog).flatMap { level in
        let names = catalog.dimensions[level].names
        let id = catalog.dimensions[level].id
        return [
          ResultColumn(name: id, title: names, role: .key),
          ResultColumn(
            name: id + "_code", title: Localized(vi: "mã \(names.vietnamese)", en: "\(names.english) code"),
            role: .code),
        ]
      }
    }
  }

  mutating func append(_ group: Group, to cells: inout [ResultCell]) {
    for position in group.keys.indices { append(group.keys[position], at: position, to: &cells) }
  }

  mutating func append(_ values: [GroupKey?], to cells: inout [ResultCell]) {
    for position in values.indices { append(values[position], at: position, to: &cells) }
  }

  mutating func append(_ value: GroupKey?, at position: Int, to cells: inout [ResultCell]) {
    switch (keys[position].key, value) {
    case (_, nil), (_, .missing?):
      for _ in 0..<keys[position].columnCount { cells.append(ResultCell(.missing)) }
    case (_, .period(let period)): cells.append(ResultCell(.period(period)))
    case (.dimension(let dimension), .member(let member)):
      append(MemberReference(dimension: dimension, member: member), keys[position], to: &cells)
    default: cells.append(ResultCell(.missing))
    }
  }

  private mutating func append(_ reference: MemberReference, _ key: Key, to cells: inout [ResultCell]) {
    for (index, level) in key.levels.enumerated() {
      guard let place = ancestor(of: reference, at: level) else {
        cells.append(ResultCell(.missing))
        cells.append(ResultCell(.missing))
        continue
      }
      // Of a single key every row has another member.
      if keys.count == 1, place == reference {
        appendNames(place, to: &cells)
      } else {
        appendKnownNames(place, level: key.firstLevel + index, to: &cells)
      }
    }
  }

  private mutating func appendKnownNames(
    _ reference: MemberReference, level: Int, to cells: inout [ResultCell]
  ) {
    if knownPlaces[level].isEmpty {
      let count = catalog.dimensions[reference.dimension].memberCount
      knownPlaces[level] = Array(repeating: -1, count: count)
    }
    if knownPlaces[level][reference.member] < 0 {
      knownPlaces[level][reference.member] = Int32(truncatingIfNeeded: knownCells.count)
      // Not to the known ones at once: all of this would be copied, since it is read meanwhile.
      var named: [ResultCell] = []
      appendNames(reference, to: &named)
      knownCells += named
    }
    let place = Int(knownPlaces[level][reference.member])
    cells.append(knownCells[place])
    cells.append(knownCells[place + 1])
  }

  private func appendNames(_ reference: MemberReference, to cells: inout [ResultCell]) {
    let (name, shown) = canonical.names(of: reference)
    let code = catalog.dimensions[reference.dimension].read(member: reference.member) { member in
      member.code.isEmpty ? member.id : member.code
    }
    cells.append(ResultCell(.name(canonical: name, shown: shown)))
    cells.append(ResultCell(.name(canonical: code, shown: nil)))
  }

  /// The member itself or a place above it.
  private func ancestor(of reference: MemberReference, at level: Int) -> MemberReference? {
    var (dimension, member) = (reference.dimension, reference.member)
    while dimension != level {
      let (origin, above) = catalog.dimensions[dimension].read(member: member) {
        ($0.origin?.dimension, $0.parent)
      }
      guard let parent = catalog.dimensions[origin ?? dimension].parent, let above else { return nil }
      (dimension, member) = (parent, above)
    }
    return MemberReference(dimension: dimension, member: member)
  }
}
