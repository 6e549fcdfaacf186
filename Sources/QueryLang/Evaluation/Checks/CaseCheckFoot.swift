/// What stands under the check of cases.
struct CaseCheckFoot {
  private let check: BoundCaseCheck
  private let table: CaseTable
  private let catalog: Catalog
  /// The cases that were looked at.
  var caseCount = 0
  var withoutID = 0
  /// Rules that need a column which the cases do not have.
  var untried: [CaseCheckRule] = []

  init(_ check: BoundCaseCheck, _ table: CaseTable, _ catalog: Catalog) {
    self.check = check
    self.table = table
    self.catalog = catalog
  }

  func notes(_ findings: [CaseFindings]) -> [Localized] {
    [summary(findings)] + untriedNotes + findings.compactMap(more)
      + [noIDNote, timeNote, listNote(findings)]
      .compactMap { $0 }
  }

  private func summary(_ findings: [CaseFindings]) -> Localized {
    let errors = findings.filter { $0.rule.severity == .error }.reduce(0) { $0 + $1.count }
    let warnings = findings.reduce(0) { $0 + $1.count } - errors
    let (tried, asked) = (check.rules.count - untried.count, check.rules.count)
    let cases = cases(caseCount)
    if caseCount == 0 || tried == 0 {
      return Localized(
        vi: "đã thử 0 trong \(asked) phép kiểm tra: không có gì để thử"
          + (check.hasCondition ? " với các điều kiện này" : ""),
        en: "tried 0 of \(asked) rules: there is nothing to try"
          + (check.hasCondition ? " under these conditions" : ""))
    }
    let found: Localized =
      errors + warnings == 0
      ? Localized(vi: "tất cả đều đúng", en: "all rules hold")
      : Localized(
        vi: "\(errors) lỗi, \(warnings) cảnh báo",
        en: "\(plural(errors, "error")), \(plural(warnings, "warning"))")
    return Localized(
      vi: "đã thử \(tried) trong \(asked) phép kiểm tra ở \(cases.vietnamese): \(found.vietnamese)",
      en: "tried \(tried) of \(plural(asked, "rule")) on \(cases.english): \(found.english)")
  }

  private var untriedNotes: [Localized] {
    guard caseCount > 0 else { return [] }
    return untried.map { rule in
      let lack: Localized =
        switch rule {
        case .repeatedCaseID: Localized(vi: "hồ sơ không có mã", en: "the cases have no id")
        case .dueBeforeReceived:
          Localized(vi: "hồ sơ không có ngày hẹn trả", en: "the cases have no due date")
        case .foreignName, .unknownName:
          Localized(
            vi: "hồ sơ không có cột nào mà danh mục có danh sách",
            en: "the catalog lists no column of the cases")
        }
      return Localized(
        vi: "chưa thử \(rule.rawValue): \(lack.vietnamese)",
        en: "\(rule.rawValue) was not tried: \(lack.english)")
    }
  }

  private func more(_ findings: CaseFindings) -> Localized? {
    guard findings.moreFindings > 0 else { return nil }
    let cases = cases(findings.moreCases)
    let count = findings.moreFindings
    let what =
      findings.rule == .repeatedCaseID ? "id" : findings.rule == .dueBeforeReceived ? "place" : "name"
    let vietnamese = ["id": "mã", "place": "nơi", "name": "tên"][what] ?? ""
    return Localized(
      vi: "\(findings.rule.rawValue): còn \(countText(count, .vietnamese)) \(vietnamese) nữa"
        + " (\(cases.vietnamese)); thêm điều kiện để xem",
      en:
        "\(findings.rule.rawValue): \(plural(count, "more \(what)")) (\(cases.english)); add a condition to see"
        + " them")
  }

  private var noIDNote: Localized? {
    guard withoutID > 0 else { return nil }
    let cases = cases(withoutID)
    return Localized(vi: "\(cases.vietnamese) không có mã", en: "\(cases.english) without an id")
  }

  private var timeNote: Localized? {
    let time = check.query.time
    guard !time.spans.isEmpty || time.latest != nil || !time.excluded.isEmpty else { return nil }
    return Localized(vi: "thời gian tính theo ngày tiếp nhận", en: "time is that of receipt")
  }

  /// The statement that shows the cases of the first name.
  private func listNote(_ findings: [CaseFindings]) -> Localized? {
    let names = findings.filter { $0.rule == .foreignName || $0.rule == .unknownName }.flatMap(\.shown)
    guard let first = names.first(where: isToldByName) else { return nil }
    var query = check.query
    let own = first.cell.members.map { Selection(dimension: $0.dimension, members: [$0.member]) }
    query.selections = query.selections.replacing(with: own)
    let fields: [CaseValue] = [.identifier, .day(.received), .day(.due), .day(.finished)]
    var list = BoundList(
      fields: fields.filter(table.has).map { .value($0) }, query: query, sort: [], count: nil)
    list.canonicalText = CanonicalText(catalog).write(list)
    return Localized(
      vi: "hồ sơ của tên đầu tiên: \(list.canonicalText)",
      en: "the cases of the first name: \(list.canonicalText)")
  }

  /// Whether a condition can mean just this: beside a place, or under a name that nothing else has.
  private func isToldByName(_ finding: CaseFinding) -> Bool {
    guard let own = finding.cell.members.last(where: { catalog.member($0).isOwnName }) else { return false }
    if finding.cell.members.count > 1 { return true }
    return catalog.namesakes(of: own) == [own.member]
  }

  // MARK: Words

  /// Where small counts are hidden, so are these.
  private func cases(_ count: Int) -> Localized {
    if let limit = check.query.hideBelow, count > 0, count < limit {
      return Localized(vi: "ít hơn \(limit) hồ sơ", en: "fewer than \(limit) cases")
    }
    return Localized(vi: "\(countText(count, .vietnamese)) hồ sơ", en: plural(count, "case"))
  }

  private func plural(_ count: Int, _ noun: String) -> String {
    "\(countText(count, .english)) \(noun)\(count == 1 ? "" : "s")"
  }
}
