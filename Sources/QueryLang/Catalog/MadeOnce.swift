internal import Synchronization

/// A value that is made when somebody first asks for it, and once, whichever threads ask.
///
/// `AtomicLazyReference` is the like in the standard library; but each asking of it looks a generic type up, and those who
/// ask here do so for each of ten thousand names. A class because all who hold it share the value, which is written before
/// `isMade` and read after.
final class MadeOnce<Value: Sendable>: @unchecked Sendable {
  private let made = Atomic<Bool>(false)
  private let making = Mutex(())
  private var known: Value?

  var isMade: Bool { made.load(ordering: .acquiring) }

  /// - Parameter make: must not ask for the same value.
  @inline(__always)
  func value(_ make: () -> Value) -> Value {
    if isMade, let known { return known }
    return firstValue(make)
  }

  @inline(never)
  private func firstValue(_ make: () -> Value) -> Value {
    making.withLock { _ in
      if isMade, let known { return known }
      let value = make()
      known = value
      made.store(true, ordering: .releasing)
      return value
    }
  }
}
