@preconcurrency internal import Glibc
internal import QueryLang

// Files of statements: found, read, run.
extension StatementRunner {
  // MARK: Files

  /// A path as written in a script is relative to that script.
  func resolved(_ path: String) -> String {
    guard !path.hasPrefix("/"), let file = runningFiles.last?.path, let slash = file.lastIndex(of: "/") else {
      return path
    }
    return file[...slash] + path
  }

  /// `quit` in an included file ends that file only.
  mutating func runIncluded(
    _ path: String, at span: SourceSpan
  ) throws(QueryError) -> StatementOutcome {
    let file = resolved(path)
    do throws(QueryError) {
      var held: HeldFile?
      if session.settings.isSafe {
        held = try safeReading.open(file)
        if held == nil { throw outsideSafeFolders(path, at: span) }
      }
      let outcome = try runFile(file, held: held)
      guard case .quit(let code) = outcome else { return outcome }
      return code == .ok ? .done : .failed(code)
    } catch {
      throw error.placed(at: span)
    }
  }

  /// Runs the user's own file, all of it, whatever fails; it need not be there.
  mutating func runInitFile(_ path: String) {
    guard access(path, F_OK) == 0 else { return }
    let keepsGoingOtherwise = keepsGoing
    keepsGoing = true
    defer { keepsGoing = keepsGoingOtherwise }
    do {
      _ = try runFile(path)
    } catch {
      presenter.show(error.diagnostics, in: nil, session.settings)
    }
  }

  /// Runs a script file; what is `held`, where it was opened already.
  mutating func runFile(_ path: String, held: HeldFile? = nil) throws(QueryError) -> StatementOutcome {
    let real = held?.realPath ?? resolvedPath(path) ?? path
    if let first = runningFiles.firstIndex(where: { $0.realPath == real }) {
      throw QueryError(.cyclicSource(runningFiles[first...].map(\.path) + [path]), at: nil)
    }
    let source = try takeSource(ofFile: path, readFrom: held?.path)
    runningFiles.append(RunningFile(path: path, realPath: real))
    defer { runningFiles.removeLast() }
    return run(source)
  }

  /// Runs what comes on standard input; its paths are relative to the working directory.
  mutating func runStandardInput() throws(QueryError) -> StatementOutcome {
    run(try takeSource(ofFile: StatementRunner.standardInput))
  }

  private mutating func takeSource(
    ofFile path: String, readFrom place: String? = nil
  ) throws(QueryError) -> QuerySource {
    if let source = textsReadAhead.removeValue(forKey: path) { return source }
    return try source(ofFile: path, readFrom: place)
  }

  static let standardInput = "<stdin>"

  /// - Parameter path: a file, or ``standardInput``.
  func source(ofFile path: String, readFrom place: String? = nil) throws(QueryError) -> QuerySource {
    let isInput = path == StatementRunner.standardInput
    return QuerySource(try ScriptFile.text(ofFile: isInput ? "/dev/stdin" : place ?? path), name: path)
  }
}
