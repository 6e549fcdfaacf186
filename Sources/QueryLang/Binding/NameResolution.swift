/// Finds what a written name means; an exact spelling wins over an accent-free one, and two candidates are an
/// error, never a guess.
struct NameResolution {
  let catalog: Catalog
  let lexicon: NameLexicon
  let language: Language

  /// How near the written name was to a spelling of the catalog.
  enum Match {
    case exact, forgiven
  }

  /// Keeps the candidates spelled exactly as written, if there are any.
  static func exactFirst<Candidate>(
    _ written: String, _ candidates: [Candidate], spellings: (Candidate) -> [String]
  ) -> (candidates: [Candidate], match: Match) {
    // Most are written as they are spelled, which is faster to see.
    if candidates.allSatisfy({ spellings($0).contains { $0.utf8.elementsEqual(written.utf8) } }) {
      return (candidates, candidates.isEmpty ? .forgiven : .exact)
    }
    let marked = foldedKeepingMarks(written)
    let exact = candidates.filter { candidate in
      spellings(candidate).contains { foldedKeepingMarks($0) == marked }
    }
    return exact.isEmpty ? (candidates, .forgiven) : (exact, .exact)
  }

  // MARK: Suggestions

  func nearMeasures(_ name: String) -> [Suggestion] {
    let names = catalog.measures.lazy.flatMap { [$0.id, $0.names.vietnamese] + $0.aliases }
    var seen: Set<[NameLexicon.Meaning]> = []
    // The names of one measure are one answer, so that there is room for another.
    let near = NearNames.of(name, among: names, limit: 12).filter { near in
      seen.insert(catalog.lexicon.meanings(of: near).filter(\.isMeasureLike)).inserted
    }
    return suggestion(Array(near.prefix(3)))
  }

  func nearFields(_ name: String) -> [Suggestion] {
    let names = catalog.dimensions.flatMap { [$0.id, $0.names.vietnamese] + $0.aliases }
    let times = TimeField.allCases.flatMap { [$0.rawValue, $0.names.vietnamese] }
    return suggestion(NearNames.of(name, among: names + times))
  }

  func nearMembers(_ name: String, of dimension: Int) -> [Suggestion] {
    let members = catalog.dimensions[dimension].members
    let near = NearNames.of(
      name, among: members.lazy.flatMap { [$0.shortName, $0.names.vietnamese] + $0.aliases })
    if !near.isEmpty { return [.didYouMean(near)] }
    return members.count <= 8 && !members.isEmpty ? [.choices(members.map(\.id))] : []
  }

  func suggestion(_ near: [String]) -> [Suggestion] { near.isEmpty ? [] : [.didYouMean(near)] }

  /// A member with its parent, to tell namesakes apart.
  func fullName(of reference: MemberReference) -> String {
    let member = catalog.member(reference)
    let dimension = catalog.dimensions[reference.dimension]
    guard let parent = dimension.parent, let parentMember = member.parent else {
      return member.names[language]
    }
    return "\(member.names[language]) (\(catalog.dimensions[parent].members[parentMember].shortName))"
  }
}

// MARK: Spellings

extension Measure {
  var spellings: [String] { [id, names.vietnamese, names.english] + aliases }
}

extension Dimension {
  var spellings: [String] { [id, names.vietnamese, names.english] + aliases }
}

extension Member {
  var spellings: [String] { [id, names.vietnamese, names.english, shortName] + aliases }
}

extension TimeField {
  var spellings: [String] { [rawValue, names.vietnamese] + aliases }
}

extension NameLexicon.Meaning {
  /// None for what has no entry in the catalog.
  func spellings(in catalog: Catalog) -> [String] {
    switch self {
    case .measure(let measure): catalog.measures[measure].spellings
    case .dimension(let dimension): catalog.dimensions[dimension].spellings
    case .member(let dimension, let member): catalog.dimensions[dimension].members[member].spellings
    case .timeField(let field): field.spellings
    case .dataset, .definition, .function, .column, .caseValue: []
    }
  }
}
