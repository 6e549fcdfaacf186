internal import QueryLang

// What safe mode lets a statement do.
extension StatementRunner {
  // MARK: Safe mode

  func refuseWriting(_ statement: StatementSyntax) throws(QueryError) {
    guard session.settings.isSafe else { return }
    var writes = statement.stages.contains { if case .into = $0 { true } else { false } }
    switch statement.kind {
    case .save, .load(_, _, rejects: .some): writes = true
    default: break
    }
    guard writes else { return }
    throw QueryError(
      .notAllowedInSafeMode(Localized(vi: "ghi tệp", en: "writing files")), at: statement.span)
  }

  /// The data that the command line named, and the folder of the script that it or the shell itself started.
  var safeReading: SafeReading {
    let script = runningFiles.first.map { file in
      file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? "."
    }
    return SafeReading(folders: dataFolders + (script.map { [$0] } ?? []))
  }

  func outsideSafeFolders(_ path: String, at span: SourceSpan) -> QueryError {
    QueryError(.readingNotAllowed(path), at: span)
  }
}
