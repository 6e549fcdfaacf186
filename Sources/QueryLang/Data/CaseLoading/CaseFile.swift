internal import Glibc
internal import Synchronization

/// A file of cases, handed out in whole rows to several threads.
///
/// A class because it owns the open file and its position. A regular file only, read piece by piece: what lies in
/// memory of it is a few megabytes for each thread, and a file cut short meanwhile is an error, not a crash.
final class CaseFile: Sendable {
  /// Whole rows, in a buffer of the thread that asked and that alone reads them.
  struct Piece: @unchecked Sendable {
    let start: UnsafeRawPointer
    let byteCount: Int
    /// Of the file, header not counted.
    let firstRow: Int
    let rowCount: Int
    /// In the file.
    let offset: Int
    /// Of the file, from 1.
    let firstLine: Int
  }

  enum Failure: Error, Equatable {
    case reading(FileReading.Failure)
    /// A row at or behind this place does not end within ``longestRow``.
    case rowTooLong(line: Int, offset: Int)
    /// A quote opened at or behind this place and did not close.
    case unclosedQuote(line: Int, offset: Int)
    case outOfMemory
  }

  let path: String
  let byteCount: Int
  private let status: stat
  private let descriptor: Int32
  private let state: Mutex<State>

  private struct State {
    var cursor: Cursor
    var row = 0
    var line: Int
    var failure: Failure?
  }

  /// How far some runs of whole rows have been read.
  private struct Cursor {
    let segments: [Range<Int>]
    private var segment = 0
    private var offset: Int

    init(_ segments: [Range<Int>]) {
      self.segments = segments.filter { !$0.isEmpty }
      offset = self.segments.first?.lowerBound ?? 0
    }

    var isAtEnd: Bool { segment >= segments.count }
    var position: Int { offset }

    /// The next bytes that lie together, at most so many, and goes behind them.
    mutating func advance(byUpTo count: Int) -> Range<Int> {
      let end = segments[segment].upperBound
      let range = offset..<min(end, offset + count)
      offset = range.upperBound
      if offset == end {
        segment += 1
        if !isAtEnd { offset = segments[segment].lowerBound }
      }
      return range
    }
  }

