@testable import QueryLang

extension SnapshotWriter {
  /// The whole file.
  func file() throws(QueryError) -> [UInt8] {
    var file: [UInt8] = []
    try write { bytes, offset in
      if file.count < offset + bytes.count {
        file += [UInt8](repeating: 0, count: offset + bytes.count - file.count)
      }
      file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    return file
  }
}
