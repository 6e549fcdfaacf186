/// What was found in cases → the table of it.
struct CaseCheckResultBuilder {
  private let catalog: Catalog
  private let check: BoundCaseCheck
  private let writer: CheckCellWriter

  init(_ catalog: Catalog, _ check: BoundCaseCheck) {
    self.catalog = catalog
    self.check = check
    writer = CheckCellWriter(catalog)
  }

  func report(_ findings: [CaseFindings], _ foot: CaseCheckFoot) -> CheckReport {
    let found = findings.filter { !$0.shown.isEmpty }
    let table = ResultTable(
      columns: columns, rows: found.flatMap(\.shown).map { ResultRow(cells: cells(of: $0)) },
      notes: foot.notes(findings))
    return CheckReport(table: table, hasErrors: found.contains { $0.rule.severity == .error })
  }

  private var columns: [ResultColumn] {
    func column(_ name: String, _ vi: String, _ en: String, _ role: ResultColumn.Role) -> ResultColumn {
      ResultColumn(name: name, title: Localized(vi: vi, en: en), role: role)
    }
    return [
      column("rule", "phép kiểm tra", "rule", .key), column("severity", "mức lỗi", "severity", .key),
    ] + writer.placeColumns + [
      column("cell", "ô", "cell", .key), column("cases", "số hồ sơ", "cases", .measure(isShare: false)),
      column("case_ids", "mã hồ sơ", "case ids", .key), column("documents", "dữ liệu", "documents", .key),
      column("message", "diễn giải", "message", .text),
    ]
  }

  private func cells(of finding: CaseFinding) -> [ResultCell] {
    let severity = finding.rule.severity
    let more = finding.rule == .dueBeforeReceived && finding.count > finding.caseIDs.count ? " …" : ""
    let ids = finding.caseIDs.joined(separator: ", ") + (finding.caseIDs.isEmpty ? "" : more)
    return [
      writer.text(finding.rule.rawValue),
      ResultCell(.name(canonical: severity.rawValue, shown: severity.names)),
    ] + writer.places(of: finding.cell) + [
      writer.description(of: finding.cell), count(finding.count), writer.text(ids),
      writer.text(check.query.datasetName ?? ""), ResultCell(.text(finding.message)),
    ]
  }

  private func count(_ count: Int) -> ResultCell {
    if let limit = check.query.hideBelow, count < limit { return ResultCell(hiddenBelow: limit) }
    return ResultCell(.number(.exact(ExactDecimal(count))))
  }
}
