import Testing

/// Remedies as the program prints them.
struct PrintedRemedyTests {
  @Test(arguments: [("vi", "hãy chạy: ", "so sánh"), ("en", "run: ", "compare")])
  func aStatementToRunIsInTheDisplayLanguageAndRuns(language: String, label: String, word: String) throws {
    let refused = "compare province \"Bắc Giang\", \"An Giang\" on overdue where quarter = Q2/2021"
    let errors = try Program.shell("tthc-shell --lang \(language) -c '\(refused)'").errors
    let line = try #require(errors.split(separator: "\n").first { $0.contains(label) })
    let remedy = String(line.drop { $0 == " " }.dropFirst(label.count))
    #expect(remedy.hasPrefix(word))
    let run = try Program.shell("tthc-shell --lang \(language) -c '\(remedy)'")
    #expect(run.status == 0, "\(run.errors)")
  }
}
