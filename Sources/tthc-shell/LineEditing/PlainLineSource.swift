internal import QueryLang

@preconcurrency import Glibc

/// Lines read as they come: from a pipe or a file, or from a terminal that cannot edit.
struct PlainLineSource: LineSource {
  private let descriptor: Int32
  private let isComplete: (String) -> Bool
  private let isPrompting: Bool
  private var waiting: [UInt8] = []
  /// How much of ``waiting`` has no line feed in it.
  private var searched = 0
  private var isEnded = false

  /// - Parameters:
  ///   - isComplete: whether a text is to be returned, rather than the next line added to it.
  ///   - isPrompting: whether the prompts are written to standard output.
  init(descriptor: Int32 = STDIN_FILENO, isComplete: @escaping (String) -> Bool, isPrompting: Bool) {
    self.descriptor = descriptor
    self.isComplete = isComplete
    self.isPrompting = isPrompting
  }

  mutating func read(prompt: Prompt) -> LineEvent {
    Interrupts.clear()
    var text: String?
    while true {
      show(text == nil ? prompt.text : prompt.continuation)
      switch nextLine() {
      case .line(let line):
        let whole = text.map { $0 + "\n" + line } ?? line
        if isComplete(whole) { return .line(whole) }
        text = whole
      case .interrupted:
        show("\n")
        return .interrupted
      case .end:
        if let text { return .line(text) }
        show("\n")
        return .end
      }
    }
  }

  /// Nothing can be recalled here.
  func remember(_ statement: String) {}

  private func show(_ text: String) {
    guard isPrompting else { return }
    fflush(nil)
    LockedFile.writeAll(text, to: STDOUT_FILENO)
  }

  /// One line without its end; the last needs none.
  private mutating func nextLine() -> LineEvent {
    while true {
      if let end = waiting[searched...].firstIndex(of: 0x0A) { return .line(takeLine(upTo: end)) }
      searched = waiting.count
      if isEnded { return waiting.isEmpty ? .end : .line(takeLine(upTo: waiting.count)) }
      if SignalNotes.takeInterrupt() { return .interrupted }
      waitForBytes()
    }
  }

  private mutating func takeLine(upTo end: Int) -> String {
    var bytes = waiting[..<end]
    if bytes.last == 0x0D { bytes.removeLast() }
    let line = nfc(String(decoding: bytes, as: UTF8.self))
    waiting.removeFirst(min(end + 1, waiting.count))
    searched = 0
    return line
  }

  private mutating func waitForBytes() {
    var ready = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: SignalNotes.wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&ready, 2, -1) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    if ready[1].revents != 0 { _ = Glibc.read(SignalNotes.wakeDescriptor, &bytes, bytes.count) }
    guard ready[0].revents != 0 else { return }
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    if count > 0 {
      waiting += bytes.prefix(count)
    } else {
      isEnded = count == 0 || (errno != EINTR && errno != EAGAIN)
    }
  }
}
