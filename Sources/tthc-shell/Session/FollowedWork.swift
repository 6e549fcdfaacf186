internal import QueryLang

// Work that may take long, and may be a server's.
extension StatementRunner {
  /// At a prompt nobody waits for work that was stopped. A run that ends leaves it the time to be stopped on a
  /// server, which has 0.8 s to answer.
  private var patience: Duration { presenter.usesPager ? .milliseconds(30) : .milliseconds(900) }

  /// Work that Ctrl-C stops, and, where it is a server's and somebody watches, with a line that tells how far it is.
  /// - Parameter datasets: those that are asked.
  func following<Value: Sendable>(
    _ datasets: [Int], _ work: @escaping @Sendable (WorkObserver) throws(QueryError) -> Value
  ) throws(QueryError) -> Value {
    // Held here: work that is left behind tells nothing any more.
    let line = serverLine(of: datasets)
    defer { line?.end() }
    return try StoppableWork.run(isStopped: presenter.isStopped, patience: patience) {
      observer throws(QueryError) in
      try work(line.map { observer.heard(by: $0) } ?? observer)
    }
  }

  /// Tells how far a query on a server is; `nil` for other datasets, and where nobody watches.
  func serverLine(of datasets: [Int]) -> ProgressLine? {
    guard Environment.isErrorTerminal else { return nil }
    let addresses = session.library.serverAddresses
    return datasets.lazy.compactMap { addresses[$0] }.first.map {
      ProgressLine(name: $0, language: session.settings.language)
    }
  }
}
