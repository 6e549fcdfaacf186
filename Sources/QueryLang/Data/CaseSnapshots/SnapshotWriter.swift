internal import Synchronization

/// A table of cases → a snapshot.
package struct SnapshotWriter {
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  package init(_ table: CaseTable, _ catalog: Catalog, observer: WorkObserver = .none) {
    self.table = table
    self.catalog = catalog
    self.observer = observer
  }

  /// Writes the whole file, piece by piece.
  /// - Parameter write: takes bytes at an offset of the file; the header, at 0, comes last.
  /// - Throws: what `write` throws; an interruption.
  package func write(_ write: ([UInt8], _ offset: Int) throws(QueryError) -> Void) throws(QueryError) {
    var directory = head()
    var offset = SnapshotFormat.headerSize
    let columns = directory.columns
    for (index, column) in columns.enumerated() {
      var places: [SnapshotFormat.BlockPlace] = []
      // A few blocks at a time on all threads, so that what waits to be written stays small.
      let batch = Workers.count * 2
      for first in stride(from: 0, to: directory.blockCount, by: batch) {
        try observer.checkpoint()
        observer.hear(index * directory.blockCount + first, of: columns.count * directory.blockCount)
        let blocks = try pack(column, first..<min(directory.blockCount, first + batch))
        for block in blocks {
          try write(block, offset)
          places.append(
            SnapshotFormat.BlockPlace(
              offset: offset, byteCount: block.count, checksum: Checksum.of(block)))
          offset += block.count
        }
      }
      directory.blocks.append(places)
    }
    let bytes = directory.bytes
    try write(bytes, offset)
    try write(header(directoryAt: offset, bytes), 0)
  }

  private func header(directoryAt offset: Int, _ directory: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    for byte in SnapshotFormat.magic { writer.append(byte) }
    writer.append(SnapshotFormat.version)
    writer.append(UInt64(offset))
    writer.append(UInt64(directory.count))
    writer.append(Checksum.of(directory))
    writer.append(UInt64(offset + directory.count))
    writer.append(Checksum.of(writer.bytes))
    return writer.bytes + [UInt8](repeating: 0, count: SnapshotFormat.headerSize - writer.bytes.count)
  }

  // MARK: What the directory says

  private func head() -> SnapshotFormat.Directory {
    var directory = SnapshotFormat.Directory()
    directory.rowCount = table.rowCount
    directory.firstDay = table.days.first.daysSince1970
    directory.span = table.span
    directory.received = table.received.ranges
    directory.due = table.due?.ranges
    directory.finished = table.finished?.ranges
    for (column, ranges) in zip(table.members, table.memberRanges) {
      directory.members.append(head(column, ranges))
    }
    directory.numbers = table.numbers.map {
      SnapshotFormat.NumberColumnHead(id: $0.id, names: $0.names, decimals: $0.decimals)
    }
    if let identifiers = table.identifiers {
      directory.identifierBytes = (0..<table.blockCount).map { block in
        UInt32(rows(block).reduce(0) { $0 + identifiers.byteCount(ofRow: $1) })
      }
    }
    return directory
  }

  private func head(_ column: MemberColumn, _ ranges: BlockRanges) -> SnapshotFormat.MemberColumnHead {
    let dimension = catalog.dimensions[column.dimension]
    let width =
      switch column.codes {
      case .one: 1
      case .two: 2
      case .four: 4
      }
    return SnapshotFormat.MemberColumnHead(
      dimensionID: dimension.id, dimensionName: dimension.names.vietnamese, width: width,
      members: names(column.members, dimension), ranges: ranges)
  }

  private func names(_ members: [Int], _ dimension: Dimension) -> SnapshotFormat.MemberNames {
    let listed = members.map { name($0, dimension) }
    let hasNone = members.last == MemberColumn.noMember
    let named = listed.dropLast(hasNone ? 1 : 0)
    var own = OwnNames.List(texts: NameList(named.lazy.map { $0.own?.name ?? "" }))
    var others: [SnapshotFormat.OtherMember] = []
    var orders: [Int] = []
    var numberOfParent: [String: Int] = [:]
    for (code, member) in named.enumerated() {
      guard let (name, parentID) = member.own else {
        others.append(SnapshotFormat.OtherMember(code: code, id: member.id))
        continue
      }
      if name.isEmpty { return .listed(listed) }
      if !parentID.isEmpty, numberOfParent[parentID] == nil {
        numberOfParent[parentID] = own.parentIDs.count
        own.parentIDs.append(parentID)
      }
      own.append(text: code, parent: numberOfParent[parentID])
      orders.append(dimension.members[members[code]].order)
    }
    guard !orders.isEmpty, let ownNames = OwnNames(own, orders: orders) else { return .listed(listed) }
    let names = SnapshotFormat.MemberNames.own(ownNames, others: others, hasNone: hasNone)
    // An id that is not made of its parts (the parent is of no catalog any more) has to be listed.
    return zip(names.list, listed).allSatisfy { $0.id == $1.id } ? names : .listed(listed)
  }

  private func name(_ member: Int, _ dimension: Dimension) -> SnapshotFormat.MemberName {
    guard member != MemberColumn.noMember else { return SnapshotFormat.MemberName(id: "", own: nil) }
    let known = dimension.members[member]
    guard known.isOwnName else { return SnapshotFormat.MemberName(id: known.id, own: nil) }
    let parent = dimension.parent.flatMap { parent in
      known.parent.map { catalog.dimensions[parent].members[$0].id }
    }
    return SnapshotFormat.MemberName(id: known.id, own: (known.names.vietnamese, parent ?? ""))
  }

  // MARK: Blocks

  private func rows(_ block: Int) -> Range<Int> {
    let first = block * BlockRanges.blockSize
    return first..<min(table.rowCount, first + BlockRanges.blockSize)
  }

  private func pack(_ column: SnapshotColumn, _ blocks: Range<Int>) throws(QueryError) -> [[UInt8]] {
    for block in blocks { try table.prepare([column, .day(.received)], block: block) }
    let found = Mutex<[Int: [UInt8]]>([:])
    Workers.each(blocks.count) { index in
      let block = blocks.lowerBound + index
      let bytes = packed(column, rows(block))
      found.withLock { $0[block] = bytes }
    }
    return found.withLock { found in blocks.compactMap { found[$0] } }
  }

  private func packed(_ column: SnapshotColumn, _ rows: Range<Int>) -> [UInt8] {
    let first = rows.lowerBound
    let received = table.received.values.pointer + first
    switch column {
    case .day(.received):
      return PackedBlock.pack(rows.count, { Int(received[$0]) }, relativeTo: nil)
    case .day(.due), .day(.finished):
      guard let days = column == .day(.due) ? table.due : table.finished else { return [] }
      let values = days.values.pointer + first
      let relative = PackedBlock.pack(rows.count, { Int(values[$0]) }, relativeTo: { Int(received[$0]) })
      let absolute = PackedBlock.pack(rows.count, { Int(values[$0]) }, relativeTo: nil)
      // Worth a little room: who asks for this day alone need not read the other.
      return absolute.count <= relative.count + relative.count / 16 ? absolute : relative
    case .member(let position):
      switch table.members[position].codes {
      case .one(let codes):
        let codes = codes.pointer + first
        return PackedBlock.pack(rows.count, { Int(codes[$0]) }, relativeTo: nil)
      case .two(let codes):
        let codes = codes.pointer + first
        return PackedBlock.pack(rows.count, { Int(codes[$0]) }, relativeTo: nil)
      case .four(let codes):
        let codes = codes.pointer + first
        return PackedBlock.pack(rows.count, { Int(codes[$0]) }, relativeTo: nil)
      }
    case .number(let position):
      let values = table.numbers[position].values.pointer + first
      return PackedBlock.pack(rows.count, { Int(values[$0]) }, relativeTo: nil)
    case .identifiers:
      guard let identifiers = table.identifiers else { return [] }
      return PackedTexts.pack(rows.map { identifiers.bytes(ofRow: $0) })
    }
  }
}
