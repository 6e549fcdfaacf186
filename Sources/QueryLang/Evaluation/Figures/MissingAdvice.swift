/// What to ask instead of a question that nothing answers. Each advice is tried before it is given.
struct MissingAdvice {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let spans: [Period]
  private let canonical: CanonicalText
  private let bearing: FigureBearing
  private var query: BoundQuery { plan.query }
  private var catalog: Catalog { resolver.catalog }
  private static let listed = 6
  private static let conditionsListed = 3
  private static let mostTries = 24

  init(_ plan: FigurePlan, _ resolver: FigureResolver, spans: [Period]) {
    self.plan = plan
    self.resolver = resolver
    self.spans = spans
    canonical = CanonicalText(resolver.catalog)
    bearing = FigureBearing(query: plan.query, resolver: resolver)
  }

  /// For columns without any value in the rows found, said once of those with the same advice; and for periods
  /// of a list that have no row.
  func notes(_ found: [EvaluatedRow]) -> [Localized] {
    var order: [Localized] = []
    var positions: [Localized: [Int]] = [:]
    let missing = plan.columns.indices.filter { column in
      found.allSatisfy { $0.answers[column].status == .missing } && !isMissingAmongRows(column, found)
    }
    for position in missing {
      for note in windowNotes(of: position, found) ?? notes(of: position) {
        if positions[note] == nil { order.append(note) }
        positions[note, default: []].append(position)
      }
    }
    let notes = order.map { note in
      let titles = (positions[note] ?? []).map { query.measures[$0].title }
      return titles.count == plan.columns.count ? note : [titles.joined(", "), note].joined(": ")
    }
    return notes.isEmpty ? absentPeriods(found) : notes
  }

  /// A function over rows whose measure is known: why it has no answer the rows say, and its own note.
  private func isMissingAmongRows(_ position: Int, _ found: [EvaluatedRow]) -> Bool {
    let planner = FigurePlanner(catalog)
    let operands = plan.columns[position].expression.windows.map { planner.plan($0.operand) }
    let columns = ColumnEvaluation(resolver)
    return operands.contains { operand in
      found.contains { columns.answer(operand, at: $0.coordinates).status != .missing }
    }
  }

  private func notes(of position: Int) -> [Localized] {
    let figures = plan.columns[position].leaves.reduce(into: Set<Int>()) { found, leaf in
      found.formUnion(catalog.closure(of: leaf.measure))
    }.sorted().flatMap(resolver.figures).map { resolver.index[$0] }
    guard !figures.isEmpty else {
      return [Localized(vi: "không văn bản nào nêu số liệu này", en: "no document gives figures for it")]
    }
    let fitting = figures.filter { bearing.meetsConditions($0.cell, query.selections) }
    let notes = periodsNote(position, fitting, asking: query.time) + membersNotes(position, fitting)
    if !notes.isEmpty { return notes }
    let rest =
      pairsNote(position, fitting) ?? otherMembersNote(position, figures) ?? withoutKeysNote(position)
      ?? withoutConditionNote(position)
    let none = Localized(
      vi: "không có số liệu với các điều kiện này", en: "there are no figures under these conditions")
    return [rest ?? none]
  }

  /// Why a function over rows has no answer although its rows have figures; `nil` where they have none.
  private func windowNotes(of position: Int, _ found: [EvaluatedRow]) -> [Localized]? {
    let absence = AbsenceOfAnswers(plan, resolver)
    guard found.contains(where: { absence.hasFigure($0, position) }) else { return nil }
    let functions = Set(plan.columns[position].expression.windows.map(\.function))
    if functions.contains(.share) {
      return [
        Localized(
          vi: "không có tỷ trọng: các dòng không phải là các phần rời nhau của một toàn thể",
          en: "no share: the rows are not separate parts of a whole")
      ]
    }
    return functions.contains(.change)
      ? [
        Localized(
          vi: "không có thay đổi: không dòng nào có dòng của kỳ ngay trước",
          en: "no change: no row has one of the period just before")
      ] : nil
  }

  // MARK: Trying

  private func isAnswered(_ position: Int, _ time: TimeScope, _ selections: [Selection], _ keys: [BoundKey])
    -> Bool
  {
    let question = query.asking(position, time, selections, by: keys)
    return Evaluation(FigurePlanner(catalog).plan(question), resolver).hasValue
  }

