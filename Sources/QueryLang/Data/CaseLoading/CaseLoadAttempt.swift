/// The reading of all files, tried again where something shows only on the way.
struct CaseLoadAttempt {
  private var files: [OpenCaseFile]
  private let limits: CaseLoadLimits
  private let observer: WorkObserver
  private let settingAside: Bool
  private var days = CaseDays.usual
  /// Columns with more texts than two bytes tell apart.
  private var wide: Set<CaseColumnField> = []
  /// What was found in each file that was examined, and how days were then coded.
  private var examined: [Int: (findings: CaseRowExaminer.Findings, days: CaseDays)] = [:]

  init(files: [OpenCaseFile], limits: CaseLoadLimits, observer: WorkObserver, settingAside: Bool) {
    self.files = files
    self.limits = limits
    self.observer = observer
    self.settingAside = settingAside
  }

  private enum Step {
    case done(RawCases)
    case again
  }

  private mutating func run() throws(QueryError) -> RawCases {
    while true {
      if case .done(let raw) = try read() { return raw }
      try observer.checkpoint()
    }
  }

  /// The rows, or what is wrong with the files; that memory is short, or the observer stopped it.
  mutating func outcome() -> Result<RawCases, QueryError> {
    do throws(QueryError) { return .success(try run()) } catch { return .failure(error) }
  }

  private mutating func read() throws(QueryError) -> Step {
    let total = files.reduce(0) { $0 + $1.file.byteCount }
    let fields = files[0].header.fields
    let mostRows = total / max(1, fields.count) + files.count + 1
    let hasOneReader = files.count == 1 && limits.threads(forBytes: total) == 1
    var columns: [CaseColumnField: CaseColumnMemory] = [:]
    for field in fields where columns[field] == nil {
      guard
        let memory = CaseColumnMemory(
          field, mostRows: mostRows, isWide: wide.contains(field), hasOneReader: hasOneReader)
      else {
        throw QueryError(.outOfMemory, at: nil)
      }
      columns[field] = memory
    }
    let dayText = DayText.of(days)
    var rows = 0
    var bytesBefore = 0
    var runs: [IdentifierColumn.Run] = []
    for index in files.indices {
      let file = files[index]
      let own = file.header.fields.compactMap { columns[$0] }
      let before = bytesBefore
      let parse = CaseFileParse(
        file: file.file, columns: own, dayText: dayText, delimiter: file.header.delimiter,
        segments: file.segments, firstLine: file.header.nextLine, firstRow: rows, mostRows: mostRows,
        limits: limits, observer: observer,
        progress: { [observer] in observer.hear(before + $0, of: total) })
      let (outcome, found) = parse.run()
      switch outcome {
      case .parsed(let count): rows += count
      case .tooManyTexts(let column):
        let field = file.header.fields[column]
        guard wide.insert(field).inserted else {
          throw QueryError(
            .data(
              DataPlace(file: file.file.path, column: file.header.names[column]),
              .tooManyNames(limit: SharedTexts.limit)), at: nil)
        }
        return .again
      case .earlierDays where days == .usual:
        days = .early
        return .again
      case .earlierDays:
        try examine(index, from: file.header.end, line: file.header.nextLine, dayText)
        return .again
      case .irregular(let offset, let line):
        // Lines are counted from the file's beginning only where nothing was left out.
        let isWhole = examined[index] == nil
        try examine(
          index, from: isWhole ? offset : file.header.end, line: isWhole ? line : file.header.nextLine,
          dayText)
        return .again
      case .failed(let failure):
        throw QueryError(.data(DataPlace(file: file.file.path), failure.problem), at: nil)
      case .outOfMemory: throw QueryError(.outOfMemory, at: nil)
      case .stopped: throw QueryError(.interrupted, at: nil)
      }
      runs += found
      bytesBefore += file.segments.reduce(0) { $0 + $1.count }
      if !file.file.isUnchanged {
        throw QueryError(.data(DataPlace(file: file.file.path), .changedWhileRead), at: nil)
      }
    }
    return .done(finish(columns, rows, runs, hasOneReader: hasOneReader))
  }

