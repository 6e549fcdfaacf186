// The statements of the language, as far as the cursor.
extension CompletionScanner {
  mutating func scanStatement() throws(Ended) {
    if isAtEnd { throw offerAndEnd(.statement) }
    guard let keyword = takeStatementWord() else { return try scanQuery(.statement) }
    switch keyword {
    case .why:
      offer(.words([.compare]))
      if take(.compare) { return try scanCompare() }
      try scanQuery(.measure)
    case .explain:
      if !take(.analyze) { offer(.words([.analyze])) }
      offer(.words([.compare]))
      if take(.compare) { return try scanCompare() }
      try scanQuery(.measure)
    case .compare: try scanCompare()
    case .list:
      context.isList = true
      repeat { _ = try takeName(.listField, admitting: \.isOfCases) } while take(.comma)
      try scanClauses([.from, .where, .sort, .top])
    case .check: try scanCheck()
    case .show: try scanShow()
    case .let: try scanDefinition()
    case .param: try scanParameter()
    case .assert:
      try scanTest()
      try scanClauses()
    case .unload, .use, .detach, .save, .push: try scanDataset(then: keyword == .push ? [.to] : [])
    case .attach: try scanAttach()
    case .set: throw offerAndEnd(.setting)
    case .help: throw offerAndEnd(.helpWord)
    case .load: try scanLoad()
    case .source: try scanPath(isNew: false)
    default: throw Ended()
    }
  }

  /// `clickhouse "address" table t as name`
  private mutating func scanAttach() throws(Ended) {
    if isAtEnd { throw offerAndEnd(.words([.clickhouse])) }
    for (word, next) in [(Keyword.clickhouse, Keyword.table), (.table, .as)] {
      guard take(word), !isAtEnd else { throw Ended() }
      // An address, or a name: nothing here knows it.
      position += 1
      if isAtEnd { throw offerAndEnd(.words([next])) }
    }
    throw Ended()
  }

  private mutating func scanLoad() throws(Ended) {
    repeat { try scanPath(isNew: false) } while take(.comma)
    if take(.as) {
      // The new name is the user's own.
      if isAtEnd { throw Ended() }
      while !isAtEnd, length(of: .rejects, at: position) == 0 { position += 1 }
    } else {
      continuations = [.as]
    }
    if take(.rejects) { return try scanPath(isNew: !take(.bang)) }
    throw offerAndEnd(.words(continuations + [.rejects]))
  }

  /// A statement word, unless it begins a longer known name.
  private mutating func takeStatementWord() -> Keyword? {
    let keyword = Keyword.statementWords.first { length(of: $0, at: 0) > 0 }
    guard let keyword else { return nil }
    let longest = (1...min(8, tokens.count)).last { count in
      lexicon.meanings(of: text(0..<count)).contains(where: \.isMeasureLike)
    }
    if let longest, longest > length(of: keyword, at: 0) { return nil }
    return take(keyword) ? keyword : nil
  }

  mutating func scanQuery(_ place: CompletionPlace) throws(Ended) {
    if !isAtEnd, words[position] == "_" {
      position += 1
      return try scanClauses([.having, .sort, .top, .bottom])
    }
    try scanMeasures(place)
    try scanClauses()
  }

  mutating func scanMeasures(_ first: CompletionPlace) throws(Ended) {
    var place = first
    repeat {
      try scanExpression(place)
      place = .measure
      continuations = [.as]
      // `as o` can become an alias or `as of`.
      if tokens.count - position <= 2, length(of: .as, at: position) > 0 { offer(.words([.asOf])) }
      if length(of: .asOf, at: position) == 0, take(.as) {
        try scanAlias()
        continuations = []
      }
    } while take(.comma)
  }

  private mutating func scanAlias() throws(Ended) {
    let start = position
    while !isAtEnd, tokens[position].kind == .word || tokens[position].kind == .number,
      position == start || !Keyword.clauseWords.contains(where: { length(of: $0, at: position) > 0 })
    {
      position += 1
    }
    if case .string(let name)? = isAtEnd ? nil : tokens[position].kind, start == position {
      context.aliases.append(name)
      position += 1
    } else if start < position {
      if isAtEnd, touchesCursor { throw Ended() }
      context.aliases.append(text(start..<position))
    }
    if start == position { throw Ended() }
  }

