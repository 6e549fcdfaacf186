/// Query over cases, bound and planned → report: what is asked of the engine, and what it took.
struct CasePlanReporter {
  let table: CaseTable
  let catalog: Catalog
  private var canonical: CanonicalText { CanonicalText(catalog) }

  func report(_ plan: CasePlan, clauses: [String], answer: ResultTable) -> PlanReport {
    var report = PlanReport(clauses: clauses, table: answer, kind: .cases)
    report.measures = measures(plan)
    report.asked = asked(plan.aggregation)
    return report
  }

  /// What was read for the answer.
  /// - Parameter read: `nil` where a server read it, which does not say.
  func counts(cases: Int, read: CaseScanner.Report?) -> [PlanReport.Item] {
    func item(_ name: String, _ vi: String, _ en: String, _ count: Int) -> PlanReport.Item {
      PlanReport.Item(name: name, detail: Localized(vi: vi, en: en), count: count, depth: 0)
    }
    let all = item("cases", "hồ sơ của bộ dữ liệu", "cases of the dataset", cases)
    guard let read else { return [all] }
    return [
      all,
      item("rows", "dòng đã xem, mọi lượt đọc", "rows looked at, in all scans", read.rows),
      item("blocks", "khối của mọi lượt đọc", "blocks of all scans", read.blocks),
      item("skipped", "khối bỏ qua nhờ khoảng giá trị", "blocks skipped by their ranges", read.skippedBlocks),
      item("bytes", "byte của các cột đã đọc", "bytes of the columns read", read.bytes),
    ]
  }

  /// What a server is asked, word for word.
  func statements(_ texts: [String]) -> [PlanReport.Item] {
    texts.enumerated().map { index, text in
      PlanReport.Item(name: "sql_\(index + 1)", detail: Localized(both: text), count: nil, depth: 0)
    }
  }

  // MARK: Measures

  private func measures(_ plan: CasePlan) -> [PlanReport.Item] {
    var items: [PlanReport.Item] = []
    for measure in plan.query.measures {
      var usesRates = false
      let expanded = CasePlanner.expanded(measure.expression, catalog, &usesRates)
      let text = canonical.write(expanded)
      items.append(
        PlanReport.Item(name: measure.name, detail: Localized(both: "= " + text), count: nil, depth: 0))
      for reference in Set(expanded.measures).sorted(by: { $0.measure < $1.measure }) {
        guard let leaf = plan.leaves[reference] else { continue }
        let what = catalog.measures[reference.measure].id
        items.append(
          PlanReport.Item(
            name: what,
            detail: Localized(vi: "phần \(leaf.atom + 1)", en: "part \(leaf.atom + 1)"), count: nil, depth: 1)
        )
      }
    }
    return items
  }

  // MARK: What is asked

  private func asked(_ aggregation: CaseAggregation) -> [PlanReport.Item] {
    func item(_ name: String, _ detail: Localized) -> PlanReport.Item {
      PlanReport.Item(name: name, detail: detail, count: nil, depth: 0)
    }
    var items = aggregation.keys.map { item("key", key($0, aggregation)) }
    items +=
      (aggregation.conditions.map { canonical.write($0, among: aggregation.conditions) }
      + aggregation.restrictions.map { canonical.write($0) }).map { item("condition", Localized(both: $0)) }
    if let states = aggregation.timeliness { items.append(item("condition", timeliness(states))) }
    if let first = aggregation.slots.first, let last = aggregation.slots.last {
      let days = "\(first.ranges[0].lowerBound.dayMonthYear)..\(last.closing.dayMonthYear)"
      items.append(item("time", Localized(both: days)))
    }
    items += aggregation.atoms.enumerated().map { index, atom in item("part_\(index + 1)", describe(atom)) }
    return items
  }

  private func key(_ key: CaseAggregation.Key, _ aggregation: CaseAggregation) -> Localized {
    switch key {
    case .dimension(let dimension): return catalog.dimensions[dimension].names
    case .timeliness: return Localized(vi: "tình trạng thời hạn", en: "timeliness")
    case .slot:
      let count = aggregation.slots.count
      return Localized(vi: "thời gian, \(count) kỳ", en: "time, \(count) periods")
    }
  }

  func describe(_ atom: CaseAtom) -> Localized {
    let placed = atom.placing.description
    let statistic = statistic(atom.statistic)
    var conditions = atom.conditions.map { canonical.write($0, among: atom.conditions) }
    if let states = atom.timeliness { conditions.append(timeliness(states).english) }
    let suffix = conditions.isEmpty ? "" : " · " + conditions.joined(separator: " and ")
    return Localized(
      vi: "\(statistic.vietnamese) \(placed.vietnamese)\(suffix)",
      en: "\(statistic.english) \(placed.english)\(suffix)")
  }

  private func timeliness(_ states: Set<Timeliness>) -> Localized {
    let names = Timeliness.allCases.filter(states.contains).map(\.rawValue).joined(separator: ", ")
    return Localized(both: "timeliness in (\(names))")
  }

  private func statistic(_ statistic: CaseStatistic) -> Localized {
    func name(_ number: CaseNumber) -> String {
      switch number {
      case .processingDays: CaseNumberField.processingDays
      case .column(let column): table.numbers[column].id
      }
    }
    return switch statistic {
    case .count: Localized(vi: "đếm hồ sơ", en: "count of cases")
    case .sum(let number):
      Localized(
        vi: "số lượng và tổng \(name(number)) của hồ sơ", en: "count and sum of \(name(number)) of cases")
    case .extremes(let number):
      Localized(
        vi: "nhỏ nhất, lớn nhất \(name(number)) của hồ sơ", en: "least and greatest \(name(number)) of cases")
    case .histogram(let number):
      Localized(vi: "mọi giá trị \(name(number)) của hồ sơ", en: "every value of \(name(number)) of cases")
    }
  }
}

extension CasePlacing {
  /// Continues "cases …".
  var description: Localized {
    switch self {
    case .event(.received): Localized(vi: "tiếp nhận trong kỳ", en: "received in the period")
    case .event(.due): Localized(vi: "hẹn trả trong kỳ", en: "due in the period")
    case .event(.finished): Localized(vi: "trả kết quả trong kỳ", en: "finished in the period")
    case .opening: Localized(vi: "đang giải quyết khi kỳ bắt đầu", en: "pending as the period begins")
    case .closing: Localized(vi: "đang giải quyết khi kỳ kết thúc", en: "pending as the period ends")
    }
  }
}
