/// What human formats say of a cell that is not plainly reported or derived. Every symbol is one column wide.
enum CellSign: Int, CaseIterable {
  case complete, partial, conflict, incomplete, bound, approximate, undefined, missing, notShown,
    notApplicable, hidden

  /// A bound shows its own (`>`, `≥` …) before the number.
  var symbol: String {
    switch self {
    case .complete: "Σ"
    case .partial: "◐"
    case .conflict: "‡"
    case .incomplete: "⧗"
    case .bound: ">"
    case .approximate: "≈"
    case .undefined: "∅"
    case .missing: "–"
    case .notShown: "…"
    case .notApplicable: "×"
    case .hidden: "■"
    }
  }

  var meaning: Localized {
    switch self {
    case .complete: RenderingWords.complete
    case .partial: RenderingWords.partial
    case .conflict: RenderingWords.conflict
    case .incomplete: RenderingWords.incomplete
    case .bound: RenderingWords.bound
    case .approximate: RenderingWords.approximate
    case .undefined: RenderingWords.undefined
    case .missing: RenderingWords.missing
    case .notShown: RenderingWords.notShown
    case .notApplicable: RenderingWords.notApplicable
    case .hidden: RenderingWords.hidden
    }
  }

  /// Whether the symbol stands after the number; the others are part of its text.
  var isSuffix: Bool {
    switch self {
    case .complete, .partial, .conflict, .incomplete: true
    case .bound, .approximate, .undefined, .missing, .notShown, .notApplicable, .hidden: false
    }
  }

  /// The signs of a measure's cell. A row that is a sum by name needs no Σ.
  static func signs(of cell: ResultCell, in kind: ResultRow.Kind) -> [CellSign] {
    let isPlain = cell.effectiveStatus <= .derived && cell.marks.isEmpty
    if isPlain, case .number = cell.value { return [] }
    switch cell.absence {
    case .notShown: return [.notShown]
    case .notApplicable: return [.notApplicable]
    case .hidden: return [.hidden]
    case nil: break
    }
    let marks = cell.effectiveMarks
    return allCases.filter { sign in
      switch sign {
      case .complete: cell.effectiveStatus == .complete && (kind == .group || kind == .reportedTotal)
      case .partial: cell.effectiveStatus == .partial
      case .conflict: marks.contains(.conflict)
      case .incomplete: marks.contains(.incomplete)
      case .bound: marks.contains(.bound)
      case .approximate: marks.contains(.approx)
      case .undefined: cell.effectiveStatus == .undefined
      case .missing: cell.effectiveStatus == .missing
      case .notShown, .notApplicable, .hidden: false
      }
    }
  }
}
