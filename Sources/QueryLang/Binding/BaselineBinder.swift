// What `vs` and `compare` hold against each other: periods, members, the target.
extension Binder {
  mutating func bindBaseline(_ baseline: BaselineSyntax?, _ query: BoundQuery) -> BoundBaseline? {
    switch baseline {
    case nil: return nil
    case .previous(let name): return bindGrain(name, query).map { .previous($0) }
    case .sameGrainLastYear(let name): return bindGrain(name, query).map { .lastYear($0) }
    case .target(let span):
      guard let target = catalog.target else {
        report(.noTarget(query.measures.map(\.title)), at: span)
        return nil
      }
      return .member(target)
    case .value(.period(let period, _)): return .period(period)
    case .value(.name(let name)), .value(.number(_, let name)):
      return bindMember(name, query).map { .member($0) }
    case .value(let value):
      if case .parameter(let name, let span) = value { report(.unknownParameter(name), at: span) }
      if case .latest(let span) = value { report(.latestNotHere(.vs), at: span) }
      return nil
    }
  }

  /// A step of a grain leads from periods of that grain alone.
  private mutating func bindGrain(_ name: NameSyntax, _ query: BoundQuery) -> Grain? {
    for case .timeField(let field) in context.lexicon.meanings(of: name.text) {
      guard let grain = field.grain else { break }
      if let own = query.grain, own != grain {
        let suggestion = Suggestion.write(TimeField.ofGrain(own).rawValue)
        report(.baselineOfOtherGrain(asked: field.names), at: name.span, [suggestion])
        return nil
      }
      return grain
    }
    report(.expected(.grain, found: .text(name.text)), at: name.span)
    return nil
  }

  /// A member of the dimension that the query groups by or chooses one member of, else of the one that has it.
  private mutating func bindMember(_ name: NameSyntax, _ query: BoundQuery) -> MemberReference? {
    let named =
      query.keys.compactMap { if case .dimension(let dimension) = $0 { dimension } else { nil } }
      + query.selections.map(\.dimension)
    guard let (dimension, members) = bindMembers([name], of: nil, preferring: named, query.time, query.asOf)
    else {
      return nil
    }
    return members.first.map { MemberReference(dimension: dimension, member: $0) }
  }

  /// The members that names mean, of the one dimension that has them all: the one named, else one of `preferred`,
  /// else the highest level of place.
  mutating func bindMembers(
    _ names: [NameSyntax], of dimension: Int?, preferring preferred: [Int] = [], _ time: TimeScope,
    _ asOf: Day?
  ) -> (dimension: Int, members: [Int])? {
    guard let dimension = dimension ?? sharedDimension(names, preferred) else { return nil }
    var binder = ConditionBinder(context, measures: [])
    binder.time = time
    binder.asOf = asOf
    let found = names.map { binder.member(.name($0), of: dimension) }
    diagnostics += binder.diagnostics
    if binder.wasForgiving { wasForgiving = true }
    let members = found.compactMap { $0?.min() }
    return members.count == names.count ? (dimension, members) : nil
  }

  private mutating func sharedDimension(_ names: [NameSyntax], _ preferred: [Int]) -> Int? {
    let choices = names.map { name in
      Set(
        context.lexicon.meanings(of: name.text).compactMap { meaning -> Int? in
          if case .member(let dimension, _) = meaning { dimension } else { nil }
        })
    }
    for (name, found) in zip(names, choices) where found.isEmpty {
      let near = NearNames.of(
        name.text, among: catalog.dimensions.lazy.flatMap { $0.members.lazy.map(\.names.vietnamese) })
      report(.unknownComparedMember(name.text), at: name.span, self.names.suggestion(near))
    }
    if choices.contains(where: \.isEmpty) { return nil }
    let shared = choices.dropFirst().reduce(choices[0]) { $0.intersection($1) }
    let highest = shared.map(level).min()
    if let own = preferred.first(where: shared.contains) {
      // Not the place that most would mean: the query that ran says which it was.
      if highest.map({ $0 < level(own) && catalog.dimensions[own].unionOf.isEmpty }) ?? false {
        wasForgiving = true
      }
      return own
    }
    let best = shared.filter { level($0) == highest }.sorted()
    if best.count == 1 { return best[0] }
    if shared.isEmpty {
      let found = zip(names, choices).map { name, dimensions in
        let owners = dimensions.sorted().map { catalog.dimensions[$0].id }.joined(separator: ", ")
        return "\(name.text): \(owners)"
      }
      report(.differentDimensions(found), at: names[0].span.joined(with: names[names.count - 1].span))
    } else {
      let candidates = best.map { "\(catalog.dimensions[$0].id) = \(names[0].text)" }
      report(.ambiguousName(names[0].text, candidates: candidates), at: names[0].span)
    }
    return nil
  }

  /// How far a dimension is below the highest level of its hierarchy.
  private func level(_ dimension: Int) -> Int {
    var level = 0
    var next = catalog.dimensions[dimension].parent
    while let parent = next {
      level += 1
      next = catalog.dimensions[parent].parent
    }
    return level
  }
}

extension BoundQuery {
  /// The grain of the periods that the rows are of; `nil` where there are several, or none is known before the data
  /// are read.
  var grain: Grain? {
    if let field = keys.finestTimeField { return field.grain }
    let grains = Set(time.spans.map(\.grain))
    return grains.count == 1 ? grains.first : nil
  }
}
