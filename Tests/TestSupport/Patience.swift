import Foundation
import Synchronization

/// Looks again and again whether something has come about, for about 20 seconds of a machine that is idle.
///
/// Looks are counted and not time: a machine may stand still for a minute, and what it did not do meanwhile is no fault
/// of the program.
/// - Parameter isSo: must be quick; it is asked up to 1,000 times.
/// - Returns: whether it has.
package func comesAbout(_ isSo: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1_000 {
    if try isSo() { return true }
    usleep(20_000)
  }
  return false
}

/// About how long something takes: how many times 20 milliseconds pass for a thread that does nothing else. A machine that
/// stands still lets none pass.
package func looks<Value>(during work: () throws -> Value) rethrows -> (value: Value, count: Int) {
  let count = Looks()
  let thread = Thread {
    while !count.areOver.load(ordering: .relaxed) {
      usleep(20_000)
      count.number.wrappingAdd(1, ordering: .relaxed)
    }
  }
  thread.start()
  defer { count.areOver.store(true, ordering: .relaxed) }
  let value = try work()
  return (value, count.number.load(ordering: .relaxed))
}

private final class Looks: Sendable {
  let number = Atomic<Int>(0)
  let areOver = Atomic<Bool>(false)
}
