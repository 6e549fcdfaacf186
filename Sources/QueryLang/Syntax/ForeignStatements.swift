/// How statements of other shells and of everyday speech begin, with what to run here instead.
enum ForeignStatements {
  /// Folded first words of what looks for help or for data elsewhere.
  private static let asking: Set<String> = ["select", "ls", "dir", "describe"]
  /// And of what saves an answer.
  private static let saving: [[String]] = [
    ["xuat"], ["export"], ["luu", "ra"], ["luu", "vao"], ["save", "to"], ["save", "as"],
  ]

  /// How many of these folded words make the beginning of a foreign statement, and what is meant by it.
  static func meaning(of words: ArraySlice<String>) -> (count: Int, remedy: Remedy)? {
    if let first = words.first, asking.contains(first) { return (1, .help) }
    return saving.first { words.starts(with: $0) }.map { ($0.count, .file) }
  }

  enum Remedy {
    case help, file
  }
}

extension Parser {
  /// Refuses a statement of another shell as a whole, unless a name known here begins with its words.
  mutating func refuseForeignStatement() throws(Abandoned) {
    guard let (count, remedy) = ForeignStatements.meaning(of: words[position...]),
      longestKnownName(at: position, for: .measure) == nil,
      count == 1 || longestKnownName(at: position + 1, for: .dataset) == nil
    else { return }
    let text = tokens[position..<position + count].joinedText
    let span = current.span.joined(with: token(ahead: count - 1).span)
    let statement = remedy == .help ? Keyword.help.names : StageSyntax.writing(to: fileHere)
    // The rest has no meaning that an error could be told of.
    position = tokens.count - 1
    throw report(.foreignStatement(text), at: span, suggestions: [.runIn(statement)])
  }

  /// The last of these words, where it is a file's name.
  private var fileHere: Localized {
    guard let file = fileName(from: position) else { return StageSyntax.newFile }
    return Localized(both: file)
  }

  /// The file named between `start` and the end: quoted, or a last word with a point in it.
  func fileName(from start: Int) -> String? {
    var first = tokens.count - 2
    guard first >= start else { return nil }
    if case .string(let text) = tokens[first].kind { return text }
    while first > start, !tokens[first].followsSpace { first -= 1 }
    let name = tokens[first..<tokens.count - 1].joinedText
    let isName = tokens[first].kind == .word && name.contains(".") && !name.contains("\"")
    return isName ? name : nil
  }
}
