/// The file of a snapshot: a header, the packed blocks of every column, and a directory that says where they lie and
/// what they mean.
///
/// A block is held against its checksum and the directory when a question reads it first. What two columns say of a case
/// together (it ends after it began) is held against each other when a question reads both.
enum SnapshotFormat {
  static let magic: [UInt8] = Array("TTHCASE\n".utf8)
  /// Files of another version are refused. What is stored of names follows the rules of folding: it is another version
  /// when those change.
  static let version: UInt32 = 4
  static let headerSize = 64

  /// Where a block lies and what its bytes sum up to.
  struct BlockPlace: Sendable {
    let offset: Int
    let byteCount: Int
    let checksum: UInt64
    static let size = 20
  }

  /// A member by name, so that it is found in another catalog too.
  struct MemberName: Sendable {
    /// Empty for cases that have none.
    let id: String
    /// Of a name that only the data have: that name and its parent's id.
    let own: (name: String, parentID: String)?
  }

  /// A member between own names.
  struct OtherMember: Sendable {
    let code: Int
    let id: String
  }

  /// The members of a column in the order of their codes.
  enum MemberNames: Sendable {
    case listed([MemberName])
    /// Own names, whose ids are made of the parents' and the names, with others between them; the last may be none.
    case own(OwnNames, others: [OtherMember], hasNone: Bool)

    var count: Int {
      switch self {
      case .listed(let members): members.count
      case .own(let names, let others, let hasNone): names.count + others.count + (hasNone ? 1 : 0)
      }
    }

    /// What a code means, by the number of an own name or of another member.
    enum Code {
      case own(Int)
      case other(Int)
    }

    /// The codes of own names and of the others between them.
    static func codes(_ names: OwnNames, _ others: [OtherMember]) -> [Code] {
      var other = 0
      return (0..<names.count + others.count).map { code in
        guard other < others.count, others[other].code == code else { return .own(code - other) }
        defer { other += 1 }
        return .other(other)
      }
    }

    /// As they would be listed.
    var list: [MemberName] {
      switch self {
      case .listed(let members): return members
      case .own(let names, let others, let hasNone):
        let members = MemberNames.codes(names, others).map { member in
          switch member {
          case .other(let other): return MemberName(id: others[other].id, own: nil)
          case .own(let name):
            let parentID = names.parent(of: name).map { names.parentIDs[$0] }
            return MemberName(id: names.id(of: name), own: (names[name], parentID ?? ""))
          }
        }
        return members + (hasNone ? [MemberName(id: "", own: nil)] : [])
      }
    }
  }

  struct MemberColumnHead: Sendable {
    let dimensionID: String
    /// What an own dimension is called; empty for one of the catalog.
    let dimensionName: String
    let width: Int
    let members: MemberNames
    let ranges: BlockRanges
  }

  struct NumberColumnHead: Sendable {
    let id: String
    let names: Localized
    let decimals: Int
  }

  /// What stands in the directory.
  struct Directory: Sendable {
    var rowCount = 0
    var firstDay = 0
    var span: ClosedRange<Day>?
    var received = BlockRanges(least: [], greatest: [])
    var due: BlockRanges?
    var finished: BlockRanges?
    var members: [MemberColumnHead] = []
    var numbers: [NumberColumnHead] = []
    /// Bytes of the identifiers of each block; `nil` where there are none.
    var identifierBytes: [UInt32]?
    /// By column, in the order of ``SnapshotColumn``; then by block.
    var blocks: [[BlockPlace]] = []
  }
}

/// A column of a snapshot.
enum SnapshotColumn: Hashable, Sendable {
  case day(CaseDay)
  case member(Int)
  case number(Int)
  case identifiers
}