  /// - Parameter place: what is opened where it is not the path itself, which then is only shown.
  /// - Throws: the system's reason; that it is no regular file.
  init(_ path: String, openedAt place: String? = nil) throws(FileReading.Failure) {
    let descriptor = open(place ?? path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      // A socket cannot even be opened.
      if let kind = FileReading.kind(ofPath: place ?? path) { throw .special(kind) }
      throw .system(reason)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw .system(reason)
    }
    if let kind = SpecialFile(mode: status.st_mode) {
      close(descriptor)
      throw .special(kind)
    }
    self.path = path
    self.descriptor = descriptor
    self.status = status
    byteCount = Int(status.st_size)
    state = Mutex(State(cursor: Cursor([]), line: 1))
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit { close(descriptor) }

  /// Begins again with some runs of whole rows, the first in this line.
  func rewind(to segments: [Range<Int>], line: Int) {
    state.withLock { $0 = State(cursor: Cursor(segments), line: line) }
  }

  /// Whether the file is as it was when it was opened.
  var isUnchanged: Bool {
    var now = stat()
    return fstat(descriptor, &now) == 0 && now.st_size == status.st_size
      && now.st_mtim.tv_sec == status.st_mtim.tv_sec && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
  }

  /// Bytes of the file from `offset` on, as many as there are up to `count`.
  func read(_ count: Int, at offset: Int, into target: UnsafeMutableRawPointer) throws(FileReading.Failure)
    -> Int
  {
    var received = 0
    while received < count {
      let got = pread(descriptor, target + received, count - received, off_t(offset + received))
      if got < 0 {
        if errno == EINTR { continue }
        throw .system(String(cString: strerror(errno)))
      }
      if got == 0 { break }
      received += got
    }
    return received
  }

  /// The next rows; `nil` behind the last or after a failure of any thread's.
  /// - Parameters:
  ///   - buffer: becomes the piece's; grows where a row needs it.
  ///   - size: bytes wanted.
  func next(into buffer: PieceBuffer, size: Int, longestRow: Int) throws(Failure) -> Piece? {
    try state.withLock { state throws(Failure) -> Piece? in
      if let failure = state.failure { throw failure }
      do throws(Failure) {
        return try take(&state, buffer, size, longestRow)
      } catch {
        state.failure = error
        throw error
      }
    }
  }

  private func take(
    _ state: inout State, _ buffer: PieceBuffer, _ size: Int, _ longestRow: Int
  ) throws(Failure) -> Piece? {
    var size = max(1, size)
    while !state.cursor.isAtEnd {
      var ahead = state.cursor
      let count = try fill(buffer, size, &ahead)
      var length = count
      // The last line may lack its line feed.
      if ahead.isAtEnd, buffer.base.load(fromByteOffset: count - 1, as: UInt8.self) != 0x0A {
        buffer.base.storeBytes(of: 0x0A, toByteOffset: count, as: UInt8.self)
        length += 1
      }
      let rows = QuoteScan.rows(UnsafeRawPointer(buffer.base), length)
      let place = (line: state.line, offset: state.cursor.position)
      if ahead.isAtEnd, rows.end < length { throw .unclosedQuote(line: place.line, offset: place.offset) }
      if rows.rowCount == 0 {
        guard size < longestRow else { throw .rowTooLong(line: place.line, offset: place.offset) }
        size *= 2
        continue
      }
      let piece = Piece(
        start: UnsafeRawPointer(buffer.base), byteCount: rows.end, firstRow: state.row,
        rowCount: rows.rowCount, offset: place.offset, firstLine: place.line)
      buffer.end(at: rows.end)
      var left = min(rows.end, count)
      while left > 0 { left -= state.cursor.advance(byUpTo: left).count }
      state.row += rows.rowCount
      state.line += rows.lineCount
      return piece
    }
    return nil
  }

  /// Bytes from where the cursor stands, one run behind the other.
  private func fill(_ buffer: PieceBuffer, _ size: Int, _ cursor: inout Cursor) throws(Failure) -> Int {
    guard buffer.reserve(size + 1) else { throw .outOfMemory }
    var count = 0
    while count < size, !cursor.isAtEnd {
      let range = cursor.advance(byUpTo: size - count)
      let got: Int
      do throws(FileReading.Failure) {
        got = try read(range.count, at: range.lowerBound, into: buffer.base + count)
      } catch { throw .reading(error) }
      guard got == range.count else { throw .reading(.changedWhileRead) }
      count += got
    }
    return count
  }
}

/// Memory for one piece, used again for the next.
///
/// A class because it owns memory; one thread uses it.
final class PieceBuffer {
  private(set) var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// What was overwritten behind the last piece's end lies at its own offset in the file and is read again.
  private static let sentinelSize = 64

  init() {
    capacity = 1 << 16
    base = .allocate(byteCount: capacity + PieceBuffer.sentinelSize, alignment: 64)
  }

  deinit { base.deallocate() }

  /// Room for `byteCount` bytes; what was there is lost.
  func reserve(_ byteCount: Int) -> Bool {
    guard byteCount > capacity else { return true }
    base.deallocate()
    capacity = byteCount
    base = .allocate(byteCount: capacity + PieceBuffer.sentinelSize, alignment: 64)
    return true
  }

  /// Every sign that ends a search stands behind the end.
  func end(at end: Int) {
    for offset in 0..<PieceBuffer.sentinelSize {
      let sign: UInt8 =
        switch offset & 7 {
        case 0: 0x0A
        case 1: 0x22
        case 2: 0x2C
        case 3: 0x3B
        case 4: 0x09
        default: 0
        }
      base.storeBytes(of: sign, toByteOffset: end + offset, as: UInt8.self)
    }
  }
}
