internal import QueryLang
internal import Synchronization

/// Work on a thread of its own that the prompt does not wait for once it is asked to stop.
///
/// Most work looks at its observer often and ends at once; sorting a hundred thousand rows does not. What is left
/// behind keeps its own mark of having been stopped, and ends at the next place where it looks.
///
/// A class because both threads hold it.
final class StoppableWork<Value: Sendable>: Sendable {
  typealias Work = @Sendable (WorkObserver) throws(QueryError) -> Value

  private let result = Mutex<Result<Value, QueryError>?>(nil)
  private let isStopped = Atomic<Bool>(false)
  private let work: Work
  private let ended = Semaphore()

  /// How long work that was asked to stop may take to say so itself.
  private static var patienceInMilliseconds: Int { 30 }
  private static var pauseInMilliseconds: Int { 5 }

  private init(_ work: @escaping Work) { self.work = work }

  /// Here, where nobody can ask to stop.
  static func run(isStopped: (@Sendable () -> Bool)?, _ work: @escaping Work) throws(QueryError) -> Value {
    guard let isStopped else { return try work(.none) }
    let shared = StoppableWork(work)
    guard WorkThread.start({ shared.perform() }) else { return try work(WorkObserver(isStopped: isStopped)) }
    while !shared.ended.wait(milliseconds: pauseInMilliseconds) {
      guard isStopped() else { continue }
      shared.isStopped.store(true, ordering: .relaxed)
      guard shared.ended.wait(milliseconds: patienceInMilliseconds) else {
        throw QueryError(.interrupted, at: nil)
      }
      break
    }
    guard let result = shared.result.withLock({ $0 }) else { throw QueryError(.interrupted, at: nil) }
    return try result.get()
  }

  private func perform() {
    let observer = WorkObserver(isStopped: { self.isStopped.load(ordering: .relaxed) })
    let outcome: Result<Value, QueryError>
    do throws(QueryError) { outcome = .success(try work(observer)) } catch { outcome = .failure(error) }
    result.withLock { $0 = outcome }
    ended.signal()
  }
}
