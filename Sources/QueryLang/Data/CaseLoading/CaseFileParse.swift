internal import Glibc
internal import Synchronization

/// One file's rows, or a run of them, into columns, on several threads.
struct CaseFileParse {
  /// How it ended.
  enum Outcome {
    /// So many rows.
    case parsed(rows: Int)
    /// Something is wrong at or behind this place of the file: a row's first byte and line.
    case irregular(offset: Int, line: Int)
    case tooManyTexts(column: Int)
    case earlierDays
    case failed(FileReading.Failure)
    case outOfMemory
    case stopped
  }

  let file: CaseFile
  /// The file's columns in its order.
  let columns: [CaseColumnMemory]
  let dayText: DayText
  let delimiter: UInt8
  /// What to read of the file, and the line in which it begins.
  let segments: [Range<Int>]
  let firstLine: Int
  /// Where in the load the first row goes, and how many rows of the whole load there is room for.
  let firstRow: Int
  let mostRows: Int
  let limits: CaseLoadLimits
  let observer: WorkObserver
  /// Told the bytes done so far.
  let progress: @Sendable (Int) -> Void

  /// What the threads find together.
  private struct Shared {
    var outcome: Outcome?
    /// Of the earliest irregular piece.
    var irregular: (offset: Int, line: Int)?
    var runs: [IdentifierColumn.Run] = []
    var rows = 0
    var bytesDone = 0
  }

  /// - Returns: the outcome, and the runs of identifiers in order where there is such a column.
  func run() -> (outcome: Outcome, runs: [IdentifierColumn.Run]) {
    let shared = Mutex(Shared())
    let byteCount = segments.reduce(0) { $0 + $1.count }
    let size = min(limits.pieceSize, max(1 << 16, byteCount / max(1, limits.threads)))
    file.rewind(to: segments, line: firstLine)
    withoutActuallyEscaping({ (_: Int) in work(shared, pieceSize: size) }) { body in
      nonisolated(unsafe) let body = body
      Workers.run(limits.threads(forBytes: byteCount)) { body($0) }
    }
    let found = shared.withLock { $0 }
    let runs = found.runs.sorted { $0.firstRow < $1.firstRow }
    // What makes a reading begin again comes first: rows before an irregular one are then all looked at.
    if let outcome = found.outcome { return (outcome, runs) }
    if let irregular = found.irregular {
      return (.irregular(offset: irregular.offset, line: irregular.line), runs)
    }
    return (.parsed(rows: found.rows), runs)
  }

  private func work(_ shared: borrowing Mutex<Shared>, pieceSize: Int) {
    let buffer = PieceBuffer()
    let tasks = columns.map { $0.task(firstRow: firstRow) }
    guard let received = columns.firstIndex(where: { $0.field == .received }) else { return }
    let finished = columns.firstIndex { $0.field == .finished }
    let parser = CaseRowParser(
      tasks, DayColumns(received: received, finished: finished), dayText, delimiter: delimiter)
    defer { parser.deallocate() }
    let hasIdentifiers = columns.contains { $0.field == .identifier }
    var identifiers = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    var room = 0
    defer { identifiers.deallocate() }
    while shared.withLock({ $0.outcome == nil && $0.irregular == nil }) {
      if observer.isStopped { return shared.withLock { $0.outcome = .stopped } }
      let piece: CaseFile.Piece?
      do throws(CaseFile.Failure) {
        piece = try file.next(into: buffer, size: pieceSize, longestRow: limits.longestRow)
      } catch {
        return shared.withLock { note(error, &$0) }
      }
      guard let piece else { return }
      // Blank lines are shorter than any row can be, and more of them than there is room for.
      guard firstRow + piece.firstRow + piece.rowCount <= mostRows else {
        return shared.withLock { noteIrregular(piece.offset, piece.firstLine, &$0) }
      }
      if hasIdentifiers, piece.byteCount > room {
        identifiers.deallocate()
        room = piece.byteCount
        identifiers = .allocate(byteCount: room + 64, alignment: 64)
      }
      let (outcome, used) = parser.parse(
        piece.start, piece.start + piece.byteCount,
        rows: piece.firstRow..<piece.firstRow + piece.rowCount, identifiers: identifiers)
      let run = hasIdentifiers ? copy(identifiers, used, firstRow: firstRow + piece.firstRow) : nil
      let bytesDone = shared.withLock { shared -> Int in
        switch outcome {
        case .parsed:
          shared.rows += piece.rowCount
          if let run {
            shared.runs.append(run)
          } else if hasIdentifiers {
            shared.outcome = .outOfMemory
          }
        case .irregular: noteIrregular(piece.offset, piece.firstLine, &shared)
        case .tooManyTexts(let column): shared.outcome = .tooManyTexts(column: column)
        case .earlierDays: shared.outcome = .earlierDays
        }
        shared.bytesDone += piece.byteCount
        return shared.bytesDone
      }
      progress(bytesDone)
    }
  }

  private func copy(_ bytes: UnsafeRawPointer, _ count: Int, firstRow: Int) -> IdentifierColumn.Run? {
    guard let memory = MappedMemory(reserving: count) else { return nil }
    memcpy(memory.base, bytes, count)
    return IdentifierColumn.Run(firstRow: firstRow, bytes: memory, byteCount: count)
  }

  private func note(_ failure: CaseFile.Failure, _ shared: inout Shared) {
    switch failure {
    case .reading(let reason): shared.outcome = .failed(reason)
    case .outOfMemory: shared.outcome = .outOfMemory
    case .rowTooLong(let line, let offset), .unclosedQuote(let line, let offset):
      noteIrregular(offset, line, &shared)
    }
  }

  private func noteIrregular(_ offset: Int, _ line: Int, _ shared: inout Shared) {
    if shared.irregular.map({ offset < $0.offset }) ?? true { shared.irregular = (offset, line) }
  }
}
