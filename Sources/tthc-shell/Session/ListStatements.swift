internal import QueryLang

// `list`: short ones are answers like any other; long ones go row by row to where they are wanted.
extension StatementRunner {
  /// Rows shown at the prompt where no number was asked for.
  private static let mostAtPrompt = 100
  /// Rows of a format that is made as a whole.
  private static let mostAsWhole = 100_000

  mutating func list(
    _ fields: [NameSyntax], _ clauses: ClausesSyntax, _ statement: StatementSyntax
  ) throws(QueryError) {
    let bound = try Binder.bindList(fields, clauses, at: statement.span, in: session.bindingContext)
    let started = ContinuousClock.now
    let targets = try targets(of: statement.stages)
    session.lastQuestion = nil
    if targets.allSatisfy(\.format.isOfRows) {
      try refuseWritingOver(targets)
      // Too long to be kept, in general: `_` has nothing to stand for.
      session.lastResult = nil
      for (position, target) in targets.enumerated() { try stream(bound, to: target, isFirst: position == 0) }
    } else {
      let table = try listed(bound, isCut: targets.allSatisfy { $0.path == nil }, at: statement.span)
      try present(table, statement.stages)
      session.lastResult = table
    }
    let elapsed = ContinuousClock.now - started
    if session.settings.showsTiming { presenter.showTiming(elapsed, session.settings) }
  }

  /// Where a result goes and how it looks there; `nil`: standard output.
  private struct Target {
    let path: String?
    let replacing: Bool
    let format: OutputFormat
  }

  private func targets(of stages: [StageSyntax]) throws(QueryError) -> [Target] {
    var format: OutputFormat?
    for case .format(let chosen) in stages { format = chosen }
    var targets: [Target] = []
    for case .into(let path, let replacing) in stages {
      guard
        let known = format ?? OutputFormat(fileExtension: presenter.fileExtension(path))
      else {
        throw QueryError(
          .unknownOutputExtension(path: path), at: nil, suggestions: [.choices(Presenter.extensions)])
      }
      targets.append(Target(path: path, replacing: replacing, format: known))
    }
    if !targets.isEmpty { return targets }
    return [Target(path: nil, replacing: false, format: format ?? session.settings.format)]
  }

  /// Better said before minutes of work than after.
  private func refuseWritingOver(_ targets: [Target]) throws(QueryError) {
    for target in targets {
      if let path = target.path { try OutputFile.requireNew(path, replacing: target.replacing) }
    }
  }

  /// As one table.
  private func listed(_ list: BoundList, isCut: Bool, at span: SourceSpan) throws(QueryError) -> ResultTable {
    let library = session.library
    let atPrompt = isCut && presenter.usesPager && list.count == nil
    return try following([list.dataset]) { observer throws(QueryError) in
      let count = try QueryPipeline.count(list, library: library, observer: observer)
      let limit = StatementRunner.mostAsWhole
      if !atPrompt, count > limit { throw QueryError(.listTooLong(count: count, limit: limit), at: span) }
      var table = ResultTable(columns: [], rows: [])
      let most = atPrompt ? StatementRunner.mostAtPrompt : limit
      try QueryPipeline.list(list, library: library, most: most, observer: observer) { chunk in
        if table.columns.isEmpty { table = chunk } else { table.rows += chunk.rows }
      }
      let rest = count - table.rows.count
      if rest > 0 {
        table.notes.append(
          Localized(
            vi: "còn \(rest) hồ sơ nữa chưa hiện; ‘top n’ cho n dòng, ‘| into \"tệp.csv\"’ ghi tất cả",
            en:
              "\(rest) more cases are not shown; ‘top n’ gives n rows, ‘| into \"file.csv\"’ writes them all")
        )
      }
      return table
    }
  }

  private func stream(_ list: BoundList, to target: Target, isFirst: Bool) throws(QueryError) {
    var options = presenter.options(session.settings, isFile: target.path != nil)
    var rows = 0
    let line = serverLine(of: [list.dataset])
    defer { line?.end() }
    let observer = line.map { self.observer.heard(by: $0) } ?? observer
    func run(_ append: (String) throws(QueryError) -> Void) throws(QueryError) {
      try QueryPipeline.list(list, library: session.library, observer: observer) { chunk throws(QueryError) in
        // What the line told of is over.
        line?.end()
        try append(target.format.renderer.render(chunk, options: options))
        try observer.checkpoint()
        if !options.continuesTable, isFirst { presenter.note(chunk, session.settings) }
        options.continuesTable = true
        rows += chunk.rows.count
      }
    }
    guard let path = target.path else { return try run { text in presenter.emit(text) } }
    try OutputFile.write(to: path, replacing: target.replacing, observer: observer) {
      take throws(QueryError) in
      try run { text throws(QueryError) in
        let bytes = Array(text.utf8)
        let failure = bytes.withUnsafeBytes { bytes -> QueryError? in
          do throws(QueryError) { try take(bytes) } catch { return error }
          return nil
        }
        if let failure { throw failure }
      }
    }
    if presenter.usesPager { presenter.sayWritten(path, rows: rows, session.settings) }
  }
}
