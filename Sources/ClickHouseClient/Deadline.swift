internal import Glibc
internal import QueryLang

/// Until when something may take, and who may stop it before.
struct Deadline: Sendable {
  private var end: ContinuousClock.Instant
  private let time: Duration
  let observer: WorkObserver
  private var pulse: Pulse?

  init(seconds: Double, _ observer: WorkObserver, pulse: Pulse? = nil) {
    time = .milliseconds(Int64(seconds * 1000))
    end = .now + time
    self.observer = observer
    self.pulse = pulse
  }

  /// The whole time begins again.
  mutating func renew() { end = .now + time }

  mutating func extend(by time: Duration) { end += time }

  mutating func endPulse() { pulse = nil }

  /// How often it is asked whether to stop: what stops the work waits no longer than this for it to see that.
  private static let slice = 10

  /// Waits until a socket can be read or written.
  func wait(for events: Int32, on descriptor: Int32) throws(TransportFailure) {
    while true {
      if observer.isStopped { throw .stopped }
      let left = ContinuousClock.now.duration(to: end)
      if left <= .zero { throw .late }
      pulse?.beatIfDue()
      var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let milliseconds = min(Deadline.slice, Int(left / .milliseconds(1)) + 1)
      let ready = poll(&entry, 1, Int32(milliseconds))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw .unreachable(String(cString: strerror(errno))) }
    }
  }
}

/// Why no answer came.
enum TransportFailure: Error, Equatable {
  case unreachable(String)
  case late
  case stopped
  /// The connection ended, or what came is no answer of HTTP.
  case broken
  case tooLarge
  /// By whoever takes the answer.
  case refused
}
