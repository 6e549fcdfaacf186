import Foundation
import Synchronization

/// Looks again and again whether something has come about, for about 20 seconds of a machine that is idle.
///
/// Looks are counted and not time: a machine may stand still for a minute, and what it did not do meanwhile is no fault
/// of the program. A time limit of the testing library runs even while a test waits for a thread.
/// - Parameters:
///   - times: how many looks, 20 milliseconds apart.
///   - isSo: must be quick.
/// - Returns: whether it has.
package func comesAbout(times: Int = 1_000, _ isSo: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<times {
    if try isSo() { return true }
    usleep(20_000)
  }
  return false
}

/// About how long something takes: how many times 20 milliseconds pass for a thread that does nothing else. A machine that
/// stands still lets none pass.
package func looks<Value>(during work: () throws -> Value) rethrows -> (value: Value, count: Int) {
  let count = Atomic<Int>(0)
  let isOver = Atomic<Bool>(false)
  Thread {
    while !isOver.load(ordering: .relaxed) {
      usleep(20_000)
      count.wrappingAdd(1, ordering: .relaxed)
    }
  }.start()
  defer { isOver.store(true, ordering: .relaxed) }
  let value = try work()
  return (value, count.load(ordering: .relaxed))
}
