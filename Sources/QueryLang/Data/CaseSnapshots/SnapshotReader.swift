internal import Glibc

/// A snapshot → a table of cases, whose columns are read as they are needed.
package struct SnapshotReader {
  private let file: CaseFile

  /// Whether a file begins as a snapshot does.
  package static func isSnapshot(_ path: String) -> Bool {
    guard let file = try? CaseFile(path) else { return false }
    var start = [UInt8](repeating: 0, count: SnapshotFormat.magic.count)
    let count = start.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.flatMap { try? file.read(bytes.count, at: 0, into: $0) } ?? 0
    }
    return count == start.count && start == SnapshotFormat.magic
  }

  package init(_ path: String) throws(QueryError) {
    do throws(FileReading.Failure) {
      file = try CaseFile(path)
    } catch {
      throw QueryError(.data(DataPlace(file: path), error.problem), at: nil)
    }
  }

  /// - Throws: that the file is none of this version, cut short or damaged. Blocks are held against their checksums
  ///   when they are read first, and a damaged one is an error then.
  package func load(_ catalog: Catalog) throws(QueryError) -> CaseLoader.Loaded {
    let directory = try directory()
    var catalog = catalog
    let table = try table(directory, &catalog)
    return CaseLoader.Loaded(table: table, catalog: catalog, unknown: [], rejected: .none)
  }

  private func problem(_ problem: DataProblem) -> QueryError {
    QueryError(.data(DataPlace(file: file.path), problem), at: nil)
  }

  private func bytes(_ count: Int, at offset: Int) throws(QueryError) -> [UInt8] {
    var failure: FileReading.Failure?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      do throws(FileReading.Failure) { filled = try file.read(count, at: offset, into: base) } catch {
        failure = error
      }
    }
    if let failure { throw problem(failure.problem) }
    guard bytes.count == count else { throw problem(.snapshotTruncated) }
    return bytes
  }

  private func directory() throws(QueryError) -> SnapshotFormat.Directory {
    let header = try bytes(SnapshotFormat.headerSize, at: 0)
    guard header.starts(with: SnapshotFormat.magic) else { throw problem(.noSnapshot) }
    var reader = ByteReader(Array(header.dropFirst(SnapshotFormat.magic.count)))
    guard let version = reader.number(UInt32.self), let offset = reader.number(UInt64.self),
      let count = reader.number(UInt64.self), let checksum = reader.number(UInt64.self),
      let size = reader.number(UInt64.self), let own = reader.number(UInt64.self)
    else { throw problem(.snapshotDamaged) }
    guard version == SnapshotFormat.version else {
      throw problem(.snapshotVersion(Int(version), known: Int(SnapshotFormat.version)))
    }
    guard own == Checksum.of(Array(header.prefix(SnapshotFormat.magic.count + 36))) else {
      throw problem(.snapshotDamaged)
    }
    guard size == UInt64(file.byteCount), offset <= size, count == size - offset else {
      throw problem(size > UInt64(file.byteCount) ? .snapshotTruncated : .snapshotDamaged)
    }
    let bytes = try bytes(Int(count), at: Int(offset))
    guard Checksum.of(bytes) == checksum,
      let directory = SnapshotFormat.Directory(bytes, fileSize: file.byteCount)
    else { throw problem(.snapshotDamaged) }
    return directory
  }

  // MARK: The table

  private func values<Value: BitwiseCopyable>(
    _ count: Int, of type: Value.Type
  ) throws(QueryError) -> ColumnValues<Value> {
    guard let memory = MappedMemory(reserving: count * MemoryLayout<Value>.stride) else {
      throw QueryError(.outOfMemory, at: nil)
    }
    return ColumnValues(memory, count: count)
  }

  private func table(
    _ directory: SnapshotFormat.Directory, _ catalog: inout Catalog
  ) throws(QueryError) -> CaseTable {
    let rows = directory.rowCount
    func days(_ ranges: BlockRanges) throws(QueryError) -> DayColumn {
      DayColumn(values: try values(rows, of: UInt16.self), ranges: ranges)
    }
    var members: [MemberColumn] = []
    for head in directory.members { members.append(try column(head, rows, &catalog)) }
    var numbers: [NumberColumn] = []
    for head in directory.numbers {
      numbers.append(
        NumberColumn(
          id: head.id, names: head.names, decimals: head.decimals, values: try values(rows, of: Int64.self)))
    }
    var identifiers: IdentifierColumn?
    if let sizes = directory.identifierBytes {
      var runs: [IdentifierColumn.Run] = []
      for (block, size) in sizes.enumerated() {
        guard let memory = MappedMemory(reserving: Int(size)) else {
          throw QueryError(.outOfMemory, at: nil)
        }
        runs.append(
          IdentifierColumn.Run(
            firstRow: block * BlockRanges.blockSize, bytes: memory, byteCount: Int(size)))
      }
      identifiers = IdentifierColumn(offsets: try values(rows, of: UInt32.self), runs: runs)
    }
    var due: DayColumn?
    if let ranges = directory.due { due = try days(ranges) }
    var finished: DayColumn?
    if let ranges = directory.finished { finished = try days(ranges) }
    return CaseTable(
      rowCount: rows, days: CaseDays(first: Day(daysSince1970: directory.firstDay)),
      received: try days(directory.received), due: due, finished: finished, members: members,
      memberRanges: directory.members.map(\.ranges), numbers: numbers, identifiers: identifiers,
      span: directory.span, source: SnapshotSource(file, directory))
  }

  /// The members are looked up in the catalog there is now: one that it no longer has keeps its name.
  private func column(
    _ head: SnapshotFormat.MemberColumnHead, _ rows: Int, _ catalog: inout Catalog
  ) throws(QueryError) -> MemberColumn {
    let dimension =
      catalog.dimensionIndexByID[head.dimensionID] ?? catalog.ownDimension(named: head.dimensionName)
    let members = members(head.members, of: dimension, &catalog)
    let codes: CodeValues
    switch head.width {
    case 1: codes = .one(try values(rows, of: UInt8.self))
    case 2: codes = .two(try values(rows, of: UInt16.self))
    default: codes = .four(try values(rows, of: UInt32.self))
    }
    return MemberColumn(dimension: dimension, codes: codes, members: members)
  }

  private func members(
    _ names: SnapshotFormat.MemberNames, of dimension: Int, _ catalog: inout Catalog
  ) -> [Int] {
    if case .own(let own, let others, let hasNone) = names,
      let members = adopt(own, others, of: dimension, &catalog)
    {
      return members + (hasNone ? [MemberColumn.noMember] : [])
    }
    let members = catalog.members(names.list, of: dimension)
    catalog.rankOwnMembers(of: dimension)
    return members
  }

  /// The members of each code, whose own names then wait to be entered; `nil` where they are known in part, or others are
  /// not.
  private func adopt(
    _ own: OwnNames, _ others: [SnapshotFormat.OtherMember], of dimension: Int, _ catalog: inout Catalog
  ) -> [Int]? {
    let known = catalog.dimensions[dimension]
    if known.hasOwnNames { return nil }
    let otherMembers = others.compactMap { known.member(id: $0.id) }
    guard otherMembers.count == others.count, own.areApart(from: known.members) else { return nil }
    catalog.adopt(own, of: dimension)
    if others.isEmpty { return Array(known.memberCount..<known.memberCount + own.count) }
    return SnapshotFormat.MemberNames.codes(own, others).map { code in
      switch code {
      case .own(let name): known.memberCount + name
      case .other(let other): otherMembers[other]
      }
    }
  }
}

extension Catalog {
  /// The members of a snapshot's column, with those that are not known yet added.
  fileprivate mutating func members(_ names: [SnapshotFormat.MemberName], of dimension: Int) -> [Int] {
    let parents = dimensions[dimension].parent.map { dimensions[$0].memberIndexByID }
    return enterOwnMembers(of: dimension, count: names.count) { entry in
      // Members of one parent follow each other.
      var last: (id: String, member: Int?) = ("", nil)
      return names.map { name in
        if name.id.isEmpty { return MemberColumn.noMember }
        guard let own = name.own else { return entry.member(ofID: name.id, named: name.id, parent: nil) }
        if own.parentID != last.id { last = (own.parentID, parents?[own.parentID]) }
        return entry.member(ofID: name.id, named: own.name, parent: last.member)
      }
    }
  }
}
