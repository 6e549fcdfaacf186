/// What one press of Tab does, given what can stand at the cursor.
enum TabCompletion: Equatable, Sendable {
  case nothing
  case insert(String, replacing: Range<Int>)
  case list([CompletionCandidate])

  /// The only candidate, with a blank behind it, or the longest common beginning is inserted; when that adds
  /// nothing, a second Tab at the same place lists. Where nothing is typed yet, the first Tab does.
  ///
  /// - Complexity: O(n) in the number of candidates.
  init(_ reply: CompletionReply, in text: EditedText, isSecondTab: Bool) {
    let range = reply.replacedScalars.clamped(to: 0..<text.scalars.count)
    let typed = text.string(in: range)
    guard let first = reply.candidates.first else {
      self = .nothing
      return
    }
    if reply.isOnlyListed {
      self = isSecondTab ? .list(reply.candidates) : .nothing
      return
    }
    if reply.candidates.count == 1 {
      let whole = first.text + (first.isWhole && text.endsLine(at: range.upperBound) ? " " : "")
      self = whole == typed ? .nothing : .insert(whole, replacing: range)
      return
    }
    // Names that only have the word inside do not shorten what the others begin with.
    let beginning = reply.candidates.filter { Self.begins($0.text, with: typed) }
    let common = Self.commonBeginning(of: beginning.count > 1 ? beginning : reply.candidates)
    if Self.extends(typed, to: common) {
      self = .insert(common, replacing: range)
    } else {
      self = isSecondTab || typed.isEmpty ? .list(reply.candidates) : .nothing
    }
  }

  static func commonBeginning(of candidates: [CompletionCandidate]) -> String {
    guard let first = candidates.first else { return "" }
    return candidates.dropFirst().reduce(first.text) { common, candidate in
      common.isEmpty ? "" : String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
  }

  /// Candidates may differ from what was typed in accents, capitals and quotes, so a common beginning can be
  /// longer without holding all that was typed; then it would take letters away.
  private static func extends(_ typed: String, to common: String) -> Bool {
    common.unicodeScalars.count > typed.unicodeScalars.count && begins(common, with: typed)
  }

  private static func begins(_ text: String, with typed: String) -> Bool {
    foldedForSearch(text).filter { $0 != "\"" }.hasPrefix(foldedForSearch(typed).filter { $0 != "\"" })
  }
}
