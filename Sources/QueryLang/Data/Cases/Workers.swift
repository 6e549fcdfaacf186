internal import Glibc
internal import Synchronization

/// Work on several threads at once.
package enum Workers {
  /// As many as the machine runs at once.
  package static let count = max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// Does `work` on `threads` threads, the caller's among them, each told its number; returns when all are done.
  ///
  /// What the system refuses to start a thread for is done by the caller.
  package static func run(_ threads: Int, _ work: @escaping @Sendable (Int) -> Void) {
    let done = Semaphore()
    var started = 0
    for index in 1..<max(1, threads) {
      if Helper.start(Helper.Job(index, work, done)) { started += 1 } else { work(index) }
    }
    work(0)
    for _ in 0..<started { done.wait() }
  }

  /// Does works that are numbered from 0, each once, on at most so many threads: the next is taken by whichever is free,
  /// so that they end together where the longest come first.
  static func each(_ count: Int, threads: Int = Workers.count, _ work: @Sendable (Int) -> Void) {
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(work) { work in
      run(min(threads, count)) { _ in
        while true {
          let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if number >= count { return }
          work(number)
        }
      }
    }
  }

  /// Does two works beside each other, the first on the caller's thread; one after the other where the machine runs one
  /// only.
  static func both<First, Second: Sendable>(
    _ first: () -> First, _ second: @Sendable () -> Second
  ) -> (First, Second) {
    let found = Mutex<Second?>(nil)
    let done = Semaphore()
    return withoutActuallyEscaping(second) { second in
      let job = Helper.Job(
        1,
        { _ in
          let value = second()
          found.withLock { $0 = value }
        }, done)
      let isStarted = count > 1 && Helper.start(job)
      let value = first()
      if isStarted { done.wait() }
      return (value, found.withLock { $0 } ?? second())
    }
  }
}

/// A thread that waits for work: waking it takes a fraction of what starting one does, and a short scan is over
/// before a new thread has begun.
private final class Helper: Sendable {
  final class Job: @unchecked Sendable {
    private let index: Int
    private var work: ((Int) -> Void)?
    private let done: Semaphore

    init(_ index: Int, _ work: @escaping @Sendable (Int) -> Void, _ done: Semaphore) {
      self.index = index
      self.work = work
      self.done = done
    }

    func perform() {
      doWork()
      done.signal()
    }

    /// Nothing of the work is held any more when others are told that it is done.
    @inline(never) private func doWork() {
      work?(index)
      work = nil
    }
  }

  private static let idle = Mutex<[Helper]>([])

  private let wake = Semaphore()
  private let job = Mutex<Job?>(nil)

  /// - Returns: `false` where there is no thread for it.
  static func start(_ job: Job) -> Bool {
    guard let helper = idle.withLock({ $0.popLast() }) else { return Helper().begin(job) }
    helper.job.withLock { $0 = job }
    helper.wake.signal()
    return true
  }

  private func begin(_ first: Job) -> Bool {
    job.withLock { $0 = first }
    var thread = pthread_t()
    let own = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Helper>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, own.toOpaque())
    guard status == 0 else {
      own.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private func run() {
    // Signals are for the threads that wait for input.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
    while true {
      job.withLock { job in
        let next = job
        job = nil
        return next
      }?.perform()
      let stays = Helper.idle.withLock { idle in
        guard idle.count < Workers.count else { return false }
        idle.append(self)
        return true
      }
      if !stays { return }
      wake.wait()
    }
  }
}

/// Counts what one thread tells another.
private final class Semaphore: @unchecked Sendable {
  private let handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(handle, 0, 0) }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  func signal() { sem_post(handle) }

  func wait() { while sem_wait(handle) != 0 {} }
}
