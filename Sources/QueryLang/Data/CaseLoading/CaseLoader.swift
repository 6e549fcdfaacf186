/// Files of cases → a table of cases and the catalog that knows its names.
///
/// Nothing is kept of a file that has a bad row, unless the caller sets bad rows aside.
package struct CaseLoader {
  package struct Loaded: Sendable {
    package let table: CaseTable
    package let catalog: Catalog
    package let unknown: [UnknownNames]
    package let rejectedCount: Int
    /// The first of what was wrong with rejected rows.
    package let rejections: [Diagnostic]
  }

  /// Takes a rejected row as it stands in its file.
  package typealias RejectSink = (_ row: UnsafeBufferPointer<UInt8>) throws(QueryError) -> Void

  private let catalog: Catalog
  private let observer: WorkObserver
  private let mapping: [String: String]

  /// - Parameter mapping: what the user says of columns, by folded header text: a field's or dimension's id,
  ///   `text`, `number`, `number 2` (decimals), `skip`.
  package init(catalog: Catalog, mapping: [String: String] = [:], observer: WorkObserver = .none) {
    self.catalog = catalog
    self.mapping = mapping
    self.observer = observer
  }

  /// - Parameter reject: if given, bad rows go there, the header of each file before them.
  /// - Throws: the first ten problems and the count of the others.
  package func load(
    _ paths: [String], reject: RejectSink? = nil
  ) throws(QueryError) -> Loaded {
    var files: [OpenCaseFile] = []
    for path in paths { files.append(try open(path)) }
    try checkAgreement(files)
    let kinds = try further(files)
    if !kinds.isEmpty {
      for index in files.indices { files[index] = try open(files[index].file.path, kinds) }
    }
    var attempt = Attempt(files: files, observer: observer, reject: reject)
    let raw = try attempt.run()
    try observer.checkpoint()
    var settling = CaseSettling(raw, catalog, observer)
    let table = try settling.settle()
    return Loaded(
      table: table, catalog: settling.catalog, unknown: settling.unknown,
      rejectedCount: attempt.rejectedCount, rejections: attempt.rejections)
  }

  private func open(_ path: String, _ found: [String: CaseColumnField] = [:]) throws(QueryError)
    -> OpenCaseFile
  {
    let file: CaseFile
    do throws(FileReading.Failure) {
      file = try CaseFile(path)
    } catch {
      throw QueryError(.data(DataPlace(file: path), error.problem), at: nil)
    }
    var kinds = found
    for (name, word) in mapping {
      guard let kind = CaseColumnField(word, named: name, catalog) else {
        throw QueryError(.data(DataPlace(file: path, column: name), .unknownCaseField(word)), at: nil)
      }
      kinds[name] = kind
    }
    let header = try CaseHeader.read(file, catalog: catalog, kinds: kinds)
    return OpenCaseFile(file: file, header: header, segments: [header.end..<file.byteCount])
  }

  /// Several files are one dataset only where they have the same columns.
  private func checkAgreement(_ files: [OpenCaseFile]) throws(QueryError) {
    guard let first = files.first else { return }
    for other in files.dropFirst() {
      let missing = Set(first.header.fields).symmetricDifference(other.header.fields)
      guard !missing.isEmpty else { continue }
      let names = [first, other].flatMap { file in
        zip(file.header.fields, file.header.names).filter { missing.contains($0.0) }.map(\.1)
      }
      throw QueryError(
        .data(DataPlace(file: other.file.path, line: 1), .otherColumns(names, than: first.file.path)), at: nil
      )
    }
  }

  /// Columns that the catalog does not know and that hold numbers, as far as the first rows of the first file say.
  private func further(_ files: [OpenCaseFile]) throws(QueryError) -> [String: CaseColumnField] {
    guard let first = files.first else { return [:] }
    let positions = first.header.fields.indices.filter { position in
      if case .further = first.header.fields[position] {
        return mapping[folded(first.header.names[position])] == nil
      }
      return false
    }
    guard !positions.isEmpty else { return [:] }
    let sample = CaseRowExaminer(first, observer).sample()
    var kinds: [String: CaseColumnField] = [:]
    for position in positions {
      let name = first.header.names[position]
      if let decimals = NumberText.decimals(
        ofAll: sample.compactMap { $0.count > position ? $0[position] : nil })
      {
        kinds[folded(name)] = .number(name, decimals: decimals)
      }
    }
    return kinds
  }

  // MARK: Reading

  /// The reading of all files, tried again where something shows only on the way.
  private struct Attempt {
    var files: [OpenCaseFile]
    let observer: WorkObserver
    let reject: RejectSink?
    var days = CaseDays.usual
    /// Columns with more texts than two bytes tell apart.
    var wide: Set<CaseColumnField> = []
    var examined: Set<Int> = []
    private(set) var rejectedCount = 0
    private(set) var rejections: [Diagnostic] = []

    init(files: [OpenCaseFile], observer: WorkObserver, reject: RejectSink?) {
      self.files = files
      self.observer = observer
      self.reject = reject
    }

    private enum Step {
      case done(RawCases)
      case again
    }

    mutating func run() throws(QueryError) -> RawCases {
      while true {
        if case .done(let raw) = try read() { return raw }
        try observer.checkpoint()
      }
    }

    private mutating func read() throws(QueryError) -> Step {
      let total = files.reduce(0) { $0 + $1.file.byteCount }
      let fields = files[0].header.fields
      let mostRows = total / max(1, fields.count) + files.count + 1
      var columns: [CaseColumnField: CaseColumnMemory] = [:]
      for field in fields where columns[field] == nil {
        guard let memory = CaseColumnMemory(field, mostRows: mostRows, isWide: wide.contains(field)) else {
          throw QueryError(.outOfMemory, at: nil)
        }
        columns[field] = memory
      }
      let dayText = DayText(days)
      var rows = 0
      var bytesBefore = 0
      var runs: [IdentifierColumn.Run] = []
      for index in files.indices {
        let file = files[index]
        let own = file.header.fields.compactMap { columns[$0] }
        for segment in file.segments {
          file.file.rewind(toOffset: segment.lowerBound, line: file.header.nextLine)
          let before = bytesBefore
          let parse = CaseFileParse(
            file: file.file, columns: own, dayText: dayText, delimiter: file.header.delimiter, firstRow: rows,
            end: segment.upperBound, observer: observer,
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
            let isWhole = file.segments.count == 1
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
          bytesBefore += segment.count
        }
        if !file.file.isUnchanged {
          throw QueryError(.data(DataPlace(file: file.file.path), .changedWhileRead), at: nil)
        }
      }
      return .done(finish(columns, rows, runs))
    }

    /// Says what is wrong with a file, or, where bad rows are set aside, leaves them out next time.
    private mutating func examine(
      _ index: Int, from offset: Int, line: Int, _ dayText: DayText
    ) throws(QueryError) {
      let file = files[index]
      let place = DataPlace(file: file.file.path, line: line)
      // A file that is still irregular when all that is wrong with it is left out is not understood.
      guard examined.insert(index).inserted else {
        throw QueryError(.data(place, .unreadableRow), at: nil)
      }
      var failure: QueryError?
      var findings: CaseRowExaminer.Findings?
      do throws(FileReading.Failure) {
        findings = try CaseRowExaminer(file, observer, dayText).examine(from: offset, line: line) {
          row, _, _ in
          guard failure == nil, let reject else { return }
          do throws(QueryError) { try reject(row) } catch { failure = error }
        }
      } catch {
        failure = QueryError(.data(DataPlace(file: file.file.path), error.problem), at: nil)
      }
      if let failure { throw failure }
      try observer.checkpoint()
      guard let findings else { return }
      if reject == nil || findings.isBroken { try findings.problems.throwIfAny() }
      if findings.excluded.isEmpty {
        throw QueryError(.data(place, .unreadableRow), at: nil)
      }
      do throws(QueryError) { try findings.problems.throwIfAny() } catch {
        rejections = Array((rejections + error.diagnostics).prefix(DataProblems.listed))
      }
      rejectedCount += findings.badRowCount
      files[index].segments = OpenCaseFile.segments(
        of: file.header.end..<file.file.byteCount, without: findings.excluded)
    }

    private func finish(
      _ columns: [CaseColumnField: CaseColumnMemory], _ rows: Int, _ runs: [IdentifierColumn.Run]
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
        IdentifierColumn(offsets: ColumnValues($0, count: rows), runs: runs)
      }
      return RawCases(
        rowCount: rows, days: self.days,
        received: days(.received) ?? ColumnValues(MappedMemory.empty, count: 0), due: days(.due),
        finished: days(.finished), texts: texts, numbers: numbers, identifiers: identifiers)
    }
  }
}

/// Names in a column that the catalog does not know.
package struct UnknownNames: Sendable, Equatable {
  package let dimension: Localized
  package let count: Int
  /// The first few.
  package let examples: [String]
}
