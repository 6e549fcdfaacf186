internal import Synchronization

/// What is done now and then while an answer is waited for.
///
/// A class because copies of a deadline share when it was last done.
final class Pulse: Sendable {
  private static let pause = Duration.milliseconds(500)

  private let next = Mutex(ContinuousClock.now + Pulse.pause)
  private let beat: @Sendable () -> Void

  /// - Parameter beat: short, since it is waited for.
  init(_ beat: @escaping @Sendable () -> Void) { self.beat = beat }

  func beatIfDue() {
    guard next.withLock({ $0 <= .now }) else { return }
    beat()
    next.withLock { $0 = .now + Pulse.pause }
  }
}
