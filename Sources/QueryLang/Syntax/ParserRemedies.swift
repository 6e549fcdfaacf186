// What was probably meant where the grammar wants something else.
extension Parser {
  /// Where a clause or the end should be.
  var remediesForLeftover: [Suggestion] {
    if let stage = forgottenPipe ?? forgottenClause { return [stage] }
    guard current.kind == .word else { return [] }
    let spellings = Keyword.clauseWords.flatMap { [$0.canonical, $0.vietnamese] }
    let near = NearNames.of(current.text, among: spellings)
    return near.isEmpty ? [] : [.didYouMean(near)]
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
  private var forgottenClause: Suggestion? {
    guard let clausesSeen, let known = longestKnownName(at: position, for: .field),
      known.meanings.contains(where: \.isGroupable)
    else { return nil }
    let name = tokens[position..<position + known.count].joinedText
    guard let condition = condition(of: name, known) else {
      if clausesSeen.contains(.by) { return .write(", \(name)") }
      return .writeIn(Keyword.by.names(before: name))
    }
    return .writeIn((clausesSeen.contains(.where) ? Keyword.and : .where).names(before: condition))
  }

  /// The condition that begins here with the field `name`: as it stands, or with the `=` that is missing.
  private func condition(
    of name: String, _ known: (count: Int, meanings: [NameLexicon.Meaning])
  ) -> String? {
    let next = position + known.count
    if case .symbol(let symbol) = tokens[next].kind,
      symbol == .tilde || ComparisonOperator(rawValue: symbol.rawValue) != nil
    {
      return tokens[position..<endOfClause].joinedText
    }
    if [Keyword.in, .is].contains(where: { length(of: $0, at: next) > 0 }) {
      return tokens[position..<endOfClause].joinedText
    }
    return withEqualSign(name, known.meanings, valueAt: next)
  }

  /// `quý II/2021` as the condition `quý = II/2021`; `nil` where no value of the field follows its name.
  func withEqualSign(_ name: String, _ meanings: [NameLexicon.Meaning], valueAt start: Int) -> String? {
    if case .string = tokens[start].kind { return "\(name) = \(tokens[start].text)" }
    if meanings.contains(where: \.isTimeField) {
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