  mutating func scanDataset(then keywords: [Keyword]) throws(Ended) {
    _ = try takeName(.dataset) { if case .dataset = $0 { true } else { false } }
    if isAtEnd, !keywords.isEmpty { throw offerAndEnd(.words(keywords)) }
    if take(.against) || take(.to) { try scanDataset(then: []) }
  }

  /// A dataset's name as it is found by.
  func datasetName(_ range: Range<Int>) -> String {
    if case .string(let name)? = tokens[range].first?.kind { return folded(name) }
    return folded(text(range))
  }

  private mutating func scanDefinition() throws(Ended) {
    while !isAtEnd, !at(.equal) { position += 1 }
    guard take(.equal) else { throw Ended() }
    try scanExpression(.measure)
    throw Ended()
  }

  private mutating func scanParameter() throws(Ended) {
    while !isAtEnd, !at(.colon), !at(.equal) { position += 1 }
    guard take(.colon) else { throw Ended() }
    let type = try takeName(.parameterType, admitting: \.isGroupable)
    guard take(.equal), isAtEnd || position + 1 == tokens.count else { throw Ended() }
    try scanValue(of: type)
    throw Ended()
  }

  private mutating func scanCompare() throws(Ended) {
    var dimensions: [Int] = []
    let everyMember = CompletionPlace.member(dimensions: [])
    for case .dimension(let index) in try takeName(.dimension, admitting: \.isCompared) {
      dimensions.append(index)
    }
    if isAtEnd || length(of: .on, at: position) == 0 {
      repeat {
        let place = dimensions.isEmpty ? everyMember : .member(dimensions: dimensions)
        _ = try takeName(place) { $0.isMember(of: dimensions) }
      } while take(.comma)
    }
    if !take(.on) { throw offerAndEnd(.words([.on])) }
    try scanMeasures(.measure)
    try scanClauses()
  }

  // MARK: Show

  private mutating func scanShow() throws(Ended) {
    if isAtEnd { throw offerAndEnd(.shownKind) }
    guard let (kind, length) = shownKind, position + length < tokens.count || !touchesCursor else {
      throw offerAndEnd(.shownKind)
    }
    position += length
    var dimension: Int?
    if kind == .values {
      if !take(.of) { throw offerAndEnd(.words([.of])) }
      for case .dimension(let index) in try takeName(.dimension, admitting: \.isGroupable) {
        dimension = index
      }
    }
    if !take(.where) {
      if at(.pipe) { try scanStages() }
      throw offerAndEnd(.words([.where]))
    }
    try scanListingCondition(kind, of: dimension)
  }

  private var shownKind: (ShownKind, length: Int)? {
    for length in [3, 2, 1] where position + length <= tokens.count {
      let spelling = words[position..<position + length].joined(separator: " ")
      if let kind = ShownKind.allCases.first(where: { $0.spellings.contains(spelling) }) {
        return (kind, length)
      }
    }
    return nil
  }

  private mutating func scanListingCondition(_ kind: ShownKind, of dimension: Int?) throws(Ended) {
    let described = dimension.map { catalog.dimensions[$0] }
    let parent = described.flatMap { ListingTable.Column.parent(of: $0, in: catalog) }
    let columns = CompletionPlace.texts(ListingTable.Column.all(of: kind, parent: parent).map(\.name))
    repeat {
      _ = take(.not)
      while take(.leftParenthesis) {}
      let start = position
      let meanings = try takeName(columns, admitting: \.isGroupable)
      let isKind = start < position && text(start..<position) == "kind"
      try scanComparison { scanner throws(Ended) in
        if isKind { throw scanner.offerAndEnd(.texts(MeasureKind.allCases.map(\.rawValue))) }
        try scanner.scanValue(of: meanings)
      }
      while take(.rightParenthesis) {}
    } while takeAny([.and, .or]) != nil
    if at(.pipe) { try scanStages() }
    throw offerAndEnd(.words([.and, .or]))
  }
}

extension NameLexicon.Meaning {
  fileprivate var isCompared: Bool {
    switch self {
    case .dimension, .member: true
    default: false
    }
  }

  /// A member of one of `dimensions`, or of any where there are none.
  func isMember(of dimensions: [Int]) -> Bool {
    guard case .member(let dimension, _) = self else { return false }
    return dimensions.isEmpty || dimensions.contains(dimension)
  }
}
