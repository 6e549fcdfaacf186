import Testing

@testable import QueryLang

/// A snapshot taken apart, so that it can be altered and put together again with checksums that fit: as somebody
/// would make one to lead a reader astray.
struct SignedSnapshot {
  var directory: SnapshotFormat.Directory
  /// The file before its directory.
  private var blocks: [UInt8]

  init(_ table: CaseTable, _ catalog: Catalog) throws {
    let file = try SnapshotWriter(table, catalog).file()
    var header = ByteReader(Array(file[(SnapshotFormat.magic.count + 4)..<SnapshotFormat.headerSize]))
    let start = Int(header.number(UInt64.self) ?? 0)
    directory = try #require(SnapshotFormat.Directory(Array(file[start...]), fileSize: file.count))
    blocks = Array(file[..<start])
  }

  func position(of column: SnapshotColumn) -> Int { directory.columns.firstIndex(of: column) ?? 0 }

  /// Another block of the same column, with the checksum that it has.
  mutating func alter(_ column: SnapshotColumn, block: Int = 0, _ change: (inout [UInt8]) -> Void) {
    let position = position(of: column)
    let place = directory.blocks[position][block]
    var bytes = Array(blocks[place.offset..<place.offset + place.byteCount])
    change(&bytes)
    directory.blocks[position][block] = SnapshotFormat.BlockPlace(
      offset: blocks.count, byteCount: bytes.count, checksum: Checksum.of(bytes))
    blocks += bytes
  }

  /// The values of a block replaced.
  mutating func replace(
    _ column: SnapshotColumn, block: Int = 0, with values: [Int], relativeTo reference: [Int]? = nil
  ) {
    alter(column, block: block) { bytes in
      bytes = PackedBlock.pack(
        values.count, { values[$0] }, relativeTo: reference.map { reference in { reference[$0] } })
    }
  }

  /// The file; `change` alters the bytes of the directory.
  func file(_ change: (inout [UInt8]) -> Void = { _ in }) -> [UInt8] {
    var directory = directory.bytes
    change(&directory)
    var header = ByteWriter()
    for byte in SnapshotFormat.magic { header.append(byte) }
    header.append(SnapshotFormat.version)
    header.append(UInt64(blocks.count))
    header.append(UInt64(directory.count))
    header.append(Checksum.of(directory))
    header.append(UInt64(blocks.count + directory.count))
    header.append(Checksum.of(header.bytes))
    return header.bytes + blocks[header.bytes.count...] + directory
  }
}
