// What was probably meant where the grammar wants something else.
extension Parser {
  /// Where a clause or the end should be.
  var remediesForLeftover: [Suggestion] {
    if let remedy = file ?? forgottenPipe ?? forgottenClause(at: position) { return [remedy] }
    guard current.kind == .word else { return [] }
    if Parser.fillers.contains(words[position]) {
      return forgottenClause(at: position + 1).map { [$0] } ?? []
    }
    let spellings = Keyword.clauseWords.flatMap { [$0.canonical, $0.vietnamese] }
    let near = NearNames.of(current.text, among: spellings)
    return near.isEmpty ? [] : [.didYouMean(near)]
  }

  /// Between a measure and what it is by, in everyday speech.
  private static let fillers: Set<String> = [
    "cac", "o", "tai", "cua", "tung", "moi", "trong", "in", "of", "for", "at", "each", "per",
  ]

  /// `_ > a.csv`, `_ | csv a.csv`: the answer in a file.
  private var file: Suggestion? {
    let isRedirected = at(.greater)
    guard isRedirected || tokens[0..<position].contains(where: { $0.isSymbol(.pipe) }),
      let name = fileName(from: position + (isRedirected ? 1 : 0))
    else { return nil }
    let whole = StageSyntax.writing(to: Localized(both: name))
    if tokens[0].text == "_" { return .writeIn(whole) }
    // Of a question that is written out only the stage is other.
    return .writeIn(
      Localized(vi: String(whole.vietnamese.dropFirst(2)), en: String(whole.english.dropFirst(2))))
  }

  /// `overdue csv`, `quá hạn ghi "a.csv"`.
  private var forgottenPipe: Suggestion? {
    guard current.kind == .word else { return nil }
    let word = words[position]
    if word == StageSyntax.fileWord.english || word == folded(StageSyntax.fileWord.vietnamese).firstWord {
      return .writeIn(
        Localized(
          vi: "| \(StageSyntax.fileWord.vietnamese) \"…\"", en: "| \(StageSyntax.fileWord.english) \"…\""))
    }
    return OutputFormat(rawValue: word).map { .write("| \($0.rawValue)") }
  }

  /// A dimension or time without its `by`, a condition without its `where`.
  private func forgottenClause(at start: Int) -> Suggestion? {
    guard let clausesSeen, let known = longestKnownName(at: start, for: .field),
      known.meanings.contains(where: \.isGroupable)
    else { return nil }
    let name = tokens[start..<start + known.count].joinedText
    guard let condition = condition(of: name, known, at: start) else {
      if clausesSeen.contains(.by) { return .write(", \(name)") }
      return .writeIn(Keyword.by.names(before: name))
    }
    return .writeIn((clausesSeen.contains(.where) ? Keyword.and : .where).names(before: condition))
  }

  /// The condition that begins here with the field `name`: as it stands, or with the `=` that is missing.
  private func condition(
    of name: String, _ known: (count: Int, meanings: [NameLexicon.Meaning]), at start: Int
  ) -> String? {
    let next = start + known.count
    if case .symbol(let symbol) = tokens[next].kind,
      symbol == .tilde || ComparisonOperator(rawValue: symbol.rawValue) != nil
    {
      return tokens[start..<endOfClause].joinedText
    }
    if [Keyword.in, .is].contains(where: { length(of: $0, at: next) > 0 }) {
      return tokens[start..<endOfClause].joinedText
    }
    return withEqualSign(name, known.meanings, valueAt: next)
  }

  /// `quý II/2021` as the condition `quý = II/2021`; `nil` where no value of the field follows its name.
  func withEqualSign(_ name: String, _ meanings: [NameLexicon.Meaning], valueAt start: Int) -> String? {
    if case .string = tokens[start].kind { return "\(name) = \(tokens[start].text)" }
    if meanings.contains(where: \.isTimeField) {
      if let (_, literal) = periodWithYear(at: start, of: name) { return "\(name) = \(literal)" }
      let count = timeLiteralLength(at: start)
      let value = tokens[start..<start + count].joinedText
      // `quý 2/2021` is no month.
      if let meant = try? TimeLiteral.parse("\(name) \(value)"), let read = try? TimeLiteral.parse(value) {
        return "\(name) = \(meant == read ? value : meant.display)"
      }
      return TimeLiteral.isPeriod(value) ? "\(name) = \(value)" : nil
    }
    var dimensions: Set<Int> = []
    for case .dimension(let index) in meanings { dimensions.insert(index) }
    guard !dimensions.isEmpty,
      let member = longestKnownName(at: start, for: .member(dimensions: dimensions))
    else { return nil }
    let value = tokens[start..<start + member.count].joinedText
    return "\(name) = \(member.count > 1 ? SyntaxPrinter().quoted(value) : value)"
  }

  /// `II năm 2021`, `2 2021`: a part and its year in words, with the literal that is meant, in the field `name`.
  func periodWithYear(at start: Int, of name: String) -> (count: Int, literal: String)? {
    let isYear = start + 1 < words.count && ["nam", "year"].contains(words[start + 1])
    let year = start + (isYear ? 2 : 1)
    guard year < tokens.count, timeLiteralLength(at: start) == 1, timeLiteralLength(at: year) == 1,
      tokens[year].kind == .number, tokens[year].text.utf8.count == 4
    else { return nil }
    let part = tokens[start].text.uppercased()
    let literal = "\(part)/\(tokens[year].text)"
    guard let meant = try? TimeLiteral.parse("\(name) \(literal)") else { return nil }
    let isSame = (try? TimeLiteral.parse(literal)) == meant
    return (year + 1 - start, isSame ? literal : meant.display)
  }

  private var endOfClause: Int {
    var end = position
    while tokens[end].kind != .end, !tokens[end].isSymbol(.pipe),
      !Keyword.clauseWords.contains(where: { length(of: $0, at: end) > 0 })
    {
      end += 1
    }
    return end
  }

  // MARK: Show

  /// `xem huyện` means the values of huyện; else what there is to show.
  var remediesForShownKind: [Suggestion] {
    guard let known = longestKnownName(at: position, for: .field),
      known.meanings.contains(where: \.isGroupable)
    else { return [.choicesIn(ShownKind.allCases.map(\.names))] }
    let name = tokens[position..<position + known.count].joinedText
    return [.writeIn(Localized(vi: "xem giá trị của \(name)", en: "show values of \(name)"))]
  }

  /// Behind `show values` without `of`.
  var remediesForShownDimension: [Suggestion] {
    isAtEnd
      ? [.example(Localized(vi: "xem giá trị của huyện", en: "show values of district"))]
      : remediesForShownKind
  }

  // MARK: Compare

  static let comparison = Localized(
    vi: "so sánh tỉnh \"Bắc Giang\", \"An Giang\" về tiếp nhận khi quý = II/2021 và khối = địa phương",
    en: "compare province \"Bắc Giang\", \"An Giang\" on received where quarter = Q2/2021 and sector = local")
}

extension Keyword {
  /// The word in each language with `text` behind it.
  fileprivate func names(before text: String) -> Localized {
    Localized(vi: "\(vietnamese) \(text)", en: "\(canonical) \(text)")
  }
}

extension String {
  fileprivate var firstWord: String { String(prefix { $0 != " " }) }
}
