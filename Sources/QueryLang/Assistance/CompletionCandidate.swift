/// What completion offers at a place.
package struct CompletionAnswer: Sendable, Equatable {
  /// What a candidate replaces, in Unicode scalars of the text.
  package let replacedScalars: Range<Int>
  /// The usual first: the catalog's own order for measures and dimensions, a statement's for words, else the
  /// Vietnamese alphabet's; one for each meaning.
  package let candidates: [CompletionCandidate]
  /// How many more there are.
  package let leftOut: Int
  /// What was typed is whole already, and what goes on with it is something else: to be listed, never inserted.
  package var isOnlyListed = false
}

package struct CompletionCandidate: Sendable, Equatable {
  /// Inserted in place of what was typed; quoted where it has to be.
  package let text: String
  /// Shown in a list.
  package let label: String
  /// One line.
  package let meaning: String
}

/// Something that may stand at a place, with its names, the best to insert first.
struct NamedCandidate {
  enum Subject: Equatable {
    case measure(Int)
    case dimension(Int)
    case member(MemberReference)
    case timeField(TimeField)
    case topic(Localized)
    /// The same in both languages: described by the other one.
    case names(Localized)
    case plain(Localized)
  }

  let names: [String]
  let subject: Subject
  /// Words of the language come after the first names.
  var isWord = false
  /// Before the name when it is inserted and listed: the word of a clause.
  var prefix = ""
  /// Behind the name when it is inserted: `(` of a function.
  var suffix = ""
  /// Names with anything but one word are quoted.
  var isQuotable = false
  /// A path: always quoted, and open behind a folder.
  var isPath = false
  /// Kept in the order given instead of the alphabet's.
  var rank = 0
  /// How many of ``names`` are no mere aliases; `nil`: all.
  var properNames: Int?
}

/// The beginning of a name, as typed; compared without case and accents.
struct TypedPrefix {
  let plain: String
  private let marked: String
  let isAccented: Bool

  init(_ typed: String) {
    let endsInBlank = typed.last?.isWhitespace ?? false
    plain = TypedPrefix.usual(folded(typed)) + (endsInBlank ? " " : "")
    marked = TypedPrefix.usual(foldedKeepingMarks(typed)) + (endsInBlank ? " " : "")
    isAccented = typed.utf8.contains { $0 >= 0x80 }
  }

  var isEmpty: Bool { plain.isEmpty }

  /// `tỉ l` as the catalog spells it.
  private static func usual(_ typed: String) -> String {
    for (everyday, usual) in [("ti l", "ty l"), ("tỉ l", "tỷ l")] where typed.hasPrefix(everyday) {
      return usual + typed.dropFirst(everyday.count)
    }
    return typed
  }

  /// Long enough to be looked for inside names.
  var isTelling: Bool { plain.count >= 5 || plain.contains(" ") }

  /// Whether the name goes on with another word.
  func isWhole(in key: String) -> Bool { key.hasPrefix(folded(plain) + " ") }

  /// The name in which the earliest later word, and what follows it, begins so, with the words before it.
  func matchInside(_ names: [String]) -> (name: String, sortKey: String, wordsBefore: Int)? {
    var best: (name: String, sortKey: String, wordsBefore: Int)?
    for name in names {
      let key = folded(name)
      guard let place = (key + " ").firstRange(of: " " + plain)?.lowerBound,
        !isAccented || (foldedKeepingMarks(name) + " ").contains(" " + marked)
      else { continue }
      let before = key[..<place].count { $0 == " " } + 1
      if before < best?.wordsBefore ?? TypedPrefix.mostWordsBefore + 1 { best = (name, key, before) }
    }
    return best
  }

  /// Behind more words what was typed is hardly what a name is about.
  private static let mostWordsBefore = 3

  /// The first name that begins so, and whether with the same accents.
  func match(_ names: [String]) -> (name: String, sortKey: String, isExact: Bool)? {
    var forgiven: (String, String, Bool)?
    for name in names {
      let key = folded(name)
      guard key.utf8.starts(with: plain.utf8) else { continue }
      if !isAccented { return (name, key, true) }
      if foldedKeepingMarks(name).hasPrefix(marked) { return (name, key, true) }
      if forgiven == nil { forgiven = (name, key, false) }
    }
    return forgiven
  }
}
