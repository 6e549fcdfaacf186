/// Ctrl-C, or SIGINT, while something runs.
///
/// The signal only leaves a note here; whoever works looks at ``isPending`` now and then and stops by itself.
/// The other signals keep their default: a closed pipe ends the process.
enum Interrupts {
  /// To be called once, early; a SIGINT that the caller of the program ignores stays ignored.
  static func install() { _ = SignalNotes.wakeDescriptor }

  /// Whether SIGINT came since the last ``clear()``. One atomic load, on any thread.
  static var isPending: Bool { SignalNotes.isInterruptPending }

  /// To be called before and after each piece of work.
  static func clear() { _ = SignalNotes.takeInterrupt() }
}
