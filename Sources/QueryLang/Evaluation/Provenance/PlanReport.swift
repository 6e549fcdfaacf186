/// How a query is understood and answered: what `explain` shows.
package struct PlanReport: Sendable {
  package enum Step: String, Sendable, CaseIterable {
    case bind, plan, groups, evaluate, render
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
  package var counts: [Item] = []
  /// What a server is asked.
  package var statements: [Item] = []
  package var times: [(step: Step, duration: Duration)] = []
  /// The answer itself.
  package let table: ResultTable

  init(clauses: [String], table: ResultTable) {
    self.clauses = clauses
    self.table = table
  }
}

extension PlanReport {
  package static let parts: [(name: String, title: Localized)] = [
    ("query", Localized(vi: "câu hỏi", en: "query")),
    ("measure", Localized(vi: "chỉ số", en: "measures")),
    ("group", Localized(vi: "nhóm", en: "groups")),
    ("road", Localized(vi: "đường tính", en: "roads")),
    ("count", Localized(vi: "số đếm", en: "counts")),
    ("sql", Localized(vi: "câu lệnh gửi máy chủ", en: "statements for the server")),
  ]

  package func items(ofPart name: String) -> [Item] {
    switch name {
    case "query": clauses.map { Item(name: "clause", detail: Localized(both: $0), count: nil, depth: 0) }
    case "measure": measures
    case "group": groups
    case "road": roads
    case "sql": statements
    default: counts
    }
  }

  /// For programs: one row for each thing told.
  package var listing: ResultTable {
    let titles = [
      ("part", "phần"), ("name", "tên"), ("detail", "chi tiết"), ("count", "số lượng"),
      ("time_ms", "mili giây"),
    ]
    var rows = PlanReport.parts.flatMap { part in
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

extension Duration {
  /// To the microsecond.
  var inMilliseconds: ExactDecimal {
    ExactDecimal(significand: Int128(self / .microseconds(1)), scale: 3)
  }
}
