@preconcurrency internal import Glibc
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

  private static var pause: Duration { .milliseconds(5) }
  private static var stackInBytes: Int { 16 << 20 }

  private init(_ work: @escaping Work) { self.work = work }

  /// Here, where nobody can ask to stop.
  /// - Parameter patience: how long work that was asked to stop may take to say so itself.
  static func run(
    isStopped: (@Sendable () -> Bool)?, patience: Duration, _ work: @escaping Work
  ) throws(QueryError) -> Value {
    guard let isStopped else { return try work(.none) }
    let shared = StoppableWork(work)
    guard shared.start() else { return try work(WorkObserver(isStopped: isStopped)) }
    while !shared.ended.wait(for: pause) {
      guard isStopped() else { continue }
      shared.isStopped.store(true, ordering: .relaxed)
      guard shared.ended.wait(for: patience) else {
        throw QueryError(.interrupted, at: nil)
      }
      break
    }
    guard let result = shared.result.withLock({ $0 }) else { throw QueryError(.interrupted, at: nil) }
    return try result.get()
  }

  private func start() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, StoppableWork.stackInBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let body = Unmanaged.passRetained(ThreadBody { self.perform() })
    let failure = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    if failure != 0 { body.release() }
    return failure == 0
  }

  private func perform() {
    let observer = WorkObserver(isStopped: { self.isStopped.load(ordering: .relaxed) })
    let outcome: Result<Value, QueryError>
    do throws(QueryError) { outcome = .success(try work(observer)) } catch { outcome = .failure(error) }
    result.withLock { $0 = outcome }
    ended.signal()
  }
}

/// A class because a thread begins with one pointer.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// A class because the system's semaphore must not move. Only the system's calls touch it.
private final class Semaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  /// Whether it was signalled in that time, whatever signals of the system come meanwhile.
  func wait(for time: Duration) -> Bool {
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    let nanoseconds = until.tv_nsec + Int(time / .nanoseconds(1))
    until.tv_sec += nanoseconds / 1_000_000_000
    until.tv_nsec = nanoseconds % 1_000_000_000
    while sem_timedwait(semaphore, &until) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }
}
