/// What the signs beside the numbers of a result mean: one entry per sign that occurs.
struct Legend {
  static let mostCoverages = 3
  static let mostRowsPerCoverage = 4

  private let language: Language
  private let showsStatus: Bool
  private let keyColumns: [Int]
  private var occurring: Set<CellSign> = []
  private var boundSymbols: [String] = []
  private var partialCellCount = 0
  /// Rows by coverage, in order of appearance.
  private var coverages: [(coverage: [Coverage], rows: [String], moreRows: Int)] = []
  private var known: Set<[Coverage]> = []

  init(_ table: ResultTable, _ options: RenderOptions) {
    language = options.language
    showsStatus = options.showsStatus
    keyColumns = table.columns.indices.filter { table.columns[$0].role == .key }
    let measures = table.measureColumns
    for row in table.rows where !options.observer.isStopped {
      var coveragesOfRow: Set<[Coverage]> = []
      for column in measures { note(row.cell(column), in: row, &coveragesOfRow) }
    }
  }

  /// `◐ một phần: 1 trong 2 khối`, `‡ các nguồn mâu thuẫn` …, escaped.
  var entries: [String] {
    CellSign.allCases.filter { occurring.contains($0) }.map { sign in
      switch sign {
      case .partial: "\(sign.symbol) \(partialText)"
      case .bound: "\(boundSymbols.joined(separator: " ")) \(sign.meaning[language])"
      case .complete, .conflict, .incomplete, .approximate, .undefined, .missing, .notShown,
        .notApplicable, .hidden:
        "\(sign.symbol) \(sign.meaning[language])"
      }
    }
  }

  private mutating func note(_ cell: ResultCell, in row: ResultRow, _ coveragesOfRow: inout Set<[Coverage]>) {
    let signs = CellSign.signs(of: cell, in: row.kind)
    guard !signs.isEmpty else { return }
    occurring.formUnion(signs)
    if signs.contains(.bound) {
      let symbol = if case .bounded(let bound, _) = cell.value { bound.symbol } else { CellSign.bound.symbol }
      if !boundSymbols.contains(symbol) { boundSymbols.append(symbol) }
    }
    guard signs.contains(.partial) else { return }
    partialCellCount += 1
    if coveragesOfRow.insert(cell.coverage).inserted { note(cell.coverage, of: row) }
  }

  private mutating func note(_ coverage: [Coverage], of row: ResultRow) {
    known.insert(coverage)
    let index = coverages.firstIndex { $0.coverage == coverage }
    guard let index else {
      if coverages.count < Self.mostCoverages { coverages.append((coverage, [label(of: row)], 0)) }
      return
    }
    if coverages[index].rows.count < Self.mostRowsPerCoverage {
      coverages[index].rows.append(label(of: row))
    } else {
      coverages[index].moreRows += 1
    }
  }

  private var partialText: String {
    let word = RenderingWords.partial[language]
    if known.count > Self.mostCoverages {
      let count = RenderingWords.cells(partialCellCount, language)
      let hint = showsStatus ? "" : " (\(RenderingWords.askForStatus[language]))"
      return "\(word): \(count), \(RenderingWords.coverages(known.count, language))\(hint)"
    }
    let parts = coverages.map { coverage, rows, moreRows in
      let text = escapedForTerminal(coverage.map { $0.text(language) }.joined(separator: ", "))
      let names = rows.filter { !$0.isEmpty }.joined(separator: ", ")
      if coverages.count == 1 || names.isEmpty { return text }
      let more = moreRows > 0 ? " " + RenderingWords.more(moreRows, language) : ""
      return text.isEmpty ? names + more : "\(text) (\(names)\(more))"
    }
    let text = parts.filter { !$0.isEmpty }.joined(separator: "; ")
    return text.isEmpty ? word : "\(word): \(text)"
  }

  private func label(of row: ResultRow) -> String {
    let keys = keyColumns.compactMap { column in
      let cell = row.cell(column)
      return cell.isBlank ? nil : keyText(cell.value)
    }
    return keys.isEmpty ? row.kind.title?[language] ?? "" : keys.joined(separator: " ")
  }

  private func keyText(_ value: ResultCell.Value) -> String {
    switch value {
    case .name(let canonical, let shown): escapedForTerminal(shown?[language] ?? canonical)
    case .text(let text): escapedForTerminal(text[language])
    case .period(let period): period.display
    case .missing, .undefined, .number, .bounded: escapedForTerminal(value.machineText(language))
    }
  }
}
