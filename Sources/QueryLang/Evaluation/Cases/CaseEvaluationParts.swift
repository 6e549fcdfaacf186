// What an evaluation over cases asks of its plan.
extension WindowCall {
  /// Shares of the same whole add up; nothing else about rows does.
  var addsUp: Bool { function == .share && within == nil }
}

extension CasePlan {
  /// All that an engine is asked for the answer.
  func aggregations(_ span: ClosedRange<Day>?, _ catalog: Catalog) -> [CaseAggregation] {
    var all = [aggregation]
    if query.showsMissing {
      for case .dimension(let dimension) in aggregation.keys {
        all.append(allCases(by: .dimension(dimension), span, catalog))
      }
    }
    return all + [baseline?.aggregation].compactMap { $0 }
  }

  /// All cases under the query's conditions, whenever they came, by one key.
  func allCases(
    by key: CaseAggregation.Key, _ span: ClosedRange<Day>?, _ catalog: Catalog
  ) -> CaseAggregation {
    let days = span ?? aggregation.asOf...aggregation.asOf
    let conditions = query.selections.filter { !catalog.isTimeliness($0.dimension) }
    return CaseAggregation(
      keys: [key], conditions: conditions, timeliness: nil,
      slots: [CaseSlot(ranges: [days], period: nil)],
      atoms: [
        CaseAtom(placing: .event(.received), conditions: [], timeliness: nil, statistic: .count)
      ], asOf: aggregation.asOf)
  }

  /// The atoms that the query's own columns are made of.
  var measuredAtoms: [Int] {
    let own = Set(leaves.values.map(\.atom))
    return own.sorted()
  }
}
