internal import Synchronization

/// The distinct texts of one column, numbered in the order in which any thread meets them first.
///
/// A class because several threads add to it; they ask only for texts that they have not met themselves, so the
/// lock is taken some thousand times in a load.
final class SharedTexts: Sendable {
  /// One reader only asks, and no text twice: then none has to be looked up.
  private let hasOneReader: Bool
  /// More different texts than this are no column of names.
  static let limit = 4_000_000

  enum Refusal: Error {
    case tooMany
    /// The text itself cannot be taken: not UTF-8, or a sign that belongs in quotes.
    case badText
  }

  private struct State {
    var codes = NameTable()
    /// Of one reader's.
    var texts = NameList()
  }

  private let state = Mutex(State())

  init(hasOneReader: Bool) { self.hasOneReader = hasOneReader }

  /// The number of a text, new or known.
  ///
  /// A text is kept as it stands; composed and decomposed spellings become one when the column is settled.
  func code(of bytes: UnsafeBufferPointer<UInt8>) throws(Refusal) -> UInt32 {
    guard UTF8Check.firstInvalidOffset(in: bytes) == nil else { throw .badText }
    let code = state.withLock { state -> UInt32? in
      if hasOneReader { state.texts.append(bytes) }
      let code = hasOneReader ? state.texts.count - 1 : state.codes.insert(bytes).number
      return code < SharedTexts.limit ? UInt32(code) : nil
    }
    guard let code else { throw .tooMany }
    return code
  }

  /// All texts so far, by number.
  var texts: NameList { state.withLock { hasOneReader ? $0.texts : $0.codes.names } }
}
