internal import Glibc

/// Reads rows one at a time and says exactly what is wrong: the slow road, taken where the fast one gave up.
struct CaseRowExaminer {
  /// What it finds from its beginning to the file's end.
  struct Findings {
    var problems = DataProblems()
    var badRowCount = 0
    /// Byte ranges of bad rows and blank lines, in order; touching ones are joined.
    var excluded: [Range<Int>] = []
    /// Those of bad rows alone.
    var bad: [Range<Int>] = []
    /// A form that cannot be set aside row by row: a quote that never closes, a row without end.
    var isBroken = false
    /// There are more ranges than are remembered.
    var isScattered = false
  }

  let file: CaseFile
  let columns: [CaseColumnField]
  /// As the header has them.
  let names: [String]
  let delimiter: UInt8
  let dayText: DayText
  let observer: WorkObserver
  let limits: CaseLoadLimits
  /// Behind the header.
  var start = 0

  /// Examines everything from a row's first byte on.
  func examine(from offset: Int, line: Int) throws(FileReading.Failure) -> Findings {
    let reader = CaseRowReader(delimiter: delimiter)
    var findings = Findings()
    var window: [UInt8] = []
    var windowOffset = offset
    var position = 0
    var line = line
    while true {
      if observer.isStopped { return findings }
      let isEnd = windowOffset + window.count >= file.byteCount
      guard let row = reader.row(in: window, from: position, isEnd: isEnd) else {
        if isEnd, position >= window.count { return findings }
        if isEnd || window.count - position >= limits.longestRow {
          let problem: DataProblem = isEnd ? .unclosedQuote : .rowTooLong(limitInBytes: limits.longestRow)
          findings.problems.add(DataPlace(file: file.path, line: line), problem)
          findings.badRowCount += 1
          findings.isBroken = true
          return findings
        }
        window.removeFirst(position)
        windowOffset += position
        position = 0
        window += try bytes(max(limits.window, window.count), at: windowOffset + window.count)
        continue
      }
      let range = windowOffset + position..<windowOffset + row.end
      if row.isBlank {
        exclude(range, &findings.excluded, &findings.isScattered)
      } else if let (column, problem) = firstProblem(row) {
        findings.problems.add(DataPlace(file: file.path, line: line, column: column), problem)
        findings.badRowCount += 1
        exclude(range, &findings.excluded, &findings.isScattered)
        exclude(range, &findings.bad, &findings.isScattered)
      }
      if findings.isScattered { return findings }
      line += row.lineCount
      position = row.end
    }
  }

  /// Bytes of the file, as many as there are up to `count`.
  private func bytes(_ count: Int, at offset: Int) throws(FileReading.Failure) -> [UInt8] {
    let wanted = min(count, file.byteCount - offset)
    var failure: FileReading.Failure?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, wanted)) { buffer, count in
      do throws(FileReading.Failure) {
        guard let base = buffer.baseAddress, wanted > 0 else { return }
        count = try file.read(wanted, at: offset, into: base)
      } catch { failure = error }
    }
    if let failure { throw failure }
    if bytes.count < wanted { throw .changedWhileRead }
    return bytes
  }

  /// The decimals of those columns that hold numbers, as far as the first rows say that are well formed.
  func decimals(of columns: [Int]) -> [Int: Int] {
    // Most columns are of names, as the first rows show.
    decimals(of: columns, inFirst: 1 << 14, isEnough: false)
      ?? decimals(of: columns, inFirst: 1 << 20, isEnough: true) ?? [:]
  }

  /// - Parameter isEnough: what these bytes show counts, though more would show more.
  private func decimals(of columns: [Int], inFirst byteCount: Int, isEnough: Bool) -> [Int: Int]? {
    guard let window = try? bytes(byteCount, at: start) else { return [:] }
    let reader = CaseRowReader(delimiter: delimiter)
    let isEnd = start + window.count >= file.byteCount
    var seen = columns.map { (column: $0, numbers: NumberText.Sample()) }
    var rowCount = 0
    var position = 0
    while !seen.isEmpty, rowCount < 10_000, let row = reader.row(in: window, from: position, isEnd: isEnd) {
      position = row.end
      guard row.fields.allSatisfy({ $0.problem == nil }) else { continue }
      rowCount += 1
      for index in seen.indices where seen[index].column < row.fields.count {
        seen[index].numbers.add(row.fields[seen[index].column].text)
      }
      seen.removeAll { $0.numbers.hasOther }
    }
    if !seen.isEmpty, !isEnd, !isEnough { return nil }
    var decimals: [Int: Int] = [:]
    for (column, numbers) in seen { decimals[column] = numbers.decimals }
    return decimals
  }

  private func exclude(_ range: Range<Int>, _ ranges: inout [Range<Int>], _ isScattered: inout Bool) {
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
    } else if ranges.count < limits.mostExcluded {
      ranges.append(range)
    } else {
      isScattered = true
    }
  }

  // MARK: Values

  private func firstProblem(_ row: CaseRowReader.Row) -> (String?, DataProblem)? {
    let fields = row.fields
    // Before the count: a quote out of place makes fields of its own.
    for (index, field) in fields.enumerated() {
      if let problem = field.problem { return (index < names.count ? names[index] : nil, problem) }
    }
    guard row.fieldCount == columns.count, fields.count == columns.count else {
      return (nil, .fieldCount(expected: columns.count, found: row.fieldCount))
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
