extension Parser {
  mutating func parseStatementKind() throws(Abandoned) -> StatementSyntaxKind {
    try refuseForeignStatement()
    guard let keyword = statementWordHere() else { return .query(try parseQuery()) }
    _ = take(keyword)
    switch keyword {
    case .compare: return .compare(try parseCompare())
    case .list: return try parseList()
    case .check: return try parseCheck()
    case .why:
      if take(.compare) { return .whyComparison(try parseCompare()) }
      // Whoever says no more means the answer just seen.
      if isAtEnd { throw expected(.measure, suggestions: [.write("why _")]) }
      return .why(try parseQuery(after: .why))
    case .explain:
      let analyze = take(.analyze)
      if take(.compare) { return .explainComparison(try parseCompare(), analyze: analyze) }
      return .explain(try parseQuery(after: .explain), analyze: analyze)
    case .show: return try parseShow()
    case .let: return try parseDefinition()
    case .param: return try parseParameter()
    case .assert: return .assert(try parseTest(), parseClauses())
    default: return try parseSessionStatement(keyword)
    }
  }

  private mutating func parseSessionStatement(_ keyword: Keyword) throws(Abandoned) -> StatementSyntaxKind {
    switch keyword {
    case .load: return try parseLoad()
    case .unload: return .unload(try parseName(.dataset, expecting: .dataset))
    case .save:
      let dataset = try parseName(.dataset, expecting: .dataset)
      return .save(dataset, path: try parseRawText(expecting: .path).text)
    case .attach: return try parseAttach()
    case .detach: return .detach(try parseName(.dataset, expecting: .dataset))
    case .push:
      let dataset = try parseName(.dataset, expecting: .dataset)
      try require(.to)
      return .push(dataset, to: try parseName(.dataset, expecting: .dataset))
    case .use: return .use(try parseName(.dataset, expecting: .dataset))
    case .source: return .source(try parseRawText(expecting: .path).text)
    case .set:
      let name = try parseRawText(expecting: .setting)
      let hasValue = !isAtEnd && !at(.pipe)
      return .set(name, value: hasValue ? try parseRawText(expecting: .value) : nil)
    case .help:
      let isAlone = isAtEnd || at(.pipe) && token(ahead: 1).kind != .end
      return .help(isAlone ? nil : takeRest())
    default: return .quit
    }
  }

  /// A statement word, unless it begins a longer known name (`có …`, `từ kỳ trước chuyển qua`).
  private func statementWordHere() -> Keyword? {
    guard let keyword = Keyword.statementWords.first(where: { at($0) }) else { return nil }
    let name = longestKnownName(at: position, for: .measure)?.count ?? 0
    return name > length(of: keyword, at: position) ? nil : keyword
  }

  private mutating func takeRest() -> NameSyntax {
    if case .string = current.kind, token(ahead: 1).kind == .end {
      return (try? parseRawText(expecting: .text)) ?? takeName(tokenCount: 1)
    }
    return takeName(tokenCount: max(1, tokens.count - 1 - position))
  }

  /// Only queries have a plan, and they and comparisons cells to explain.
  private mutating func parseQuery(after keyword: Keyword) throws(Abandoned) -> QuerySyntax {
    if let found = statementWordHere() {
      throw report(.queryWanted(after: keyword, found: found), at: current.span)
    }
    return try parseQuery()
  }

  mutating func parseQuery() throws(Abandoned) -> QuerySyntax {
    let start = current.span
    let subject: QuerySyntax.Subject
    if current.kind == .word, current.text == "_" {
      advance()
      subject = .lastResult(span: start)
    } else {
      subject = .measures(parseMeasures())
    }
    let clauses = parseClauses()
    return QuerySyntax(
      subject: subject, clauses: clauses, span: start.joined(with: tokens[max(position - 1, 0)].span))
  }

  mutating func parseMeasures() -> [MeasureSyntax] {
    var measures: [MeasureSyntax] = []
    repeat {
      do {
        measures.append(try parseMeasure())
      } catch {
        skipMeasure()
      }
    } while take(.comma)
    return measures
  }

  private mutating func skipMeasure() {
    var brackets = 0
    while !isAtEnd {
      if at(.leftParenthesis) || at(.leftBrace) { brackets += 1 }
      if at(.rightParenthesis) || at(.rightBrace) { brackets -= 1 }
      if brackets <= 0, at(.comma) || at(.pipe) || isAtClauseWord { return }
      advance()
    }
  }

  private mutating func parseMeasure() throws(Abandoned) -> MeasureSyntax {
    let expression = try parseExpression()
    guard at(.as), !at(.asOf) else { return MeasureSyntax(expression: expression, alias: nil) }
    _ = take(.as)
    return MeasureSyntax(expression: expression, alias: try parseNewName())
  }

