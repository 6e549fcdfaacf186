import Testing

@testable import QueryLang

struct AppendixRowTests {
  private static let codes = Set(ShippedData.library.catalog.measures.flatMap(\.appendixRows).map(\.code))
    .sorted()

  /// The catalog's own conditions are right, whether or not a code is one row's only.
  @Test(arguments: codes)
  func everyRowOfTheCatalogCanBeAsked(_ code: String) throws {
    for text in ShippedData.library.catalog.expressions(ofAppendixRow: code) {
      let expression = try Parser.parseExpression(text, names: ShippedData.lexicon)
      try Binder.check(expression, in: ShippedData.context)
    }
  }

  @Test func aRowIsReadWithItsMembers() {
    let row = AppendixRow("7.8.1{service_level = 3}")
    #expect(row.code == "7.8.1")
    #expect(row.filterText == "{service_level = 3}")
    #expect(AppendixRow("3.1.3").filterText.isEmpty)
  }
}
