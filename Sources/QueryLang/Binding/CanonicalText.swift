/// Writes bound things in the canonical English form, which reads back to the same meaning.
package struct CanonicalText {
  private let catalog: Catalog
  /// All members of a longer list are not written one by one.
  private static let longestList = 12

  package init(_ catalog: Catalog) { self.catalog = catalog }

  /// A comparison; the first key is what is compared.
  func write(
    _ query: BoundQuery, comparing values: [GroupKey], showsIncomparable: Bool, adding condition: String?
  ) -> String {
    var rest = query
    rest.keys.removeFirst()
    let named: [String]
    switch query.keys[0] {
    case .time:
      named = values.compactMap { if case .period(let period) = $0 { period.display } else { nil } }
      rest.time = TimeScope(spans: [], isList: false)
    case .dimension(let dimension):
      let members = values.compactMap { if case .member(let member) = $0 { member } else { nil } }
      named = members.map { name(canonicalName(MemberReference(dimension: dimension, member: $0))) }
      rest.selections.removeAll { $0.dimension == dimension }
    }
    return "compare \(write(query.keys[0])) \(named.joined(separator: ", ")) on "
      + write(rest, adding: condition) + (showsIncomparable ? " with incomparable" : "")
  }

  func write(_ query: BoundQuery, adding condition: String? = nil) -> String {
    let keys = query.keys
    var parts = query.measures.isEmpty ? [] : [query.measures.map { write($0) }.joined(separator: ", ")]
    if let dataset = query.datasetName { parts.append("from " + name(dataset)) }
    if !keys.isEmpty { parts.append("by " + keys.map { write($0) }.joined(separator: ", ")) }
    let conditions =
      timeConditions(query.time) + query.selections.map { write($0, among: query.selections) }
      + query.restrictions.map { write($0) } + [condition].compactMap { $0 }
    if !conditions.isEmpty { parts.append("where " + conditions.joined(separator: " and ")) }
    if let having = query.having { parts.append("having " + write(having)) }
    if let baseline = query.baseline { parts.append("vs " + write(baseline)) }
    if !query.sort.isEmpty {
      parts.append("sort " + query.sort.map { write($0, keys) }.joined(separator: ", "))
    }
    if let ranking = query.ranking { parts.append(write(ranking, keys, query.measures)) }
    if let pivot = query.pivotKey { parts.append("pivot " + write(keys[pivot])) }
    if query.showsMissing { parts.append("with missing") }
    if query.showsTotals { parts.append("with totals") }
    if let asOf = query.asOf { parts.append("as of " + asOf.dayMonthYear) }
    return parts.joined(separator: " ")
  }

  private func write(_ baseline: BoundBaseline) -> String {
    switch baseline {
    case .period(let period): period.display
    case .previous(let grain): "previous " + TimeField.ofGrain(grain).rawValue
    case .lastYear(let grain): "same \(TimeField.ofGrain(grain).rawValue) last year"
    case .member(let reference):
      catalog.target == reference ? "target" : name(canonicalName(reference))
    }
  }

  private func write(_ measure: BoundMeasure) -> String {
    let text = write(measure.expression)
    return text == measure.name ? text : "\(text) as \(name(measure.name))"
  }

  func write(_ key: BoundKey) -> String {
    switch key {
    case .dimension(let dimension): catalog.dimensions[dimension].id
    case .time(let field): field.rawValue
    }
  }

  private func write(_ key: BoundSortKey, _ keys: [BoundKey]) -> String {
    let text =
      switch key.target {
      case .key(let position): write(keys[position])
      case .expression(let expression): write(expression)
      }
    return key.isDescending ? text + " desc" : text
  }

  private func write(_ ranking: BoundRanking, _ keys: [BoundKey], _ measures: [BoundMeasure]) -> String {
    var text = "\(ranking.isBottom ? "bottom" : "top") \(ranking.count)"
    if let per = ranking.perKey { text += " per " + write(keys[per]) }
    if ranking.expression != measures.first?.expression { text += " by " + write(ranking.expression) }
    if ranking.withOthers { text += " with others" }
    return text
  }

  // MARK: Conditions

  func timeConditions(_ time: TimeScope) -> [String] {
    var texts: [String] = []
    if let latest = time.latest { texts.append("\(latest.rawValue) = latest") }
    for exclusion in time.excluded {
      let period = exclusion.period
      let field = exclusion.isExact ? "period" : TimeField.ofGrain(period.grain).rawValue
      texts.append(
        period.grain == .span ? "period not in \(period.display)" : "\(field) != \(period.display)")
    }
    if time.spans.isEmpty { return texts }
    if time.spans.count > 1 || time.isList {
      let grains = Set(time.spans.map(\.grain))
      let field = grains.count == 1 ? TimeField.ofGrain(time.spans[0].grain) : .period
      texts.append("\(field.rawValue) in (\(time.spans.map(\.display).joined(separator: ", ")))")
    } else if time.isOpen {
      let span = time.spans[0]
      if span.first != TimeScope.earliestDay { texts.append("date >= \(span.first.dayMonthYear)") }
      if span.last != TimeScope.latestDay { texts.append("date <= \(span.last.dayMonthYear)") }
    } else {
      texts.append(CanonicalText.condition(on: time.spans[0]))
    }
    return texts
  }

  /// `quarter = Q2/2021`, `period in 04/01/2019..27/05/2021`.
  static func condition(on period: Period) -> String {
    let field = TimeField.ofGrain(period.grain)
    return "\(field.rawValue) \(period.grain == .span ? "in" : "=") \(period.display)"
  }

  func id(of value: CaseValue) -> String { catalog.id(of: value) }

  func write(_ restriction: CaseRestriction) -> String {
    let field = name(catalog.id(of: restriction.value))
    let everything = CaseRestriction.everything
    func text(_ value: Int) -> String {
      if case .day = restriction.value { return Day(daysSince1970: value).dayMonthYear }
      return ExactDecimal(significand: Int128(value), scale: restriction.decimals).description
    }
    var texts = restriction.ranges.map { range in
      if range == everything { return "\(field) is not missing" }
      if range.lowerBound == range.upperBound { return "\(field) = \(text(range.lowerBound))" }
      if range.lowerBound == everything.lowerBound { return "\(field) <= \(text(range.upperBound))" }
      if range.upperBound == everything.upperBound { return "\(field) >= \(text(range.lowerBound))" }
      return "\(field) in \(text(range.lowerBound))..\(text(range.upperBound))"
    }
    if restriction.takesMissing { texts.append("\(field) is missing") }
    return texts.count == 1 ? texts[0] : "(\(texts.joined(separator: " or ")))"
  }

  /// `others` are the selections beside it: one on the parent narrows what a name can mean.
  func write(_ selection: Selection, among others: [Selection]) -> String {
    let dimension = catalog.dimensions[selection.dimension]
    if selection.members.contains(MemberColumn.noMember) {
      // Of cases that do not say it.
      let known = selection.members.filter { $0 != MemberColumn.noMember }
      let missing = "\(dimension.id) is missing"
      if known.isEmpty { return missing }
      let rest = Selection(dimension: selection.dimension, members: known)
      return "(\(missing) or \(write(rest, among: others)))"
    }
    let parents = dimension.parent.flatMap { parent in others.first { $0.dimension == parent } }
    let texts = memberNames(selection, within: parents)
    if texts.count == 1 { return "\(dimension.id) = \(texts[0])" }
    let rest = Set(dimension.members.indices).subtracting(selection.members)
    if rest.isEmpty, dimension.members.count > CanonicalText.longestList {
      return "\(dimension.id) is not missing"
    }
    if !rest.isEmpty, rest.count * 2 < dimension.members.count {
      let left = memberNames(
        Selection(dimension: selection.dimension, members: rest.sorted()), within: parents)
      return left.count == 1
        ? "\(dimension.id) != \(left[0])" : "\(dimension.id) not in (\(left.joined(separator: ", ")))"
    }
    return "\(dimension.id) in (\(texts.joined(separator: ", ")))"
  }

  /// Canonical names, each once (a name may stand for members of different times); ids where a name alone would
  /// be ambiguous.
  private func memberNames(_ selection: Selection, within parents: Selection?) -> [String] {
    var seen: Set<String> = []
    return selection.members.map { member in
      let text = canonicalName(MemberReference(dimension: selection.dimension, member: member))
      let isClear = isUnambiguous(text, member, in: selection.dimension, within: parents)
      return isClear ? text : catalog.dimensions[selection.dimension].members[member].id
    }
    .filter { seen.insert($0).inserted }.map { name($0) }
  }

  /// No other member of the same time and of the chosen parents has this name.
  private func isUnambiguous(_ text: String, _ index: Int, in dimension: Int, within parents: Selection?)
    -> Bool
  {
    let members = catalog.dimensions[dimension].members
    let own = members[index]
    let origin = own.origin?.dimension ?? dimension
    return catalog.lexicon.meanings(of: text).allSatisfy { meaning in
      guard case .member(origin, let position) = meaning else { return true }
      let other = catalog.dimensions[origin].members[position]
      let isSame = own.origin.map { $0.member == position } ?? (position == index)
      let spelling = canonicalName(MemberReference(dimension: origin, member: position))
      if isSame || spelling != text || !own.overlapsInTime(other) { return true }
      guard let parents, let parent = other.parent else { return false }
      return !parents.members.contains(parent)
    }
  }

  /// How machine formats and canonical queries name a member: provinces short, other places and agencies in
  /// full, members with a translation by their id.
  package func canonicalName(_ reference: MemberReference) -> String {
    catalog.dimensions[reference.dimension].read(member: reference.member) {
      canonicalName($0, of: reference.dimension)
    }
  }

  private func canonicalName(_ member: Member, of dimension: Int) -> String {
    if member.names.vietnamese != member.names.english { return member.id }
    let isOfParent = catalog.dimensions[member.origin?.dimension ?? dimension].parent != nil
    return isOfParent ? member.names.vietnamese : member.shortName
  }

  /// As machine formats have it, and as people read it, where there is a translation.
  func names(of reference: MemberReference) -> (canonical: String, shown: Localized?) {
    catalog.dimensions[reference.dimension].read(member: reference.member) { member in
      let isTranslated = member.names.vietnamese != member.names.english
      return (canonicalName(member, of: reference.dimension), isTranslated ? member.names : nil)
    }
  }

  /// As people read it.
  func shownName(_ reference: MemberReference) -> Localized {
    let (canonical, shown) = names(of: reference)
    return shown ?? Localized(both: canonical)
  }

  func name(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "_") }
    let isWord = Keyword.allCases.contains { $0.spellings.contains([folded(text)]) }
    return isPlain && !text.isEmpty && !isWord ? text : SyntaxPrinter().quoted(text)
  }

  // MARK: Expressions and tests

  func write(_ expression: BoundExpression) -> String { write(expression, within: 0) }

  private func write(_ expression: BoundExpression, within precedence: Int) -> String {
    switch expression {
    case .number(let value): return value.description
    case .measure(let reference):
      let filter = reference.filter.map { write($0, among: reference.filter) }.joined(separator: " and ")
      return catalog.measures[reference.measure].id + (filter.isEmpty ? "" : "{\(filter)}")
    case .negated(let operand): return "-" + write(operand, within: 3)
    case .coalesce(let first, let second): return "coalesce(\(write(first)), \(write(second)))"
    case .window(let window):
      let within = window.within.map { ", of " + write($0) } ?? ""
      return "\(window.function.rawValue)(\(write(window.operand))\(within))"
    case .rounded(let operand, let digits): return "round(\(write(operand)), \(digits))"
    case .binary(let operation, let left, let right):
      let own = operation == .add || operation == .subtract ? 1 : 2
      let text = "\(write(left, within: own)) \(operation.rawValue) \(write(right, within: own + 1))"
      return own < precedence ? "(\(text))" : text
    }
  }

  private func write(_ test: BoundTest) -> String {
    switch test {
    case .comparison(let left, let comparison, let right):
      "\(write(left)) \(comparison.rawValue) \(write(right))"
    case .state(let expression, let state, let isNegated):
      "\(write(expression)) is \(isNegated ? "not " : "")\(state.rawValue)"
    case .not(let inner): "not (\(write(inner)))"
    case .and(let parts): parts.map { "(\(write($0)))" }.joined(separator: " and ")
    case .or(let parts): parts.map { "(\(write($0)))" }.joined(separator: " or ")
    }
  }
}

extension Member {
  /// Some day is in the validity of both.
  fileprivate func overlapsInTime(_ other: Member) -> Bool {
    let startsBefore = validTo.flatMap { last in other.validFrom.map { $0 <= last } } ?? true
    let endsAfter = other.validTo.flatMap { last in validFrom.map { $0 <= last } } ?? true
    return startsBefore && endsAfter
  }
}
