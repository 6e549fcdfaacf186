/// How a query is understood and answered: what `explain` shows.
package struct PlanReport: Sendable {
  package enum Step: String, Sendable, CaseIterable {
    case bind, plan, groups, evaluate, scan, assemble, render
  }

  package enum Kind: Sendable {
    case figures, cases
  }

  package struct Item: Sendable {
    /// For programs.
    package let name: String
    package let detail: Localized
    package let count: Int?
    /// Measures that a formula is made of stand beneath it.
    package let depth: Int
  }

  /// The canonical query, one clause each.
  package let clauses: [String]
  package var measures: [Item] = []
  package var groups: [Item] = []
  /// How the cells of each column were found.
  package var roads: [Item] = []
  /// Over cases: keys, conditions and parts that the engine is asked for.
  package var asked: [Item] = []
  package var counts: [Item] = []
  /// What a server is asked.
  package var statements: [Item] = []
  package var times: [(step: Step, duration: Duration)] = []
  /// The answer itself.
  package let table: ResultTable
  package let kind: Kind

  init(clauses: [String], table: ResultTable, kind: Kind = .figures) {
    self.clauses = clauses
    self.table = table
    self.kind = kind
  }
}

extension PlanReport {
  package var parts: [(name: String, title: Localized)] {
    let common = [
      (name: "query", title: Localized(vi: "câu hỏi", en: "query")),
      (name: "measure", title: Localized(vi: "chỉ số", en: "measures")),
    ]
    let count = (name: "count", title: Localized(vi: "số đếm", en: "counts"))
    switch kind {
    case .figures:
      return common + [
        (name: "group", title: Localized(vi: "nhóm", en: "groups")),
        (name: "road", title: Localized(vi: "đường tính", en: "roads")), count,
      ]
    case .cases:
      let asked = (name: "asked", title: Localized(vi: "hỏi bộ máy đếm", en: "asked of the engine"))
      let sql = (name: "sql", title: Localized(vi: "câu lệnh gửi máy chủ", en: "statements for the server"))
      return common + [asked] + (statements.isEmpty ? [] : [sql]) + (counts.isEmpty ? [] : [count])
    }
  }

  package func items(ofPart name: String) -> [Item] {
    switch name {
    case "query": clauses.map { Item(name: "clause", detail: Localized(both: $0), count: nil, depth: 0) }
    case "measure": measures
    case "group": groups
    case "road": roads
    case "sql": statements
    case "asked": asked
    default: counts
    }
  }

  /// For programs: one row for each thing told.
  package var listing: ResultTable {
    let titles = [
      ("part", "phần"), ("name", "tên"), ("detail", "chi tiết"), ("count", "số lượng"),
      ("time_ms", "mili giây"),
    ]
    var rows = parts.flatMap { part in
      items(ofPart: part.name).map { row(part.name, $0.name, $0.detail, $0.count, nil) }
    }
    rows += times.map { row("time", $0.step.rawValue, Localized(both: ""), nil, $0.duration) }
    return ResultTable(
      columns: titles.map {
        ResultColumn(name: $0.0, title: Localized(vi: $0.1, en: $0.0), role: .text)
      }, rows: rows)
  }

  private func row(_ part: String, _ name: String, _ detail: Localized, _ count: Int?, _ time: Duration?)
    -> ResultRow
  {
    let isEmpty = detail.vietnamese.isEmpty && detail.english.isEmpty
    return ResultRow(cells: [
      ResultCell(.text(Localized(both: part))), ResultCell(.text(Localized(both: name))),
      isEmpty ? ResultCell(.missing) : ResultCell(.text(detail)),
      count.map { ResultCell(.number(.exact(ExactDecimal($0)))) } ?? ResultCell(.missing),
      time.map { ResultCell(.number(.exact($0.inMilliseconds))) } ?? ResultCell(.missing),
    ])
  }
}

/// How long each step took, one after the other.
struct StepClock {
  private(set) var times: [(step: PlanReport.Step, duration: Duration)] = []
  private var started = ContinuousClock.now

  /// `at`: when the step ended, if that is past.
  mutating func end(_ step: PlanReport.Step, at ended: ContinuousClock.Instant? = nil) {
    let ended = ended ?? .now
    times.append((step, ended - started))
    started = ended
  }
}

extension Duration {
  /// To the microsecond.
  var inMilliseconds: ExactDecimal {
    ExactDecimal(significand: Int128(self / .microseconds(1)), scale: 3)
  }
}