extension SnapshotFormat.Directory {
  /// The columns in the order in which their blocks are listed.
  var columns: [SnapshotColumn] {
    var columns: [SnapshotColumn] = [.day(.received)]
    if due != nil { columns.append(.day(.due)) }
    if finished != nil { columns.append(.day(.finished)) }
    columns += members.indices.map { .member($0) }
    columns += numbers.indices.map { .number($0) }
    if identifierBytes != nil { columns.append(.identifiers) }
    return columns
  }

  var blockCount: Int { (rowCount + BlockRanges.blockSize - 1) / BlockRanges.blockSize }

  // MARK: As bytes

  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt64(rowCount))
    writer.append(Int32(firstDay))
    writer.append(Int32(span?.lowerBound.daysSince1970 ?? 1))
    writer.append(Int32(span?.upperBound.daysSince1970 ?? 0))
    writer.append(received)
    writer.append(due)
    writer.append(finished)
    writer.append(UInt32(members.count))
    for column in members {
      writer.append(column.dimensionID)
      writer.append(column.dimensionName)
      writer.append(UInt8(column.width))
      writer.append(column.members)
      writer.append(column.ranges)
    }
    writer.append(UInt32(numbers.count))
    for number in numbers {
      writer.append(number.id)
      writer.append(number.names.vietnamese)
      writer.append(number.names.english)
      writer.append(UInt8(number.decimals))
    }
    writer.append(UInt8(identifierBytes == nil ? 0 : 1))
    if let identifierBytes { writer.append(identifierBytes) }
    for column in blocks {
      for place in column {
        writer.append(UInt64(place.offset))
        writer.append(UInt32(place.byteCount))
        writer.append(place.checksum)
      }
    }
    return writer.bytes
  }

  /// `nil` where the bytes are no directory of a file of that size.
  init?(_ bytes: [UInt8], fileSize: Int) {
    var reader = ByteReader(bytes)
    guard let rows = reader.number(UInt64.self), rows <= UInt64(UInt32.max),
      let firstDay = reader.number(Int32.self), let first = reader.number(Int32.self),
      let last = reader.number(Int32.self), let received = reader.ranges(), let received
    else { return nil }
    rowCount = Int(rows)
    self.firstDay = Int(firstDay)
    span = first <= last ? Day(daysSince1970: Int(first))...Day(daysSince1970: Int(last)) : nil
    self.received = received
    guard let due = reader.ranges(), let finished = reader.ranges() else { return nil }
    self.due = due
    self.finished = finished
    guard let memberCount = reader.count(ofSize: 10) else { return nil }
    for _ in 0..<memberCount {
      guard let column = reader.memberColumn() else { return nil }
      members.append(column)
    }
    guard let numberCount = reader.count(ofSize: 13) else { return nil }
    for _ in 0..<numberCount {
      guard let id = reader.text(), let vietnamese = reader.text(), let english = reader.text(),
        let decimals = reader.number(UInt8.self), decimals <= 18
      else { return nil }
      numbers.append(
        SnapshotFormat.NumberColumnHead(
          id: id, names: Localized(vi: vietnamese, en: english), decimals: Int(decimals)))
    }
    guard let hasIdentifiers = reader.number(UInt8.self) else { return nil }
    if hasIdentifiers == 1 {
      guard let sizes = reader.numbers() else { return nil }
      identifierBytes = sizes
    }
    for _ in columns {
      var places: [SnapshotFormat.BlockPlace] = []
      for _ in 0..<blockCount {
        guard let offset = reader.number(UInt64.self), let size = reader.number(UInt32.self),
          let checksum = reader.number(UInt64.self), offset <= UInt64(fileSize),
          Int(offset) + Int(size) <= fileSize
        else { return nil }
        places.append(
          SnapshotFormat.BlockPlace(offset: Int(offset), byteCount: Int(size), checksum: checksum))
      }
      blocks.append(places)
    }
    guard reader.isAtEnd, isSound else { return nil }
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ members: SnapshotFormat.MemberNames) {
    switch members {
    case .listed(let members):
      append(0 as UInt8)
      append(UInt32(members.count))
      for member in members {
        append(member.id)
        append(UInt8(member.own == nil ? 0 : 1))
        if let own = member.own {
          append(own.name)
          append(own.parentID)
        }
      }
    case .own(let names, let others, let hasNone):
      append(UInt8(hasNone ? 2 : 1))
      append(UInt32(others.count))
      for other in others {
        append(UInt32(other.code))
        append(other.id)
      }
      append(names.text)
      append(names.ends)
      append(UInt32(names.parentIDs.count))
      for id in names.parentIDs { append(id) }
      append(names.parentNumbers)
      append(names.ranks)
      append(names.keyHashes)
      append(names.longestByFirstPiece)
    }
  }

  fileprivate mutating func append(_ ranges: BlockRanges?) {
    append(UInt8(ranges == nil ? 0 : 1))
    guard let ranges else { return }
    append(ranges.least)
    append(ranges.greatest)
  }
}

