import Testing

@testable import QueryLang

@Suite struct InputCompletenessTests {
  @Test(arguments: [
    "", "overdue", "overdue by district", "help by", "help", "show measures", "load data/", "overdue; ",
    "overdue by district where province = \"Bắc Giang\"", "xếp loại người đứng đầu", "set format csv",
    "overdue # by", "received_new{channel = online}", "quit",
  ])
  func whole(text: String) throws {
    #expect(isCompleteInput(text, names: try Shipped.catalog().lexicon))
  }

  @Test(arguments: [
    "overdue by", "overdue,", "overdue by district,", "overdue where province =", "overdue |", "overdue /",
    "received_new{channel = online", "overdue where province in (\"An Giang\"",
    "overdue where province = \"Bắc",
    "overdue where quarter = Q2/2021 and", "quá hạn theo", "quá hạn so với", "overdue; received by",
    "overdue by\n",
  ])
  func unfinished(text: String) throws {
    #expect(!isCompleteInput(text, names: try Shipped.catalog().lexicon))
  }
}

@Suite struct HintTests {
  private func hint(_ text: String) throws -> String? {
    expectedHint(text, catalog: try Shipped.catalog(), language: .english)
  }

  @Test func clausesAreHinted() throws {
    #expect(try hint("overdue ") == "by … where …")
    #expect(try hint("quá hạn ") == "theo … khi …")
    #expect(try hint("overdue by district ") == "where … sort …")
    #expect(try hint("overdue where quarter = Q2/2021 ") == "and … by …")
  }

  @Test func valuesAreHinted() throws {
    #expect(try hint("overdue where district = ") == "district …")
    #expect(try hint("quá hạn theo ") == "chiều hoặc kỳ, …")
  }

  @Test func nothingIsHintedInsideAWord() throws {
    #expect(try hint("") == nil)
    #expect(try hint("overdue") == nil)
    #expect(try hint("overdue by dis") == nil)
  }
}
