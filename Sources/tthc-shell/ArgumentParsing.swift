internal import ArgumentParser
internal import QueryLang
internal import Synchronization

/// The arguments parsed on a thread of their own, while this one reads the data that ship: both take a good part of
/// the time to the first answer, and neither needs the other.
///
/// A class because both threads hold it.
final class ArgumentParsing: Sendable {
  private struct Outcome: @unchecked Sendable {
    /// Made on one thread, and used on the other once it is whole.
    let command: Result<any ParsableCommand, any Error>
  }

  private let outcome = Mutex<Outcome?>(nil)
  private let ended = Semaphore()
  private let arguments: [String]

  private init(_ arguments: [String]) { self.arguments = arguments }

  /// The command, and the data that ship where it may want them; `nil` where they cannot be read, which is told once
  /// the user's language is known.
  static func command(_ arguments: [String]) throws -> (any ParsableCommand, Library?) {
    let wantsOther = arguments.contains { argument in
      ["--datasets", "--help", "--version", "-h"].contains { argument.hasPrefix($0) }
    }
    guard !wantsOther, let folder = Environment.shippedDatasets else {
      return (try TTHCShell.parseAsRoot(arguments), nil)
    }
    let parsing = ArgumentParsing(arguments)
    guard WorkThread.start({ parsing.parse() }) else { return (try TTHCShell.parseAsRoot(arguments), nil) }
    let library = try? Library().loading(folder: folder, isBuiltIn: true, language: .vietnamese)
    return (try parsing.wait(), library)
  }

  private func parse() {
    let outcome = Outcome(command: Result { try TTHCShell.parseAsRoot(arguments) })
    self.outcome.withLock { $0 = outcome }
    ended.signal()
  }

  private func wait() throws -> any ParsableCommand {
    ended.wait()
    return try outcome.withLock { $0 }?.command.get() ?? TTHCShell.parseAsRoot(arguments)
  }
}
