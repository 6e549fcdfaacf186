import Testing

@testable import QueryLang

struct NearNamesTests {
  @Test func spellingsOfOneNameAreSuggestedOnce() {
    let names = ["Bắc Giang", "Bac Giang", "bắc giang", "Bắc Kạn"]
    #expect(NearNames.of("bac gian", among: names) == ["Bắc Giang", "Bắc Kạn"])
    #expect(NearNames.of("overdu", among: ["overdue_rate", "overdue rate"]) == ["overdue_rate"])
  }

  @Test func theNearestComesFirstAndTheFarthestNotAtAll() {
    #expect(NearNames.of("pendin", among: ["resolved", "spending", "pending"]) == ["pending", "spending"])
  }
}
