/// The candidates that a second Tab lists, as rows that fit a screen, and the next ones with the next Tab.
struct CandidateList {
  var columns: Int
  /// Most rows of a page.
  var rows: Int
  var display: LineDisplay

  /// What one press of Tab lists.
  struct Page: Equatable {
    var rows: [String]
    /// How many candidates stand in the rows.
    var count: Int
  }

  /// With meanings, one candidate a row and the meanings aligned; without, in columns read downwards. What comes
  /// after is counted in a last row, with the key that shows it.
  ///
  /// - Parameters:
  ///   - candidates: those that no earlier page has shown.
  ///   - leftOut: how many more there are that no page can show.
  /// - Complexity: O(rows × columns), whatever the number of candidates.
  func page(of candidates: ArraySlice<CompletionCandidate>, leftOut: Int = 0) -> Page {
    let mostShown = max(rows, 1) * max(columns / 2, 1)
    let shown = candidates.prefix(mostShown)
    let hasMeanings = shown.contains { !$0.meaning.isEmpty }
    let isAll = leftOut == 0 && shown.count == candidates.count
    var page = hasMeanings ? listWithMeanings(shown, isAll) : grid(shown, isAll)
    let hidden = candidates.count - page.count
    if hidden + leftOut > 0 {
      page.rows.append(
        display.fitted("… +\(hidden + leftOut)" + (hidden > 0 ? " (Tab)" : ""), columns: columns))
    }
    return page
  }

  private func listWithMeanings(_ candidates: ArraySlice<CompletionCandidate>, _ isAll: Bool) -> Page {
    let room = roomForRows(candidates.count, fits: isAll && candidates.count <= rows)
    let shown = candidates.prefix(room)
    let labels = shown.map { display.fitted($0.label, columns: columns - 1) }
    let widest = min(labels.map(display.width).max() ?? 0, max(columns / 2, 8))
    let lines = zip(shown, labels).map { candidate, label -> String in
      let padded = label + blanks(widest - display.width(label))
      let left = columns - 1 - display.width(padded) - 2
      guard !candidate.meaning.isEmpty, left > 3 else { return label }
      return padded + "  " + display.dimmed(display.fitted(candidate.meaning, columns: left))
    }
    return Page(rows: lines, count: shown.count)
  }

  private func grid(_ candidates: ArraySlice<CompletionCandidate>, _ isAll: Bool) -> Page {
    let labels = candidates.map { display.fitted($0.label, columns: columns - 1) }
    let cell = (labels.map(display.width).max() ?? 0) + 2
    let across = max((columns - 1) / max(cell, 1), 1)
    let needed = (labels.count + across - 1) / across
    let down = min(roomForRows(needed, fits: isAll && needed <= rows), needed)
    let count = min(labels.count, down * across)
    let lines = (0..<down).map { row in
      stride(from: row, to: count, by: max(down, 1)).map { offset in
        let isLastInRow = offset + down >= count
        return labels[offset] + (isLastInRow ? "" : blanks(cell - display.width(labels[offset])))
      }.joined()
    }
    return Page(rows: lines, count: count)
  }

  /// One row is kept for the count when not everything fits.
  private func roomForRows(_ needed: Int, fits: Bool) -> Int { fits ? needed : max(rows - 1, 1) }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }
}
