internal import QueryLang

// Which parameters the scripts declare, found out before anything is run.
extension StatementRunner {
  /// - Throws: ``DiagnosticFact/parameterNotDeclared(_:)`` for a value of the command line that neither the
  ///   statements, the files, nor the files that these run have a use for.
  mutating func requireDeclarations(files: [String], statements: [String]) throws(QueryError) {
    var declared: [String] = []
    for statement in statements { collect(from: QuerySource(statement), into: &declared) }
    for file in files {
      collect(fromFile: file == "-" ? StatementRunner.standardInput : file, into: &declared)
    }
    let keys = Set(declared.map { folded($0) })
    let unknown = session.parameters.givenNames.filter { !keys.contains($0) }
    if unknown.isEmpty { return }
    throw QueryError(
      unknown.map { name in
        let near = NearNames.of(name, among: declared)
        let suggestions: [Suggestion] =
          !near.isEmpty ? [.didYouMean(near)] : declared.isEmpty ? [] : [.choices(declared)]
        return Diagnostic(.parameterNotDeclared(name), at: nil, suggestions: suggestions)
      })
  }

  private func collect(from source: QuerySource, into declared: inout [String]) {
    var runner = self
    runner.textsReadAhead = [:]
    for parsed in QueryPipeline.parse(source, names: session.lexicon) {
      switch parsed.statement?.kind {
      case .parameter(let name, _, _)?:
        if !declared.contains(name.text) { declared.append(name.text) }
      case .source(let path)?:
        let file = resolved(path)
        if !session.settings.isSafe || safeReading.allows(file) {
          runner.collect(fromFile: file, into: &declared)
        }
      default: continue
      }
    }
  }

  /// A text is read once: it may be a pipe. One that cannot be read is told about when it is to be run.
  private mutating func collect(fromFile path: String, into declared: inout [String]) {
    let real = resolvedPath(path) ?? path
    guard !runningFiles.contains(where: { $0.realPath == real }), let source = try? source(ofFile: path)
    else {
      return
    }
    textsReadAhead[path] = source
    if path != StatementRunner.standardInput {
      runningFiles.append(RunningFile(path: path, realPath: real))
    }
    defer { if path != StatementRunner.standardInput { runningFiles.removeLast() } }
    collect(from: source, into: &declared)
  }
}
