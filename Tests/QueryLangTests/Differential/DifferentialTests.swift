import Foundation
import Testing

@testable import QueryLang

/// The evaluator of figures against the slow obvious one, on random figures and random queries.
struct DifferentialTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let wanted = environment["TTHC_DIFFERENTIAL_QUERIES"].flatMap(Int.init) ?? 1500
  private static let firstSeed = environment["TTHC_DIFFERENTIAL_SEED"].flatMap(UInt64.init) ?? 1
  private static let failuresShown = environment["TTHC_DIFFERENTIAL_FAILURES"].flatMap(Int.init) ?? 3
  private static let queriesPerSeed = 12

  @Test func evaluatorAgreesWithTheObviousOne() throws {
    var compared = 0
    var refused = 0
    var failures = 0
    var rows = 0
    var forms: [String: Int] = [:]
    var seed = Self.firstSeed
    while compared < Self.wanted, failures < Self.failuresShown {
      let data = RandomFigures(seed: seed)
      let library = try load(data, seed: seed)
      var queries = RandomQueries(seed: seed)
      for _ in 0..<Self.queriesPerSeed {
        let text = queries.next()
        guard let query = bind(text, library) else {
          refused += 1
          continue
        }
        compared += 1
        let difference = try AnswerComparison(query, library).difference()
        rows += difference.rowCount
        for form in AnswerComparison.forms(of: query) { forms[form, default: 0] += 1 }
        guard let found = difference.text else { continue }
        failures += 1
        let report = "seed \(seed): \(text)\n\(found)\n\(try smallest(text, data, seed: seed))"
        Issue.record("\(report)")
      }
      seed += 1
    }
    print(
      "differential test: \(compared) queries compared, \(rows) rows, \(refused) refused, seeds \(Self.firstSeed)..<\(seed)"
    )
    print(forms.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
    #expect(compared >= Self.wanted || failures > 0)
  }

  /// Seeds on which the two once disagreed: a union chosen beside its parts; a bound that excludes what is computed; two printed rates.
  @Test(arguments: [120_009_901, 200_000_262, 400_006_982] as [UInt64]) func seedsStaySettled(_ seed: UInt64)
    throws
  {
    let library = try load(RandomFigures(seed: seed), seed: seed)
    var queries = RandomQueries(seed: seed)
    for _ in 0..<Self.queriesPerSeed {
      let text = queries.next()
      guard let query = bind(text, library) else { continue }
      #expect(try AnswerComparison(query, library).difference().text == nil, "\(text)")
    }
  }

  /// Leaves out figures one at a time while the answers still differ; `TTHC_DIFFERENTIAL_KEEP` names a folder to
  /// leave what remains in, as a dataset to ask by hand.
  private func smallest(_ text: String, _ data: RandomFigures, seed: UInt64) throws -> String {
    var lines = data.figuresText.split(separator: "\n").map(String.init)
    var position = lines.count - 1
    var explanation = ""
    while position >= 1 {
      var fewer = lines
      fewer.remove(at: position)
      let library = try load(data.withFigures(fewer), seed: seed)
      if let query = bind(text, library), let found = try AnswerComparison(query, library).difference().text {
        lines = fewer
        explanation = found
      }
      position -= 1
    }
    if let kept = Self.environment["TTHC_DIFFERENTIAL_KEEP"] {
      try data.withFigures(lines).write(to: URL(fileURLWithPath: kept).appendingPathComponent("\(seed)"))
    }
    return "with these figures alone:\n\(lines.joined(separator: "\n"))\n\(explanation)"
  }

  private func load(_ data: RandomFigures, seed: UInt64) throws -> Library {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "differential-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try data.write(to: folder)
    do throws(QueryError) {
      return try Library().loading(folder: folder.path, language: .english)
    } catch {
      Issue.record(
        "seed \(seed) does not load:\n\(DiagnosticDrawing(.english).draw(error.diagnostics, in: nil))")
      throw error
    }
  }

  /// `nil` when the language refuses the query.
  private func bind(_ text: String, _ library: Library) -> BoundQuery? {
    let parsed = QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon)
    guard parsed.count == 1, !parsed[0].hasErrors, case .query(let query)? = parsed[0].statement?.kind else {
      return nil
    }
    var context = BindingContext(catalog: library.catalog)
    context.language = .english
    return try? Binder.bind(query, in: context)
  }
}
