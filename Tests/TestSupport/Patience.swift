import Foundation

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
