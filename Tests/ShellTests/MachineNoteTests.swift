import Testing

/// What stands under a table goes to standard error beside a machine format, once.
struct MachineNoteOutputTests {
  private func errors(_ query: String, _ format: String = "csv") throws -> [String] {
    let result = try Program.run(["--lang", "en", "--format", format, "-c", query])
    #expect(!result.output.contains("note:"))
    return result.errors.split(separator: "\n").map(String.init)
  }

  @Test(arguments: ["csv", "tsv", "json", "jsonl"])
  func notesGoToStandardErrorOnce(format: String) throws {
    #expect(
      try errors("received by province where quarter = Q2/2021", format) == [
        "note: received: 1 partial (1 of 2 sectors)",
        "note: not comparable – Bắc Giang: sector local only (1 of 2); An Giang: all sectors – "
          + "comparable where sector = local",
        "note: days counted – Bắc Giang: 15/03/2021–14/06/2021 (by rule); An Giang: not stated",
        "note: 2 of 63 provinces",
      ])
  }

  @Test func adviceOnWhatIsMissingToo() throws {
    #expect(
      try errors("received where year = 2021 and province = \"Bắc Giang\"") == [
        "note: received: 1 missing",
        "note: asked for year = 2021; there are figures for H1/2021, Q2/2021",
      ])
  }

  @Test func theDayOfAStockToo() throws {
    #expect(
      try errors("pending where quarter = Q2/2021 and province = \"Bắc Giang\" and sector = local")
        == ["note: pending cases: counted to 14/06/2021 by rule, not 30/06/2021"])
  }

  @Test func aPlainAnswerIsSilent() throws {
    #expect(
      try errors("received where quarter = Q2/2021 and province = \"Bắc Giang\" and sector = local") == [])
  }
}
