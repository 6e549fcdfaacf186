/// The forms a result can take.
package enum OutputFormat: String, CaseIterable, Sendable {
  case table, vertical, csv, tsv, json, jsonl, markdown

  /// For programs: canonical names, plain numbers, one schema whatever the display language.
  /// Its rows can be written one by one, as many as there are.
  package var isOfRows: Bool {
    switch self {
    case .csv, .tsv, .jsonl: true
    case .table, .vertical, .json, .markdown: false
    }
  }

  package var isMachine: Bool {
    switch self {
    case .csv, .tsv, .json, .jsonl: true
    case .table, .vertical, .markdown: false
    }
  }

  /// The format that a file's extension (`csv`, `MD`; no point) stands for.
  package init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    case "md", "markdown": self = .markdown
    case "txt": self = .table
    default: return nil
    }
  }
}
