/// Conditions on cases as expressions over the columns of a remote table.
struct CaseConditions {
  let cases: RemoteCases
  let table: CaseTable
  let catalog: Catalog

  /// `nil` where no member of the data is meant.
  /// - Throws: that the data have no column for a dimension.
  func expressions(_ conditions: [Selection]) throws(QueryError) -> [SQLExpression]? {
    try CaseCodes.conditions(conditions, of: table, in: catalog)?.map { condition in
      membership(cases.members[condition.column], condition.allowed)
    }
  }

  /// That the texts of a case are among those of the allowed codes, or, where that is shorter, not among the others.
  private func membership(_ members: RemoteCases.Members, _ allowed: [Bool]) -> SQLExpression {
    let (sources, verdicts) = members.decisions { allowed[$0] }
    let known = verdicts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let wanted = known.filter(\.value)
    let isNegated = wanted.count > known.count / 2 && wanted.count < known.count
    let listed = isNegated ? known.filter { !$0.value } : wanted
    let constants = listed.map { texts, _ in
      tuple(zip(sources, texts).map { $0.constant($1.text) })
    }
    return .isIn(tuple(sources.map(\.value)), constants, isNegated: isNegated)
  }

  private func tuple(_ parts: [SQLExpression]) -> SQLExpression {
    parts.count == 1 ? parts[0] : .tuple(parts)
  }

  // MARK: Against the due date

  /// That a case stands in one of some states, pending ones as of a day.
  func timeliness(_ states: Set<Timeliness>, asOf: Day) -> SQLExpression {
    let meant = Timeliness.allCases.filter(states.contains).map { state(_: $0, asOf: asOf) }
    return meant.isEmpty ? .never : meant.count == 1 ? meant[0] : .any(meant)
  }

  private func state(_ state: Timeliness, asOf: Day) -> SQLExpression {
    let missing = SQLExpression.integer(RemoteColumn.missingDay)
    let hasDue = SQLExpression.comparison(cases.due, .notEqual, missing)
    switch state {
    case .early: return .all([hasDue, .comparison(cases.finished, .less, cases.due)])
    case .onTime: return .all([hasDue, .comparison(cases.finished, .equal, cases.due)])
    case .overdue: return .comparison(end(asOf), .greater, cases.due)
    case .inTime:
      // Of a pending case too that has no due date, which is greater than every day.
      return .all([
        .comparison(cases.finished, .equal, missing),
        .comparison(cases.due, .atLeast, .integer(asOf.daysSince1970)),
      ])
    case .noDue:
      return .all([.comparison(cases.finished, .notEqual, missing), .comparison(cases.due, .equal, missing)])
    }
  }

  /// The day at which a case is held against its due date.
  private func end(_ asOf: Day) -> SQLExpression {
    .call(
      .multiIf,
      [
        .comparison(cases.finished, .equal, .integer(RemoteColumn.missingDay)),
        .integer(asOf.daysSince1970), cases.finished,
      ])
  }

  /// The state's position in ``Timeliness``.
  func stateNumber(asOf: Day) -> SQLExpression {
    let states: [Timeliness] = [.noDue, .overdue, .early, .onTime]
    var arguments: [SQLExpression] = []
    for state in states {
      arguments += [self.state(state, asOf: asOf), .integer(Timeliness.allCases.firstIndex(of: state) ?? 0)]
    }
    let inTime = Timeliness.allCases.firstIndex(of: .inTime) ?? 0
    return .call(.multiIf, arguments + [.integer(inTime)])
  }

  // MARK: Stocks

  /// The first day on which a case is in a stock, and the first on which it is no more.
  func stay(_ stay: CaseStay) -> (begin: SQLExpression, end: SQLExpression) {
    let afterDue = SQLExpression.difference(cases.due, .integer(-1))
    switch stay {
    case .pending: return (cases.received, cases.finished)
    case .overdue: return (.call(.greatest, [cases.received, afterDue]), cases.finished)
    case .inTime: return (cases.received, .call(.least, [cases.finished, afterDue]))
    }
  }
}
