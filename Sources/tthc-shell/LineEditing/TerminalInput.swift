@preconcurrency import Glibc

/// The keys of a terminal, and what else can happen while waiting for one.
struct TerminalInput {
  enum Item: Equatable {
    case key(Unicode.Scalar)
    /// See ``InputDecoder/Item/command(_:)``.
    case command(UInt8)
    case paste(String)
    case mark(Unicode.Scalar)
    case resized
    /// The process was stopped and continues.
    case resumed
    case endOfInput
  }

  private let descriptor: Int32
  private let wakeDescriptor: Int32
  private var decoder = InputDecoder()
  private var queue: [InputDecoder.Item] = []
  /// Before it, the queue is used up.
  private var head = 0

  /// An escape with nothing behind it is the key Esc.
  private static let escapeWaitInMilliseconds: Int32 = 50
  /// A paste that stops without its end mark.
  private static let pasteWaitInMilliseconds: Int32 = 2_000

  init(descriptor: Int32, wakeDescriptor: Int32) {
    self.descriptor = descriptor
    self.wakeDescriptor = wakeDescriptor
  }

  /// Whether a key is here already.
  var hasNext: Bool { head < queue.count }

  /// Puts keys before all that is waiting.
  mutating func putBack(_ keys: [InputDecoder.Item]) {
    queue.replaceSubrange(0..<head, with: keys)
    head = 0
  }

  /// The next item.
  ///
  /// - Parameters:
  ///   - beforeWaiting: called each time before the process sleeps.
  ///   - afterWaiting: called after it.
  mutating func next(beforeWaiting: () -> Void, afterWaiting: () -> Void) -> Item {
    while true {
      if let item = takeFromQueue() { return item }
      if let item = takeFromSignals() { return item }
      beforeWaiting()
      let result = waitForBytes()
      afterWaiting()
      if result == .ended { return .endOfInput }
    }
  }

  private mutating func takeFromQueue() -> Item? {
    guard head < queue.count else { return nil }
    let item = queue[head]
    head += 1
    if head == queue.count {
      queue.removeAll(keepingCapacity: true)
      head = 0
    }
    return switch item {
    case .key(let scalar): .key(scalar)
    case .command(let number): .command(number)
    case .paste(let text): .paste(text)
    case .mark(let scalar): .mark(scalar)
    }
  }

  private func takeFromSignals() -> Item? {
    if SignalNotes.takeInterrupt() { return .key("\u{03}") }
    if SignalNotes.takeResume() { return .resumed }
    if SignalNotes.takeResize() { return .resized }
    return nil
  }

  private enum Wait { case goOn, ended }

  private mutating func waitForBytes() -> Wait {
    var ready = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&ready, 2, timeoutInMilliseconds)
    if count < 0 { return errno == EINTR ? .goOn : .ended }
    if count == 0 { queue += decoder.finish() }
    if ready[1].revents != 0 { emptyWakePipe() }
    return ready[0].revents == 0 ? .goOn : readBytes()
  }

  private var timeoutInMilliseconds: Int32 {
    guard decoder.isWaiting else { return -1 }
    return decoder.isInsidePaste ? Self.pasteWaitInMilliseconds : Self.escapeWaitInMilliseconds
  }

  private mutating func readBytes() -> Wait {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    if count > 0 {
      queue += decoder.decode(bytes.prefix(count))
      return .goOn
    }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? .goOn : .ended
  }

  private func emptyWakePipe() {
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = read(wakeDescriptor, &bytes, bytes.count)
  }
}
