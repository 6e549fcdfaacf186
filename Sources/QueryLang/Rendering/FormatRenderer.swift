extension OutputFormat {
  /// What writes this form.
  package var renderer: any ResultRenderer {
    switch self {
    case .table: TableRenderer()
    case .vertical: VerticalRenderer()
    case .csv: CSVRenderer()
    case .tsv: TSVRenderer()
    case .json: JSONRenderer()
    case .jsonl: JSONLinesRenderer()
    case .markdown: MarkdownRenderer()
    }
  }
}