  private func isAnswered(_ position: Int, _ period: Period, with more: [Selection] = []) -> Bool {
    isAnswered(
      position, TimeScope(spans: [period], isList: false), query.selections + more, query.keys)
  }

  /// The first of many that are answered.
  private func tried<Choice>(_ choices: [Choice], _ isAnswered: (Choice) -> Bool) -> [Choice] {
    choices.prefix(MissingAdvice.mostTries).filter(isAnswered)
  }

  // MARK: Periods

  /// The other periods for which the same question has an answer.
  private func periodsNote(
    _ position: Int, _ figures: [Figure], asking time: TimeScope, besides shown: [Period] = []
  )
    -> [Localized]
  {
    guard !spans.isEmpty else { return [] }
    let asked = canonical.timeConditions(time).joined(separator: " and ")
    let nearest = Set(figures.map(\.period)).sorted { left, right in
      (distance(left), left) < (distance(right), right)
    }
    // Of a list, one period alone may well be answered.
    let others = nearest.filter { time.spans != [$0] && !shown.contains($0) }
    let answered = tried(others) { isAnswered(position, $0) }
    guard !answered.isEmpty else { return [] }
    let names = answered.sorted().map { Localized(both: $0.display) }.listed(MissingAdvice.listed)
    return [
      Localized(
        vi: "hỏi \(asked); có số liệu cho \(names.vietnamese)",
        en: "asked for \(asked); there are figures for \(names.english)")
    ]
  }

  /// Days between a period and the time asked for.
  private func distance(_ period: Period) -> Int {
    spans.map { span in
      max(
        0, period.first.daysSince1970 - span.last.daysSince1970,
        span.first.daysSince1970 - period.last.daysSince1970)
    }.min() ?? 0
  }

  /// Periods that a list names and that no row is about.
  private func absentPeriods(_ found: [EvaluatedRow]) -> [Localized] {
    guard query.time.isList, spans.count > 1, query.keys.finestTimeField != nil, !found.isEmpty else {
      return []
    }
    let answered = found.filter { $0.answers.contains { $0.status != .missing } }
    let absent = spans.filter { span in
      !answered.contains { span.contains($0.coordinates.time.last) }
    }
    guard !absent.isEmpty else { return [] }
    let time = TimeScope(spans: absent, isList: absent.count > 1)
    let figures = plan.firstMeasures.sorted().flatMap(resolver.figures).map { resolver.index[$0] }
    let fitting = figures.filter { bearing.meetsConditions($0.cell, query.selections) }
    let advice = periodsNote(0, fitting, asking: time, besides: spans)
    let asked = canonical.timeConditions(time).joined(separator: " and ")
    return advice.isEmpty
      ? [Localized(vi: "không có số liệu cho \(asked)", en: "no figures for \(asked)")] : advice
  }

  // MARK: Conditions

  /// Breakdowns that the figures of the time asked for have and the query leaves open.
  private func membersNotes(_ position: Int, _ figures: [Figure]) -> [Localized] {
    let atTime = figures.filter { figure in spans.isEmpty || spans.contains { bearing.isOf($0, figure) } }
    let references = Set(atTime.flatMap { bearing.ownMembers($0.cell) }.filter(bearing.isNotAskedFor))
    let byDimension = Dictionary(grouping: references.sorted(), by: \.dimension).sorted { $0.key < $1.key }
    let notes = byDimension.compactMap { dimension, references -> Localized? in
      let answered = tried(references) { reference in
        isAnswered(position, query.time, query.selections + [Selection(reference)], query.keys)
      }
      guard !answered.isEmpty else { return nil }
      let table = catalog.dimensions[dimension]
      let names = answered.map { Localized(both: canonical.canonicalName($0)) }.listed(MissingAdvice.listed)
      return Localized(
        vi:
          "số liệu có theo \(table.names.vietnamese): \(names.vietnamese); hãy nêu một hoặc nhóm theo \(table.id)",
        en: "figures are given by \(table.names.english): \(names.english); name one or group by \(table.id)")
    }
    return notes.count > MissingAdvice.conditionsListed
      ? Array(notes.prefix(MissingAdvice.conditionsListed)) : notes
  }