  private mutating func parseCompare() throws(Abandoned) -> CompareSyntax {
    var dimension: NameSyntax?
    if let known = longestKnownName(at: position, for: .field),
      known.meanings.contains(where: \.isGroupable),
      !token(ahead: known.count).isSymbol(.comma), length(of: .on, at: position + known.count) == 0,
      timeRunIsLonger(than: known.count) == false
    {
      dimension = takeName(tokenCount: known.count)
    }
    let isTime = dimension.map { lexicon.meanings(of: $0.text).contains(where: \.isTimeField) } ?? false
    var values: [ValueSyntax] = []
    repeat {
      if isTime {
        values.append(try parseTimeValue())
      } else if let dimension {
        values.append(try parseValue(of: dimension))
      } else {
        values.append(try parseMemberOrPeriod())
      }
    } while take(.comma)
    if !take(.on) {
      throw expected(isAtEnd ? .keyword(.on) : .comparedEnd, suggestions: [.example(Parser.comparison)])
    }
    let measures = parseMeasures()
    return CompareSyntax(dimension: dimension, values: values, measures: measures, clauses: parseClauses())
  }

  /// `quý II/2021` is one literal, not the field `quý`.
  private func timeRunIsLonger(than count: Int) -> Bool {
    guard lexicon.meanings(ofKey: words[position]).contains(where: \.isTimeField) else { return false }
    let next = token(ahead: count)
    return next.kind == .word && TimeLiteral.isPeriod(tokens[position...(position + count)].joinedText)
  }

  private mutating func parseList() throws(Abandoned) -> StatementSyntaxKind {
    var fields = [try parseName(.field, expecting: .field)]
    while take(.comma) { fields.append(try parseName(.field, expecting: .field)) }
    return .list(fields, parseClauses())
  }

  private mutating func parseCheck() throws(Abandoned) -> StatementSyntaxKind {
    var dataset: NameSyntax?
    var against: NameSyntax?
    if !isAtEnd, !at(.where), !at(.pipe) {
      dataset = try parseName(.dataset, expecting: .dataset)
      if take(.against) { against = try parseName(.dataset, expecting: .dataset) }
    }
    let condition = take(.where) ? try parseCondition() : nil
    return .check(dataset: dataset, against: against, condition)
  }

  private mutating func parseShow() throws(Abandoned) -> StatementSyntaxKind {
    guard let (kind, length) = shownKindHere else {
      throw expected(.shownKind, suggestions: remediesForShownKind)
    }
    note(.keyword, count: length)
    advance(by: length)
    var dimension: NameSyntax?
    if kind == .values {
      if !take(.of) { throw expected(.keyword(.of), suggestions: remediesForShownDimension) }
      dimension = try parseName(.field, expecting: .dimension)
    }
    let condition = take(.where) ? try parseCondition() : nil
    return .show(kind, of: dimension, condition)
  }

  private var shownKindHere: (kind: ShownKind, length: Int)? {
    for length in (1...ShownKind.mostWords).reversed() where position + length < tokens.count {
      let spelling = words[position..<position + length].joined(separator: " ")
      if let kind = ShownKind.allCases.first(where: { $0.spellings.contains(spelling) }) {
        return (kind, length)
      }
    }
    return nil
  }

  private mutating func parseDefinition() throws(Abandoned) -> StatementSyntaxKind {
    let name = try parseNewName()
    try require(.equal)
    return .define(name, try parseExpression())
  }

  private mutating func parseParameter() throws(Abandoned) -> StatementSyntaxKind {
    let name = try parseNewName()
    let type = take(.colon) ? try parseNewName() : nil
    let value = take(.equal) ? try parseValue(.member(dimensions: [])) : nil
    return .parameter(name, type: type, defaultValue: value)
  }

  private mutating func parseLoad() throws(Abandoned) -> StatementSyntaxKind {
    var paths = [try parseRawText(expecting: .path).text]
    while take(.comma) { paths.append(try parseRawText(expecting: .path).text) }
    let name = take(.as) ? try parseNewName() : nil
    guard take(.rejects) else { return .load(paths, name: name, rejects: nil) }
    let replacing = take(.bang)
    let rejects = RejectsSyntax(path: try parseRawText(expecting: .path).text, replacing: replacing)
    return .load(paths, name: name, rejects: rejects)
  }

  private mutating func parseAttach() throws(Abandoned) -> StatementSyntaxKind {
    try require(.clickhouse)
    let url = try parseRawText(expecting: .text).text
    try require(.table)
    let table = try parseNewName()
    try require(.as)
    return .attach(url: url, table: table, name: try parseNewName())
  }

