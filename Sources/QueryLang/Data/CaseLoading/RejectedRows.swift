/// Bad rows that were left out of a load: where they stand in their files, which are still open.
///
/// Not the rows themselves: there may be as many as the files have.
package struct RejectedRows: Sendable {
  struct File: Sendable {
    let file: CaseFile
    /// Behind the byte-order mark and blank lines before it.
    let header: Range<Int>
    let rows: [Range<Int>]
  }

  let files: [File]
  package let count: Int
  /// The first of what was wrong with them.
  package let problems: [Diagnostic]

  static let none = RejectedRows(files: [], count: 0, problems: [])

  private static let chunkSize = 1 << 20

  /// Gives the header and then all rows, byte for byte as they stand.
  ///
  /// A file whose header is not that of the file before it begins with its own.
  /// - Throws: what `take` throws; that a file changed meanwhile; that the observer stopped it.
  package func write(
    _ observer: WorkObserver, _ take: (UnsafeRawBufferPointer) throws(QueryError) -> Void
  ) throws(QueryError) {
    var lastHeader: [UInt8] = []
    for file in files where !file.rows.isEmpty {
      var header: [UInt8] = []
      try copy(file.header, of: file.file, observer) { bytes throws(QueryError) in header += bytes }
      if header != lastHeader { try RejectedRows.hand(header, to: take) }
      lastHeader = header
      for rows in file.rows { try copy(rows, of: file.file, observer, take) }
      if !file.file.isUnchanged {
        throw QueryError(.data(DataPlace(file: file.file.path), .changedWhileRead), at: nil)
      }
    }
  }

  private static func hand(
    _ bytes: [UInt8], to take: (UnsafeRawBufferPointer) throws(QueryError) -> Void
  ) throws(QueryError) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    try take(UnsafeRawBufferPointer(copy))
  }

  /// A range of a file piece by piece, with a line feed behind it where the file's last line has none.
  private func copy(
    _ range: Range<Int>, of file: CaseFile, _ observer: WorkObserver,
    _ take: (UnsafeRawBufferPointer) throws(QueryError) -> Void
  ) throws(QueryError) {
    let size = min(RejectedRows.chunkSize, range.count)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 1, alignment: 1)
    defer { buffer.deallocate() }
    guard let base = buffer.baseAddress else { return }
    var offset = range.lowerBound
    while offset < range.upperBound {
      try observer.checkpoint()
      let wanted = min(size, range.upperBound - offset)
      var count: Int
      do throws(FileReading.Failure) {
        count = try file.read(wanted, at: offset, into: base)
      } catch { throw QueryError(.data(DataPlace(file: file.path), error.problem), at: nil) }
      guard count == wanted else {
        throw QueryError(.data(DataPlace(file: file.path), .changedWhileRead), at: nil)
      }
      offset += count
      if offset == file.byteCount, buffer[count - 1] != UInt8(ascii: "\n") {
        buffer[count] = UInt8(ascii: "\n")
        count += 1
      }
      try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