  /// Another period together with a breakdown.
  private func pairsNote(_ position: Int, _ figures: [Figure]) -> Localized? {
    guard !spans.isEmpty else { return nil }
    let pairs = figures.flatMap { figure in
      bearing.ownMembers(figure.cell).filter(bearing.isNotAskedFor).map {
        Pair(period: figure.period, reference: $0)
      }
    }
    let nearest = Set(pairs).sorted { left, right in
      (distance(left.period), left.period, left.reference) < (
        distance(right.period), right.period, right.reference
      )
    }
    let answered = tried(nearest) { isAnswered(position, $0.period, with: [Selection($0.reference)]) }
    guard !answered.isEmpty else { return nil }
    let texts = answered.map { pair in
      let condition = canonical.write(Selection(pair.reference), among: query.selections)
      return Localized(both: "\(CanonicalText.condition(on: pair.period)) and \(condition)")
    }
    return instead(of: canonical.timeConditions(query.time), texts)
  }

  private struct Pair: Hashable {
    let period: Period
    let reference: MemberReference
  }

  /// Other members of a dimension that the query restricts.
  private func otherMembersNote(_ position: Int, _ figures: [Figure]) -> Localized? {
    for selection in query.selections {
      let others = query.selections.filter { $0 != selection }
      let members = Set(
        figures.filter { bearing.meetsConditions($0.cell, others) }.compactMap {
          resolver.member(of: selection.dimension, in: $0.cell)
        })
      let choices = members.subtracting(selection.members).sorted().map {
        Selection(dimension: selection.dimension, members: [$0])
      }
      let answered = tried(choices) { isAnswered(position, query.time, others + [$0], query.keys) }
      if answered.isEmpty { continue }
      let texts = answered.map { Localized(both: canonical.write($0, among: others)) }
      return instead(of: [canonical.write(selection, among: query.selections)], texts)
    }
    return nil
  }

  /// A key that the figures are not broken down by.
  private func withoutKeysNote(_ position: Int) -> Localized? {
    for key in query.keys {
      guard case .dimension(let dimension) = key else { continue }
      let others = query.keys.filter { $0 != key }
      guard isAnswered(position, query.time, query.selections, others) else { continue }
      let names = catalog.dimensions[dimension].names
      return Localized(
        vi: "số liệu không chia theo \(names.vietnamese); có số liệu khi bỏ ‘by \(canonical.write(key))’",
        en:
          "the figures are not given by \(names.english); there are some without ‘by \(canonical.write(key))’"
      )
    }
    return nil
  }

  /// A condition that no figure meets together with the others.
  private func withoutConditionNote(_ position: Int) -> Localized? {
    for selection in query.selections.reversed() {
      let others = query.selections.filter { $0 != selection }
      guard isAnswered(position, query.time, others, query.keys) else { continue }
      let text = canonical.write(selection, among: query.selections)
      return Localized(vi: "có số liệu khi bỏ ‘\(text)’", en: "there are figures without ‘\(text)’")
    }
    return nil
  }

  private func instead(of asked: [String], _ texts: [Localized]) -> Localized {
    let asked = asked.joined(separator: " and ")
    let names = texts.listed(MissingAdvice.conditionsListed, separator: "; ")
    return Localized(
      vi: "hỏi \(asked); có số liệu khi: \(names.vietnamese)",
      en: "asked for \(asked); there are figures where: \(names.english)")
  }
}

extension Selection {
  fileprivate init(_ reference: MemberReference) {
    self.init(dimension: reference.dimension, members: [reference.member])
  }
}

extension MemberReference: Comparable {
  package static func < (left: MemberReference, right: MemberReference) -> Bool {
    (left.dimension, left.member) < (right.dimension, right.member)
  }
}

extension BoundQuery {
  /// The question for one measure with another time, conditions and keys; tests, order and ranking left out.
  fileprivate func asking(
    _ position: Int, _ time: TimeScope, _ selections: [Selection], by keys: [BoundKey]
  ) -> BoundQuery {
    // What a row is among others hangs on rows that are not asked for here.
    let own = measures[position]
    let asked =
      own.expression.windows.isEmpty
      ? [own]
      : own.expression.windows.map { window in
        BoundMeasure(expression: window.operand, name: own.name, title: own.title, isShare: own.isShare)
      }
    var question = BoundQuery(measures: asked, keys: keys, selections: selections, time: time)
    question.asOf = asOf
    question.datasets = datasets
    return question
  }
}
