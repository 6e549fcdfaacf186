import Foundation
import Testing

@testable import QueryLang

/// Queries over the shipped data with the answers that were checked by hand against the documents.
struct GoldenTests {
  static let isRecording = ProcessInfo.processInfo.environment["TTHC_RECORD_GOLDEN"] == "1"

  private func answer(_ golden: GoldenCase) -> String {
    var session = TestSession(ShippedData.library)
    return session.transcript(of: golden.text)
  }

  @Test(.disabled(if: isRecording), arguments: GoldenFile.allCases)
  func theAnswerIsTheAcceptedOne(golden: GoldenCase) {
    #expect(answer(golden).trimmedLines == golden.expected.trimmedLines)
  }

  /// Writes down what the program answers now, to be read before it is accepted; never green.
  @Test(.enabled(if: isRecording))
  func recordingIsNoPass() throws {
    for file in GoldenFile.all {
      let text = file.text(answering: answer)
      try text.write(
        to: GoldenFile.folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
    }
    Issue.record("golden answers were recorded: read the difference, then run without TTHC_RECORD_GOLDEN")
  }

  @Test func thereAreCasesAndEachHasItsOwnName() {
    let names = GoldenFile.allCases.map(\.testDescription)
    #expect(names.count >= 90)
    #expect(Set(names).count == names.count)
  }

  /// What the foot echoes is a query with the same meaning.
  @Test(arguments: GoldenFile.allCases)
  func theCanonicalTextReadsBackToItself(golden: GoldenCase) throws {
    // Over cases the session's own names are needed: RestrictionTests reads those back.
    if golden.query.hasPrefix("load ") { return }
    for canonical in golden.canonicalTexts {
      let parsed = QueryPipeline.parse(QuerySource(canonical), names: ShippedData.lexicon)
      guard parsed.count == 1, !parsed[0].hasErrors, case .query(let query)? = parsed[0].statement?.kind
      else {
        Issue.record("‘\(canonical)’ does not read back: \(parsed.flatMap(\.diagnostics))")
        continue
      }
      let bound = try Binder.bind(query, in: ShippedData.context)
      #expect(bound.canonicalText == canonical)
      #expect(!bound.needsEcho, "‘\(canonical)’")
    }
  }
}

extension GoldenCase {
  var canonicalTexts: [String] {
    expected.split(separator: "\n").compactMap { line in
      for prefix in ["canonical: ", "echo: "] where line.hasPrefix(prefix) {
        return String(line.dropFirst(prefix.count))
      }
      return nil
    }
  }
}

extension String {
  /// Without what editors drop: blanks at line ends, empty lines at the end.
  fileprivate var trimmedLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
