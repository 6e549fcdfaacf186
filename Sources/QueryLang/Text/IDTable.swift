/// Positions by id. Ids are told apart by their bytes, which are composed wherever they come from: a dictionary of
/// strings composes them anew at every look, which costs ten times as much where they are Vietnamese names.
package struct IDTable: Sendable {
  private var ids = NameTable()
  /// By an id's number.
  private var positions: [Int] = []

  package init() {}

  /// Of positions that are those of the ids; of an id that comes twice the last.
  init(_ ids: some Collection<String>) {
    reserve(ids.count)
    for (position, id) in ids.enumerated() { self[id] = position }
  }

  /// Setting `nil` changes nothing.
  package subscript(id: String) -> Int? {
    get {
      var id = id
      return id.withUTF8 { ids.number(of: $0) }.map { positions[$0] }
    }
    set {
      guard let newValue else { return }
      var id = id
      let (number, isNew) = id.withUTF8 { ids.insert($0) }
      if isNew { positions.append(newValue) } else { positions[number] = newValue }
    }
  }

  /// Enters an id with its position, unless it is there.
  /// - Returns: the position that it has, and whether it is a new one.
  mutating func insert(_ id: String, at position: Int) -> (position: Int, isNew: Bool) {
    var id = id
    let (number, isNew) = id.withUTF8 { ids.insert($0) }
    if isNew { positions.append(position) }
    return (positions[number], isNew)
  }

  /// Room for so many ids in all.
  package mutating func reserve(_ count: Int) {
    ids.reserve(count, averageLength: 16)
    positions.reserveCapacity(count)
  }
}

extension IDTable: Imaged {
  init(from image: inout ImageReader) {
    ids = NameTable(from: &image)
    positions = image.numbers().map { Int($0) }
    if positions.count != ids.count { image.fail() }
  }

  func write(to image: inout ImageWriter) {
    ids.write(to: &image)
    image.append(positions.map { UInt32(clamping: $0) })
  }
}
