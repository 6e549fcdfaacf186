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

  @Test func aNameThatHoldsThePhraseIsNear() {
    let names = ["giải quyết quá hạn", "đã giải quyết", "đã giải quyếtx", "giải quyêt"]
    #expect(
      NearNames.of("giai quyet", among: names) == ["giải quyêt", "đã giải quyết", "giải quyết quá hạn"])
    #expect(NearNames.of("giang", among: ["Bắc Giang", "gian"]) == ["gian", "Bắc Giang"])
    #expect(NearNames.of("nam", among: ["Hà Nam"]).isEmpty)
    #expect(NearNames.of("tỉ lệ x", among: ["tỷ lệ x"]) == ["tỷ lệ x"])
  }
}
