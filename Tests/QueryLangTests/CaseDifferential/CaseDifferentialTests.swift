import Foundation
import Testing

@testable import QueryLang

/// The evaluator of cases against the slow obvious one, on random tables, half of them snapshots, and random queries.
struct CaseDifferentialTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let wanted = environment["TTHC_DIFFERENTIAL_QUERIES"].flatMap(Int.init) ?? 400
  private static let firstSeed = environment["TTHC_DIFFERENTIAL_SEED"].flatMap(UInt64.init) ?? 1
  private static let failuresShown = environment["TTHC_DIFFERENTIAL_FAILURES"].flatMap(Int.init) ?? 3
  private static let queriesPerSeed = 12
  /// To leave out cases.
  private static let mostAttempts = 60

  @Test func evaluatorAgreesWithTheObviousOne() throws {
    var compared = 0
    var refused = 0
    var failures = 0
    var rows = 0
    var seed = Self.firstSeed
    while compared < Self.wanted, failures < Self.failuresShown {
      let data = RandomCases(seed: seed)
      let isSnapshot = seed.isMultiple(of: 2)
      let library = try data.load(asSnapshot: isSnapshot)
      var queries = RandomCaseQueries(seed: seed, data)
      for _ in 0..<Self.queriesPerSeed {
        let text = queries.next()
        guard let query = CaseComparison.bind(text, library) else {
          refused += 1
          continue
        }
        compared += 1
        let comparison = CaseComparison(query, library, data).difference()
        rows += comparison.rowCount
        guard comparison.text != nil else { continue }
        failures += 1
        Issue.record("seed \(seed): \(text)\n\(try smallest(text, data, isSnapshot))")
      }
      seed += 1
    }
    print(
      "differential test of cases: \(compared) queries compared, \(rows) rows, \(refused) refused, seeds \(Self.firstSeed)..<\(seed)"
    )
    #expect(compared >= Self.wanted || failures > 0)
  }

  /// Leaves out cases one at a time while the answers still differ; `TTHC_DIFFERENTIAL_KEEP` names a folder to leave
  /// what remains in.
  private func smallest(_ text: String, _ data: RandomCases, _ isSnapshot: Bool) throws -> String {
    func difference(_ data: RandomCases) throws -> String? {
      let library = try data.load(asSnapshot: isSnapshot)
      guard let query = CaseComparison.bind(text, library) else { return nil }
      // A snapshot's blocks are read otherwise the first, the second and further times.
      for _ in 0..<(isSnapshot ? 3 : 1) {
        if let text = CaseComparison(query, library, data).difference().text { return text }
      }
      return nil
    }
    var kept = data
    var explanation = try difference(data) ?? ""
    var size = max(1, data.cases.count / 2)
    var attempts = 0
    while attempts < Self.mostAttempts {
      var position = 0
      while position < kept.cases.count, attempts < Self.mostAttempts {
        attempts += 1
        var fewer = kept.cases
        fewer.removeSubrange(position..<min(fewer.count, position + size))
        let candidate = kept.with(fewer)
        if let found = try? difference(candidate) {
          (kept, explanation) = (candidate, found)
        } else {
          position += size
        }
      }
      if size == 1 { break }
      size /= 2
    }
    if let folder = Self.environment["TTHC_DIFFERENTIAL_KEEP"] { _ = try kept.load(keepingIn: folder) }
    if explanation.isEmpty { return "alone it is answered well: only after the seed's earlier queries not" }
    return "with these cases alone\(isSnapshot ? ", as a snapshot" : ""):\n\(kept.text)\(explanation)"
  }
}

/// Both answers to one query.
struct CaseComparison {
  let query: BoundQuery
  let library: Library
  let data: RandomCases

  init(_ query: BoundQuery, _ library: Library, _ data: RandomCases) {
    self.query = query
    self.library = library
    self.data = data
  }

  /// `nil` when the language refuses the query.
  static func bind(_ text: String, _ library: Library) -> BoundQuery? {
    let parsed = QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon)
    guard parsed.count == 1, !parsed[0].hasErrors, case .query(let query)? = parsed[0].statement?.kind else {
      return nil
    }
    var context = BindingContext(catalog: library.catalog)
    context.language = .english
    context.caseTables = library.caseTables
    return try? Binder.bind(query, in: context)
  }

  func difference() -> (text: String?, rowCount: Int) {
    let expected = ObviousCases(query, library, data).answer()
    do throws(QueryError) {
      let found = try answer()
      if found == expected { return (nil, found.count) }
      return ("the evaluator:\n\(lines(found))the obvious one:\n\(lines(expected))", found.count)
    } catch {
      return (
        "the evaluator:\n\(DiagnosticDrawing(.english).draw(error.diagnostics, in: nil))the obvious one:\n\(lines(expected))",
        0
      )
    }
  }

  func answer() throws(QueryError) -> [ObviousCases.Row] {
    guard let cases = library.cases(of: query) else { return [] }
    let table = try CaseEvaluator(cases, library.catalog, .none).evaluate(query)
    return read(table)
  }

  /// A member is read by its code, which tells namesakes apart.
  func read(_ table: ResultTable) -> [ObviousCases.Row] {
    var positions: [(column: Int, dimension: Int?)] = []
    for (position, key) in query.keys.enumerated() where position != query.pivotKey {
      switch key {
      case .time(let field):
        if let column = table.columns.firstIndex(where: { $0.name == field.rawValue && $0.role == .key }) {
          positions.append((column, nil))
        }
      case .dimension(let dimension):
        let name = library.catalog.dimensions[dimension].id + "_code"
        if let column = table.columns.firstIndex(where: { $0.name == name && $0.role == .code }) {
          positions.append((column, dimension))
        }
      }
    }
    let values = table.columns.indices.filter {
      if case .measure = table.columns[$0].role { true } else { false }
    }
    return table.rows.map { row in
      ObviousCases.Row(
        kind: row.kind, keys: positions.map { key(row.cells[$0.column], $0.dimension) },
        cells: values.map { value(row.cells[$0]) })
    }
  }

  private func key(_ cell: ResultCell, _ dimension: Int?) -> String {
    switch cell.value {
    case .period(let period): return period.description
    case .name(let code, _):
      guard let dimension else { return "–" }
      let members = library.catalog.dimensions[dimension].members
      return members.first { ($0.code.isEmpty ? $0.id : $0.code) == code }.map { "\($0.index)" } ?? "–"
    case .missing, .undefined, .number, .bounded, .text: return "–"
    }
  }

  private func value(_ cell: ResultCell) -> String {
    switch cell.value {
    case .missing: cell.absence.map(\.rawValue) ?? "–"
    case .undefined: "∅"
    case .number(.exact(let number)): "\(number)"
    case .number(.real(let number)): "~\(number)"
    case .bounded, .name, .period, .text: "?"
    }
  }

  private func lines(_ rows: [ObviousCases.Row]) -> String {
    let shown = rows.prefix(20).map { "  \($0.kind): \(($0.keys + $0.cells).joined(separator: " | "))\n" }
      .joined()
    return rows.count > 20 ? shown + "  … \(rows.count) rows\n" : shown
  }
}
