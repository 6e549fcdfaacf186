import Testing

@testable import QueryLang

/// Whatever happens to a query, reading, binding and answering it ends without a trap and with a message.
///
/// Every mutant is read; every eleventh is also bound and answered or its errors drawn, which takes longer.
struct MutationTests {
  private static let texts = Array(Set(GoldenFile.allCases.map(\.text) + WholeGrammar.statements)).sorted()

  private func survive(_ text: String, _ count: Int) {
    let source = QuerySource(text)
    for parsed in QueryPipeline.parse(source, names: ShippedData.lexicon) {
      if parsed.statement == nil, !parsed.hasErrors { Issue.record("nothing said about ‘\(text)’") }
      guard count % 11 == 0 else { continue }
      _ = DiagnosticDrawing(.english).draw(parsed.diagnostics, in: source)
      guard case .query(let query)? = parsed.statement?.kind else { continue }
      if parsed.hasErrors {
        _ = QueryPipeline.diagnose(query, parsed: parsed, context: ShippedData.context)
      } else {
        answer(query, source)
      }
    }
  }

  private func answer(_ query: QuerySyntax, _ source: QuerySource) {
    do throws(QueryError) {
      let table = try QueryPipeline.answer(query, library: ShippedData.library, context: ShippedData.context)
      if !table.rows.allSatisfy({ $0.cells.count == table.columns.count }) {
        Issue.record("‘\(source.text)’")
      }
    } catch {
      #expect(!error.diagnostics.isEmpty)
      #expect(!DiagnosticDrawing(.vietnamese).draw(error.diagnostics, in: source).isEmpty)
    }
  }

  private func pieces(_ text: String) -> [String] {
    Lexer.tokenize(QuerySource(text)).tokens.dropLast().map(\.text)
  }

  @Test func aTokenDropped() {
    for text in Self.texts {
      let pieces = pieces(text)
      for position in pieces.indices {
        survive(
          (pieces[..<position] + pieces[(position + 1)...]).joined(separator: " "), position + pieces.count)
      }
    }
  }

  @Test func aTokenDoubled() {
    for text in Self.texts {
      let pieces = pieces(text)
      for position in pieces.indices {
        survive((pieces[...position] + pieces[position...]).joined(separator: " "), position + pieces.count)
      }
    }
  }

  @Test func twoTokensSwapped() {
    for text in Self.texts {
      var pieces = pieces(text)
      for position in pieces.indices.dropFirst() {
        pieces.swapAt(position - 1, position)
        survive(pieces.joined(separator: " "), position + pieces.count)
        pieces.swapAt(position - 1, position)
      }
    }
  }

  @Test func cutAnywhere() {
    for text in Self.texts where text.utf8.count < 200 {
      let characters = Array(text)
      for count in stride(from: 0, to: characters.count, by: 7) {
        survive(String(characters[..<count]), count)
      }
    }
  }

  @Test func randomBytesInserted() {
    var random = SeededGenerator(seed: 2021)
    for text in Self.texts {
      for attempt in 0..<5 {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          bytes.insert(.random(in: 0...255, using: &random), at: .random(in: 0...bytes.count, using: &random))
        }
        // Invalid UTF-8 is repaired, as the shell does.
        survive(String(decoding: bytes, as: UTF8.self), attempt)
      }
    }
  }
}