extension ByteReader {
  /// `nil` where the bytes end; inside it `nil` where there is no such column.
  fileprivate mutating func ranges() -> BlockRanges?? {
    guard let has = number(UInt8.self) else { return nil }
    if has == 0 { return .some(nil) }
    guard let least = numbers(), let greatest = numbers() else { return nil }
    return .some(BlockRanges(least: least, greatest: greatest))
  }

  fileprivate mutating func memberColumn() -> SnapshotFormat.MemberColumnHead? {
    guard let dimension = text(), let name = text(), let width = number(UInt8.self),
      let members = memberNames(), let ranges = ranges(), let ranges
    else { return nil }
    return SnapshotFormat.MemberColumnHead(
      dimensionID: dimension, dimensionName: name, width: Int(width), members: members, ranges: ranges)
  }

  private mutating func memberNames() -> SnapshotFormat.MemberNames? {
    switch number(UInt8.self) {
    case 0: listedMembers().map { .listed($0) }
    case 1: ownNames(hasNone: false)
    case 2: ownNames(hasNone: true)
    default: nil
    }
  }

  private mutating func listedMembers() -> [SnapshotFormat.MemberName]? {
    guard let count = count(ofSize: 5) else { return nil }
    var members: [SnapshotFormat.MemberName] = []
    members.reserveCapacity(count)
    // Members of one parent follow each other.
    var lastParent = ""
    for _ in 0..<count {
      guard let id = text(), let isOwn = number(UInt8.self) else { return nil }
      guard isOwn == 1 else {
        members.append(SnapshotFormat.MemberName(id: id, own: nil))
        continue
      }
      guard let own = text(), let parent = text(perhaps: lastParent) else { return nil }
      lastParent = parent
      members.append(SnapshotFormat.MemberName(id: id, own: (own, parent)))
    }
    return members
  }

  private mutating func ownNames(hasNone: Bool) -> SnapshotFormat.MemberNames? {
    guard let count = count(ofSize: 8) else { return nil }
    var others: [SnapshotFormat.OtherMember] = []
    for _ in 0..<count {
      guard let code = number(UInt32.self), let id = text() else { return nil }
      others.append(SnapshotFormat.OtherMember(code: Int(code), id: id))
    }
    return ownNames().map { .own($0, others: others, hasNone: hasNone) }
  }

  private mutating func ownNames() -> OwnNames? {
    guard let text = byteList(), let ends = numbers(), let parentCount = count(ofSize: 4) else { return nil }
    var parentIDs: [String] = []
    parentIDs.reserveCapacity(parentCount)
    for _ in 0..<parentCount {
      guard let id = self.text() else { return nil }
      parentIDs.append(id)
    }
    guard let parentNumbers = numbers(), let ranks = numbers(), let keyHashes = numbers(),
      let longest = byteList()
    else { return nil }
    return OwnNames(
      text: text, ends: ends, parentIDs: parentIDs, parentNumbers: parentNumbers, ranks: ranks,
      keyHashes: keyHashes, longestByFirstPiece: longest)
  }
}
