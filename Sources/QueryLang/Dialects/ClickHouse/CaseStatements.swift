/// What is asked of the cases → the statements that bring it back.
///
/// Only keys and additive parts: what they make is computed here by the code that every engine shares.
struct CaseStatements {
  private let aggregation: CaseAggregation
  private let cases: RemoteCases
  private let table: CaseTable
  private let conditions: CaseConditions
  private let layout: KeyLayout

  /// More rows than this are no answer anybody reads.
  static let mostRows = 1_000_000

  /// - Throws: that the data have no column for a key; that there are more groups than can be.
  init(
    _ aggregation: CaseAggregation, _ cases: RemoteCases, _ table: CaseTable, _ catalog: Catalog
  ) throws(QueryError) {
    self.aggregation = aggregation
    self.cases = cases
    self.table = table
    conditions = CaseConditions(cases: cases, table: table, catalog: catalog)
    layout = try KeyLayout(aggregation, table, catalog)
  }

  /// - Throws: that the data have no column for a condition.
  func all() throws(QueryError) -> [CaseStatement] {
    guard var common = try conditions.expressions(aggregation.conditions) else { return [] }
    common += try aggregation.restrictions.map { restriction throws(QueryError) in
      try conditions.expression(restriction)
    }
    var statements: [CaseStatement] = []
    for batch in try batches() {
      switch batch.placing {
      case .event(let day): statements += event(batch, day, common)
      case .opening, .closing:
        statements += layout.hasSlots ? changes(batch, common) : stock(batch, common)
      }
    }
    return statements
  }

  // MARK: Batches

  /// Atoms that one statement answers, each with the conditions of its own.
  private struct Batch {
    let placing: CasePlacing
    let stay: CaseStay
    /// What is listed by value is asked for by itself.
    let histogram: CaseNumber?
    /// Where all its cases stand, where that is a key that no column tells.
    let state: Timeliness?
    var atoms: [(index: Int, conditions: [SQLExpression])]

    /// What holds for all, taken out of each.
    mutating func takeCommon() -> [SQLExpression] {
      let common = atoms[0].conditions.filter { one in atoms.allSatisfy { $0.conditions.contains(one) } }
      for index in atoms.indices { atoms[index].conditions.removeAll(where: common.contains) }
      return common
    }
  }

  private func batches() throws(QueryError) -> [Batch] {
    var batches: [Batch] = []
    for (index, atom) in aggregation.atoms.enumerated() {
      guard var own = try conditions.expressions(atom.conditions), !aggregation.asksForNothing(atom) else {
        continue
      }
      if case .event = atom.placing, let states = aggregation.states(of: atom) {
        own.append(conditions.timeliness(states, asOf: aggregation.asOf))
      }
      var histogram: CaseNumber?
      if case .histogram(let number) = atom.statistic { histogram = number }
      for (stay, state) in aggregation.stays(of: atom) {
        let known = batches.firstIndex { batch in
          batch.placing == atom.placing && batch.stay == stay && batch.state == state
            && batch.histogram == nil && histogram == nil
        }
        if let known {
          batches[known].atoms.append((index, own))
        } else {
          batches.append(
            Batch(
              placing: atom.placing, stay: stay, histogram: histogram, state: state, atoms: [(index, own)]))
        }
      }
    }
    return batches
  }

  // MARK: Statements

  private func event(_ batch: Batch, _ day: CaseDay, _ common: [SQLExpression]) -> [CaseStatement] {
    let window = table.days.first...table.days.first.advanced(byDays: CaseDays.count - 1)
    let ranges = aggregation.slots.flatMap(\.ranges).filter(window.overlaps).map {
      $0.clamped(to: window)
    }
    guard !ranges.isEmpty, let slots = SlotExpression(of: aggregation.slots, within: window) else {
      return []
    }
    let value = cases.day(day)
    let placed = ranges.joinedWhereTouching.map { value.isBetween($0.numbers) }
    let condition = common + [placed.count == 1 ? placed[0] : .any(placed)]
    return [statement(batch, .parts, condition, slots: slots, of: value)]
  }

  /// The stock at the one day there is.
  private func stock(_ batch: Batch, _ common: [SQLExpression]) -> [CaseStatement] {
    guard let slot = aggregation.slots.first else { return [] }
    let (begin, end) = conditions.stay(batch.stay)
    let day = SQLExpression.integer(asOf(batch, slot))
    let present: [SQLExpression] = [.comparison(begin, .atMost, day), .comparison(end, .greater, day)]
    return [statement(batch, .parts, common + present, slots: nil, of: begin)]
  }

  /// Arrivals and departures by slot: what is there at each is the sum of all up to it.
  private func changes(_ batch: Batch, _ common: [SQLExpression]) -> [CaseStatement] {
    if aggregation.slots.isEmpty { return [] }
    let (begin, end) = conditions.stay(batch.stay)
    let days = aggregation.slots.map { asOf(batch, $0) }
    let slots = SlotExpression(upTo: days)
    let last = SQLExpression.integer(days[days.count - 1])
    let stays = common + [.comparison(begin, .less, end)]
    return [
      statement(batch, .arrivals, stays + [.comparison(begin, .atMost, last)], slots: slots, of: begin),
      statement(batch, .departures, stays + [.comparison(end, .atMost, last)], slots: slots, of: end),
    ]
  }

