/// A table in a cluster → a dataset of cases: its columns by the names that columns of files may have, its names by
/// the rules by which those of files become members.
package struct RemoteCaseAttaching {
  package struct Attached: Sendable {
    package let attached: AttachedCases
    /// The columns of ours, without rows.
    package let schema: CaseTable
    package let catalog: Catalog
    package let unknown: [UnknownNames]
    /// Columns of types that nothing can be counted by.
    package let leftOut: [String]
  }

  private let remote: RemoteTable
  private let observer: WorkObserver
  private var catalog: Catalog
  private var unknown: [UnknownNames] = []
  private var leftOut: [String] = []
  private var members: [RemoteCases.Members] = []
  private var columns: [MemberColumn] = []

  package init(_ runner: any StatementRunning, _ catalog: Catalog, _ observer: WorkObserver) {
    remote = RemoteTable(runner, observer)
    self.catalog = catalog
    self.observer = observer
  }

  /// - Throws: that there is no such table, that it is none of cases, that its cases are impossible.
  package mutating func attach(_ table: String) throws(QueryError) -> Attached {
    let found = try remote.columns(of: table)
    try remote.refuseSkippingShards(of: table)
    var fields: [CaseColumnField: RemoteColumn] = [:]
    let known = CaseFieldNames(catalog)
    for column in found where !CasePushPlan.isOwn(column.name) {
      let field = known.field(named: nfc(column.name).trimmed)
      if let first = fields[field], field != .skipped {
        throw remote.error(.sameColumnTwice(column.name, first.name))
      }
      fields[field] = column
    }
    let (received, due, finished) = try days(fields, found)
    let overview = try remote.overview(table, received, finished)
    if overview.withoutReceipt > 0 { throw remote.error(.withoutReceipt(overview.withoutReceipt)) }
    if overview.finishedBefore > 0 { throw remote.error(.finishedBeforeReceipt(overview.finishedBefore)) }
    let span = try span(overview.state)
    for (column, dimension) in inOrderOfParents(found, fields) {
      try observer.checkpoint()
      try settle(column, dimension, table, received, span)
    }
    let (numbers, numberColumns) = numbers(found, fields)
    let cases = RemoteCases(
      table: table, received: received, due: due, finished: finished,
      identifier: fields[.identifier].flatMap { $0.kind == .other ? nil : $0 }, members: members,
      numbers: numbers, state: overview.state, aliasPrefix: aliasPrefix(found))
    let schema = CaseTable(
      rowCount: 0, days: .usual, received: DayColumn.empty,
      due: fields[.due].map { _ in DayColumn.empty },
      finished: fields[.finished].map { _ in DayColumn.empty },
      members: columns,
      memberRanges: columns.map { _ in BlockRanges(least: [], greatest: []) }, numbers: numberColumns,
      identifiers: cases.identifier.map { _ in IdentifierColumn.empty }, span: span, source: nil)
    return Attached(
      attached: AttachedCases(cases: cases, runner: remote.runner), schema: schema, catalog: catalog,
      unknown: unknown, leftOut: leftOut)
  }

  /// An alias with the name of a column would take its place in conditions.
  private func aliasPrefix(_ columns: [RemoteColumn]) -> String {
    var prefix = ""
    while columns.contains(where: { column in
      ["g", "m", "v"].contains { column.name.hasPrefix(prefix + $0) }
        && column.name.dropFirst(prefix.count + 1).allSatisfy(\.isNumber)
    }) {
      prefix += "_"
    }
    return prefix
  }

  // MARK: Days

  private func days(
    _ fields: [CaseColumnField: RemoteColumn], _ found: [RemoteColumn]
  ) throws(QueryError) -> (SQLExpression, SQLExpression, SQLExpression) {
    guard let received = fields[.received] else {
      let accepted = catalog.caseFields.first { $0.role == .received }?.spellings ?? []
      throw remote.error(.noDayOfReceipt(found: found.map(\.name), accepted: accepted))
    }
    var expressions: [SQLExpression] = []
    for column in [received, fields[.due], fields[.finished]] {
      guard let column else {
        expressions.append(.integer(RemoteColumn.missingDay))
        continue
      }
      guard case .day = column.kind else {
        throw remote.error(.noDayColumn(column.name, type: column.type))
      }
      expressions.append(column.day(isRequired: expressions.isEmpty))
    }
    return (expressions[0], expressions[1], expressions[2])
  }

  private func span(_ state: RemoteCases.State) throws(QueryError) -> ClosedRange<Day>? {
    guard let received = state.received else { return nil }
    let first = Day(daysSince1970: received.lowerBound)
    let last = Day(daysSince1970: max(received.upperBound, state.lastFinished ?? received.upperBound))
    let allowed = CaseDays.usual.first...CaseDays.usual.first.advanced(byDays: CaseDays.count - 1)
    guard allowed.contains(first), allowed.contains(last) else {
      throw remote.error(.daysOutOfRange(first...last))
    }
    return first...last
  }

  // MARK: Columns

  /// The columns that say a dimension, parents first.
  private mutating func inOrderOfParents(
    _ found: [RemoteColumn], _ fields: [CaseColumnField: RemoteColumn]
  ) -> [(RemoteColumn, dimension: Int)] {
    var waiting: [(RemoteColumn, dimension: Int)] = []
    for column in found {
      guard let field = fields.first(where: { $0.value.name == column.name })?.key else { continue }
      switch field {
      case .dimension(let dimension):
        if column.kind == .other { leftOut.append(column.name) } else { waiting.append((column, dimension)) }
      case .identifier where column.kind == .other: leftOut.append(column.name)
      case .further(let name) where column.kind == .text:
        waiting.append((column, catalog.ownDimension(named: name)))
      default: continue
      }
    }
    return catalog.parentsFirst(waiting)
  }

  private mutating func numbers(
    _ found: [RemoteColumn], _ fields: [CaseColumnField: RemoteColumn]
  ) -> ([RemoteCases.Number], [NumberColumn]) {
    var numbers: [RemoteCases.Number] = []
    var columns: [NumberColumn] = []
    for column in found {
      guard case .further(let name)? = fields.first(where: { $0.value.name == column.name })?.key else {
        continue
      }
      let decimals: Int
      switch column.kind {
      case .integer: decimals = 0
      case .decimal(let scale): decimals = scale
      case .day, .other:
        leftOut.append(column.name)
        continue
      case .text: continue
      }
      numbers.append(
        RemoteCases.Number(
          value: .column(column.name), isNullable: column.isNullable, decimals: decimals))
      columns.append(
        NumberColumn(
          id: Catalog.identifier(for: name), names: Localized(both: name), decimals: decimals,
          values: ColumnValues(MappedMemory.empty, count: 0)))
    }
    return (numbers, columns)
  }

  // MARK: Members

  private mutating func settle(
    _ column: RemoteColumn, _ dimension: Int, _ table: String, _ received: SQLExpression,
    _ span: ClosedRange<Day>?
  ) throws(QueryError) {
    let parent = catalog.dimensions[dimension].parent.flatMap { parent in
      columns.firstIndex { $0.dimension == parent }
    }
    var sources = [RemoteCases.Members.Source(value: column.text, isText: true)]
    if let parent { sources += members[parent].sources }
    var found = try texts(sources, table, column.name)
    var resolution = MemberSettling(catalog, dimension: dimension)
    var candidates: [RawText: [Int]] = [:]
    for texts in found where candidates[RawText(texts[0])] == nil {
      let text = nfc(texts[0]).trimmed
      candidates[RawText(texts[0])] = text.isEmpty ? [] : resolution.candidates(text)
    }
    let starts = span.map { resolution.eraStarts(candidates.values, in: $0) } ?? []
    if !starts.isEmpty {
      sources.append(RemoteCases.Members.Source(value: era(of: received, starts), isText: false))
      found = try texts(sources, table, column.name)
    }
    var news: [String] = []
    // A name may be known from an earlier load of such data; it is as little of the catalog as then.
    var counted: Set<Int> = []
    var memberOfTexts: [[RawText]: Int] = [:]
    for texts in found.sorted(by: { $0.map(RawText.init).lexicographicallyPrecedes($1.map(RawText.init)) }) {
      let raw = texts.map(RawText.init)
      let era = starts.isEmpty ? 0 : Int(texts[texts.count - 1]) ?? 0
      let day = era < starts.count ? starts[era].advanced(byDays: -1) : span?.upperBound
      let own = nfc(texts[0]).trimmed
      if own.isEmpty {
        memberOfTexts[raw] = MemberColumn.noMember
        continue
      }
      let above = parent.flatMap { parentMember($0, raw) }
      let known = resolution.member(
        among: candidates[raw[0]] ?? [], parent: above, on: day ?? CaseDays.usual.first)
      let member = known ?? catalog.ownMember(named: own, of: dimension, parent: above)
      memberOfTexts[raw] = member
      if catalog.dimensions[dimension].members[member].isOwnName, counted.insert(member).inserted {
        news.append(own)
      }
    }
    note(news, dimension)
    catalog.rankOwnMembers(of: dimension)
    let ordered = catalog.inOrder(Set(memberOfTexts.values), of: dimension)
    let codes = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
    members.append(
      RemoteCases.Members(sources: sources, codes: memberOfTexts.mapValues { codes[$0] ?? 0 }))
    columns.append(
      MemberColumn(
        dimension: dimension, codes: .one(ColumnValues(MappedMemory.empty, count: 0)), members: ordered))
  }

  private func texts(
    _ sources: [RemoteCases.Members.Source], _ table: String, _ column: String
  ) throws(QueryError) -> [[String]] {
    let found = try remote.texts(of: sources.map(\.value), in: table)
    if found.count > CaseStatements.mostRows { throw remote.error(.tooManyNames(column)) }
    // What is no UTF-8 comes back as this, and could not be asked for again.
    if found.contains(where: { $0.contains { $0.unicodeScalars.contains("\u{FFFD}") } }) {
      throw remote.error(.invalidText(column))
    }
    return found
  }

  /// The member of the parent column by the texts behind the first.
  private func parentMember(_ parent: Int, _ texts: [RawText]) -> Int? {
    let own = Array(texts.dropFirst().prefix(members[parent].sources.count))
    let member = members[parent].codes[own].map { columns[parent].members[$0] }
    return member == MemberColumn.noMember ? nil : member
  }

  /// Which of the times between some days a case was received in.
  private func era(of received: SQLExpression, _ starts: [Day]) -> SQLExpression {
    var arguments: [SQLExpression] = []
    for (index, start) in starts.enumerated() {
      arguments += [.comparison(received, .less, .integer(start.daysSince1970)), .integer(index)]
    }
    return .call(.multiIf, arguments + [.integer(starts.count)])
  }

  private mutating func note(_ news: [String], _ dimension: Int) {
    guard !news.isEmpty, catalog.dimensions[dimension].members.contains(where: { !$0.isOwnName }) else {
      return
    }
    unknown.append(
      UnknownNames(
        dimension: catalog.dimensions[dimension].names, count: news.count,
        examples: Array(news.sorted().prefix(3))))
  }
}
