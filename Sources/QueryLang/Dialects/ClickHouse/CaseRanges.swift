// Conditions on days and numbers of cases as expressions over the columns of a remote table.
extension CaseConditions {
  /// - Throws: that the data have no such column.
  func expression(_ restriction: CaseRestriction) throws(QueryError) -> SQLExpression {
    switch restriction.value {
    case .day(let day): return expression(restriction, of: cases.day(day))
    case .processingDays: return expression(restriction, of: .processingDays)
    case .number(let id):
      guard let column = table.numbers.firstIndex(where: { $0.id == id }) else {
        throw QueryError(.noCaseColumn(catalog.names(of: restriction.value, in: table)), at: nil)
      }
      return expression(restriction, of: .column(column))
    case .identifier:
      throw QueryError(.noConditionOnIdentifier(catalog.names(of: restriction.value, in: table)), at: nil)
    }
  }

  /// A day that is missing is a number like others here, greater than every day.
  private func expression(_ restriction: CaseRestriction, of day: SQLExpression) -> SQLExpression {
    let missing = RemoteColumn.missingDay
    let days = restriction.ranges.filter { $0.lowerBound < missing }.map {
      within($0.lowerBound...min($0.upperBound, missing - 1), day) { .integer($0) }
    }
    return either(days + (restriction.takesMissing ? [.comparison(day, .equal, .integer(missing))] : []))
  }

  private func expression(_ restriction: CaseRestriction, of number: CaseNumber) -> SQLExpression {
    let (value, exists) = (cases.value(of: number), cases.exists(number))
    let decimals = cases.decimals(of: number)
    let ranges = restriction.ranges.map { within($0, value) { self.number($0, decimals) } }
    // Said of every row, so that no comparison with NULL decides.
    let inRange: SQLExpression? = ranges.isEmpty ? nil : .all([exists, either(ranges)])
    return either([inRange, restriction.takesMissing ? cases.lacks(number) : nil].compactMap { $0 })
  }

  private func either(_ parts: [SQLExpression]) -> SQLExpression {
    parts.isEmpty ? .never : parts.count == 1 ? parts[0] : .any(parts)
  }

  /// - Parameter constant: what stands for a bound in the statement.
  private func within(
    _ range: ClosedRange<Int>, _ value: SQLExpression, _ constant: (Int) -> SQLExpression
  ) -> SQLExpression {
    if range.lowerBound == range.upperBound { return .comparison(value, .equal, constant(range.lowerBound)) }
    let all = CaseRestriction.everything
    let bounds: [SQLExpression?] = [
      range.lowerBound == all.lowerBound ? nil : .comparison(value, .atLeast, constant(range.lowerBound)),
      range.upperBound == all.upperBound ? nil : .comparison(value, .atMost, constant(range.upperBound)),
    ]
    return SQLExpression.joined(bounds) ?? .always
  }

  /// Exact: a literal with a point would be an approximate number there.
  private func number(_ number: Int, _ decimals: Int) -> SQLExpression {
    if decimals == 0 { return .integer(number) }
    let digits = String(number.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let text = "\(number < 0 ? "-" : "")\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    return .call(.toDecimal128, [.text(text), .integer(decimals)])
  }
}
