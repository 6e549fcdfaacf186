// `check`, as far as the cursor.
extension CompletionScanner {
  mutating func scanCheck() throws(Ended) {
    offer(.words([.where]))
    let start = position
    if length(of: .where, at: position) == 0, !at(.pipe) { try scanDataset(then: [.where, .against]) }
    // Conditions are on what those cases have.
    let end = (start..<position).first { length(of: .against, at: $0) > 0 } ?? position
    if start < end { context.dataset = datasetName(start..<end) }
    if at(.pipe) { try scanStages() }
    let mayGoOn = start < position && end == position
    guard take(.where) else { throw offerAndEnd(.words(mayGoOn ? [.where, .against] : [.where])) }
    repeat {
      _ = take(.not)
      while take(.leftParenthesis) {}
      try scanCheckCondition()
      while take(.rightParenthesis) {}
    } while takeAny([.and, .or]) != nil
    if at(.pipe) { try scanStages() }
    throw offerAndEnd(.words([.and, .or]))
  }

  private mutating func scanCheckCondition() throws(Ended) {
    if let field = takeCheckField() {
      return try scanComparison { scanner throws(Ended) in
        try scanner.scanCheckValue(of: field)
      }
    }
    let isVietnamese = context.keywordLanguage == .vietnamese
    offer(.texts(CheckBinder.Field.allCases.map { isVietnamese ? $0.names.vietnamese : $0.rawValue }))
    let meanings = try takeName(.field(measure: nil), admitting: \.isGroupable)
    try scanComparison { scanner throws(Ended) in try scanner.scanValue(of: meanings) }
  }

  private mutating func takeCheckField() -> CheckBinder.Field? {
    for field in CheckBinder.Field.allCases {
      for spelling in field.spellings {
        let pieces = folded(spelling).split(separator: " ").map(String.init)
        let end = position + pieces.count
        guard end < tokens.count || end == tokens.count && !touchesCursor,
          Array(words[position..<end]) == pieces
        else { continue }
        position = end
        return field
      }
    }
    return nil
  }

  private mutating func scanCheckValue(of field: CheckBinder.Field) throws(Ended) {
    let place: CompletionPlace
    switch field {
    case .rule: place = .checkRule
    case .severity: place = .texts([CheckRule.Severity.error, .warning].map(\.rawValue))
    case .document:
      place = .texts(catalog.sources.filter { !catalog.retiredSources.contains($0.index) }.map(\.id))
    case .measure:
      _ = try takeName(.measure, admitting: \.isMeasureLike)
      return
    }
    // One word each, which no name of the catalog is.
    if isAtEnd || position + 1 == tokens.count && touchesCursor { throw offerAndEnd(place) }
    position += 1
  }
}