  /// Says what is wrong with a file, or, where bad rows are set aside, leaves them out next time.
  private mutating func examine(
    _ index: Int, from offset: Int, line: Int, _ dayText: DayText
  ) throws(QueryError) {
    let file = files[index]
    if !file.file.isUnchanged {
      throw QueryError(.data(DataPlace(file: file.file.path), .changedWhileRead), at: nil)
    }
    let place = DataPlace(file: file.file.path, line: line)
    // A file that is still irregular when all that is wrong with it is left out is not understood.
    if let former = examined[index], former.days == days {
      throw QueryError(.data(place, .unreadableRow), at: nil)
    }
    var findings: CaseRowExaminer.Findings
    do throws(FileReading.Failure) {
      findings = try CaseRowExaminer(file, observer, dayText).examine(from: offset, line: line)
    } catch {
      throw QueryError(.data(DataPlace(file: file.file.path), error.problem), at: nil)
    }
    try observer.checkpoint()
    if !settingAside || findings.isBroken { try findings.problems.throwIfAny() }
    if findings.isScattered {
      throw QueryError(.data(place, .tooManyBadRows(limit: limits.mostExcluded)), at: nil)
    }
    if findings.excluded.isEmpty { throw QueryError(.data(place, .unreadableRow), at: nil) }
    files[index].segments = OpenCaseFile.segments(
      of: file.header.end..<file.file.byteCount, without: findings.excluded)
    findings.excluded = []
    examined[index] = (findings, days)
  }

  /// The bad rows that were left out.
  var rejected: RejectedRows {
    let found = examined.sorted { $0.key < $1.key }
    var problems: [Diagnostic] = []
    for (_, (findings, _)) in found {
      do throws(QueryError) { try findings.problems.throwIfAny() } catch { problems += error.diagnostics }
    }
    return RejectedRows(
      files: found.map { index, examined in
        RejectedRows.File(
          file: files[index].file, header: files[index].header.range, rows: examined.findings.bad)
      },
      count: found.reduce(0) { $0 + $1.value.findings.badRowCount },
      problems: Array(problems.prefix(DataProblems.listed)))
  }

  private func finish(
    _ columns: [CaseColumnField: CaseColumnMemory], _ rows: Int, _ runs: [IdentifierColumn.Run],
    hasOneReader: Bool
  ) -> RawCases {
    for column in columns.values { column.memory?.shrink(toHold: rows * column.width) }
    func days(_ field: CaseColumnField) -> ColumnValues<UInt16>? {
      columns[field]?.memory.map { ColumnValues($0, count: rows) }
    }
    var texts: [RawCases.TextColumn] = []
    var numbers: [NumberColumn] = []
    for field in files[0].header.fields {
      guard let column = columns[field], let memory = column.memory else { continue }
      if let shared = column.texts {
        let codes: CodeValues =
          column.isWide ? .four(ColumnValues(memory, count: rows)) : .two(ColumnValues(memory, count: rows))
        texts.append(RawCases.TextColumn(field: field, texts: shared.texts, codes: codes))
      } else if case .number(let name, let decimals) = field {
        numbers.append(
          NumberColumn(
            id: Catalog.identifier(for: name), names: Localized(both: name), decimals: decimals,
            values: ColumnValues(memory, count: rows)))
      }
    }
    let identifiers = columns[.identifier]?.memory.map {
      IdentifierColumn(offsets: ColumnValues($0, count: rows), runs: runs).withoutNeedlessPlaces()
    }
    return RawCases(
      rowCount: rows, days: self.days,
      received: days(.received) ?? ColumnValues(MappedMemory.empty, count: 0), due: days(.due),
      finished: days(.finished), texts: texts, numbers: numbers, identifiers: identifiers,
      hasOneReader: hasOneReader)
  }
}
