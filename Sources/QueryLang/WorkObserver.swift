/// How whoever asked for long work stays its master: stops it, and hears how far it is.
///
/// Long loops look at ``isStopped`` as they go. Once it says yes they may give whatever they have, since the next
/// ``checkpoint()`` throws that away.
package struct WorkObserver: Sendable {
  private let stops: (@Sendable () -> Bool)?
  private let hears: (@Sendable (_ done: Int, _ all: Int) -> Void)?

  /// Work that nobody stops or follows.
  package static let none = WorkObserver()

  /// - Parameters:
  ///   - isStopped: asked very often, on any thread; once `true` it must stay so until the work has ended.
  ///   - hearing: called now and then with the rows read so far and those there are.
  package init(
    isStopped: (@Sendable () -> Bool)? = nil, hearing: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil
  ) {
    stops = isStopped
    hears = hearing
  }

  package var isStopped: Bool { stops?() ?? false }

  /// - Throws: ``DiagnosticFact/interrupted`` when the work is stopped.
  package func checkpoint() throws(QueryError) {
    if isStopped { throw QueryError(.interrupted, at: nil) }
  }

  /// Whether anybody hears how far the work is.
  package var isHeard: Bool { hears != nil }

  /// Tells how far the work is; `all` is 0 where nobody knows.
  package func hear(_ done: Int, of all: Int) { hears?(done, all) }

  /// A checkpoint that also tells how far the work is, seldom enough to cost nothing.
  func passed(_ done: Int, of all: Int) throws(QueryError) {
    guard done & 0xFF == 0 else { return }
    try checkpoint()
    hears?(done, all)
  }
}
