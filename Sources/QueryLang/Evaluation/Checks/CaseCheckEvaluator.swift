/// Tries the rules on cases.
package struct CaseCheckEvaluator {
  private let check: BoundCaseCheck
  private let table: CaseTable
  private let catalog: Catalog
  private let observer: WorkObserver

  /// What the cases break: rows by rule, the largest findings first.
  /// - Throws: that the data are damaged; ``DiagnosticFact/interrupted`` when the observer stops it.
  package static func evaluate(
    _ check: BoundCaseCheck, library: Library, observer: WorkObserver = .none
  ) throws(QueryError) -> CheckReport {
    guard let table = library.caseTables[check.dataset] else {
      throw QueryError(.noCases(check.query.datasetName ?? ""), at: nil)
    }
    let evaluator = CaseCheckEvaluator(
      check: check, table: table, catalog: library.catalog, observer: observer)
    return try evaluator.run()
  }

  private func run() throws(QueryError) -> CheckReport {
    let list = BoundList(fields: [], query: check.query, sort: [], count: nil)
    let listing = CaseListing(list, table, catalog, observer)
    var foot = CaseCheckFoot(check, table, catalog)
    foot.caseCount = try listing.count()
    var findings: [CaseFindings] = []
    if asks(.repeatedCaseID) {
      if let identifiers = table.identifiers {
        let repeated = try RepeatedCaseIDs(listing, table, identifiers, observer)
        foot.withoutID = repeated.withoutID
        findings.append(repeated.findings)
      } else {
        foot.untried.append(.repeatedCaseID)
      }
    }
    if asks(.dueBeforeReceived) {
      if table.due != nil {
        findings.append(try EarlyDueDates(listing, table, catalog).findings())
      } else {
        foot.untried.append(.dueBeforeReceived)
      }
    }
    findings += try names(&foot)
    return CaseCheckResultBuilder(catalog, check).report(findings, foot)
  }

  private func asks(_ rule: CaseCheckRule) -> Bool { check.rules.contains(rule) }

  private func names(_ foot: inout CaseCheckFoot) throws(QueryError) -> [CaseFindings] {
    let rules = [CaseCheckRule.foreignName, .unknownName].filter(asks)
    if rules.isEmpty { return [] }
    let names = NamesOfCases(check.query, table, catalog, observer)
    if !names.hasColumns {
      foot.untried += rules
      return []
    }
    let found = try names.findings()
    return rules.map { rule in CaseFindings(rule, found.filter { $0.rule == rule }) }
  }
}
