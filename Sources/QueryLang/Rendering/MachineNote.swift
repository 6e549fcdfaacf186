/// One line for standard error beside a machine format: how many cells of each measure are not plainly
/// reported, derived or complete, or carry a mark. `nil` when there is nothing to say.
///
/// `note: received: 1 partial (1 of 2 sectors), 1 conflict; overdue_rate: 2 undefined`
/// - Complexity: O(cells).
package func machineNote(for table: ResultTable, language: Language) -> String? {
  var order: [String] = []
  var names: [String: [String]] = [:]
  for column in table.measureColumns {
    guard let text = MeasureReport(table, column: column).text(language) else { continue }
    if names[text] == nil { order.append(text) }
    names[text, default: []].append(table.columns[column].name)
  }
  guard !order.isEmpty else { return nil }
  // Columns of which the same is said are named together: a pivot has many.
  let parts = order.map { text in
    let all = names[text] ?? []
    let more = all.count - min(all.count, mostColumnsNamed)
    let rest = more > 0 ? " " + RenderingWords.more(more, language) : ""
    return "\(all.prefix(mostColumnsNamed).joined(separator: ", "))\(rest): \(text)"
  }
  return escapedForTerminal("\(RenderingWords.note[language]): \(parts.joined(separator: "; "))")
}

private let mostColumnsNamed = 6

/// What stands under a table, as lines for standard error beside a machine format: the notes of the result.
package func machineNotes(for table: ResultTable, language: Language) -> [String] {
  let notes = table.notes.map { "\(RenderingWords.note[language]): \($0[language])" }
  return
    ([machineNote(for: table, language: language)].compactMap { $0 } + notes.map { escapedForTerminal($0) })
}

/// Whether a strict reader must refuse the result: some figure is partial, undefined or missing, or marked
/// (conflict, incomplete, bound, approx); just what ``machineNote(for:language:)`` tells.
package func violatesStrictness(_ table: ResultTable) -> Bool {
  table.measureColumns.contains { !MeasureReport(table, column: $0).isEmpty }
}

/// Counts of one measure.
private struct MeasureReport {
  private var statuses: [CellStatus: Int] = [:]
  private var marks: [Int: Int] = [:]
  private var coverages: Set<[Coverage]> = []

  init(_ table: ResultTable, column: Int) {
    for row in table.rows {
      let cell = row.cell(column)
      let status = cell.effectiveStatus
      let isAbsentTotal = status == .missing && row.kind != .group
      if status > .complete, !isAbsentTotal, cell.absence == nil { statuses[status, default: 0] += 1 }
      if status == .partial, !cell.coverage.isEmpty { coverages.insert(cell.coverage) }
      let cellMarks = cell.effectiveMarks
      for (mark, _) in CellMarks.named where cellMarks.contains(mark) {
        marks[mark.rawValue, default: 0] += 1
      }
    }
  }

  var isEmpty: Bool { statuses.isEmpty && marks.isEmpty }

  func text(_ language: Language) -> String? {
    var parts: [String] = []
    for status in [CellStatus.partial, .undefined, .missing] {
      guard let count = statuses[status] else { continue }
      let word = RenderingWords.statusWord(status, in: .group)[language]
      parts.append("\(count) \(word)\(status == .partial ? coverageText(language) : "")")
    }
    for (mark, word) in RenderingWords.marks {
      if let count = marks[mark.rawValue] { parts.append("\(count) \(word[language])") }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private func coverageText(_ language: Language) -> String {
    guard let first = coverages.first else { return "" }
    if coverages.count > 1 { return " (\(RenderingWords.coverages(coverages.count, language)))" }
    return " (\(first.map { $0.text(language) }.joined(separator: ", ")))"
  }
}
