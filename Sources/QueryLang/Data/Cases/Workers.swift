internal import Glibc

/// Work on several threads at once.
package enum Workers {
  /// As many as the machine runs at once.
  package static let count = max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  private final class Job {
    let index: Int
    let work: @Sendable (Int) -> Void
    init(_ index: Int, _ work: @escaping @Sendable (Int) -> Void) {
      self.index = index
      self.work = work
    }
  }

  /// Does `work` on `threads` threads, the caller's among them, each told its number; returns when all are done.
  ///
  /// A thread that the system refuses to start is done by the caller.
  package static func run(_ threads: Int, _ work: @escaping @Sendable (Int) -> Void) {
    var started: [pthread_t] = []
    for index in 1..<max(1, threads) {
      var thread = pthread_t()
      let job = Unmanaged.passRetained(Job(index, work))
      let status = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
          job.work(job.index)
          return nil
        }, job.toOpaque())
      if status == 0 {
        started.append(thread)
      } else {
        job.release()
        work(index)
      }
    }
    work(0)
    for thread in started { pthread_join(thread, nil) }
  }
}
