internal import Glibc

/// Reads rows one at a time and says exactly what is wrong: the slow road, taken where the fast one gave up.
struct CaseRowExaminer {
  /// What it finds from its beginning to the file's end.
  struct Findings {
    var problems = DataProblems()
    var badRowCount = 0
    /// Byte ranges of bad rows and blank lines, in order; touching ones are joined.
    var excluded: [Range<Int>] = []
    /// Whether some excluded range holds more than blank lines.
    var hasBlankLines = false
    /// A form that cannot be set aside row by row: a quote that never closes, a row without end.
    var isBroken = false
    /// A day outside the usual window, allowed in the earlier one, was met.
    var hasEarlierDays = false
  }

  let file: CaseFile
  let columns: [CaseColumnField]
  /// As the header has them.
  let names: [String]
  let delimiter: UInt8
  let dayText: DayText
  let observer: WorkObserver
  /// Behind the header.
  var start = 0

  private static let windowSize = 4 << 20
  /// More ranges than this are not worth setting aside one by one.
  static let mostExcluded = 1_000_000

  private struct Field {
    var text: [UInt8]
    var problem: DataProblem?
  }

  /// Examines everything from a row's first byte on.
  /// - Parameter bad: called with the bytes of each bad row and the first thing wrong with it.
  func examine(
    from offset: Int, line: Int,
    bad: (UnsafeBufferPointer<UInt8>, DataPlace, DataProblem) -> Void = { _, _, _ in }
  ) throws(FileReading.Failure) -> Findings {
    var findings = Findings()
    var window: [UInt8] = []
    var windowOffset = offset
    var position = 0
    var line = line
    while true {
      if observer.isStopped { return findings }
      guard let row = nextRow(window, position, isEnd: windowOffset + window.count >= file.byteCount) else {
        let isEnd = windowOffset + window.count >= file.byteCount
        if isEnd, position >= window.count { return findings }
        if window.count - position >= CaseFile.longestRow || isEnd {
          let problem: DataProblem = isEnd ? .unclosedQuote : .rowTooLong(limitInBytes: CaseFile.longestRow)
          findings.problems.add(DataPlace(file: file.path, line: line), problem)
          findings.badRowCount += 1
          findings.isBroken = true
          return findings
        }
        window.removeFirst(position)
        windowOffset += position
        position = 0
        let size = max(CaseRowExaminer.windowSize, window.count)
        let at = windowOffset + window.count
        let wanted = min(size, file.byteCount - at)
        var failure: FileReading.Failure?
        window.append(
          contentsOf: [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            do throws(FileReading.Failure) {
              guard let base = buffer.baseAddress else { return }
              count = try file.read(wanted, at: at, into: base)
            } catch { failure = error }
          })
        if let failure { throw failure }
        if windowOffset + window.count < at + wanted { throw .changedWhileRead }
        continue
      }
      let range = windowOffset + position..<windowOffset + row.end
      if row.isBlank, columns.count > 1 || range.upperBound == file.byteCount {
        findings.hasBlankLines = true
        exclude(range, &findings)
      } else if let (column, problem) = firstProblem(row.fields, &findings) {
        let place = DataPlace(file: file.path, line: line, column: column)
        findings.problems.add(place, problem)
        findings.badRowCount += 1
        exclude(range, &findings)
        window.withUnsafeBufferPointer {
          bad(UnsafeBufferPointer(rebasing: $0[position..<row.end]), place, problem)
        }
      }
      line += row.lineCount
      position = row.end
    }
  }

  /// Texts of the first rows that are well formed.
  func sample() -> [[[UInt8]]] {
    let wanted = min(1 << 20, file.byteCount - start)
    let window = [UInt8](unsafeUninitializedCapacity: max(1, wanted)) { buffer, count in
      guard let base = buffer.baseAddress, wanted > 0 else { return }
      count = (try? file.read(wanted, at: start, into: base)) ?? 0
    }
    var rows: [[[UInt8]]] = []
    var position = 0
    while rows.count < 10_000,
      let row = nextRow(window, position, isEnd: start + window.count >= file.byteCount)
    {
      if row.fields.allSatisfy({ $0.problem == nil }) { rows.append(row.fields.map(\.text)) }
      position = row.end
    }
    return rows
  }

  private func exclude(_ range: Range<Int>, _ findings: inout Findings) {
    if let last = findings.excluded.last, last.upperBound == range.lowerBound {
      findings.excluded[findings.excluded.count - 1] = last.lowerBound..<range.upperBound
    } else {
      findings.excluded.append(range)
    }
  }

