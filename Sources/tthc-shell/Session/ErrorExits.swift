internal import QueryLang

extension ShellExit {
  /// The code a script ends with after an error.
  init(for error: QueryError) {
    let facts = error.diagnostics.map(\.fact)
    let isData = facts.contains { fact in
      switch fact {
      case .data, .remote, .cannotRead, .invalidUTF8, .otherEncoding: true
      default: false
      }
    }
    let isInterrupted = facts.contains { if case .interrupted = $0 { true } else { false } }
    let isCondition = facts.contains { fact in
      switch fact {
      case .strictViolation, .assertionFailed, .assertionUndecided: true
      default: false
      }
    }
    let isUsage = facts.contains { fact in
      switch fact {
      case .parameterWithoutValue, .parameterNotDeclared, .parameterMismatch(_, _, _, isGiven: true): true
      default: false
      }
    }
    self =
      isInterrupted
      ? .interrupted
      : isCondition ? .conditionFailed : isData ? .dataUnreadable : isUsage ? .usage : .statementFailed
  }
}

extension QueryError {
  /// The same at a statement that caused it; problems of data files have their own places.
  func placed(at span: SourceSpan) -> QueryError {
    QueryError(
      diagnostics.map { diagnostic in
        if diagnostic.span != nil { return diagnostic }
        if case .data = diagnostic.fact { return diagnostic }
        return diagnostic.moved(to: span)
      })
  }
}
