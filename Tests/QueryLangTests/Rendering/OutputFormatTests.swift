import Testing

@testable import QueryLang

struct OutputFormatTests {
  @Test(arguments: [
    ("csv", OutputFormat.csv), ("TSV", .tsv), ("json", .json), ("ndjson", .jsonl), ("jsonl", .jsonl),
    ("md", .markdown),
    ("txt", .table),
  ])
  func theExtensionChooses(fileExtension: String, format: OutputFormat) {
    #expect(OutputFormat(fileExtension: fileExtension) == format)
  }

  @Test func anUnknownExtensionIsNone() {
    #expect(OutputFormat(fileExtension: "xlsx") == nil)
    #expect(OutputFormat(fileExtension: "") == nil)
  }

  @Test func wordsAreTheStagesOfTheLanguage() {
    #expect(
      OutputFormat.allCases.map(\.rawValue)
        == ["table", "vertical", "csv", "tsv", "json", "jsonl", "markdown"])
  }
}
