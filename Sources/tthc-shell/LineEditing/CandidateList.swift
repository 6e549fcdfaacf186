/// The candidates that a second Tab lists, as rows that fit a screen.
struct CandidateList {
  var columns: Int
  /// What is left out is counted in the last row.
  var rows: Int
  var display: LineDisplay

  /// With meanings, one candidate a row and the meanings aligned; without, in columns read downwards.
  ///
  /// - Complexity: O(rows × columns), whatever the number of candidates.
  func rows(for candidates: [CompletionCandidate]) -> [String] {
    let mostShown = max(rows, 1) * max(columns / 2, 1)
    let shown = candidates.prefix(mostShown)
    let hasMeanings = shown.contains { !$0.meaning.isEmpty }
    let (lines, count) = hasMeanings ? listWithMeanings(shown) : grid(shown)
    return count < candidates.count ? lines + ["… +\(candidates.count - count)"] : lines
  }

  private func listWithMeanings(_ candidates: ArraySlice<CompletionCandidate>) -> ([String], Int) {
    let shown = candidates.prefix(roomForRows(candidates.count, fits: candidates.count <= rows))
    let labels = shown.map { display.fitted($0.label, columns: columns - 1) }
    let widest = min(labels.map(display.width).max() ?? 0, max(columns / 2, 8))
    let lines = zip(shown, labels).map { candidate, label -> String in
      let padded = label + blanks(widest - display.width(label))
      let left = columns - 1 - display.width(padded) - 2
      guard !candidate.meaning.isEmpty, left > 3 else { return label }
      return padded + "  " + display.dimmed(display.fitted(candidate.meaning, columns: left))
    }
    return (lines, shown.count)
  }

  private func grid(_ candidates: ArraySlice<CompletionCandidate>) -> ([String], Int) {
    let labels = candidates.map { display.fitted($0.label, columns: columns - 1) }
    let cell = (labels.map(display.width).max() ?? 0) + 2
    let across = max((columns - 1) / max(cell, 1), 1)
    let needed = (labels.count + across - 1) / across
    let down = roomForRows(needed, fits: needed <= rows)
    let count = min(labels.count, down * across)
    let lines = (0..<down).map { row in
      stride(from: row, to: count, by: down).map { offset in
        let isLastInRow = offset + down >= count
        return labels[offset] + (isLastInRow ? "" : blanks(cell - display.width(labels[offset])))
      }.joined()
    }
    return (lines, count)
  }

  /// One row is kept for the count when not everything fits.
  private func roomForRows(_ needed: Int, fits: Bool) -> Int { fits ? needed : max(rows - 1, 1) }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }
}