  // MARK: Rows

  private struct Row {
    var fields: [Field] = []
    var end = 0
    var lineCount = 1
    var isBlank = false
  }

  /// `nil` where the row does not end in the window.
  private func nextRow(_ window: [UInt8], _ start: Int, isEnd: Bool) -> Row? {
    guard start < window.count else { return nil }
    return window.withUnsafeBufferPointer { bytes in
      var row = Row()
      var position = start
      while true {
        var field = Field(text: [])
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
          position += 1
          var isClosed = false
          while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
              if position + 1 < bytes.count, bytes[position + 1] == byte {
                position += 1
              } else if position + 1 >= bytes.count, !isEnd {
                return nil
              } else {
                isClosed = true
                position += 1
                break
              }
            } else if byte == UInt8(ascii: "\n") {
              row.lineCount += 1
            }
            field.text.append(byte)
            position += 1
          }
          guard isClosed else { return nil }
          let rest = skip(bytes, &position)
          if !rest.isEmpty { field.problem = .textAfterQuote }
        } else {
          let text = skip(bytes, &position)
          field.text = text
          if text.contains(UInt8(ascii: "\"")) { field.problem = .strayQuote }
        }
        row.fields.append(field)
        if position >= bytes.count {
          guard isEnd else { return nil }
          row.end = position
          break
        }
        position += 1
        if bytes[position - 1] == UInt8(ascii: "\n") {
          row.end = position
          break
        }
      }
      row.isBlank = row.fields.count == 1 && row.fields[0].text.isEmpty && row.fields[0].problem == nil
      return row
    }
  }

  /// The text up to the next delimiter or line end, where the position then is; without the carriage return of
  /// a line end.
  private func skip(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> [UInt8] {
    let start = position
    while position < bytes.count, bytes[position] != delimiter, bytes[position] != UInt8(ascii: "\n") {
      position += 1
    }
    var end = position
    let isLineEnd = position >= bytes.count || bytes[position] == UInt8(ascii: "\n")
    if isLineEnd, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Array(bytes[start..<end])
  }

  // MARK: Values

  private func firstProblem(_ fields: [Field], _ findings: inout Findings) -> (String?, DataProblem)? {
    // Before the count: a quote out of place makes fields of its own.
    for (index, field) in fields.enumerated() {
      if let problem = field.problem { return (index < names.count ? names[index] : nil, problem) }
    }
    guard fields.count == columns.count else {
      return (nil, .fieldCount(expected: columns.count, found: fields.count))
    }
    var received: (code: UInt16, text: [UInt8])?
    var finished: (code: UInt16, text: [UInt8])?
    for (index, field) in fields.enumerated() {
      let name = names[index]
      if let offset = field.text.withUnsafeBufferPointer({ UTF8Check.firstInvalidOffset(in: $0) }) {
        return (name, .invalidUTF8InField(offset: offset))
      }
      switch columns[index] {
      case .received, .due, .finished:
        let isReceived = columns[index] == .received
        let code: UInt16
        switch field.text.withUnsafeBufferPointer({ dayText.read($0) }) {
        case .success(let value): code = value
        case .failure(.noDay): return (name, .notADay(text: shown(field.text)))
        case .failure(.outside(let day)):
          guard CaseDays.allowed.contains(day) else {
            return (name, .dayOutOfRange(text: shown(field.text), CaseDays.allowed))
          }
          findings.hasEarlierDays = true
          if dayText.days == .early { return (name, .dayOutOfRange(text: shown(field.text), earlyRange)) }
          continue
        }
        if isReceived, code == CaseDays.missing { return (name, .requiredEmpty) }
        if isReceived { received = (code, field.text) }
        if columns[index] == .finished { finished = (code, field.text) }
      case .number(_, let decimals):
        if field.text.withUnsafeBufferPointer({ NumberText.read($0, decimals: decimals) }) == nil {
          return (name, .notANumber(text: shown(field.text), decimals: decimals))
        }
      case .identifier, .dimension, .further, .skipped: break
      }
    }
    if let received, let finished, finished.code < received.code {
      let name = columns.firstIndex(of: .finished).map { names[$0] }
      return (name, .finishedBeforeReceived(finished: shown(finished.text), received: shown(received.text)))
    }
    return nil
  }

  private var earlyRange: ClosedRange<Day> {
    CaseDays.early.first...CaseDays.early.first.advanced(byDays: CaseDays.count - 1)
  }

  private func shown(_ text: [UInt8]) -> String { String(decoding: text.prefix(200), as: UTF8.self) }
}