  mutating func parseStages() -> [StageSyntax] {
    var stages: [StageSyntax] = []
    var formats: [Token] = []
    if !at(.pipe), !isAtEnd, !diagnostics.isEmpty { skipToNextClause() }
    while take(.pipe) {
      let first = current
      guard let stage = try? parseStage() else { break }
      if stage.isFormat { formats.append(first) }
      stages.append(stage)
    }
    if formats.count > 1, let first = formats.first, let last = formats.last {
      report(.severalFormats(formats.map(\.text)), at: first.span.joined(with: last.span))
    }
    return stages
  }

  private mutating func parseStage() throws(Abandoned) -> StageSyntax {
    let word = words[position]
    note(.keyword)
    if let format = OutputFormat(rawValue: word) ?? (at(.table) ? .table : nil) {
      advance()
      return .format(format)
    }
    switch word {
    case "html":
      advance()
      return .html
    case "chart":
      advance()
      return .chart(try parseNewName())
    case "into":
      advance()
      return try parseFile()
    case "ghi" where position + 1 < words.count && words[position + 1] == "vao":
      note(.keyword, count: 2)
      advance(by: 2)
      return try parseFile()
    case "ghi" where token(ahead: 1).kind == .end:
      throw expected(.stage, suggestions: [.example(StageSyntax.writing())])
    default:
      let near = NearNames.of(
        current.text,
        among: StageSyntax.formats + [StageSyntax.fileWord.english, StageSyntax.fileWord.vietnamese])
      let all = StageSyntax.formats.map { Localized(both: $0) } + [StageSyntax.fileWord]
      throw expected(.stage, suggestions: [near.isEmpty ? .choicesIn(all) : .didYouMean(near)])
    }
  }

  private mutating func parseFile() throws(Abandoned) -> StageSyntax {
    let replacing = take(.bang)
    if isAtEnd { throw expected(.path, suggestions: [.example(StageSyntax.writing())]) }
    return .into(try parseRawText(expecting: .path).text, replacing: replacing)
  }
}

extension StageSyntax {
  /// The formats that this version answers.
  static let formats = OutputFormat.allCases.map(\.rawValue)
  /// The word before a file.
  static let fileWord = Localized(vi: "ghi vào", en: "into")
  /// A name for a file, in what is proposed.
  static let newFile = Localized(vi: "ket-qua.csv", en: "result.csv")

  /// One that is not there yet.
  static func newFile(besides present: [String], _ language: Language) -> String {
    let name = newFile[language]
    var number = 1
    var free = name
    while present.contains(free) {
      number += 1
      free = "\(name.prefix { $0 != "." })-\(number).csv"
    }
    return free
  }

  /// The last answer written to a file of that name.
  static func writing(to path: Localized = newFile) -> Localized {
    Localized(
      vi: "_ | \(fileWord.vietnamese) \"\(path.vietnamese)\"",
      en: "_ | \(fileWord.english) \"\(path.english)\"")
  }

  /// Says how the result looks, and not only where it goes.
  fileprivate var isFormat: Bool {
    switch self {
    case .format, .html, .chart: true
    case .into: false
    }
  }
}

extension NameLexicon.Meaning {
  /// May stand in `by`.
  package var isGroupable: Bool {
    switch self {
    case .dimension, .timeField: true
    default: false
    }
  }
}

extension ShownKind {
  /// As it is written, with what must follow it.
  var names: Localized {
    switch self {
    case .measures: Localized(vi: "chỉ số", en: "measures")
    case .dimensions: Localized(vi: "chiều", en: "dimensions")
    case .datasets: Localized(vi: "bộ dữ liệu", en: "datasets")
    case .sources: Localized(vi: "nguồn", en: "sources")
    case .checks: Localized(vi: "kiểm tra", en: "checks")
    case .settings: Localized(vi: "thiết lập", en: "settings")
    case .lets: Localized(vi: "định nghĩa", en: "lets")
    case .params: Localized(vi: "tham số", en: "params")
    case .history: Localized(vi: "lịch sử", en: "history")
    case .values: Localized(vi: "giá trị của", en: "values of")
    }
  }

  /// Of the longest spelling.
  static let mostWords =
    allCases.flatMap(\.spellings).map { $0.split(separator: " ").count }.max() ?? 1

  /// Folded spellings in both languages.
  package var spellings: [String] {
    switch self {
    case .measures: ["measures", "measure", "chi so", "chi tieu"]
    case .dimensions: ["dimensions", "dimension", "chieu"]
    case .datasets: ["datasets", "dataset", "bo du lieu", "tap du lieu"]
    case .sources: ["sources", "nguon", "van ban"]
    case .checks: ["checks", "kiem tra", "doi chieu"]
    case .settings: ["settings", "thiet lap", "cai dat"]
    case .lets: ["lets", "dinh nghia"]
    case .params: ["params", "param", "parameters", "tham so"]
    case .history: ["history", "lich su"]
    case .values: ["values", "gia tri"]
    }
  }
}

extension TimeLiteral {
  static func isPeriod(_ text: String) -> Bool { (try? parse(text)) != nil }
}
