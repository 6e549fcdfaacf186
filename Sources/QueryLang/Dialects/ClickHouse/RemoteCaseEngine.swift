/// The engine that asks a cluster: the same question as of cases in memory, the same answer.
struct RemoteCaseEngine {
  private let attached: AttachedCases
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  /// - Parameter table: the columns of the remote table, without rows.
  init(_ attached: AttachedCases, _ table: CaseTable, _ catalog: Catalog, _ observer: WorkObserver) {
    self.attached = attached
    self.table = table
    self.catalog = catalog
    self.observer = observer
  }

  /// All groups with a case in any atom, in no order; without keys the one group there is.
  /// - Throws: what the embedded engine throws, and whatever kept an answer from being complete.
  func aggregate(_ aggregation: CaseAggregation) throws(QueryError) -> CaseGroups {
    var groups = CaseGroups(of: aggregation)
    for layer in aggregation.layers {
      let found = try self.groups(of: aggregation.with(slots: layer.map { aggregation.slots[$0] }))
      for group in found { groups.append(group.keys.map { $0.ofSlots(layer) }, group.parts) }
      if groups.count > CaseEngine.mostGroups {
        throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
      }
    }
    // Names of rows that came later would not be known, and statements would have seen different cases.
    guard try RemoteTable(attached.runner, observer).state(of: attached.cases) == attached.cases.state else {
      throw QueryError(.remote(attached.runner.address, .changed), at: nil)
    }
    return groups
  }

  private func groups(of layer: CaseAggregation) throws(QueryError) -> CaseGroups {
    let statements = try CaseStatements(layer, attached.cases, table, catalog).all()
    var assembly = RemoteGroupAssembly(layer, attached.cases, address: attached.runner.address)
    for statement in statements {
      let rows = try attached.runner.rows(of: statement.select, observer: observer)
      if rows.count > CaseStatements.mostRows {
        throw QueryError(.tooManyGroups(limit: CaseStatements.mostRows), at: nil)
      }
      try assembly.add(rows, statement)
    }
    return try assembly.finish()
  }

  /// What would be sent.
  func statements(of aggregation: CaseAggregation) throws(QueryError) -> [String] {
    var texts: [String] = []
    for layer in aggregation.layers {
      let part = aggregation.with(slots: layer.map { aggregation.slots[$0] })
      texts += try CaseStatements(part, attached.cases, table, catalog).all().map {
        ClickHouseText.write($0.select)
      }
    }
    return texts
  }
}

extension CaseGroupKey {
  /// With a slot's position in the whole question, in place of that among some of its slots.
  fileprivate func ofSlots(_ positions: [Int]) -> CaseGroupKey {
    if case .slot(let slot) = self { .slot(positions[slot]) } else { self }
  }
}
