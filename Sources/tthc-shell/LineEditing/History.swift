/// The statements that can be recalled, oldest first, none of them twice.
struct History: Sendable {
  static let mostEntries = 10_000
  /// A longer statement, a pasted file perhaps, is not kept.
  static let longestEntryInBytes = 64 << 10

  private(set) var entries: [String] = []
  private let file: HistoryFile?
  /// Those that were refused when they were run last, in this session; without case, accents and `;`, since the
  /// same statement is seldom typed twice in the same way.
  private var failed: Set<String> = []

  /// A history in memory only.
  init() { file = nil }

  /// What the file holds; a file that cannot be read or written leaves the history in memory.
  init(file: HistoryFile?) {
    self.file = file
    entries = file?.load() ?? []
  }

  /// Adds a statement as the newest, in the file too; an equal older one goes.
  ///
  /// One that begins with a blank, says nothing or is too long is not added.
  ///
  /// - Complexity: O(n) in the number of entries.
  mutating func remember(_ statement: String) {
    failed.remove(Self.key(of: statement))
    guard Self.isKept(statement), statement != entries.last else { return }
    entries.removeAll { $0 == statement }
    entries.append(statement)
    if entries.count > Self.mostEntries { entries.removeFirst(entries.count - Self.mostEntries) }
    file?.append(statement)
  }

  /// Notes that a statement was refused: it is still recalled, but no longer offered.
  mutating func noteFailure(of statement: String) { failed.insert(Self.key(of: statement)) }

  private static func key(of statement: String) -> String {
    var key = foldedForSearch(statement).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while key.last == ";" || key.last == " " { key.removeLast() }
    return key
  }

  /// The rest of the newest entry that begins with the text and goes on, of those that did not fail; `nil` without
  /// a text.
  ///
  /// - Complexity: O(n) in the number of entries.
  func rest(of text: String) -> String? {
    guard !text.isEmpty else { return nil }
    let entry = entries.last {
      $0.utf8.count > text.utf8.count && $0.utf8.starts(with: text.utf8) && !failed.contains(Self.key(of: $0))
    }
    return entry.flatMap { String($0.utf8.dropFirst(text.utf8.count)) }
  }

  static func isKept(_ statement: String) -> Bool {
    guard let first = statement.first, first != " " else { return false }
    return statement.utf8.count <= longestEntryInBytes && !statement.allSatisfy(\.isWhitespace)
  }

  /// Statements collected from the newest backwards: of equal ones the last, and no more than ``mostEntries``.
  struct Newest {
    private var seen: Set<Bytes> = []
    private var newestFirst: [String] = []

    var isFull: Bool { newestFirst.count >= mostEntries }

    var oldestFirst: [String] { newestFirst.reversed() }

    mutating func addOlder(_ statement: String) {
      if !isFull, isKept(statement), seen.insert(Bytes(of: statement)).inserted {
        newestFirst.append(statement)
      }
    }
  }

  /// A text compared by its bytes: entries are composed already, and thousands are compared before the first
  /// prompt.
  private struct Bytes: Hashable {
    private let text: String

    init(of text: String) { self.text = text }

    static func == (left: Bytes, right: Bytes) -> Bool {
      left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
