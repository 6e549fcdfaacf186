/// What a declaration says that a parameter is.
enum ParameterType: Equatable {
  case text, number
  /// A period; of the field's grain, if it has one.
  case time(TimeField)
  /// A member of a dimension.
  case member(dimension: Int)

  private static let textNames = ["text", "name", "văn bản", "chữ", "tên"]
  private static let numberNames = ["number", "số"]

  /// - Throws: ``DiagnosticFact/unknownParameterType(_:)``.
  static func named(_ name: NameSyntax, in catalog: Catalog) throws(QueryError) -> ParameterType {
    let key = folded(name.text)
    if textNames.contains(where: { folded($0) == key }) { return .text }
    if numberNames.contains(where: { folded($0) == key }) { return .number }
    let meanings = catalog.lexicon.meanings(of: name.text).filter(\.isGroupable)
    let (exact, _) = NameResolution.exactFirst(name.text, meanings) { $0.spellings(in: catalog) }
    switch exact.first {
    case .timeField(let field): return .time(field)
    case .dimension(let dimension): return .member(dimension: dimension)
    default: break
    }
    let near = NearNames.of(name.text, among: textNames + numberNames + allNames(in: catalog))
    let common = ["period", "quarter", "date", "number", "text", "province"]
    throw QueryError(
      .unknownParameterType(name.text), at: name.span,
      suggestions: [near.isEmpty ? .choices(common) : .didYouMean(near)])
  }

  /// English names of time fields and dimensions, and Vietnamese ones.
  private static func allNames(in catalog: Catalog) -> [String] {
    TimeField.allCases.flatMap { [$0.rawValue, $0.names.vietnamese] }
      + catalog.dimensions.flatMap { [$0.id, $0.names.vietnamese] }
  }

  func names(in catalog: Catalog) -> Localized {
    switch self {
    case .text: Localized(vi: "văn bản", en: "text")
    case .number: Localized(vi: "số", en: "number")
    case .time(let field): field.names
    case .member(let dimension): catalog.dimensions[dimension].names
    }
  }

  /// The value as this type; `nil` when it is none.
  func read(_ value: ValueSyntax, in catalog: Catalog) -> ValueSyntax? {
    let text = ParameterReading.text(of: value)
    switch self {
    case .text: return .name(ParameterReading.quoted(text))
    case .number:
      if case .number = value { return value }
      return ParameterReading.number(text).map { .number($0, ParameterReading.quoted(text)) }
    case .time(let field):
      let time = ParameterReading.time(value)
      if case .period(let period, _)? = time, let grain = field.grain, grain != period.grain { return nil }
      return time
    case .member(let dimension):
      let isKnown = isMember(text, of: catalog.dimensions[dimension], dimension, in: catalog)
      return isKnown ? .name(ParameterReading.quoted(text)) : nil
    }
  }

  private func isMember(_ text: String, of table: Dimension, _ dimension: Int, in catalog: Catalog) -> Bool {
    let meanings = Set(catalog.lexicon.meanings(of: text))
    return meanings.contains { if case .member(dimension, _) = $0 { true } else { false } }
      || table.members.contains { member in
        member.origin.map { meanings.contains(.member(dimension: $0.dimension, member: $0.member)) } ?? false
      }
  }

  /// How a value of this type is written.
  func suggestions(for text: String, in catalog: Catalog) -> [Suggestion] {
    switch self {
    case .text: []
    case .number: [.choices(["100", "1_000", "0.5", "1%"])]
    case .time(let field): [.choicesIn(ParameterType.examples(of: field))]
    case .member(let dimension):
      NameResolution(catalog: catalog, lexicon: catalog.lexicon, language: .english)
        .nearMembers(text, of: dimension)
    }
  }

  private static func examples(of field: TimeField) -> [Localized] {
    switch field {
    case .period: TimeLiteral.examples
    case .year: both("2021")
    case .half: both("H1/2021")
    case .quarter: both("Q2/2021", "II/2021")
    case .month: both("06/2021")
    case .date: both("30/06/2021", "2021-06-30")
    }
  }

  private static func both(_ forms: String...) -> [Localized] { forms.map { Localized(both: $0) } }
}
