/// Files of cases → a table of cases and the catalog that knows its names.
///
/// Nothing is kept of a file that has a bad row, unless the caller sets bad rows aside.
package struct CaseLoader {
  package struct Loaded: Sendable {
    package let table: CaseTable
    /// The one it was loaded with and the names that the files have besides.
    package internal(set) var catalog: Catalog
    package let unknown: [UnknownNames]
    /// Of none where bad rows are not set aside.
    package let rejected: RejectedRows
  }

  private let catalog: Catalog
  private let limits: CaseLoadLimits
  private let observer: WorkObserver

  package init(
    catalog: Catalog, limits: CaseLoadLimits = CaseLoadLimits(), observer: WorkObserver = .none
  ) {
    self.catalog = catalog
    self.limits = limits
    self.observer = observer
  }

  /// - Parameter settingAside: bad rows are left out instead of refusing the files that have them.
  /// - Throws: the first ten problems and the count of the others.
  package func load(
    _ inputs: [CaseInput], settingAside: Bool = false
  ) throws(QueryError) -> Loaded {
    var files: [OpenCaseFile] = []
    for input in inputs { files.append(try open(input)) }
    try checkAgreement(files)
    let kinds = try further(files, inputs)
    if !kinds.isEmpty {
      for index in files.indices { files[index] = try open(inputs[index], kinds) }
    }
    var attempt = CaseLoadAttempt(
      files: files, limits: limits, observer: observer, settingAside: settingAside)
    let (outcome, roomy) = Workers.both({ attempt.outcome() }, { catalog.withRoomForNames() })
    let raw = try outcome.get()
    try observer.checkpoint()
    var settling = CaseSettling(raw, consume roomy, observer)
    let table = try settling.settle()
    try observer.checkpoint()
    return Loaded(
      table: table, catalog: settling.catalog, unknown: settling.unknown, rejected: attempt.rejected)
  }

  private func open(_ input: CaseInput, _ kinds: [String: CaseColumnField] = [:]) throws(QueryError)
    -> OpenCaseFile
  {
    let file: CaseFile
    do throws(FileReading.Failure) {
      file = try CaseFile(input.path, openedAt: input.place)
    } catch {
      throw QueryError(.data(DataPlace(file: input.path), error.problem), at: nil)
    }
    let header = try CaseHeader.read(file, catalog: catalog, mapping: input.mapping, kinds: kinds)
    return OpenCaseFile(
      file: file, header: header, limits: limits, segments: [header.end..<file.byteCount])
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
        .data(
          DataPlace(file: other.file.path, line: other.header.nextLine - 1),
          .otherColumns(names, than: first.file.path)), at: nil
      )
    }
  }

  /// Columns that the catalog does not know and that hold numbers, as far as the first rows of the first file say.
  private func further(
    _ files: [OpenCaseFile], _ inputs: [CaseInput]
  ) throws(QueryError) -> [String: CaseColumnField] {
    guard let first = files.first else { return [:] }
    let said = inputs.reduce(into: Set<String>()) { $0.formUnion($1.mapping.entries.keys) }
    let positions = first.header.fields.indices.filter { position in
      if case .further = first.header.fields[position] {
        return !said.contains(folded(first.header.names[position]))
      }
      return false
    }
    guard !positions.isEmpty else { return [:] }
    var kinds: [String: CaseColumnField] = [:]
    for (position, decimals) in CaseRowExaminer(first, observer).decimals(of: positions) {
      let name = first.header.names[position]
      kinds[folded(name)] = .number(name, decimals: decimals)
    }
    return kinds
  }
}

/// Names in a column that the catalog does not know.
package struct UnknownNames: Sendable, Equatable {
  package let dimension: Localized
  package let count: Int
  /// The first few.
  package let examples: [String]
}
