/// Plan and evaluation → report.
struct PlanReporter {
  private let derivations: CellDerivations
  private let writer: ExplanationWriter
  private var plan: FigurePlan { derivations.plan }
  private var resolver: FigureResolver { derivations.resolver }
  private var catalog: Catalog { resolver.catalog }
  /// The roads of further cells are not walked.
  private static let mostCells = 2_000
  private static let deepest = 4

  init(_ derivations: CellDerivations) {
    self.derivations = derivations
    writer = ExplanationWriter(derivations)
  }

  func report(clauses: [String]) throws(QueryError) -> PlanReport {
    var report = PlanReport(clauses: clauses, table: derivations.table)
    // Walking the roads asks further questions.
    let asked = resolver.questionCount
    report.measures = measures
    report.groups = groups
    report.counts = counts(asked: asked)
    report.roads = try roads()
    return report
  }

  // MARK: Measures

  private var measures: [PlanReport.Item] {
    var items: [PlanReport.Item] = []
    var told: Set<Int> = []
    func tell(_ measure: Int, _ depth: Int) {
      let entry = catalog.measures[measure]
      let isNew = told.insert(measure).inserted
      let formula = entry.formula.map { " = " + writer.canonical.write($0) } ?? ""
      let detail = Localized(
        vi: entry.kind.names.vietnamese + formula, en: entry.kind.names.english + formula)
      items.append(PlanReport.Item(name: entry.id, detail: detail, count: nil, depth: depth))
      guard isNew, depth < PlanReporter.deepest else { return }
      for part in entry.formula?.measures ?? [] where !told.contains(part.measure) {
        tell(part.measure, depth + 1)
      }
    }
    for (column, measure) in zip(plan.columns, plan.query.measures) {
      if case .measure(let reference) = column.expression, reference.filter.isEmpty {
        tell(reference.measure, 0)
        continue
      }
      let text = Localized(both: writer.canonical.write(column.expression))
      items.append(PlanReport.Item(name: measure.name, detail: text, count: nil, depth: 0))
      for leaf in column.leaves where !told.contains(leaf.measure) { tell(leaf.measure, 1) }
    }
    return items
  }

  // MARK: Groups

  private var groups: [PlanReport.Item] {
    let record = derivations.record
    var items = plan.query.keys.map { key in
      PlanReport.Item(
        name: writer.canonical.write(key), detail: how(key), count: members(key, record.rows), depth: 0)
    }
    if items.isEmpty {
      let one = Localized(vi: "một ô, không nhóm", en: "one cell, no groups")
      items.append(PlanReport.Item(name: "all", detail: one, count: nil, depth: 0))
    }
    let stages = [
      (
        "found", Localized(vi: "nhóm có số liệu liên quan", en: "groups that figures bear on"),
        record.groupCount
      ),
      ("with_value", Localized(vi: "có giá trị", en: "with a value"), record.found.count),
      ("shown", Localized(vi: "hiển thị", en: "shown"), record.rows.count),
    ]
    return items + stages.map { PlanReport.Item(name: $0.0, detail: $0.1, count: $0.2, depth: 0) }
  }

  private func members(_ key: BoundKey, _ rows: [EvaluatedRow]) -> Int {
    guard let position = plan.query.keys.firstIndex(of: key) else { return 0 }
    return Set(rows.map { $0.group.keys[position] }).count
  }

  private func how(_ key: BoundKey) -> Localized {
    if plan.query.showsMissing {
      return Localized(vi: "mọi giá trị (with missing)", en: "every member (with missing)")
    }
    switch key {
    case .dimension:
      return Localized(
        vi: "các giá trị mà số liệu nêu, trong điều kiện",
        en: "members that figures name, under the conditions")
    case .time:
      return Localized(
        vi: "các kỳ mà số liệu bắt đầu hoặc kết thúc, trong điều kiện",
        en: "periods that figures begin or end in, under the conditions")
    }
  }

  // MARK: Roads

  private func roads() throws(QueryError) -> [PlanReport.Item] {
    let rows = Array(derivations.record.rows.indices)
    let cells = try derivations.cells(ofRows: rows, limit: PlanReporter.mostCells)
    var order: [Road] = []
    var counts: [Road: Int] = [:]
    for cell in cells {
      let road = Road(column: cell.column, text: chain(cell.derivation))
      if counts[road] == nil { order.append(road) }
      counts[road, default: 0] += 1
    }
    return order.sorted { $0.column < $1.column }.map { road in
      PlanReport.Item(
        name: plan.query.measures[road.column].name, detail: road.text, count: counts[road], depth: 0)
    }
  }

  private struct Road: Hashable {
    let column: Int
    let text: Localized
  }

  /// The road of a cell and those of its first parts: `partial over sector ← resolved_overdue + pending_overdue`.
  private func chain(_ derivation: Derivation) -> Localized {
    let status = RenderingWords.statusWord(derivation.answer.status, in: .group)
    var words = [status]
    var next: Derivation? = derivation
    var depth = 0
    while let node = next, depth < PlanReporter.deepest {
      if let word = word(node) { words.append(word) }
      next = node.step == .reported ? nil : node.parts.first
      depth += 1
    }
    let isConflict = derivation.answer.marks.contains(.conflict)
    let text = [words[0], words.dropFirst().map { $0 }.joined(" ← ")].filter { !$0.isEmpty }.joined(": ")
    let mark = Localized(vi: " (mâu thuẫn)", en: " (conflict)")
    return isConflict
      ? Localized(vi: text.vietnamese + mark.vietnamese, en: text.english + mark.english) : text
  }

  private func word(_ node: Derivation) -> Localized? {
    switch node.step {
    case .reported, .figure, .missing: return nil
    case .formula(let expression), .expression(let expression):
      return Localized(both: writer.canonical.write(expression))
    case .allMembers(let dimension), .knownMembers(let dimension, _, _):
      let names = catalog.dimensions[dimension].names
      return Localized(vi: "cộng theo \(names.vietnamese)", en: "sum over \(names.english)")
    case .united(let union):
      let id = writer.canonical.canonicalName(union)
      return Localized(vi: "cộng các phần của \(id)", en: "sum of the members of \(id)")
    case .selected(let selection):
      let names = catalog.dimensions[selection.dimension].names
      return Localized(
        vi: "cộng \(names.vietnamese) được chọn", en: "sum of the \(names.counted.english) chosen")
    case .periods: return Localized(vi: "cộng các kỳ", en: "sum over periods")
    case .stock: return Localized(vi: "số dư của một kỳ", en: "stock of one period")
    }
  }

  // MARK: Counts

  private func counts(asked: Int) -> [PlanReport.Item] {
    let read = plan.allMeasures.reduce(0) { $0 + resolver.figures(of: $1).count }
    let used = derivations.record.rows.reduce(into: Set<Int>()) { found, row in
      for answer in row.answers { found.formUnion(answer.figures) }
    }.count
    let counts = [
      ("figures_read", Localized(vi: "số liệu đã xét", en: "figures read"), read),
      ("figures_used", Localized(vi: "số liệu nằm trong kết quả", en: "figures in the answer"), used),
      ("cells_asked", Localized(vi: "ô đã hỏi", en: "cells asked"), asked),
    ]
    return counts.map { PlanReport.Item(name: $0.0, detail: $0.1, count: $0.2, depth: 0) }
  }
}