  private func asOf(_ batch: Batch, _ slot: CaseSlot) -> Int {
    (batch.placing == .opening ? slot.opening : slot.closing).daysSince1970
  }

  private func statement(
    _ batch: Batch, _ purpose: CaseStatement.Purpose, _ condition: [SQLExpression], slots: SlotExpression?,
    of day: SQLExpression
  ) -> CaseStatement {
    var batch = batch
    let inCommon = batch.takeCommon()
    var statement = CaseStatement(
      select: SQLSelect(columns: [], table: cases.table, condition: nil), keys: [], purpose: purpose,
      firstPart: 0)
    addKeys(&statement, slots, day, batch.state)
    var further: [SQLExpression?] = []
    if let number = batch.histogram {
      further = addHistogram(&statement, batch.atoms[0].index, number)
    } else {
      statement.firstPart = statement.select.columns.count
      for (index, own) in batch.atoms { addPart(&statement, index, own) }
    }
    // A row of which nothing counts need not come back.
    let some = batch.atoms.map { SQLExpression.joined($0.conditions) }
    if !some.contains(nil) { further.append(.any(some.compactMap { $0 })) }
    statement.select.condition = .joined(condition + inCommon + further)
    if !statement.select.groups.isEmpty { statement.select.limit = CaseStatements.mostRows + 1 }
    return statement
  }

  // MARK: Keys

  private func addKeys(
    _ statement: inout CaseStatement, _ slots: SlotExpression?, _ day: SQLExpression, _ state: Timeliness?
  ) {
    var known: [SQLExpression: Int] = [:]
    func column(_ value: SQLExpression) -> Int {
      if let position = known[value] { return position }
      let alias = "\(cases.aliasPrefix)g\(statement.select.columns.count)"
      known[value] = statement.select.columns.count
      statement.select.columns.append(SQLSelect.Column(value: value, alias: alias))
      statement.select.groups.append(alias)
      return statement.select.columns.count - 1
    }
    for key in aggregation.keys {
      switch key {
      case .dimension:
        guard let codes = layout.parts.first(where: { $0.key == key })?.codes else { continue }
        let columns = cases.members[codes.column].sources.map { column($0.value) }
        statement.keys.append(.member(codes, columns: columns))
      case .timeliness:
        statement.keys.append(
          state.map { .onlyState($0) }
            ?? .timeliness(column: column(conditions.stateNumber(asOf: aggregation.asOf))))
      case .slot:
        if let slot = slots?.onlySlot {
          statement.keys.append(.onlySlot(slot))
        } else if let slots {
          statement.keys.append(.slot(column: column(slots.of(day))))
        }
      }
    }
  }

  // MARK: Parts

  private func add(_ value: SQLExpression, to statement: inout CaseStatement) {
    let alias = "\(cases.aliasPrefix)m\(statement.select.columns.count - statement.firstPart)"
    statement.select.columns.append(SQLSelect.Column(value: value, alias: alias))
  }

  private func addPart(_ statement: inout CaseStatement, _ index: Int, _ own: [SQLExpression]) {
    let statistic = aggregation.atoms[index].statistic
    var decimals = 0
    let column = statement.select.columns.count
    switch statistic {
    case .count, .histogram: add(count(own), to: &statement)
    case .sum(let number):
      let (value, exists, scale) = self.number(number)
      decimals = scale
      add(count(own + [exists]), to: &statement)
      // Wide, since a sum of 64 bits would wrap around unseen.
      let wide = SQLExpression.call(.toDecimal128, [value, .integer(scale)])
      add(.call(.sumIf, [wide, SQLExpression.joined(own + [exists]) ?? exists]), to: &statement)
    case .extremes(let number):
      let (value, exists, scale) = self.number(number)
      decimals = scale
      let condition = SQLExpression.joined(own + [exists]) ?? exists
      add(count(own + [exists]), to: &statement)
      add(.call(.minIf, [value, condition]), to: &statement)
      add(.call(.maxIf, [value, condition]), to: &statement)
    }
    statement.parts.append(
      CaseStatement.Part(atom: index, statistic: statistic, column: column, decimals: decimals))
  }

  private func count(_ conditions: [SQLExpression]) -> SQLExpression {
    SQLExpression.joined(conditions).map { .call(.countIf, [$0]) } ?? .call(.count, [])
  }

  /// The value becomes a key.
  private func addHistogram(
    _ statement: inout CaseStatement, _ index: Int, _ number: CaseNumber
  ) -> [SQLExpression] {
    let (value, exists, decimals) = self.number(number)
    let alias = "\(cases.aliasPrefix)v0"
    statement.select.columns.append(SQLSelect.Column(value: value, alias: alias))
    statement.select.groups.append(alias)
    statement.purpose = .histogram(atom: index)
    statement.firstPart = statement.select.columns.count
    statement.parts = [
      CaseStatement.Part(
        atom: index, statistic: .histogram(number), column: statement.firstPart - 1, decimals: decimals)
    ]
    add(.call(.count, []), to: &statement)
    return [exists]
  }

  private func number(
    _ number: CaseNumber
  ) -> (value: SQLExpression, exists: SQLExpression, decimals: Int) {
    (cases.value(of: number), cases.exists(number), cases.decimals(of: number))
  }
}
