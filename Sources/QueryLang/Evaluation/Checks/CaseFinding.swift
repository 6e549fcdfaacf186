/// What a rule found in the cases of one cell, or of one id.
struct CaseFinding {
  let rule: CaseCheckRule
  let cell: Cell
  let count: Int
  /// The first of them.
  var caseIDs: [String] = []
  let message: Localized
}

/// What a rule found: as many rows as are read, and how much more there is.
struct CaseFindings {
  let rule: CaseCheckRule
  var shown: [CaseFinding]
  /// Findings beyond those shown, and their cases.
  var moreFindings = 0
  var moreCases = 0

  /// More rows of one rule than these are counted, not listed.
  static let mostShown = 20

  var count: Int { shown.count + moreFindings }

  /// The largest first; those of one size as they stand.
  init(_ rule: CaseCheckRule, _ findings: [CaseFinding]) {
    self.rule = rule
    let order = findings.indices.sorted { (findings[$1].count, $0) < (findings[$0].count, $1) }
    shown = order.prefix(CaseFindings.mostShown).map { findings[$0] }
    moreFindings = findings.count - shown.count
    moreCases = order.dropFirst(CaseFindings.mostShown).reduce(0) { $0 + findings[$1].count }
  }
}
